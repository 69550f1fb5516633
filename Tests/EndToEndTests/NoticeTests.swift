import ContractTestSupport
import Foundation
import Testing

/// Who hears of a change: what post-receive writes after a push that was accepted.
struct NoticeTests {
  private static func consumer(_ identifier: String, fields: String) -> String {
    """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: \(identifier)
    name: \(identifier) dashboard
    team: "@acme/\(identifier)"
    contacts:
      - {tool: email, url: "mailto:\(identifier)@acme.example"}
    uses:
      - contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6
        version: "^1.4"
        fields: {orders: \(fields)}

    """
  }

  private static func company() throws -> Company {
    try Company(consumers: [
      "consumers/finance/revenue.yaml": consumer("revenue", fields: "[order_id, amount]"),
      "consumers/care/mailing.yaml": consumer("mailing", fields: "[order_id, email]"),
    ])
  }

  private static func notices(_ company: Company) -> [String] {
    let directory = company.server.path + "/contracts/outbox/sent"
    return ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
  }

  @Test func `what the first push could not tell is told by a later run`() throws {
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ndelivery: {channels: [smtp]}\n",
      consumers: ["consumers/finance/revenue.yaml": Self.consumer("revenue", fields: "[order_id, amount]")])
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0 && push.errors.contains("notices wait for the next run"), "\(push.errors)")
    try company.server.git("config", "contract.mailFrom", "contracts@acme.example")
    let later = try company.server.tryGit("contract", "notify", "main", "--dry-run")
    #expect(later.output.contains("notice that would be written: orders 2.0.0 breaks"), "\(later.output)\(later.errors)")
  }

  @Test func `the consumer whose column goes is told, once, and nobody else`() throws {
    let company = try Self.company()
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount\n\nContract-Migration: read total of invoices", by: Company.ann)
    let push = try company.push("main")
    #expect(push.status == 0, "\(push.errors)")

    let files = Self.notices(company)
    #expect(files.count == 4, "\(files)")
    #expect(files.allSatisfy { $0.contains("revenue") }, "\(files)")
    let markdown = try #require(files.first { $0.hasSuffix(".md") })
    let text = try String(contentsOfFile: company.server.path + "/contracts/outbox/sent/" + markdown, encoding: .utf8)
    #expect(text.contains("property 'amount' was removed"), "\(text)")
    #expect(text.contains("read total of invoices"))
    #expect(!text.contains("email"))

    // The next push tells nothing that was told before.
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ann)
    #expect(try company.push("main").status == 0)
    #expect(Self.notices(company) == files)
    #expect(try company.server.git("contract", "notify", "main") == "nobody has to be told anything")
  }

  @Test func `a lost hook is made good by the next run`() throws {
    let company = try Self.company()
    try company.server.git("contract", "notify", "main")
    try company.server.git("contract", "hooks", "uninstall")
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    #expect(try company.push("main").status == 0)
    #expect(Self.notices(company).isEmpty)
    let run = try company.server.git("contract", "notify", "main")
    #expect(run.contains("notice written: orders 2.0.0 breaks revenue dashboard"), "\(run)")
    #expect(Self.notices(company).count == 4)
  }

  @Test func `a refused change tells nobody`() throws {
    let company = try Self.company()
    try company.server.git("contract", "notify", "main")
    try company.server.git("contract", "hooks", "uninstall")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount without a version", by: Company.ann)
    #expect(try company.push("main").status == 0)
    let run = try company.server.tryGit("contract", "notify", "main")
    #expect(run.status == 1)
    #expect(run.output.contains("not told: orders 1.4.2"), "\(run.output)")
    #expect(Self.notices(company).isEmpty)
  }
}
