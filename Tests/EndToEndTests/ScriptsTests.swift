import ContractTestSupport
import Foundation
import Testing

/// The loop of Documentation/Scripts.md, in a real shell, over a file whose name holds whatever a name may hold.
struct ScriptsTests {
  @Test func `the loop of the page reads every name`() throws {
    let page = try String(contentsOfFile: ExampleTests.folder + "/../Documentation/Scripts.md", encoding: .utf8)
    let parts = page.components(separatedBy: "```bash\n")
    let script = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    let repository = try TestRepository()
    let path = "contracts/a\nb\t\"c\" ü.yaml"
    let contract = "apiVersion: v3.1.0\nkind: DataContract\nid: one\nname: one\nversion: 1.0.0\nstatus: draft\nschema:\n  - name: t\n"
    try repository.commit(
      [
        path: contract, "contracts/owned.yaml": contract.replacingOccurrences(of: "one", with: "two"),
        "CODEOWNERS": "/contracts/owned.yaml @shop/two\n",
      ], "Start\n", by: TestPerson("Ann Owner", "ann@shop.example"))
    // As Git calls it: by the name on the PATH.
    let answer = try repository.environment.run(
      "bash", ["-e", "-c", "PATH=\(Company.binaryDirectory()):$PATH\n" + script], in: repository.path)
    #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
    #expect(answer.output == path + " (draft)\n")
  }
}
