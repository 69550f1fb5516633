import ContractTestSupport
import GitStore
import Testing

@Suite struct TrailersTests {
  private static let messages = [
    "subject", "subject\n", "subject: not a trailer\n", "subject\n\nKey: value\n", "subject\n\nbody\n\nA: 1\nB: 2\n",
    "subject\n\nbody\n\nA: 1\n  folded\n\tmore\nB: 2\n", "subject\n\nbody\nA: 1\n", "subject\n\nA: 1\n\nbody\n",
    "subject\r\n\r\nbody\r\n\r\nContract-Acknowledge: x y\r\nB: 2\r\n", "subject\n\nbody\n\nA: 1\n\n# comment\n",
    "subject\n\nA: 1\n# comment\nB: 2\n", "subject\n\nA: 1\n# ------------------------ >8 ------------------------\n\nC: 3\n",
    "subject\n\nnot one\nSigned-off-by: A <a@b>\nB: 1\n", "subject\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@b>\n",
    "subject\n\n(cherry picked from commit abc)\nB: 1\n", "subject\n\nA : 1\nB:2\nC:\n", "subject\n\n A: 1\n", "subject\n\n: x\n",
    "subject\n\nA_b: 1\n", "subject\n\nA b: 1\n", "subject\n\nhttp://example.com\n", "subject\n\nA: 1\n\nConflicts:\n\ta.yaml\n\tb.yaml\n",
    "\n\nsubject\n\nA: 1\n", "# comment\nsubject\n\nA: 1\n", "subject\n\nA: 1\nnot one\n", "subject\n\nA: 1\n   \nB: 2\n",
    "subject\n\n\n\n",
    "", "subject\n\nA: ü é\nB-1: 2", "subject\nA: 1\n", "subject\n\nbody\n\nA: 1\n\n\n\n",
    "subject\n\n(cherry picked from commit abc)\n  folded\nB: 1\n", "subject\n\nA: 1\n----\nB: 2\n",
  ]

  @Test(arguments: messages)
  func readsWhatGitReads(_ message: String) throws {
    let repository = try TestRepository()
    let git = try repository.git("interpret-trailers", "--parse", "--no-divider", input: message)
    let own = Trailers(message: message).all.map { $0.value.isEmpty ? "\($0.key):" : "\($0.key): \($0.value)" }
    let expected = git.split(whereSeparator: \.isNewline).map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
    #expect(own == expected)
  }

  @Test func givesValuesAndLines() {
    let trailers = Trailers(message: "s\n\nContract-Acknowledge: a b\ncontract-acknowledge: c\nOther: d\n")
    #expect(trailers.values("CONTRACT-ACKNOWLEDGE") == ["a b", "c"])
    #expect(trailers.all.map(\.line) == [3, 4, 5])
    #expect(trailers.values("nothing").isEmpty)
  }

  @Test func honoursAnotherCommentCharacter() {
    let trailers = Trailers(
      message: "s\n\nA: 1\n; comment\n; ------------------------ >8 ------------------------\nB: 2\n", commentPrefix: ";")
    #expect(trailers.all.map(\.key) == ["A"])
  }
}
