import ContractTestSupport
import Testing

/// The life of an honest change: its owner signs once, and whatever Git then does with the commits that carry it, the word stands for the
/// bytes that were signed and for no others.
struct HonestChangeTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func items(_ version: String, _ columns: [String]) -> String {
    Company.orders(version: version, columns: columns, name: "items", identifier: "items")
  }

  @Test(arguments: ["fast-forward", "squash", "rebase", "merge", "cherry-pick", "merge of main into it", "amended message"])
  func `what was signed stays valid by every way to main, and one byte voids it`(way: String) throws {
    let columns = [Company.orderID, Company.amount, Company.email]
    let company = try Company.withKeys(contracts: [
      Self.path: Company.orders(), "contracts/items.odcs.yaml": Self.items("1.4.2", columns),
    ])
    let repository = company.developer
    // Three commits of work, and the owner's signature under what they come to.
    try repository.git("switch", "--quiet", "--create", "drop-amount")
    for text in [Company.orders(columns: [Company.orderID]), Company.orders(columns: [Company.orderID, Company.email]), Self.dropped] {
      try repository.write(text, to: Self.path)
      try company.commit("Work on it", by: Company.ben)
    }
    #expect(try company.atTerminal(["sign", "orders", "--push"], by: Company.ann).status == 0)
    // Meanwhile another contract's change is merged.
    if way != "fast-forward" {
      try repository.git("switch", "--quiet", "main")
      try repository.write(Self.items("1.5.0", columns + [Company.phone]), to: "contracts/items.odcs.yaml")
      try company.commit("Add phone to items", by: Company.ann)
      passed(try company.push("main"))
    }
    try repository.git("switch", "--quiet", "--create", "result", way == "fast-forward" ? "drop-amount" : "main")
    switch way {
    case "squash":
      try repository.git("merge", "--quiet", "--squash", "drop-amount")
      try company.commit("Drop amount (#12)", by: Company.ben)
    case "rebase":
      try repository.git("reset", "--quiet", "--hard", "drop-amount")
      try repository.git("rebase", "--quiet", "main")
    case "merge": try repository.merge("drop-amount", "Merge drop-amount", by: Company.ben)
    case "cherry-pick": try repository.git("cherry-pick", "main..drop-amount")
    case "merge of main into it":
      try repository.git("reset", "--quiet", "--hard", "drop-amount")
      try repository.merge("main", "Merge main", by: Company.ben)
    case "amended message":
      try repository.git("reset", "--quiet", "--hard", "drop-amount")
      try repository.git("rebase", "--quiet", "main")
      try repository.git("commit", "--quiet", "--amend", "--message", "Drop amount of orders")
    default: break
    }
    let signed = try repository.git("rev-parse", "HEAD")
    // One byte more than she saw.
    try repository.write(Self.dropped.replacing("VARCHAR(320)", with: "VARCHAR(32)"), to: Self.path)
    try company.commit("Shrink email", by: Company.ben)
    refused(
      try company.push("result:main"),
      "'ann@acme.example' (line 1 of 'CODEOWNERS') must agree to the breaking change of contract 'orders' [owner-sign-off-missing]",
      "'ann' was signed for other bytes: the contract was changed since", "git contract sign contracts/orders.odcs.yaml")
    passed(try company.push("\(signed):main"))
    #expect(try company.server.git("rev-parse", "main") == signed)
  }
}
