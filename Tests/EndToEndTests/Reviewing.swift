import ContractTestSupport
import Foundation

/// A company on a forge, and what its CI hands over.
extension Company {
  /// A company on a forge: people with handles, CI with a key, two contracts.
  static func hosted(more: String = "") throws -> (company: Company, key: String) {
    let keys = try Scratch()
    let key = try TestPerson("ci", "ci@acme.example").makeKey(in: keys)
    let people = """
      people:
        - {id: ann, name: Ann Owner, emails: [ann@acme.example], handles: ["@ann-acme"]}
        - {id: ben, name: Ben Analyst, emails: [ben@acme.example], handles: ["@ben-acme"]}
        - {id: cat, name: Cat Steward, emails: [cat@acme.example], handles: ["@cat-acme"]}
        - {id: bot, kind: bot, emails: [bot@acme.example], handles: ["@renovate"]}

      """
    let company = try Company.withKeys(
      [], more: "forge: github\nwitnesses: [\"\(key)\"]\n" + more,
      contracts: [
        "contracts/orders.odcs.yaml": Company.orders(),
        "contracts/refunds.odcs.yaml": Company.orders(name: "refunds", identifier: "refunds-1"), ".contracts/people.yaml": people,
      ])
    company.keys = keys
    return (company, key)
  }

  func head(_ revision: String = "HEAD") throws -> String {
    try developer.tryGit("rev-parse", revision).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Removes a column of a contract, as Ben would: he owns nothing.
  func breakContract(_ name: String, identifier: String? = nil, more: String = "") throws {
    var text = Self.orders(version: "2.0.0", columns: [Self.orderID, Self.email], name: name)
    if let identifier {
      text = Self.orders(version: "2.0.0", columns: [Self.orderID, Self.email], name: name, identifier: identifier)
    }
    try developer.write(text + more, to: "contracts/\(name).odcs.yaml")
    try commit("Drop amount of \(name)", by: Self.ben)
  }

  /// What `gh pr view --json reviews,baseRefName` prints.
  func reviews(
    _ reviews: (login: String, state: String, commit: String)..., branch: String = "main"
  ) throws -> String {
    let list = reviews.enumerated().map { place, review in
      """
      {"id": "PRR_\(place)", "author": {"login": "\(review.login)"}, "authorAssociation": "MEMBER", "body": "\\ud83d\\udc4d", \
      "submittedAt": "2026-11-2\(place)T10:00:00Z", "includesCreatedEdit": false, "state": "\(review.state)", \
      "commit": {"oid": "\(review.commit)"}}
      """
    }
    try scratch.write("{\"baseRefName\": \"\(branch)\", \"reviews\": [\(list.joined(separator: ","))]}", to: "reviews.json")
    return scratch.path("reviews.json")
  }
}
