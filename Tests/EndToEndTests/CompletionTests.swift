import ContractTestSupport
import Foundation
import Testing

/// The Tab key in real shells.
struct CompletionTests {
  private static func script(_ company: Company, _ shell: String) throws -> String {
    let script = try company.contract("completion", shell)
    #expect(script.status == 0, "\(script.errors)")
    let path = company.scratch.path("completion.\(shell)")
    try TestFiles.write(Array(script.output.utf8), to: path)
    return path
  }

  private static func isInstalled(_ program: String) -> Bool {
    ["/bin/", "/usr/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
  }

  @Test(arguments: [
    ("git contract bla", ["blame"]), ("git -C . contract show orders@", ["@1.4.2"]), ("git contract check --format=j", ["json"]),
    ("git contract check --target ma", ["main"]), ("git-contract show or", ["orders"]), ("git contract nonsense ", []),
  ])
  func `bash puts in the word, and of one with a mark only what bash replaces`(line: String, expected: [String]) throws {
    let company = try Company()
    let path = try Self.script(company, "bash")
    let program = """
      . "$1"; COMP_LINE=$2; COMP_POINT=${#2}; COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
      _git_contract; for word in "${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done
      """
    let answer = try company.developer.environment.run("bash", ["-c", program, "bash", path, line], in: company.developer.path)
    #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
    #expect(answer.output.split(separator: "\n").map(String.init) == expected)
  }

  @Test(.enabled(if: isInstalled("fish"), "'fish' is not installed"))
  func `fish completes git contract and git-contract`() throws {
    let company = try Company()
    let path = try Self.script(company, "fish")
    for (line, expected) in [("git contract bla", "blame"), ("git-contract show orders@", "orders@1.4.2")] {
      let answer = try company.developer.environment.run(
        "fish", ["--no-config", "-c", "source \(path); complete -C '\(line)'"], in: company.developer.path)
      #expect(answer.output.split(separator: "\n").contains { $0 == expected }, "\(answer.output)\(answer.errors)")
    }
  }

  @Test(.enabled(if: isInstalled("zsh"), "'zsh' is not installed"))
  func `zsh reads its script`() throws {
    let company = try Company()
    let path = try Self.script(company, "zsh")
    let program = "compadd() { shift; print -l -- $@ }; _files() { print files }; words=(contract bla); CURRENT=2; . \(path)"
    let answer = try company.developer.environment.run("zsh", ["-f", "-c", program], in: company.developer.path)
    #expect(answer.status == 0 && answer.output == "blame\n", "\(answer.output)\(answer.errors)")
  }
}
