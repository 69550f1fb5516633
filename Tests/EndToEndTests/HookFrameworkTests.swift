import ContractTestSupport
import Foundation
import Testing

private func isInstalled(_ program: String) -> Bool {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: $0 + "/" + program)
  }
}

/// Our hooks under <https://pre-commit.com>, the real one.
@Suite(.enabled(if: isInstalled("pre-commit"), "'pre-commit' is not installed"))
struct HookFrameworkTests {
  private static let manifest = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".pre-commit-hooks.yaml")

  /// A company whose developer has the framework's hooks and none of ours.
  private static func company() throws -> Company {
    let company = try Company()
    let hooks = try TestRepository(in: company.scratch, name: "hooks")
    let revision = try hooks.commit([".pre-commit-hooks.yaml": try String(contentsOf: manifest, encoding: .utf8)], "Hooks\n")
    try company.developer.write(
      """
      repos:
        - repo: \(hooks.path)
          rev: \(revision)
          hooks: [{id: git-contract}, {id: git-contract-message}, {id: git-contract-push}]

      """, to: ".pre-commit-config.yaml")
    company.developer.environment.variables["PRE_COMMIT_HOME"] = company.scratch.path("pre-commit")
    let installed = try company.developer.environment.run(
      "pre-commit", ["install"] + ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"].flatMap { ["--hook-type", $0] },
      in: company.developer.path)
    #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
    try company.commit("Use pre-commit", by: Company.cat)
    return company
  }

  private static func drop(_ company: Company, version: String) throws {
    try company.developer.write(
      Company.orders(version: version, columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
  }

  @Test func `a commit is refused and let through as by our own hook`() throws {
    let company = try Self.company()
    try Self.drop(company, version: "1.4.2")
    let refused = try company.developer.tryGit("commit", "--message", "Drop amount")
    #expect(refused.status != 0)
    #expect((refused.output + refused.errors).contains("git contract bump --staged orders"), "\(refused.output)\(refused.errors)")
    try Self.drop(company, version: "2.0.0")
    let message = try company.developer.tryGit("commit", "--message", "Drop amount\n\nContract-Acknowledge: nonsense")
    #expect(message.status != 0, "\(message.output)\(message.errors)")
    let passed = try company.developer.tryGit("commit", "--message", "Drop amount")
    #expect(passed.status == 0, "\(passed.output)\(passed.errors)")
  }

  @Test(arguments: [false, true])
  func `a push to a protected branch is judged before it leaves`(isNew: Bool) throws {
    let company = try Self.company()
    // The server would refuse it too; here it must not come to that.
    try company.server.git("contract", "hooks", "uninstall")
    try company.developer.git("push", "--quiet", "--no-verify", "origin", "main")
    // As in a clone: a new protected branch is held against the default branch over there.
    try company.developer.git("remote", "set-head", "origin", "main")
    try Self.drop(company, version: "2.0.0")
    try company.developer.git("commit", "--quiet", "--no-verify", "--message", "Drop amount")
    let target = isNew ? "main:release/2.x" : "main"
    let pushed = try company.push(target)
    #expect(pushed.status != 0)
    #expect((pushed.output + pushed.errors).contains("owner-sign-off-missing"), "\(pushed.output)\(pushed.errors)")
    // A branch of one's own is free.
    let free = try company.push("main:topic")
    #expect(free.status == 0, "\(free.output)\(free.errors)")
  }
}

/// Our hooks under <https://lefthook.dev>, the real one, with what Documentation/Hooks.md says.
@Suite(.enabled(if: isInstalled("lefthook"), "'lefthook' is not installed; 'pip install lefthook' brings it"))
struct LefthookTests {
  private static func company() throws -> Company {
    let company = try Company()
    let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Documentation/Hooks.md")
    let text = try String(contentsOf: document, encoding: .utf8)
    let block = text.components(separatedBy: "```yaml\n# lefthook.yml\n").dropFirst().first?.components(separatedBy: "```").first
    guard let block else { throw TestFailure("Documentation/Hooks.md holds no lefthook.yml") }
    try company.developer.write(block, to: "lefthook.yml")
    company.developer.environment.variables["NO_COLOR"] = "1"
    let installed = try company.developer.environment.run("lefthook", ["install"], in: company.developer.path)
    guard installed.status == 0 else { throw TestFailure("\(installed.output)\(installed.errors)") }
    try company.commit("Use lefthook", by: Company.cat)
    return company
  }

  private static func drop(_ company: Company, version: String) throws {
    try company.developer.write(
      Company.orders(version: version, columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.developer.git("add", "--all")
  }

  @Test func `a commit is refused and let through as by our own hook`() throws {
    let company = try Self.company()
    #expect(try company.contract("hooks", "status").status == 0)
    try Self.drop(company, version: "1.4.2")
    let refused = try company.developer.tryGit("commit", "--message", "Drop amount")
    #expect(refused.status != 0)
    #expect((refused.output + refused.errors).contains("git contract bump --staged orders"), "\(refused.output)\(refused.errors)")
    try Self.drop(company, version: "2.0.0")
    let message = try company.developer.tryGit("commit", "--message", "Drop amount\n\nContract-Acknowledge: nonsense")
    #expect(message.status != 0, "\(message.output)\(message.errors)")
    let passed = try company.developer.tryGit("commit", "--message", "Drop amount")
    #expect(passed.status == 0, "\(passed.output)\(passed.errors)")
  }

  @Test func `a commit that only deletes is looked at, too`() throws {
    let company = try Self.company()
    try company.developer.git("rm", "--quiet", "contracts/orders.odcs.yaml")
    let deleted = try company.developer.tryGit("commit", "--message", "Drop orders")
    #expect((deleted.output + deleted.errors).contains("contract 'orders' was deleted"), "\(deleted.output)\(deleted.errors)")
  }

  @Test func `a push to a protected branch is judged before it leaves`() throws {
    let company = try Self.company()
    try company.server.git("contract", "hooks", "uninstall")
    try company.developer.git("push", "--quiet", "--no-verify", "origin", "main")
    try Self.drop(company, version: "2.0.0")
    try company.developer.git("commit", "--quiet", "--no-verify", "--message", "Drop amount")
    let pushed = try company.push("main")
    #expect(pushed.status != 0)
    #expect((pushed.output + pushed.errors).contains("owner-sign-off-missing"), "\(pushed.output)\(pushed.errors)")
    let free = try company.push("main:topic")
    #expect(free.status == 0, "\(free.output)\(free.errors)")
  }
}
