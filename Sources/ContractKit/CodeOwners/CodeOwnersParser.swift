extension CodeOwners {
  /// Reads a file.
  ///
  /// Nothing is thrown: a file that cannot be read has no rules and says why in its diagnostics, so that each of its paths is unmatched and
  /// nobody's consent is taken for granted.
  ///
  /// - Parameters:
  ///   - bytes: the blob as the repository has it.
  ///   - path: where it stands, for diagnostics and, without `dialect`, for the dialect.
  package static func parse(_ bytes: [UInt8], path: String, dialect: CodeOwnersDialect? = nil) -> CodeOwners {
    let dialect = dialect ?? CodeOwnersDialect(locatedAt: path)
    if bytes.count > largestFile {
      return refused(
        path: path, dialect: dialect, rule: "codeowners-too-large",
        message: "the file has \(bytes.count) bytes: forges load none above \(largestFile), so that it owns nothing")
    }
    if let zero = bytes.firstIndex(of: 0) {
      let line = bytes[..<zero].count { $0 == UInt8(ascii: "\n") } + 1
      return refused(
        path: path, dialect: dialect, rule: "codeowners-not-utf8", line: line,
        message: "the file holds a zero byte, it is no text in UTF-8, so that it owns nothing")
    }
    var parser = CodeOwnersParser(path: path, dialect: dialect)
    let lines = parser.lines(of: bytes)
    let matcher: Matcher
    switch dialect {
    case .github: matcher = parser.readGitHub(lines)
    case .gitlab: matcher = parser.readGitLab(lines)
    case .gitea: matcher = parser.readGitea(lines)
    }
    return CodeOwners(
      path: path, dialect: dialect, rules: parser.rules, matcher: matcher,
      faults: parser.faults.sorted { $0.diagnostic.position < $1.diagnostic.position }, skippedLines: parser.skippedLines.sorted())
  }

  /// A repository without the file: every path is unmatched, and nothing is wrong with that.
  package static func absent(dialect: CodeOwnersDialect) -> CodeOwners {
    CodeOwners(path: "", dialect: dialect, rules: [], matcher: .all([]), faults: [], skippedLines: [])
  }

  /// A symbolic link or a submodule where the file should be. Forges follow neither, and what a link points to is not what was reviewed.
  package static func notAFile(path: String, dialect: CodeOwnersDialect? = nil) -> CodeOwners {
    refused(
      path: path, dialect: dialect ?? CodeOwnersDialect(locatedAt: path), rule: "codeowners-not-a-file",
      message: "'\(path)' is no regular file, so that it owns nothing: put the file itself there")
  }

  private static func refused(
    path: String, dialect: CodeOwnersDialect, rule: String, line: Int = 1, message: String
  ) -> CodeOwners {
    let diagnostic = Diagnostic(path: path, position: SourcePosition(line: line, column: 1), rule: rule, message: message)
    let fault = CodeOwnersFault(diagnostic: diagnostic, text: "", scope: .everything)
    return CodeOwners(path: path, dialect: dialect, rules: [], matcher: .all([]), faults: [fault], skippedLines: [])
  }
}

/// What the readers of all dialects share: lines, words, places and complaints.
struct CodeOwnersParser {
  let path: String
  let dialect: CodeOwnersDialect
  var rules: [CodeOwners.Rule] = []
  private(set) var faults: [CodeOwnersFault] = []
  private(set) var skippedLines: Set<Int> = []

  init(path: String, dialect: CodeOwnersDialect) {
    self.path = path
    self.dialect = dialect
  }

  /// One line without its end, known to be UTF-8.
  struct Line {
    let number: Int
    let bytes: [UInt8]

    /// The place of a byte of this line.
    func position(at offset: Int) -> SourcePosition {
      // Continuation bytes belong to the scalar before them.
      let column = bytes[..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 } + 1
      return SourcePosition(line: number, column: column)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The bytes without blanks at either end.
    var content: Range<Int> {
      guard let first = bytes.firstIndex(where: { !$0.isBlank }), let last = bytes.lastIndex(where: { !$0.isBlank }) else { return 0..<0 }
      return first..<(last + 1)
    }

    /// The words of `range`, parted by blanks.
    func words(_ range: Range<Int>) -> [Range<Int>] {
      bytes[range].split(whereSeparator: \.isBlank).map { $0.startIndex..<$0.endIndex }
    }
  }

  /// - Parameter scope: the paths whose owners may be others because of it.
  mutating func report(_ line: Line, at offset: Int, rule: String, scope: CodeOwnersFault.Scope, _ message: String) {
    let diagnostic = Diagnostic(path: path, position: line.position(at: offset), rule: rule, message: message)
    faults.append(CodeOwnersFault(diagnostic: diagnostic, text: line.text(line.content), scope: scope))
  }

  /// Reports why a line owns nothing.
  mutating func skip(_ line: Line, at offset: Int, rule: String, scope: CodeOwnersFault.Scope, _ message: String) {
    report(line, at: offset, rule: rule, scope: scope, message)
    skippedLines.insert(line.number)
  }

  /// The lines that hold something. One that is not UTF-8 is reported and left out.
  mutating func lines(of bytes: [UInt8]) -> [Line] {
    var content = bytes[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) {
      content = content.dropFirst(3)
      report(
        Line(number: 1, bytes: []), at: 0, rule: "codeowners-byte-order-mark", scope: .nothing,
        "the file begins with a byte order mark, which a forge may take for a part of the first pattern: save it without")
    }
    var lines: [Line] = []
    for (offset, part) in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = Line(number: offset + 1, bytes: Array(part.last == UInt8(ascii: "\r") ? part.dropLast() : part))
      if line.content.isEmpty { continue }
      let decoded = String(decoding: line.bytes, as: UTF8.self).utf8
      if let wrong = zip(line.bytes, decoded).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset
        ?? (decoded.count == line.bytes.count ? nil : line.bytes.count)
      {
        skip(
          line, at: wrong, rule: "codeowners-not-utf8", scope: .everything,
          "the line is not UTF-8, so that it owns nothing: save the file as UTF-8")
      } else {
        lines.append(line)
      }
    }
    return lines
  }

  /// The bytes of a pattern: from the first of `content` to the first blank without a backslash before it.
  func pattern(of line: Line, in content: Range<Int>) -> Range<Int> {
    var end = content.lowerBound
    while end < content.upperBound, !line.bytes[end].isBlank {
      end += line.bytes[end] == UInt8(ascii: "\\") && end + 1 < content.upperBound ? 2 : 1
    }
    return content.lowerBound..<end
  }

  /// What to tell about a word that is no owner.
  func complaint(about word: String) -> String {
    let shown = word.printable
    if word.hasPrefix("@") { return "'\(shown)' is no handle of \(dialect.name): '@user' or '@organisation/team'" }
    if word.contains("@") { return "'\(shown)' is no e-mail address" }
    return "'\(shown)' is no owner: write '@\(shown)' for a handle, or an e-mail address"
  }
}

extension CodeOwnersDialect {
  /// The dialect's name for people.
  package var name: String {
    switch self {
    case .github: "GitHub"
    case .gitlab: "GitLab"
    case .gitea: "Gitea"
    }
  }
}

extension UInt8 {
  /// A space or a tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
}
