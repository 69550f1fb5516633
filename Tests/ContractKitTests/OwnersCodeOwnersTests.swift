import Testing

@testable import ContractKit

@Suite struct OwnersCodeOwnersTests {
  struct Answer: CustomTestStringConvertible {
    var file: String
    var path: String
    var line: Int?
    var dialect: CodeOwnersDialect = .github

    var testDescription: String { "\(file.debugDescription) on \(path)" }
  }

  @Test(arguments: [
    Answer(file: "docs @a", path: "docs/a/b.md", line: 1),
    Answer(file: "docs @a", path: "a/docs", line: 1),
    Answer(file: "docs @a", path: "mydocs/x", line: nil),
    Answer(file: "docs/* @a", path: "docs/build/x.md", line: nil),
    Answer(file: "/docs/** @a", path: "docs/build/x.md", line: 1),
    Answer(file: "/* @a", path: "x", line: 1),
    Answer(file: "/* @a", path: "a/x", line: nil),
    Answer(file: "** @a", path: "a/x", line: 1),
    Answer(file: "/** @a", path: "a/x", line: 1),
    Answer(file: "**/ @a", path: "a/x", line: 1),
    Answer(file: "/a/**/b/**/c.yaml @a", path: "a/b/x/b/y/c.yaml", line: 1),
    Answer(file: "/a/**/b/**/c.yaml @a", path: "a/x/c.yaml", line: nil),
    Answer(file: "/a/**/b @a", path: "a/x/b/y/z", line: 1),
    Answer(file: "foo/bar @a", path: "foo/bar/x", line: 1),
    Answer(file: "a**b @a", path: "axxb", line: 1),
    Answer(file: "a**b @a", path: "ax/xb", line: nil),
    Answer(file: "*.odcs.yaml @a", path: "x/orders.odcs.yaml", line: 1),
    Answer(file: "*.odcs.yaml @a", path: "x/orders.yaml", line: nil),
    Answer(file: "*.yaml @a\n*.odcs.yaml @b\n", path: "x/orders.odcs.yaml", line: 2),
    Answer(file: "/contracts/ @a\n*.yaml @b\n/contracts/orders/ @c\n/contracts/*/x.yaml @d", path: "contracts/orders/x.yaml", line: 4),
    Answer(file: "/contracts/orders/ @c\n/contracts/ @a\n", path: "contracts/orders/x.yaml", line: 2),
    Answer(file: "gr?ße.yaml @a", path: "größe.yaml", line: 1),
    Answer(file: "gr??ße.yaml @a", path: "größe.yaml", line: nil),
    Answer(file: "\\*.yaml @a", path: "a.yaml", line: nil),
    Answer(file: "\\*.yaml @a", path: "*.yaml", line: 1),
    Answer(file: "/a\\ b/ @a", path: "a b/c", line: 1),
    Answer(file: "* @a\r\n/x/ @b\r\n", path: "x/y", line: 2),
    Answer(file: "\u{FEFF}/x/ @a", path: "x/y", line: 1),
    Answer(file: "*a*a*a*a*a*a*a*b @a", path: String(repeating: "a", count: 300), line: nil),
    Answer(file: "* @a\n/x/ # nobody\n", path: "x/y", line: 2),
    // GitLab
    Answer(file: "docs/* @a", path: "x/docs/y", line: 1, dialect: .gitlab),
    Answer(file: "/a[b-d].md @a", path: "ac.md", line: 1, dialect: .gitlab),
    Answer(file: "/a[!b-d].md @a", path: "ac.md", line: nil, dialect: .gitlab),
    Answer(file: "/a[ö-ü].md @a", path: "aö.md", line: 1, dialect: .gitlab),
    Answer(file: "/a[]].md @a", path: "a].md", line: 1, dialect: .gitlab),
    Answer(file: "/a/**/*.md @a", path: "a/b/c/d.md", line: 1, dialect: .gitlab),
    // Gitea
    Answer(file: "contracts/(orders|items)/.* @a", path: "contracts/items/x.yaml", line: 1, dialect: .gitea),
    Answer(file: "contracts/[a-f]+\\\\.ya?ml @a", path: "contracts/cafe.yml", line: 1, dialect: .gitea),
    Answer(file: "contracts/[^a-f]+\\\\.ya?ml @a", path: "contracts/cafe.yml", line: nil, dialect: .gitea),
    Answer(file: "a{2,3} @a", path: "aaa", line: 1, dialect: .gitea),
    Answer(file: "a{2,3} @a", path: "aaaa", line: nil, dialect: .gitea),
    Answer(file: "a{2,} @a", path: "aaaa", line: 1, dialect: .gitea),
    Answer(file: "x|y @a", path: "xz", line: 1, dialect: .gitea),
    Answer(file: "!docs/.* @a", path: "src/x", line: 1, dialect: .gitea),
    Answer(file: "(a*)*b @a", path: String(repeating: "a", count: 5000), line: nil, dialect: .gitea),
    Answer(file: "a\\ b\\#c @a", path: "a b#c", line: 1, dialect: .gitea),
  ])
  func `the deciding line`(_ answer: Answer) {
    let file = CodeOwners.parse(Array(answer.file.utf8), path: "CODEOWNERS", dialect: answer.dialect)
    #expect(file.owners(of: answer.path).rules.first?.line == answer.line)
  }

  struct Complaint: CustomTestStringConvertible {
    var file: String
    var line: Int
    var column: Int
    var rule: String
    var dialect: CodeOwnersDialect = .github

    var testDescription: String { file.debugDescription }
  }

  @Test(arguments: [
    Complaint(file: "* @a\n  !/x @b", line: 2, column: 3, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/größe[1].yaml @a", line: 1, column: 7, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/a/*** @a", line: 1, column: 4, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/c\\#/ @a", line: 1, column: 3, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/c#/ @a", line: 1, column: 3, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/ @a", line: 1, column: 1, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/a//b @a", line: 1, column: 1, rule: "codeowners-invalid-pattern"),
    Complaint(file: "./a @a", line: 1, column: 1, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/a/../b @a", line: 1, column: 1, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/a\\", line: 1, column: 3, rule: "codeowners-invalid-pattern"),
    Complaint(file: "/a\u{1B}b @a", line: 1, column: 3, rule: "codeowners-invalid-pattern"),
    Complaint(file: "* @a/b/c", line: 1, column: 3, rule: "codeowners-invalid-owner"),
    Complaint(file: "* @", line: 1, column: 3, rule: "codeowners-invalid-owner"),
    Complaint(file: "* @ann @bе", line: 1, column: 8, rule: "codeowners-invalid-owner"),
    Complaint(file: "* ann@acme", line: 1, column: 3, rule: "codeowners-invalid-owner"),
    Complaint(file: "* @ann#note", line: 1, column: 3, rule: "codeowners-invalid-owner"),
    Complaint(file: "\u{FEFF}* @a", line: 1, column: 1, rule: "codeowners-byte-order-mark"),
    Complaint(file: "* @a # by @b", line: 1, column: 6, rule: "codeowners-invalid-owner", dialect: .gitlab),
    Complaint(file: "/a[b @a", line: 1, column: 3, rule: "codeowners-invalid-pattern", dialect: .gitlab),
    Complaint(file: "[Name @a", line: 1, column: 1, rule: "codeowners-invalid-section", dialect: .gitlab),
    Complaint(file: "(a @x", line: 1, column: 1, rule: "codeowners-invalid-pattern", dialect: .gitea),
    Complaint(file: "(?=a) @x", line: 1, column: 1, rule: "codeowners-invalid-pattern", dialect: .gitea),
    Complaint(file: "(a{999}){999} @x", line: 1, column: 1, rule: "codeowners-invalid-pattern", dialect: .gitea),
  ])
  func `what cannot be read has its place`(_ complaint: Complaint) throws {
    let file = CodeOwners.parse(Array(complaint.file.utf8), path: "CODEOWNERS", dialect: complaint.dialect)
    let first = try #require(file.diagnostics.first)
    #expect(first.rule == complaint.rule)
    #expect(first.position == SourcePosition(line: complaint.line, column: complaint.column))
    #expect(first.path == "CODEOWNERS")
  }

  @Test func `a line that is not UTF-8 is skipped and the others count`() {
    let bytes = Array("* @a\n/gr".utf8) + [0xF6] + Array("sse/ @b\n/x/ @c\n/cut".utf8) + [0xC3]
    let file = CodeOwners.parse(bytes, path: "CODEOWNERS")
    #expect(file.diagnostics.map(\.rule) == ["codeowners-not-utf8", "codeowners-not-utf8"])
    #expect(file.diagnostics.map(\.position) == [SourcePosition(line: 2, column: 4), SourcePosition(line: 4, column: 5)])
    #expect(file.skippedLines == [2, 4])
    #expect(file.owners(of: "x/y").rules.map(\.line) == [3])
  }

  @Test func `a file in UTF-16 owns nothing`() {
    let file = CodeOwners.parse([0xFF, 0xFE] + "* @a\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, path: "CODEOWNERS")
    #expect(file.diagnostics.map(\.rule) == ["codeowners-not-utf8"])
    #expect(file.owners(of: "x").state == .unmatched)
  }

  @Test func `a file over 3 MB owns nothing`() {
    let line = Array("* @a\n".utf8)
    let comment = Array(repeating: UInt8(ascii: "#"), count: CodeOwners.largestFile - line.count)
    #expect(CodeOwners.parse(line + comment, path: "CODEOWNERS").owners(of: "x").state == .owned)
    let large = CodeOwners.parse(line + comment + [UInt8(ascii: "#")], path: "CODEOWNERS")
    #expect(large.diagnostics.map(\.rule) == ["codeowners-too-large"])
    #expect(large.owners(of: "x").state == .unmatched)
  }

  @Test func `a symbolic link owns nothing and says so`() {
    let file = CodeOwners.notAFile(path: ".gitlab/CODEOWNERS")
    #expect(file.dialect == .gitlab)
    #expect(file.diagnostics.map(\.rule) == ["codeowners-not-a-file"])
    #expect(file.owners(of: "x").state == .unmatched)
  }

  @Test func `the dialect follows from the place`() {
    #expect(CodeOwnersDialect(locatedAt: ".gitlab/CODEOWNERS") == .gitlab)
    #expect(CodeOwnersDialect(locatedAt: ".gitea/CODEOWNERS") == .gitea)
    #expect(CodeOwnersDialect(locatedAt: ".forgejo/CODEOWNERS") == .gitea)
    #expect(CodeOwnersDialect(locatedAt: "docs/CODEOWNERS") == .github)
    let named = CodeOwnersDialect.candidates(file: "tools/owners", dialect: .gitlab)
    #expect(named.map(\.path) == ["tools/owners"])
    #expect(named.map(\.dialect) == [.gitlab])
    let found = CodeOwnersDialect.candidates(file: nil, dialect: nil)
    #expect(found.map(\.path) == CodeOwnersDialect.automaticCandidatePaths)
    #expect(found.map(\.dialect) == [.github, .github, .github, .gitlab, .gitea, .gitea])
  }

  @Test func `owners are equal without case`() {
    #expect(Owner("@Ann", dialect: .github) == Owner("@ann", dialect: .github))
    #expect(Owner("Ann@Acme.example", dialect: .github) == Owner("ann@acme.EXAMPLE", dialect: .github))
    #expect(Owner("@ann.smith", dialect: .github) == nil)
    #expect(Owner("@ann.smith", dialect: .gitlab) == .user("@ann.smith"))
    #expect(Owner("@a/b/c", dialect: .gitlab) == .team("@a/b/c"))
    #expect(Owner("@@guest", dialect: .gitlab) == nil)
  }

  /// The index may only be faster than trying each pattern in turn, never of another opinion.
  @Test func `the index finds what trying each pattern finds`() {
    var random = SplitMix(state: 7)
    let names = ["a", "b", "ab", "x.yaml", "y.odcs.yaml", "*", "**", "*.yaml", "a*", "?b", "*.odcs.yaml"]
    for _ in 0..<300 {
      let lines = (0..<12).map { _ in
        let body = (0..<(1 + random.next(3))).map { _ in names[random.next(names.count)] }.joined(separator: "/")
        return (random.next(2) == 0 ? "/" : "") + body + (random.next(4) == 0 ? "/" : "") + " @a"
      }
      let file = CodeOwners.parse(Array(lines.joined(separator: "\n").utf8), path: "CODEOWNERS")
      let path = (0..<(1 + random.next(4))).map { _ in names[random.next(5)] }.joined(separator: "/")
      let alone = lines.indices.last { offset in
        CodeOwners.parse(Array(lines[offset].utf8), path: "CODEOWNERS").owners(of: path).state == .owned
      }
      #expect(file.owners(of: path).rules.first?.line == alone.map { $0 + 1 }, "\(lines) on \(path)")
    }
  }

  /// A generator with a fixed start, after Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators".
  struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(bound))
    }
  }
}
