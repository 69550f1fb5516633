/// Somebody who wrote contracts, as a history knows them: what `init` proposes persons and owners from.
package struct Contributor: Hashable, Sendable {
  /// For the people file: short, unique among those who were found with it.
  package var id: String
  package var name: String
  /// The address that they use most first.
  package var emails: [String]
  /// With its `@`, where a commit says it.
  package var handle: String?
  /// By the path of a contract: in how many commits they changed it, and when last, in seconds since 1970.
  package var edits: [String: Edits]

  package struct Edits: Hashable, Sendable {
    package var count: Int
    package var last: Int64

    package init(count: Int, last: Int64) {
      self.count = count
      self.last = last
    }
  }

  /// How CODEOWNERS names them: forges know a handle for sure.
  package var owner: String { handle ?? emails[0] }

  /// How often they changed any of some contracts, and when last.
  package func edits(of paths: some Sequence<String>) -> Edits {
    paths.compactMap { edits[$0] }.reduce(into: Edits(count: 0, last: 0)) { sum, edits in
      sum.count += edits.count
      sum.last = max(sum.last, edits.last)
    }
  }
}

/// One author's change of one contract.
package struct ContractEdit: Sendable {
  package var path: String
  package var author: ClaimCommit.Identity
  /// When it was committed, in seconds since 1970.
  package var time: Int64

  package init(path: String, author: ClaimCommit.Identity, time: Int64) {
    self.path = path
    self.author = author
    self.time = time
  }
}

extension Contributor {
  /// The humans behind edits, those with the most first. Addresses are one person's where the mailmap says so, and where one of them is
  /// the address that GitHub makes for commits in its pages and the names are the same.
  package static func all(in edits: [ContractEdit], mailmap: Mailmap, agents: AgentList) -> [Contributor] {
    var found: [String: Draft] = [:]
    for edit in edits {
      let author = mailmap.resolve(edit.author)
      guard !author.email.isEmpty, !agents.contains(name: author.name, email: author.email),
        !agents.contains(name: edit.author.name, email: edit.author.email)
      else { continue }
      found[author.email.lowercased(), default: Draft()].add(edit, as: author)
    }
    var drafts = found.values.sorted { $0.order < $1.order }
    for index in drafts.indices.reversed() {
      guard let handle = drafts[index].handle, drafts[index].name.contains(" "),
        let home = drafts.firstIndex(where: { $0.handle == nil && $0.name == drafts[index].name })
      else { continue }
      let other = drafts.remove(at: index)
      drafts[home < index ? home : home - 1].join(other, handle: handle)
    }
    var taken: Set<String> = []
    return drafts.sorted { $0.order < $1.order }.map { Contributor($0, besides: &taken) }
  }

  /// Somebody who wrote no contract.
  package init(_ identity: ClaimCommit.Identity, besides others: [Contributor]) {
    var draft = Draft()
    draft.names[identity.name] = 1
    draft.emails[identity.email] = 1
    draft.handle = Self.handle(inAddress: identity.email)
    var taken = Set(others.map(\.id))
    self.init(draft, besides: &taken)
  }

  private init(_ draft: Draft, besides taken: inout Set<String>) {
    id = draft.id(besides: &taken)
    name = draft.name
    emails = draft.addresses
    handle = draft.handle
    edits = draft.edits
  }

  /// What is collected of one person.
  private struct Draft {
    var names: [String: Int] = [:]
    var emails: [String: Int] = [:]
    var handle: String?
    var edits: [String: Edits] = [:]

    mutating func add(_ edit: ContractEdit, as author: ClaimCommit.Identity) {
      names[author.name, default: 0] += 1
      emails[author.email, default: 0] += 1
      handle = handle ?? Contributor.handle(inAddress: author.email) ?? Contributor.handle(inAddress: edit.author.email)
      var known = edits[edit.path] ?? Edits(count: 0, last: .min)
      known.count += 1
      known.last = max(known.last, edit.time)
      edits[edit.path] = known
    }

    mutating func join(_ other: Draft, handle: String) {
      self.handle = handle
      emails.merge(other.emails) { $0 + $1 }
      edits.merge(other.edits) { Edits(count: $0.count + $1.count, last: max($0.last, $1.last)) }
    }

    var name: String { Self.mostUsed(names) }
    /// Each spelling of an address once: they are compared without case.
    var addresses: [String] {
      var seen: Set<String> = []
      return emails.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map(\.key).filter { seen.insert($0.lowercased()).inserted }
    }
    /// Most edits first; a name decides between equals, so that the same history gives the same proposal.
    var order: (Int, String) { (-edits.values.reduce(0) { $0 + $1.count }, addresses.first ?? "") }

    private static func mostUsed(_ counts: [String: Int]) -> String {
      counts.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key ?? ""
    }

    /// The handle, else the first part of the address; only letters, digits, `.`, `-` and `_`.
    func id(besides taken: inout Set<String>) -> String {
      let source = handle.map { $0.dropFirst() } ?? (addresses.first ?? "").prefix { $0 != "@" }
      let plain = String(
        source.lowercased().unicodeScalars.map { scalar -> Character in
          scalar.isASCII
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "._-".unicodeScalars.contains(scalar))
            ? Character(scalar) : "-"
        })
      let base = plain.isEmpty ? "person" : plain
      var id = base
      var number = 2
      while !taken.insert(id).inserted {
        id = base + "-" + String(number)
        number += 1
      }
      return id
    }
  }

  /// The handle in an address of GitHub's own, `12345+ann@users.noreply.github.com` or without the number.
  static func handle(inAddress email: String) -> String? {
    let ending = "@users.noreply.github.com"
    guard email.lowercased().hasSuffix(ending) else { return nil }
    let name = email.dropLast(ending.count).split(separator: "+").last.map(String.init) ?? ""
    guard case .user(let handle)? = Owner("@" + name, dialect: .github) else { return nil }
    return handle
  }
}
