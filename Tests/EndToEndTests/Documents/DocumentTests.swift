import ContractTestSupport
import Foundation
import Testing

/// What stands behind `$ ` in these documents is typed here, and has to print what stands below.
struct DocumentTests {
  @Test(arguments: ["Documentation/Tutorial.md", "Documentation/HowTo.md"])
  func `every command of a document does what the document says`(path: String) throws {
    var document = try ConsoleDocument.read(path)
    #expect(document.commands.count > 10)
    #expect(document.unchecked.isEmpty, "nothing runs these blocks: \(document.unchecked)")
    let session = try ConsoleSession(start: 1_780_304_400)
    try FileManager.default.createSymbolicLink(
      atPath: session.scratch.path("ExampleRepo"), withDestinationPath: ExampleTests.folder)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"
    var said: [Int: [String]] = [:]
    for command in document.commands {
      let (status, lines) = try session.type(command)
      let matches = ConsoleDocument.matches(command.printed, lines)
      if !matches { said[command.line] = lines }
      #expect(
        status == command.status && (matches || isRecording),
        """
        \(path):\(command.line): $ \(command.typed)
        ended with \(status)\(matches ? "" : " and printed:\n" + lines.joined(separator: "\n"))
        RECORD_GOLDENS=1 swift test --filter DocumentTests writes what is printed into the document
        """)
      // What follows builds on it.
      guard status == command.status else { break }
    }
    if isRecording, !said.isEmpty {
      document = document.recording(said)
      try Data(document.lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: ExampleTests.folder + "/../" + path))
    }
  }

  private static let form = ConsoleDocument(
    """
    Words.
    ```console
    $ cat > f <<'END'
    one
    END
    $ false # exit 1
    $ cat f # at 2026-05-04
    one
    ```
    ```sh
    rm f
    ```
    """, name: "form")

  @Test func `commands, here-documents, endings and what nothing runs are told apart`() {
    #expect(Self.form.commands.map(\.typed) == ["cat > f <<'END'\none\nEND", "false # exit 1", "cat f # at 2026-05-04"])
    #expect(Self.form.commands.map(\.status) == [0, 1, 0])
    #expect(Self.form.commands.map(\.printed) == [[], [], ["one"]])
    #expect(Self.form.commands[2].day == "2026-05-04")
    #expect(Self.form.unchecked.map(\.language) == ["sh"])
    #expect(Self.form.recording([7: ["two", "three"]]).lines[7..<10] == ["two", "three", "```"])
  }

  @Test(arguments: [
    (["a"], ["a"], true), (["a"], ["b"], false), (["a"], ["a", "b"], false), (["a", "b"], ["a"], false), ([], ["a"], false), ([], [], true),
    (["a", "...", "c"], ["a", "b", "b", "c"], true), (["a", "...", "c"], ["a", "c"], true), (["a", "...", "c"], ["a", "b"], false),
    (["..."], [], true), (["at ... by ann"], ["at 12 by ann"], true), (["at ... by ann"], ["at 12 by ben"], false),
    (["at ..."], ["on 12"], false), (["...x...y"], ["1x2y"], true), (["...x...y"], ["1y2x"], false), (["ab...bc"], ["abc"], false),
  ])
  func `dots stand for what is left out, and for nothing else`(shown: [String], said: [String], isSame: Bool) {
    #expect(ConsoleDocument.matches(shown, said) == isSame)
  }

  @Test func `a shell stays where it went, and answers at a terminal`() throws {
    let session = try ConsoleSession(start: 0)
    func type(_ text: String, printed: [String] = []) throws -> (status: Int32, lines: [String]) {
      try session.type(ConsoleDocument.Command(line: 1, typed: text, printed: printed))
    }
    #expect(try type("mkdir new; cd new").status == 0)
    #expect(try type("pwd; git --exec-path > /dev/null").lines == ["/home/you/new"])
    #expect(try type("echo two; echo one >&2; exit 3").status == 3)
    let asked = try type("read -rp 'sure? [y/N] ' answer; echo \"$answer\"", printed: ["sure? [y/N] y", "y"])
    #expect(asked.status == 0 && asked.lines == ["sure? [y/N] y", "y"])
    #expect(try type("git init -q; git -c user.name=A -c user.email=a@b.example commit -q --allow-empty -m x # at 2026-05-04").status == 0)
    #expect(try type("git log -1 --format=%cI").lines == ["2026-05-04T09:01:00+00:00"])
  }
}
