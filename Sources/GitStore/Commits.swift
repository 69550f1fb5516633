#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Who did something when.
package struct Signature: Hashable, Sendable {
  package let name: String
  package let email: String
  /// Seconds since 1970-01-01T00:00:00Z.
  package let time: Int64
  /// The offset of the clock from UTC, in minutes, east positive.
  package let offset: Int

  package init(name: String, email: String, time: Int64, offset: Int) {
    self.name = name
    self.email = email
    self.time = time
    self.offset = offset
  }

  /// Reads `Name <email> seconds +hhmm`. As in Git, the address is what stands between the first `<` and the next `>`, the date follows
  /// the last `>`, and a date that cannot be read is the beginning of time.
  init(line: ArraySlice<UInt8>) {
    let open = line.firstIndex(of: UInt8(ascii: "<")) ?? line.endIndex
    let rest = open < line.endIndex ? line[(open + 1)...] : line[line.endIndex...]
    let close = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
    name = Self.trimmed(line[..<open])
    email = Self.trimmed(rest[..<close])
    time = Self.time(in: line)
    let zone = Self.fields(line).dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    let minutes = abs(zone) / 100 * 60 + abs(zone) % 100
    offset = zone < 0 ? -minutes : minutes
  }

  /// The seconds alone, without any text: a walk over history asks for nothing else.
  static func time(in line: ArraySlice<UInt8>) -> Int64 {
    guard let text = fields(line).first else { return 0 }
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    var result: Int64 = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), result < Int64.max / 16 else { return 0 }
      result = result * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return digits.count == text.count ? result : -result
  }

  /// The fields behind the last `>`.
  private static func fields(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    guard let close = line.lastIndex(of: UInt8(ascii: ">")) else { return [] }
    return line[(close + 1)...].split(separator: UInt8(ascii: " "))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var result = bytes
    while let first = result.first, first <= UInt8(ascii: " ") { result.removeFirst() }
    while let last = result.last, last <= UInt8(ascii: " ") { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }
}

/// A commit. Its parents are those that the object names; in a shallow clone they may be missing.
package struct Commit: Hashable, Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  package let parents: [ObjectID]
  package let author: Signature
  package let committer: Signature
  /// The whole message, as UTF-8 if it is UTF-8 or ISO 8859-1 by the commit's own header; other bytes appear as U+FFFD.
  package let message: String

  package init(id: ObjectID, tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String) {
    self.id = id
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.message = message
  }

  /// The first paragraph of the message in one line, as `git log --format=%s` prints it.
  package var subject: String {
    var lines: [String] = []
    for line in message.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }
      if trimmed.allSatisfy(\.isWhitespace) {
        if lines.isEmpty { continue }
        break
      }
      lines.append(String(lines.isEmpty ? trimmed : line))
    }
    var result = lines.joined(separator: " ")
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }
}

/// What a walk over history needs of a commit, read without its message.
struct CommitLinks {
  let tree: ObjectID
  let parents: [ObjectID]
  /// The committer's clock, in seconds.
  let time: Int64
  /// A number that is greater than that of each ancestor; nil where no commit-graph tells it.
  let generation: UInt64?
}

extension CommitLinks {
  /// Reads a commit of the form that Git writes, in place; nil for any other, which ``CommitParser`` reads or refuses.
  init?(_ bytes: UnsafeRawBufferPointer) {
    func hold(_ text: StaticString, at position: Int) -> Bool {
      guard let base = bytes.baseAddress, position + text.utf8CodeUnitCount <= bytes.count else { return false }
      return memcmp(base + position, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
    func lineEnd(from position: Int) -> Int? {
      guard let base = bytes.baseAddress, position < bytes.count else { return nil }
      return memchr(base + position, 0x0A, bytes.count - position).map { UnsafeRawPointer($0) - base }
    }
    guard hold("tree ", at: 0), let tree = ObjectID(hexIn: bytes, at: 5), hold("\n", at: 45) else { return nil }
    var position = 46
    var parents: [ObjectID] = []
    while hold("parent ", at: position) {
      guard let parent = ObjectID(hexIn: bytes, at: position + 7), hold("\n", at: position + 47) else { return nil }
      parents.append(parent)
      position += 48
    }
    guard hold("author ", at: position), let author = lineEnd(from: position), hold("committer ", at: author + 1),
      let end = lineEnd(from: author + 1), let close = bytes[(author + 1)..<end].lastIndex(of: UInt8(ascii: ">")), hold(" ", at: close + 1)
    else { return nil }
    var time: Int64 = 0
    var place = close + 2
    while place < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]), place - close < 16 {
      time = time * 10 + Int64(bytes[place] - UInt8(ascii: "0"))
      place += 1
    }
    guard place > close + 2, hold(" ", at: place) else { return nil }
    self.init(tree: tree, parents: parents, time: time, generation: nil)
  }
}

/// A parser of commit objects (git's Documentation/technical and `git cat-file commit`).
struct CommitParser {
  let id: ObjectID
  private let bytes: [UInt8]
  private var position = 0

  init(id: ObjectID, bytes: [UInt8]) {
    self.id = id
    self.bytes = bytes
  }

  private func malformed() -> GitError { GitError(.unreadable, "commit '\(id)' is malformed") }

  /// The next line of the header; `nil` at the empty line or at the end.
  private mutating func line() -> ArraySlice<UInt8>? {
    guard position < bytes.count else { return nil }
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let line = bytes[position..<end]
    position = min(end + 1, bytes.count)
    return line.isEmpty ? nil : line
  }

  private func value(_ line: ArraySlice<UInt8>?, of key: String) -> ArraySlice<UInt8>? {
    guard let line, line.starts(with: key.utf8), line.dropFirst(key.utf8.count).first == UInt8(ascii: " ") else { return nil }
    return line.dropFirst(key.utf8.count + 1)
  }

  private mutating func treeAndParents() throws(GitError) -> (ObjectID, [ObjectID], next: ArraySlice<UInt8>?) {
    guard let tree = value(line(), of: "tree").flatMap({ ObjectID(hexBytes: $0) }) else { throw malformed() }
    var parents: [ObjectID] = []
    var current = line()
    while let text = value(current, of: "parent") {
      guard let parent = ObjectID(hexBytes: text) else { throw malformed() }
      parents.append(parent)
      current = line()
    }
    return (tree, parents, current)
  }

  mutating func links() throws(GitError) -> CommitLinks {
    let (tree, parents, next) = try treeAndParents()
    var current = next
    if value(current, of: "author") != nil { current = line() }
    guard let committer = value(current, of: "committer") else { throw malformed() }
    return CommitLinks(tree: tree, parents: parents, time: Signature.time(in: committer), generation: nil)
  }

  mutating func commit() throws(GitError) -> Commit {
    let (tree, parents, next) = try treeAndParents()
    guard let author = value(next, of: "author") else { throw malformed() }
    guard let committer = value(line(), of: "committer") else { throw malformed() }
    var encoding = ""
    while let current = line() {
      if let text = value(current, of: "encoding") { encoding = String(decoding: text, as: UTF8.self).lowercased() }
    }
    return Commit(
      id: id, tree: tree, parents: parents, author: Signature(line: author), committer: Signature(line: committer),
      message: decode(bytes[position...], encoding))
  }

  private func decode(_ message: ArraySlice<UInt8>, _ encoding: String) -> String {
    switch encoding {
    case "iso-8859-1", "iso8859-1", "latin1", "latin-1":
      var text = String.UnicodeScalarView()
      for byte in message { text.append(Unicode.Scalar(byte)) }
      return String(text)
    default:
      return String(decoding: message, as: UTF8.self)
    }
  }
}

extension Repository {
  /// A commit with all that it says.
  package func commit(_ id: ObjectID) throws(GitError) -> Commit {
    var parser = CommitParser(id: id, bytes: try object(id, .commit))
    return try parser.commit()
  }

  /// The id of a commit's tree.
  package func treeID(ofCommit id: ObjectID) throws(GitError) -> ObjectID { try links(id).tree }

  /// The parents of a commit, as history continues: at the boundary of a shallow clone that is an error of kind `missing`.
  package func parents(of id: ObjectID) throws(GitError) -> [ObjectID] {
    let links = try links(id)
    try ensureNotCut(id, links)
    return links.parents
  }

  /// The parents that a commit names, whether or not they are here.
  package func parentsNamed(by id: ObjectID) throws(GitError) -> [ObjectID] { try links(id).parents }

  /// The committer's clock, in seconds since 1970-01-01T00:00:00Z.
  package func time(of id: ObjectID) throws(GitError) -> Int64 { try links(id).time }

  /// What a walk asks of a commit: the one place where the commit-graph speaks for the object.
  func links(_ id: ObjectID) throws(GitError) -> CommitLinks {
    if let known = lazyGraph.isWorthAsking ? historyGraph?.links(id) : lazyGraph.remembered(id) { return known }
    let links = try readLinks(id)
    lazyGraph.remember(id, links)
    return links
  }

  private func readLinks(_ id: ObjectID) throws(GitError) -> CommitLinks {
    let raw = RawObject(try rawObject(id, .commit))
    if let plain = CommitLinks(raw.bytes) { return plain }
    var parser = CommitParser(id: id, bytes: try object(id, .commit))
    return try parser.links()
  }

  /// Whether the clone was cut at this commit: it has parents, but they are not here.
  func isCut(_ id: ObjectID, _ links: CommitLinks) -> Bool {
    !links.parents.isEmpty && shallowCommits.contains(id)
  }

  /// Whether a shallow clone ends at a commit.
  package func isBoundary(_ id: ObjectID) -> Bool { shallowCommits.contains(id) }

  func ensureNotCut(_ id: ObjectID, _ links: CommitLinks) throws(GitError) {
    if isCut(id, links) { throw cut(id) }
  }

  func cut(_ id: ObjectID) -> GitError {
    GitError(
      .missing, "history before commit '\(id.short())' is missing: the clone is shallow", hint: "git fetch --unshallow")
  }
}
