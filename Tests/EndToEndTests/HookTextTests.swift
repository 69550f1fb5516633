import ContractTestSupport
import Foundation
import Testing

/// The scripts in Hooks/ are those that the tool writes.
struct HookTextTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Hooks")

  @Test func `'hooks install' writes exactly the texts in Hooks, and they can be run`() throws {
    let company = try Company()
    try company.developer.git("contract", "hooks", "install")
    let other = try company.developer.clone("other.git", bare: true)
    other.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    try other.git("contract", "hooks", "install", "--update")

    var written: Set<String> = []
    for directory in [company.developer.path + "/.git/hooks", company.server.path + "/hooks", other.path + "/hooks"] {
      for name in try FileManager.default.contentsOfDirectory(atPath: directory) where !name.hasSuffix(".sample") {
        let file = directory + "/" + name
        #expect(FileManager.default.isExecutableFile(atPath: file))
        #expect(FileManager.default.contentsEqual(atPath: file, andPath: Self.folder.appendingPathComponent(name).path), "\(name) differs")
        written.insert(name)
      }
    }
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) == written)
  }
}
