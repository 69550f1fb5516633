internal import ContractKit
internal import ContractReports

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The directory that holds a site. A list in it says which files are ours; all others belong to somebody else, and are neither written nor
/// removed.
struct SiteFolder {
  /// What was done.
  struct Outcome {
    var written = 0
    var unchanged = 0
    var removed = 0
    /// What is not needed any more and is not as we left it.
    var kept: [String] = []

    func words(for directory: String) -> String {
      var words = "\(directory)/index.html: \(written) \(written == 1 ? "file" : "files") written, \(unchanged) unchanged"
      if removed > 0 { words += ", \(removed) removed" }
      return words.printable + "\n"
    }
  }

  /// The list: a line for each file, its SHA-256 and its path, as sha256sum(1) writes it.
  static let listName = ".git-contract-site"
  private static let firstLine = "# Written by git contract site: it removes and writes anew what is listed here, and nothing else."

  private let path: String
  /// As the user wrote it.
  private let name: String
  /// What the last run left here, by path; more than one digest where it was interrupted.
  private let listed: [String: Set<String>]

  /// Looks at the directory and changes nothing.
  ///
  /// - Throws: `CommandError` where it holds files and no list of ours, or a list that is none.
  init(_ path: String, name: String) throws {
    self.path = path
    self.name = name
    guard let bytes = try Self.readFile(path + "/" + Self.listName) else {
      guard try LocalFile.isAbsentOrEmpty(path) else {
        throw CommandError(
          "'\(name)' holds files and is no site of git contract", hints: ["name a directory that is empty, or not there yet"])
      }
      listed = [:]
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self), let list = Self.parse(text) else {
      throw CommandError(
        "'\(name)/\(Self.listName)' is damaged, so nobody knows which files here are ours", hints: ["name another directory"])
    }
    listed = list
  }

  // MARK: Writing

  /// Makes the directory hold these files. Pages come first and the list last, so that whatever interrupts us the next run goes on.
  func write(_ files: [Site.File]) throws -> Outcome {
    var outcome = Outcome()
    let digests = files.map { Digest.sha256(of: Array($0.text.utf8)) }
    var pending: [Site.File] = []
    for file in files {
      guard Self.isOurs(file.path) else { throw CommandError("'\(file.path)' is no name for a page") }
      // Before anything is written: what stands in the way is told while all is as it was.
      try refuseForeign(file.path)
      let there = try Self.readFile(path + "/" + file.path)
      if there == Array(file.text.utf8) { outcome.unchanged += 1 } else { pending.append(file) }
    }
    try LocalFile.makeDirectory(path)
    let new = Dictionary(uniqueKeysWithValues: zip(files.map(\.path), digests.map { Set([$0]) }))
    if !pending.isEmpty { try writeList(listed.merging(new) { $0.union($1) }) }
    for file in pending {
      try LocalFile.makeDirectories(file.path.split(separator: "/").dropLast().joined(separator: "/"), below: path)
      try LocalFile.write(Array(file.text.utf8), to: path + "/" + file.path)
      outcome.written += 1
    }
    for (old, known) in listed.sorted(by: { $0.key < $1.key }) where new[old] == nil {
      guard let bytes = try Self.readFile(path + "/" + old) else { continue }
      guard known.contains(Digest.sha256(of: bytes)) else {
        outcome.kept.append(old)
        continue
      }
      try LocalFile.remove(path + "/" + old)
      outcome.removed += 1
    }
    try writeList(new)
    return outcome
  }

  private func writeList(_ list: [String: Set<String>]) throws {
    var text = Self.firstLine + "\n"
    for (path, digests) in list.sorted(by: { $0.key < $1.key }) {
      for digest in digests.sorted() { text += digest + "  " + path + "\n" }
    }
    let target = path + "/" + Self.listName
    if try Self.readFile(target) != Array(text.utf8) { try LocalFile.write(Array(text.utf8), to: target) }
  }

  /// A file that we did not write, a link, or a folder in the place of a page is somebody's: there is no site to be had here then.
  private func refuseForeign(_ file: String) throws {
    var way = path
    for step in file.split(separator: "/").dropLast() {
      way += "/" + step
      guard try LocalFile.kind(way).map({ $0 == .directory }) ?? true else {
        throw CommandError("cannot write below '\(way)': it is no directory")
      }
    }
    guard let kind = try LocalFile.kind(path + "/" + file) else { return }
    guard kind == .file, listed[file] != nil else {
      throw CommandError(
        "'\(name)/\(file)' is in the way, and not ours", hints: ["move it away, or name another directory"])
    }
  }

  // MARK: Reading

  /// A regular file; nil where there is none. A link is never followed.
  private static func readFile(_ path: String) throws -> [UInt8]? {
    guard let kind = try LocalFile.kind(path) else { return nil }
    guard kind == .file else { throw CommandError("cannot read '\(path)': it is no regular file") }
    return try LocalFile.read(path)
  }

  private static func parse(_ text: String) -> [String: Set<String>]? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == firstLine[...], lines.popLast() == "" else { return nil }
    var list: [String: Set<String>] = [:]
    for line in lines {
      let (digest, path) = (line.prefix(64), String(line.dropFirst(66)))
      guard digest.utf8.count == 64, digest.utf8.allSatisfy({ isSmallLetterOrDigit($0) }), line.dropFirst(64).hasPrefix("  "), isOurs(path)
      else { return nil }
      list[path, default: []].insert(String(digest))
    }
    return list
  }

  /// Only names that we give: never out of the directory, whatever a list says.
  static func isOurs(_ path: String) -> Bool {
    let steps = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = steps.last, let first = name.utf8.first, isSmallLetterOrDigit(first), !name.contains("..") else { return false }
    guard steps.count == 1 || steps.count == 2 && ["contracts", "teams"].contains(steps[0]) else { return false }
    guard [".html", ".css", ".js", ".svg"].contains(where: { name.hasSuffix($0) }) else { return false }
    return name.utf8.allSatisfy { isSmallLetterOrDigit($0) || [0x2D, 0x2E, 0x40, 0x5F].contains($0) }
  }

  private static func isSmallLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
