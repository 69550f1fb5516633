import ContractTestSupport
import Foundation
import Testing

/// The promises that scripts and other tools rely on, held from outside by a script that lies beside the checkout where the interface was
/// designed. Elsewhere the test is skipped, and says so.
struct InterfaceTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/tools/check-interface").path

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script), "shared/tools/check-interface is not beside this checkout"))
  func `the binary keeps what the interface promises`() throws {
    let scratch = try Scratch()
    let environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    let output = try environment.run(
      "python3", [Self.script, Company.binaryDirectory() + "/git-contract"], in: scratch.path, adding: [:], input: "")
    #expect(output.status == 0, "\(output.output)\(output.errors)")
  }
}
