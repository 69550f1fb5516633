import GitStore
import Testing

struct TextPatchTests {
  private func patch(_ old: String?, _ new: String?) throws -> String {
    String(
      decoding: try TextPatch.unified(old: old.map { Array($0.utf8) }, oldPath: "a/o", new: new.map { Array($0.utf8) }, newPath: "n"),
      as: UTF8.self)
  }

  @Test func `lines that differ stand between Git's headers`() throws {
    let text = try patch("one\ntwo\n", "one\nthree\n")
    #expect(text.contains("\n--- a/a/o\n+++ b/n\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n"), "\(text)")
  }

  @Test func `a side that does not exist is not an empty one`() throws {
    #expect(try patch(nil, "x\n").contains("--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n"))
    #expect(try patch("x\n", nil).contains("+++ /dev/null\n"))
    #expect(try patch("", "x\n").contains("--- a/a/o\n"))
  }

  @Test func `the same bytes are no difference, and what is no text is not shown`() throws {
    #expect(try patch("x\n", "x\n").isEmpty)
    #expect(try patch("x\0\u{1}\n", "y\0\n").contains("Binary files"))
  }

  @Test func `a long text is whole`() throws {
    let lines = (1...5000).map { "line \($0) with some words behind it" }
    let text = try patch(nil, lines.map { $0 + "\n" }.joined())
    #expect(text.hasSuffix("\n@@ -0,0 +1,5000 @@\n" + lines.map { "+" + $0 + "\n" }.joined()))
  }
}
