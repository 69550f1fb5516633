import ContractTestSupport
import Foundation
import Testing

/// Where a first contract is written, and what it is called.
struct ImportCommandTests {
  private static let script = "CREATE TABLE orders (id BIGINT);\nCREATE TABLE lines (id BIGINT);\n"

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.repository.write(Self.script, to: "schema.sql")
    return shop
  }

  @Test func `a contract is called as the file that it is written into`() throws {
    let shop = try shop()
    #expect(try shop.run("import", "sql", "schema.sql", "-o", "contracts/shop.odcs.yaml").status == 0)
    let written = try shop.repository.read("contracts/shop.odcs.yaml")
    #expect(written.contains("\nname: shop\n"))
    // The same bytes again, by the same name.
    #expect(try shop.run("import", "sql", "schema.sql", "--name", "shop").output == written)
    #expect(try shop.run("import", "sql", "schema.sql").output.contains("\nname: schema\n"))
    let named = try shop.run("import", "sql", "schema.sql", "-o", "a.yaml", "--name", "Our shop")
    #expect(try named.status == 0 && shop.repository.read("a.yaml").contains("\nname: \"Our shop\"\n"))
  }

  @Test func `what is read is never replaced`() throws {
    let shop = try shop()
    try FileManager.default.createSymbolicLink(atPath: shop.repository.path + "/other.sql", withDestinationPath: "schema.sql")
    for output in ["schema.sql", "./schema.sql", "contracts/../schema.sql", "other.sql"] {
      let answer = try shop.run("import", "sql", "schema.sql", "-o", output, "--force")
      #expect(answer.status == 128 && answer.errors.contains("it is what is read") && answer.errors.contains("hint:"), "\(answer.errors)")
    }
    #expect(try shop.repository.read("schema.sql") == Self.script)
  }

  @Test func `a dash is standard output, and no name is no file`() throws {
    let shop = try shop()
    let plain = try shop.run("import", "sql", "schema.sql")
    #expect(try shop.run("import", "sql", "schema.sql", "-o", "-").output == plain.output)
    #expect(!FileManager.default.fileExists(atPath: shop.repository.path + "/-"))
    for wrong in [["-o", ""], ["-o", "-", "--force"]] {
      #expect(try shop.run(["import", "sql", "schema.sql"] + wrong).status == 129, "\(wrong)")
    }
  }

  @Test func `a table that is asked for and not there is a warning`() throws {
    let shop = try shop()
    let partial = try shop.run("import", "sql", "schema.sql", "--only", "orders", "--only", "nope")
    #expect(partial.status == 1 && partial.output.contains("- name: orders") && !partial.output.contains("- name: lines"))
    #expect(partial.errors.contains("schema.sql: warning: there is no table 'nope'"), "\(partial.errors)")
    #expect(try shop.run("import", "sql", "schema.sql", "--only", "nope").status == 128)
  }
}
