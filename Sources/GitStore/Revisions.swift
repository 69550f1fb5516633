internal import CLibgit2

extension Repository {
  /// The commit that a revision (gitrevisions(7)) names; `nil` if nothing has that name. Tags are followed to their commit.
  ///
  /// Parents (`~`, `^`) are followed by ourselves, so that the boundary of a shallow clone is an error of kind `missing` and not an absent
  /// commit; what libgit2 does not read (`@{push}`, `:/text`, dates) is asked of `git rev-parse`.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID? {
    try Self.validate(revision)
    let (base, steps) = try RevisionSteps.split(revision)
    guard let object = try resolveBase(base.isEmpty ? "HEAD" : base) else { return nil }
    return try follow(steps, from: object, revision: revision)
  }

  /// The commit that a revision names; an error of kind `invalidRevision` if nothing has that name.
  package func requireCommit(_ revision: String) throws(GitError) -> ObjectID {
    if let commit = try resolve(revision) { return commit }
    if revision == "HEAD" || revision == "@", try head().commit == nil {
      throw GitError(.invalidRevision, "'\(revision)' names no commit: the current branch has none yet", hint: "git commit")
    }
    let hint = isShallow ? "git fetch --unshallow" : nil
    throw GitError(.invalidRevision, "bad revision '\(revision)'", hint: hint)
  }

  private static func validate(_ revision: String) throws(GitError) {
    guard let first = revision.utf8.first else { throw GitError(.invalidRevision, "empty revision") }
    guard first != UInt8(ascii: "-") else {
      throw GitError(.invalidRevision, "revision '\(revision)' looks like an option", hint: "git contract help")
    }
    guard revision.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw GitError(.invalidRevision, "a revision holds a control character")
    }
    // A path after ':' names no commit, but rev-parse may still find one behind ':/text'.
    if revision.contains(":"), !revision.hasPrefix(":/") {
      throw GitError(.invalidRevision, "'\(revision)' names no commit")
    }
  }

  /// The object behind the part without steps: a full id, a reference by Git's order of places, or an abbreviated id.
  private func resolveBase(_ base: String) throws(GitError) -> ObjectID? {
    if let id = ObjectID(hex: base) {
      if try containsOrPromised(id) { return id }
      // It may lie behind the boundary: nobody here can say that it does not exist.
      if isShallow { throw missing(id) }
      return nil
    }
    if base.hasPrefix(":/") { return try resolveWithGit(base) }
    if base.contains("@{") { return try resolveWithGit(base + "^{commit}") }
    let name = base == "@" ? "HEAD" : base
    for place in ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"] {
      if let target = try reference(place + name), !place.isEmpty || Self.isTopLevelName(name) { return target }
    }
    if let target = try reference("refs/remotes/" + name + "/HEAD") { return target }
    if let id = try resolveAbbreviated(base) { return id }
    // The end of what `git describe` prints: v1.2-3-gabcdef0.
    guard let dash = base.lastIndex(of: "-"), base[dash...].hasPrefix("-g") else { return nil }
    return try resolveAbbreviated(String(base[dash...].dropFirst(2)))
  }

  private func containsOrPromised(_ id: ObjectID) throws(GitError) -> Bool {
    if contains(id) { return true }
    return try fetchPromised([id])
  }

  /// Beside full names only the names of pseudo references stand at the top, so that no file of the Git directory is taken for one.
  private static func isTopLevelName(_ name: String) -> Bool {
    name.hasPrefix("refs/") || name.utf8.allSatisfy { (65...90).contains($0) || $0 == UInt8(ascii: "_") }
  }

  private func resolveAbbreviated(_ text: String) throws(GitError) -> ObjectID? {
    let digits = Array(text.utf8)
    guard (4...40).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0 | 0x20) }) else {
      return nil
    }
    // An abbreviation that fits several objects is still good if only one of them leads to a commit: git knows.
    var object: OpaquePointer?
    let status = git_revparse_single(&object, handle, text)
    defer { git_object_free(object) }
    if status == GIT_ENOTFOUND.rawValue { return nil }
    if status == GIT_EAMBIGUOUS.rawValue {
      if let commit = try resolveWithGit(text + "^{commit}") { return commit }
      throw GitError(.ambiguous, "revision '\(text)' is ambiguous", hint: "git rev-parse --disambiguate=\(text)")
    }
    try check(status, "cannot read revision '\(text)'")
    return git_object_id(object).map { ObjectID($0.pointee) }
  }

  /// Asks Git. Replace references stay out of it, as everywhere here.
  private func resolveWithGit(_ revision: String) throws(GitError) -> ObjectID? {
    let result = try git(["rev-parse", "--verify", "--quiet", "--end-of-options", revision])
    guard result.status == 0 else { return nil }
    guard let id = ObjectID(hex: result.outputLine) else {
      throw GitError(.invalidRevision, "bad revision '\(revision)'")
    }
    return id
  }

  private func follow(_ steps: [RevisionSteps.Step], from object: ObjectID, revision: String) throws(GitError) -> ObjectID? {
    var current = object
    for step in steps {
      switch step {
      case .ancestor(let generations):
        current = try commitBehind(current, revision)
        for _ in 0..<generations {
          guard let parent = try parents(of: current).first else { return nil }
          current = parent
        }
      case .parent(let number):
        current = try commitBehind(current, revision)
        guard number > 0 else { continue }
        let parents = try parents(of: current)
        guard number <= parents.count else { return nil }
        current = parents[number - 1]
      case .commit: current = try commitBehind(current, revision)
      case .object: current = try peel(current)
      }
    }
    return try commitBehind(current, revision)
  }

  /// The object behind annotated tags.
  private func peel(_ id: ObjectID) throws(GitError) -> ObjectID {
    var current = id
    for _ in 0..<32 {
      guard try header(current).kind == .tag else { return current }
      let bytes = try object(current, .tag)
      let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
      guard line.starts(with: "object ".utf8), let target = ObjectID(hexBytes: line.dropFirst(7)) else {
        throw GitError(.unreadable, "tag '\(current)' is malformed")
      }
      current = target
    }
    throw GitError(.unreadable, "tag '\(id)' is nested too deeply")
  }

  private func commitBehind(_ id: ObjectID, _ revision: String) throws(GitError) -> ObjectID {
    let peeled = try peel(id)
    let kind = try header(peeled).kind
    guard kind == .commit else {
      throw GitError(.invalidRevision, "'\(revision)' names a \(kind.name), not a commit")
    }
    return peeled
  }

  /// The commit behind an object, tags followed; `nil` if it is no commit. For the new tip of a pushed tag.
  package func commit(behind id: ObjectID) throws(GitError) -> ObjectID? {
    let peeled = try peel(id)
    return try header(peeled).kind == .commit ? peeled : nil
  }
}

/// The steps at the end of a revision: `~3`, `^2`, `^{}`, `^{commit}`.
enum RevisionSteps {
  enum Step: Hashable {
    case ancestor(Int)
    case parent(Int)
    case commit
    case object
  }

  /// Parts a revision at its first step. A step that is none of those above is left to Git as part of the base, if nothing follows it.
  static func split(_ revision: String) throws(GitError) -> (base: String, steps: [Step]) {
    let bytes = Array(revision.utf8)
    guard !revision.hasPrefix(":/"), let start = firstStep(bytes) else { return (revision, []) }
    var steps: [Step] = []
    var position = start
    let invalid = GitError(.invalidRevision, "bad revision '\(revision)'")
    while position < bytes.count {
      let kind = bytes[position]
      position += 1
      if kind == UInt8(ascii: "^"), position < bytes.count, bytes[position] == UInt8(ascii: "{") {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else { throw invalid }
        switch String(decoding: bytes[(position + 1)..<end], as: UTF8.self) {
        case "": steps.append(.object)
        case "commit": steps.append(.commit)
        case let text: throw GitError(.invalidRevision, "'^{\(text)}' in revision '\(revision)' is not understood")
        }
        position = end + 1
        continue
      }
      let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      position += digits.count
      let number = digits.isEmpty ? 1 : Int(String(decoding: digits, as: UTF8.self))
      guard let number else { throw invalid }
      switch kind {
      case UInt8(ascii: "~"): steps.append(.ancestor(number))
      case UInt8(ascii: "^"): steps.append(.parent(number))
      default: throw invalid
      }
    }
    return (String(decoding: bytes[..<start], as: UTF8.self), steps)
  }

  /// The place of the first `~` or `^` outside of braces.
  private static func firstStep(_ bytes: [UInt8]) -> Int? {
    var depth = 0
    for (position, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "~") where depth == 0, UInt8(ascii: "^") where depth == 0: return position
      default: break
      }
    }
    return nil
  }
}
