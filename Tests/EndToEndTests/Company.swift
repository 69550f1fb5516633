import ContractTestSupport
import Foundation

/// The real binary, and a small company around it: a bare repository with the server's hooks, a clone with the client's.
///
/// The story of each test is the smallest that shows its point; ExampleRepo tells the long one.
final class Company {
  static let ann = TestPerson("Ann Owner", "ann@acme.example")
  static let ben = TestPerson("Ben Analyst", "ben@acme.example")
  static let cat = TestPerson("Cat Steward", "cat@acme.example")

  let scratch: Scratch
  let developer: TestRepository
  let server: TestRepository
  /// Where the keys of the persons lie, in a company that has some.
  var keys: Scratch?

  /// - Parameters:
  ///   - policy: `.contracts/policy.yaml`; nil for a repository that has adopted nothing.
  ///   - codeOwners: CODEOWNERS; nil for none.
  ///   - contracts: path to text, on main from the first commit.
  init(
    policy: String? = "version: 1\nownership: enforce\nstewards: [cat@acme.example]\n",
    codeOwners: String? = "/contracts/ ann@acme.example\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n",
    contracts: [String: String] = ["contracts/orders.odcs.yaml": Company.orders()], consumers: [String: String] = [:]
  ) throws {
    scratch = try Scratch()
    developer = try TestRepository(in: scratch, name: "developer")
    developer.environment.variables["PATH"] =
      try Self.binaryDirectory() + ":" + (developer.environment.variables["PATH"] ?? "/usr/bin:/bin")
    if let policy { try developer.write(policy, to: ".contracts/policy.yaml") }
    if let codeOwners { try developer.write(codeOwners, to: "CODEOWNERS") }
    for (path, text) in contracts.merging(consumers, uniquingKeysWith: { first, _ in first }) { try developer.write(text, to: path) }
    try developer.write("A small company.\n", to: "README")
    try developer.commit([:], "Start\n", by: Self.ann)
    server = try developer.clone("server.git", bare: true)
    server.environment.variables["PATH"] = developer.environment.variables["PATH"]
    try developer.git("remote", "add", "origin", server.path)
    try developer.git("fetch", "--quiet", "origin")
    try developer.git("branch", "--quiet", "--set-upstream-to=origin/main", "main")
    try server.git("contract", "hooks", "install")
    // What follows a push has happened when it returns.
    try server.git("config", "contract.notify", "foreground")
  }

  /// Commits everything as it stands.
  func commit(_ message: String, by person: TestPerson) throws {
    try developer.commit([:], message + "\n", by: person)
  }

  /// Runs `git contract` as a user types it.
  func contract(_ arguments: String...) throws -> TestOutput {
    try developer.tryGit(arguments: ["contract"] + arguments)
  }

  /// Pushes and says how it went; what the hooks say stands in `errors`, behind `remote:`.
  func push(_ references: String..., options: [String] = []) throws -> TestOutput {
    try developer.tryGit(arguments: ["push", "--quiet", "origin"] + options + references)
  }

  /// The folder of the binary that this test run built.
  static func binaryDirectory() throws -> String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    for directory in [bundle.deletingLastPathComponent(), bundle.deletingLastPathComponent().deletingLastPathComponent()]
      + Bundle.allBundles.map({ $0.bundleURL.deletingLastPathComponent() })
    {
      if FileManager.default.isExecutableFile(atPath: directory.appendingPathComponent("git-contract").path) { return directory.path }
    }
    throw TestFailure("git-contract stands nowhere beside \(bundle.path)")
  }

  // MARK: Contracts

  /// A contract of one table. `columns` are lines of flow YAML below `properties`.
  static func orders(
    version: String = "1.4.2", status: String = "active",
    columns: [String] = [
      "{name: order_id, logicalType: string, physicalType: VARCHAR(36), required: true}",
      "{name: amount, logicalType: number, physicalType: \"DECIMAL(10,2)\", required: true, description: What was paid.}",
      "{name: email, logicalType: string, physicalType: VARCHAR(320)}",
    ], name: String = "orders", identifier: String = "4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6"
  ) -> String {
    """
    apiVersion: v3.1.0
    kind: DataContract
    id: \(identifier)
    name: \(name)
    version: \(version) # raised by git contract bump
    status: \(status)
    schema:
      - name: \(name)
        physicalType: table
        properties:
    \(columns.map { "      - " + $0 }.joined(separator: "\n"))

    """
  }

  static let orderID = "{name: order_id, logicalType: string, physicalType: VARCHAR(36), required: true}"
  static let amount = "{name: amount, logicalType: number, physicalType: \"DECIMAL(10,2)\", required: true, description: What was paid.}"
  static let amountReworded =
    "{name: amount, logicalType: number, physicalType: \"DECIMAL(10,2)\", required: true, description: What the customer paid.}"
  static let email = "{name: email, logicalType: string, physicalType: VARCHAR(320)}"
  static let phone = "{name: phone, logicalType: string, physicalType: VARCHAR(40)}"
}
