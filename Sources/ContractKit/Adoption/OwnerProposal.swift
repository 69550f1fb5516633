/// Lines for CODEOWNERS, from who wrote the contracts that nobody owns yet.
package struct OwnerProposal: Sendable {
  /// Where the file is, or is to be.
  package let path: String
  package let dialect: CodeOwnersDialect
  /// The whole text of the file with the lines at its end; nil where there is nothing to propose.
  package private(set) var text: [UInt8]?
  /// What stands behind what was there, for people to read.
  package private(set) var addition = ""
  /// Contracts for which no line can be written: nobody is known who wrote them, or the dialect has no pattern for such a path.
  package private(set) var left: [String] = []

  /// - Parameters:
  ///   - current: the bytes of the file, where there is one.
  ///   - contracts: the paths of all contracts.
  ///   - files: the paths of all files: what somebody owns stays theirs, also where it lies beside contracts.
  ///   - contributors: who wrote them.
  package init(
    path: String, dialect: CodeOwnersDialect, current: [UInt8]?, contracts: [String], files: [String] = [], contributors: [Contributor]
  ) {
    self.path = path
    self.dialect = dialect
    let before = CodeOwners.parse(current ?? [], path: path, dialect: dialect)
    let unowned = contracts.filter { before.owners(of: $0).state == .unmatched }.sorted()
    guard !unowned.isEmpty else { return }

    var lines: [(pattern: String, covers: [String], owners: [Contributor])] = []
    let isPlain = { (path: String) in dialect == .gitea || !path.contains { "*?[]\\".contains($0) } }
    for (folder, paths) in Self.folders(of: unowned) {
      let owners = paths.map { Self.owners(of: [$0], among: contributors) }
      let isWhole =
        !folder.isEmpty && isPlain(folder) && !contracts.contains { $0.hasPrefix(folder + "/") && !paths.contains($0) }
        && !files.contains { $0.hasPrefix(folder + "/") && !paths.contains($0) && before.owners(of: $0).state != .unmatched }
      if isWhole, Set(owners.map { $0.map(\.owner) }).count == 1, let shared = owners.first, !shared.isEmpty {
        lines.append((Self.pattern(folder: folder, dialect), paths, Self.owners(of: paths, among: contributors)))
      } else {
        for (path, owners) in zip(paths, owners) where !owners.isEmpty && isPlain(path) {
          lines.append((Self.pattern(file: path, dialect), [path], owners))
        }
      }
    }
    // Read alone, a line says whether it means what it should: forges differ, and what they cannot say is left out.
    var kept: [String] = []
    for line in lines {
      let comment = line.owners.map { owner in
        let count = owner.edits(of: line.covers).count
        return "\(owner.id) \(count) time\(count == 1 ? "" : "s")"
      }.joined(separator: ", ")
      let text = "\(line.pattern) \(line.owners.map(\.owner).joined(separator: " "))\n"
      let alone = CodeOwners.parse(Array(text.utf8), path: path, dialect: dialect)
      let covered = contracts.filter { alone.owners(of: $0).state != .unmatched }
      let meant = Set(line.owners.map { $0.owner.lowercased() })
      let isRight =
        alone.diagnostics.isEmpty && Set(covered) == Set(line.covers)
        && covered.allSatisfy { Set(alone.owners(of: $0).owners.map(\.key)) == meant }
      if isRight { kept.append("# changed by \(comment)\n" + text) }
    }
    let final = CodeOwners.parse(Self.join(current, Self.heading(dialect) + kept.joined()), path: path, dialect: dialect)
    left = unowned.filter { final.owners(of: $0).state != .owned }
    guard !kept.isEmpty else { return }
    addition = Self.heading(dialect) + kept.joined()
    text = Self.join(current, addition)
  }

  /// On GitLab a section of its own: the lines would else belong to the last one that is there.
  private static func heading(_ dialect: CodeOwnersDialect) -> String {
    "# Proposed by 'git contract init' from who changed these contracts. Put teams in the place of persons where there are teams.\n"
      + (dialect == .gitlab ? "[Data contracts]\n" : "")
  }

  /// Behind what is there, with one empty line between.
  private static func join(_ current: [UInt8]?, _ addition: String) -> [UInt8] {
    guard let current, !current.isEmpty else { return Array(addition.utf8) }
    let lineFeed = UInt8(ascii: "\n")
    return current + (current.last == lineFeed ? [lineFeed] : [lineFeed, lineFeed]) + Array(addition.utf8)
  }

  /// By the folder that holds them, in order.
  private static func folders(of paths: [String]) -> [(folder: String, paths: [String])] {
    Dictionary(grouping: paths, by: folder).map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// The folder that holds a file, without `/` at its end; empty for the top.
  package static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The one or two who wrote most of them. Who has done nothing for a year before the last change is passed over where somebody else
  /// has.
  private static func owners(of paths: [String], among contributors: [Contributor]) -> [Contributor] {
    let all = contributors.map { ($0, $0.edits(of: paths)) }.filter { $0.1.count > 0 }
    let latest = all.map(\.1.last).max() ?? 0
    let present = all.filter { $0.1.last > latest - 365 * 86_400 }
    let order = present.sorted { (-$0.1.count, -$0.1.last, $0.0.id) < (-$1.1.count, -$1.1.last, $1.0.id) }
    guard let first = order.first else { return [] }
    // Whoever mended one comma of many is not asked to answer for it.
    let second = order.dropFirst().first.flatMap { $0.1.count * 4 >= first.1.count ? $0.0 : nil }
    return [first.0] + (second.map { [$0] } ?? [])
  }

  private static func pattern(folder: String, _ dialect: CodeOwnersDialect) -> String {
    switch dialect {
    case .github, .gitlab: escaped("/" + folder + "/")
    case .gitea: expression(folder) + "/.*"
    }
  }

  private static func pattern(file: String, _ dialect: CodeOwnersDialect) -> String {
    switch dialect {
    case .github, .gitlab: escaped("/" + file)
    case .gitea: expression(file)
    }
  }

  /// A path with other signs of a pattern in it covers more than itself, or nothing; it is told as one without a line.
  private static func escaped(_ path: String) -> String { path.replacing(" ", with: "\\ ") }

  /// Gitea's patterns are regular expressions over the whole path. It takes backslashes out before it reads one, so classes protect.
  private static func expression(_ path: String) -> String {
    path.map { character in
      switch character {
      case ".", "+", "*", "?", "(", ")", "|", "{", "}", "$": "[\(character)]"
      case " ", "#": "\\\(character)"
      default: String(character)
      }
    }.joined()
  }
}
