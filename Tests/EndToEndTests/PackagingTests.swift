import ContractTestSupport
import Foundation
import Testing

/// What a release is packed by, with the debug programs in place of a release: `Packaging/check` says what it looks for.
struct PackagingTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Packaging/check").path

  @Test func `every package holds its files, in one version, as the same bytes from two runs`() throws {
    let scratch = try Scratch()
    let environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    let programs = try ["git-contract", "git-contract-courier"].map { try Company.binaryDirectory() + "/" + $0 }
    let output = try environment.run("bash", [Self.script] + programs, in: scratch.path, adding: [:], input: "")
    #expect(output.status == 0, "\(output.output)\(output.errors)")
    #expect(output.output.hasSuffix(" passed, 0 failed\n"), "\(output.output)\(output.errors)")
    // Not a check that has nothing to look at.
    #if os(Linux)
      #expect(output.output.contains("ok 3 - git-contract-"), "\(output.output)\(output.errors)")
    #endif
  }
}
