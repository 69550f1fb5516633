import ContractKit
import Testing

@testable import ContractReports

private func contract(_ title: String, columns: [String], version: String = "1.0.0") throws -> Contract {
  let lines = columns.map { "      - {name: \(JSON.string($0).canonical), logicalType: string}\n" }.joined()
  let text = """
    apiVersion: v3.1.0
    kind: DataContract
    id: some-id
    name: \(JSON.string(title).canonical)
    version: \(version)
    status: active
    schema:
      - name: orders
        properties:

    """
  return try ContractReader.read(Array((text + lines).utf8), path: "contracts/orders.yaml")
}

/// What stands below a pull request: `check --format comment`.
struct CommentTests {
  private static let hostile = [
    "@everyone", "#1", "<img src=x onerror=alert(1)>", "[a](javascript:x)", "a | b", "`code`", "<!-- git-contract:check -->",
    "</details>", "a\nb\n/close", "&lt;", "$x$", "~1", "https://evil.example", "**bold**", "\u{1B}[31m", "\u{202E}txt",
  ]

  private static func answer(dropping columns: [String], title: String = "orders") throws -> CheckAnswer {
    let diff = TransitionDiff(
      from: try contract(title, columns: ["id"] + columns), to: try contract(title, columns: ["id"]))
    let findings = diff.changes.flatMap { judged in
      [
        Finding(
          rule: "owner-sign-off-missing", level: .error, path: diff.path, message: judged.message, hint: judged.message,
          fixes: [.init(title: judged.message, command: "git contract sign " + ShellWord.quoted(judged.message))]),
        Finding(rule: "unannounced", level: .warning, path: judged.message, message: judged.message),
      ]
    }
    return CheckAnswer(verdict: .refuse, findings: findings, contracts: [diff], signOffs: [], impact: [])
  }

  @Test(arguments: hostile)
  func `names of a repository are shown and call, link and close nothing`(name: String) throws {
    let text = try Self.answer(dropping: [name], title: name).pullRequestComment()
    // What is in a code span means nothing on a forge.
    var outside = ""
    for (place, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() where place.isMultiple(of: 2) {
      outside += part
    }
    let body = outside.dropFirst(CheckAnswer.commentMarker.count)
    for sign in ["@e", "#1", "<img", "](", "<!--", "$x", "://"] {
      #expect(!body.replacing("\\" + sign, with: "").contains(sign), "\(sign): \(body)")
    }
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("/") })
    #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{202E}"].contains($0) })
    #expect(text.hasPrefix(CheckAnswer.commentMarker + "\n"))
  }

  @Test(arguments: [2_500, 8_000, 60_000])
  func `what does not fit is left out, and said`(limit: Int) throws {
    let answer = try Self.answer(dropping: (0..<2000).map { "column_\($0)_" + String(repeating: "ä", count: 300) })
    let text = answer.pullRequestComment(limit: limit)
    #expect(text.utf8.count <= limit)
    #expect(limit < 5_000 || text.utf8.count > limit / 2)
    #expect(text.contains("**Cut here, for a comment has a limit:**"))
    #expect(text.contains("2000 changes of “What changes in orders”"))
    #expect(text.contains("2000 warnings of “Worth a look” are not shown"))
    let shown = text.split(separator: "\n").count { $0.hasPrefix("- property ") }
    #expect(text.contains("\(2000 - shown) things to do of “Who must act”"), "\(shown)")
  }

  @Test func `many changes are folded away, the worst first`() throws {
    let text = try Self.answer(dropping: (0..<40).map { "c\($0)" }).pullRequestComment()
    #expect(text.contains("<details><summary>40 changes</summary>\n\n") && text.contains("\n</details>\n"))
    #expect(!text.contains("Cut here"))
    #expect(try !Self.answer(dropping: ["a"]).pullRequestComment().contains("<details>"))
  }

  @Test func `a comment of which nothing is to be said says so`() {
    let silent = CheckAnswer(verdict: .pass, findings: [], contracts: [], signOffs: [], impact: [])
    #expect(silent.pullRequestComment() == CheckAnswer.commentMarker + "\n## Data contracts: ✅ passed\n\nNo data contract changes.\n")
    #expect(
      silent.variables
        == "verdict=pass\nrequired_bump=none\neditorial=0\ncompatible=0\ndangerous=0\nbreaking=0\ncontracts=0\nerrors=0\nwarnings=0\nconsumers_hurt=0\n"
    )
  }

  @Test func `what was not decided is no pass, and counts nothing`() {
    let text = CheckAnswer.undecidedComment("cannot read '@team/`x`'\nand more", hints: ["git fetch --unshallow"])
    #expect(text.contains("undecided") && text.contains("This is no pass.") && !text.contains("@team"))
    #expect(text.contains("- hint: `git fetch --unshallow`\n"))
    let nothing = CheckAnswer(verdict: .undecided, findings: [], contracts: [], signOffs: [], impact: [])
    #expect(nothing.variables == "verdict=undecided\n")
  }
}
