import ContractTestSupport
import Testing

/// A team without contracts: from a script of SQL to a refused commit.
struct ImportEndToEndTests {
  private static let script = "CREATE TABLE orders (id BIGINT PRIMARY KEY, email VARCHAR(200) NOT NULL, total NUMERIC(10, 2));\n"

  @Test func `a script becomes a contract that refuses the loss of a column as soon as it is active`() throws {
    let company = try Company(policy: nil, codeOwners: nil, contracts: [:])
    let developer = company.developer
    let file = "contracts/shop/orders.odcs.yaml"
    try developer.write(Self.script, to: "schema.sql")
    let answer = try developer.tryGit("contract", "import", "sql", "schema.sql", "--output", file)
    #expect(answer.status == 0 && answer.output.isEmpty, "\(answer.errors)")
    #expect(answer.errors.contains("1 table with 3 fields, all that the source says"))
    #expect(answer.errors.contains("hint: read it"))
    let text = try developer.read(file)
    #expect(try developer.git("contract", "import", "sql", "schema.sql") + "\n" == text)
    // What is there is not overwritten unless somebody says so.
    #expect(try developer.tryGit("contract", "import", "sql", "schema.sql", "--output", file).status == 128)
    #expect(try developer.tryGit("contract", "import", "sql", "schema.sql", "--output", file, "--force").status == 0)

    try developer.commit([:], "Import")
    let check = try developer.tryGit("contract", "check", "--all")
    // Nobody owns it yet, which is the one thing to be warned of.
    let warnings = check.output.split(separator: "\n").filter { $0.contains("warning:") || $0.contains("error:") }
    #expect(check.status == 0 && warnings.allSatisfy { $0.contains("owner-missing") }, "\(check.output)\(check.errors)")
    let active = text.replacing("status: draft", with: "status: active").replacing("version: 0.1.0", with: "version: 1.0.0")
    try developer.commit([file: active], "Promise it")
    // What others have seen is promised.
    #expect(try company.push("main").status == 0)
    try developer.git("contract", "hooks", "install")
    try developer.write(Self.script.replacing(", total NUMERIC(10, 2)", with: ""), to: "schema.sql")
    try developer.git("contract", "import", "sql", "schema.sql", "--output", file, "--force")
    let changed = try developer.read(file)
      .replacing("status: draft", with: "status: active").replacing("version: 0.1.0", with: "version: 1.0.0")
    let refused = try developer.tryCommit([file: changed], "Drop a column")
    #expect(refused.status != 0)
    #expect(refused.errors.contains("property-removed") || refused.errors.contains("'total' was removed"), "\(refused.errors)")
  }

  @Test func `a view that is missing from the contract is exit 1, and nothing at all is exit 128`() throws {
    let repository = try Company(policy: nil, codeOwners: nil, contracts: [:]).developer
    try repository.write(Self.script + "CREATE VIEW v AS SELECT 1;\n", to: "a.sql")
    let partial = try repository.tryGit("contract", "import", "sql", "a.sql")
    #expect(partial.status == 1 && partial.output.contains("name: orders"))
    #expect(partial.errors.contains("a.sql:2:1: warning: the view 'v' is not in the contract"))
    try repository.write("SELECT 1;\n", to: "b.sql")
    #expect(try repository.tryGit("contract", "import", "sql", "b.sql").status == 128)
    #expect(try repository.tryGit("contract", "import", "sql", "nowhere.sql").status == 128)
    #expect(try repository.tryGit("contract", "import", "cobol", "b.sql").status == 129)
    #expect(try repository.tryGit("contract", "import", "sql", "a.sql", "--dialect", "postgre").status == 129)
  }
}
