import ContractTestSupport
import Foundation
import Testing

/// What waits for an owner: shown to whoever asks, and written to each of them once.
struct InboxTests {
  private static func waiting() throws -> Company {
    let company = try Company.withKeys()
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    #expect(try company.push("drop-amount").status == 0)
    return company
  }

  private func inbox(_ company: Company, of person: TestPerson, _ more: String...) throws -> TestOutput {
    try company.developer.tryGit(arguments: ["-c", "user.email=" + person.email, "contract", "inbox"] + more)
  }

  @Test func `an owner sees what waits, runs what is printed, and it waits no more`() throws {
    let company = try Self.waiting()
    try company.developer.git("switch", "--quiet", "main")
    let mine = try inbox(company, of: Company.ann)
    #expect(mine.status == 0, "\(mine.errors)")
    #expect(mine.output.contains("orders 1.4.2 -> 2.0.0  breaking, on 'drop-amount' by Ben Analyst"), "\(mine.output)")
    // Once, although the branch is here and at the remote.
    #expect(mine.output.components(separatedBy: "must agree").count == 2, "\(mine.output)")
    #expect(try inbox(company, of: Company.ben).output == "nothing waits for 'ben'\n")
    #expect(try inbox(company, of: Company.ben, "--all").output.contains("asked: 'ann'"))
    #expect(try inbox(company, of: Company.ben, "--for", "ann").output == mine.output)

    let lines = mine.output.split(separator: "\n").map(String.init)
    let command = try #require(lines.compactMap { $0.components(separatedBy: "git contract ").dropFirst().first }.first)
    let words = command.split(separator: " ").map(String.init)
    #expect(words == ["sign", "contracts/orders.odcs.yaml", "drop-amount"])
    let signed = try company.atTerminal(words, by: Company.ann, answers: ["y", "y"])
    #expect(signed.status == 0, "\(signed.output)")
    #expect(try inbox(company, of: Company.ann).output == "nothing waits for 'ann'\n")
    #expect(try company.push("drop-amount:main").status == 0)
  }

  @Test func `each owner is written to once, whatever happens to the branch`() throws {
    let company = try Self.waiting()
    let told = try company.contract("notify", "--requests")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.output.contains("request written to 'ann': orders 1.4.2 -> 2.0.0 waits for you"), "\(told.output)")
    let file = try #require(told.output.split(separator: "\n").first { $0.hasSuffix(".eml") }).drop { $0 == " " }
    let mail = try String(contentsOfFile: company.developer.path + "/.git/" + file, encoding: .utf8)
    #expect(mail.contains("To: \"Ann Owner\" <ann@acme.example>\r\n"), "\(mail)")
    #expect(mail.contains("git contract sign contracts/orders.odcs.yaml drop-amount"), "\(mail)")
    // The same bytes on a branch of another history are no news.
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Drop amount, at last")
    let again = try company.contract("notify", "--requests")
    #expect(again.output == "nobody has to be asked anything new\n", "\(again.output)")
    // Other bytes are.
    try company.developer.write(Company.orders(version: "2.0.0", columns: [Company.orderID]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop email too", by: Company.ben)
    let dry = try company.contract("notify", "--requests", "--dry-run")
    #expect(dry.output.contains("request that would be written to 'ann'"), "\(dry.output)")
    #expect(try company.contract("notify", "--requests").output.contains("request written to 'ann'"))
  }

  @Test func `a branch that was merged as a squash waits for nobody`() throws {
    let company = try Self.waiting()
    try company.developer.git("switch", "--quiet", "main")
    try company.developer.git("merge", "--quiet", "--squash", "drop-amount")
    try company.commit("Drop amount (#7)", by: Company.ben)
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    #expect(try company.push("main").status == 0)
    #expect(try inbox(company, of: Company.ann).output == "nothing waits for 'ann'\n")
  }

  @Test func `who nobody knows is told so`() throws {
    let company = try Self.waiting()
    let unknown = try company.contract("inbox", "--for", "anne")
    #expect(unknown.status == 128)
    #expect(unknown.errors.contains("hint: did you mean 'ann'?"), "\(unknown.errors)")
    #expect(try inbox(company, of: TestPerson("Zoe", "zoe@acme.example")).output == "nothing waits for 'zoe@acme.example'\n")
  }
}
