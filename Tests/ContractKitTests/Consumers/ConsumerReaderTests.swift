import ContractKit
import Testing

private func declaration(_ text: String) -> ConsumerDeclaration {
  ConsumerDeclaration.read(Array(text.utf8), path: "consumers/bi/a.yaml")
}

private let whole = """
  apiVersion: git-contract/v1
  kind: ContractConsumer
  id: revenue
  name: Revenue dashboard
  team: "@acme/bi"
  contacts:
    - {tool: email, url: "mailto:bi@acme.example"}
    - {tool: webhook, url: "env:HOOK", secret: "env:HOOK_SECRET"}
  notify: {compatible: never}
  reviewBy: 2027-06-30
  uses:
    - contract: id-1
      version: "^1.4"
      tested: 1.6.2
      fields:
        orders: [order_id, {name: amount, as: [value, filter]}, customer.address.zip]
        refunds: "*"
      expects: {orders.amount: {logicalType: number, required: true}}
    - contract: id-2
      fields: "*"
  """

@Test func consumersAreRead() throws {
  let consumer = declaration(whole)
  #expect(consumer.diagnostics.isEmpty)
  #expect(consumer.identifier == "revenue")
  #expect(consumer.title == "Revenue dashboard")
  #expect(consumer.contacts.map(\.tool) == ["email", "webhook"])
  #expect(consumer.urgency(of: .compatible) == .never)
  #expect(consumer.urgency(of: .breaking) == .immediate)
  #expect(consumer.reviewBy == CalendarDay("2027-06-30"))
  #expect(consumer.uses.map(\.contract) == ["id-1", "id-2"])
  let use = try #require(consumer.uses.first)
  #expect(use.range == "^1.4")
  #expect(use.tested == "1.6.2")
  #expect(use.expectations.map(\.element) == ["orders.amount"])
  guard case .tables(let tables) = use.fields, case .everything = consumer.uses[1].fields else {
    Issue.record("fields were not read")
    return
  }
  #expect(tables["orders"]?.fields.map(\.name.description) == ["orders.order_id", "orders.amount", "orders.customer.address.zip"])
  #expect(tables["orders"]?.fields.map(\.roles) == [nil, [.value, .filter], nil])
  #expect(tables["refunds"]?.isWhole == true)
  #expect(tables["orders"]?.fields[1].position == SourcePosition(line: 16, column: 26))
}

@Test(arguments: [
  ("team: \"@acme/bi\"", "taem: x", ["5:1: unknown key 'taem' in a consumer; did you mean 'team'?", "1:1: a consumer needs 'team'"]),
  ("git-contract/v1", "v2", ["1:13: 'apiVersion' must be 'git-contract/v1', not 'v2'"]),
  ("id: revenue", "id: [a]", ["3:5: 'id' must be a text, not a list"]),
  ("compatible: never", "compatible: sometimes", ["9:22: 'notify.compatible' takes never, digest or immediate"]),
  ("compatible: never", "major: never", ["9:10: unknown key 'major' in 'notify'"]),
  ("2027-06-30", "2027-02-30", ["10:11: 'reviewBy' must be a day"]),
  ("\"^1.4\"", "\"!!\"", ["13:14: '!!' is no range of versions"]),
  ("1.6.2", "latest", ["14:13: 'tested' must be a version such as 1.6.2, not 'latest'"]),
  ("as: [value, filter]", "as: [value, filtr]", ["16:53: 'as' takes value, filter or join, not 'filtr'; did you mean 'filter'?"]),
  ("refunds: \"*\"", "refunds: 3", ["17:16: the fields of table 'refunds' are \"*\" or a list, not the text '3'"]),
  ("contract: id-2", "version: \"1\"", ["19:5: an entry of 'uses' needs 'contract', the id of the contract"]),
  ("\"env:HOOK_SECRET\"", "hunter2", ["8:46: 'secret' names where the secret is kept"]),
  ("contract: id-2", "contract: id-1\n    version: \"^1.4\"", ["19:15: contract 'id-1' is used in line 12 already, with the same range"]),
])
func consumerFaultsHavePlaceAndWayOut(old: String, new: String, expected: [String]) {
  let consumer = declaration(whole.replacing(old, with: new, maxReplacements: 1))
  let found = consumer.diagnostics.map { "\($0.position.line):\($0.position.column): \($0.message)" }
  #expect(found.count == expected.count)
  for text in expected { #expect(found.contains { $0.hasPrefix(text) }, "\(found)") }
  #expect(!found.contains { $0.contains("hunter2") })
  #expect(!consumer.isUnderstood)
}

@Test(arguments: ["a: [", "kind: ContractConsumer\nkind: x\n", ""])
func aFileThatCannotBeReadIsStillAConsumer(text: String) {
  let consumer = declaration(text)
  #expect(consumer.identifier == "consumers/bi/a.yaml")
  #expect(!consumer.isUnderstood)
  #expect(consumer.uses.isEmpty)
}

// MARK: Against contracts

private let orders = """
  apiVersion: v3.1.0
  kind: DataContract
  id: id-1
  name: orders
  version: 1.6.2
  status: active
  schema:
    - name: orders
      properties:
        - {name: order_id, logicalType: string}
        - {name: amount, logicalType: number}
        - name: customer
          logicalType: object
          properties:
            - name: address
              logicalType: object
              properties: [{name: zip, logicalType: string}]
    - name: refunds
      properties: [{name: refund_id, logicalType: string}]
  """

private func faults(_ text: String, handles: Set<String>? = nil, today: CalendarDay? = nil) throws -> [String] {
  let contract = try ContractReader.read(Array(orders.utf8), path: "orders.yaml")
  let second = try ContractReader.read(
    Array(orders.replacing("id: id-1", with: "id: id-2").replacing("1.6.2", with: "2.0.0").utf8), path: "b.yaml")
  let surroundings = ConsumerSurroundings(
    contracts: [contract, second], versions: ["id-1": [SemanticVersion(1, 2, 0)]], handles: handles)
  return declaration(text).diagnostics(against: surroundings, today: today).map {
    "\($0.position.line):\($0.position.column): \($0.message) [\($0.rule)]"
  }
}

@Test func aGoodDeclarationHasNoFaults() throws {
  #expect(try faults(whole, handles: ["@acme/bi"], today: CalendarDay("2027-06-30")) == [])
}

@Test(arguments: [
  ("amount, as", "amuont, as", "16:26: table 'orders' has no field 'amuont'; did you mean 'amount'? [consumer-unknown-field]"),
  (
    "zip]", "city]",
    "16:63: table 'orders' has no field 'customer.address.city'; did you mean 'customer.address.zip'? [consumer-unknown-field]"
  ),
  ("refunds:", "refund:", "17:7: contract 'orders' has no table 'refund'; did you mean 'refunds'? [consumer-unknown-field]"),
  ("id-2", "id-9", "19:15: no contract has the id 'id-9'; did you mean 'id-1'? [consumer-unknown-contract]"),
  ("id-2", "orders", "19:15: no contract has the id 'orders'; contract 'orders' has the id 'id-1' [consumer-unknown-contract]"),
  ("^1.4", "^3.0", "13:14: no version of contract 'orders' is within '^3.0'; the newest is 1.6.2 [consumer-range-empty]"),
  ("@acme/bi", "@acme/bii", "5:7: nobody knows team '@acme/bii'; did you mean '@acme/bi'? [consumer-unknown-team]"),
  ("2027-06-30", "2026-06-30", "1:1: the declaration was to be reviewed by 2026-06-30 [consumer-stale]"),
])
func declarationsAreHeldAgainstContractsAndPeople(old: String, new: String, expected: String) throws {
  let text = whole.replacing(old, with: new, maxReplacements: 1)
  #expect(try faults(text, handles: ["@acme/bi"], today: CalendarDay("2027-01-01")) == [expected])
}

@Test func whoIsStillOnAnOldVersionMayNameWhatIsGone() throws {
  let text = whole.replacing("^1.4", with: "~1.2").replacing("amount, as", with: "price, as")
  #expect(try faults(text.replacing("~1.2", with: "1.2.0")) == [])
}
