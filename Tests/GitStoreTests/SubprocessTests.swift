import ContractTestSupport
import GitStore
import Testing

@Suite struct SubprocessTests {
  private func run(_ arguments: [String], input: [UInt8] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"]) throws
    -> Subprocess.Result
  {
    try Subprocess("sh", ["-c"] + arguments, environment: environment, directory: "/").run(input: input)
  }

  @Test func givesBothOutputsAndTheStatus() throws {
    let result = try run(["printf out; printf err >&2; exit 7"])
    #expect(result == Subprocess.Result(status: 7, output: Array("out".utf8), errors: Array("err".utf8)))
  }

  @Test func feedsMoreThanAPipeHolds() throws {
    let input = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
    let result = try run(["cat; cat /dev/zero | head -c 1000000 >&2"], input: input)
    #expect(result.output == input)
    #expect(result.errors.count == 1_000_000)
  }

  @Test func survivesAChildThatDoesNotListen() throws {
    let result = try run(["exec <&-; exit 3"], input: [UInt8](repeating: 1, count: 1 << 20))
    #expect(result.status == 3)
  }

  @Test func tellsASignal() throws { #expect(try run(["kill -TERM $$"]).status == 128 + 15) }

  @Test func startsInItsDirectoryWithItsEnvironmentOnly() throws {
    let scratch = try Scratch()
    let result = try Subprocess(
      "/usr/bin/env", ["sh", "-c", "pwd; env | grep -c SECRET; echo \"$A\""], environment: ["A": "b c"], directory: scratch.path
    )
    .run()
    #expect(result.outputLine == "\(scratch.path)\n0\nb c")
  }

  @Test func refusesWhatIsNotThere() throws {
    let error = #expect(throws: GitError.self) {
      try Subprocess("no-such-program", [], environment: ["PATH": "/usr/bin"], directory: "/").run()
    }
    #expect(error?.message == "cannot run 'no-such-program': it is not on the PATH")
    #expect(throws: GitError.self) { try Subprocess("/bin/sh", ["-c", "a\0b"], environment: [:], directory: "/").run() }
    #expect(throws: GitError.self) { try Subprocess("/no/such", [], environment: [:], directory: "/").run() }
  }
}
