import ContractKit
import Testing

private let base = """
  apiVersion: v3.1.0
  kind: DataContract
  id: id-1
  name: orders
  version: 1.4.0
  status: active
  schema:
    - name: orders
      id: t-orders
      physicalName: sales.orders
      properties:
        - {name: order_id, logicalType: string, unique: true, primaryKey: true}
        - {name: amount, id: c-amount, logicalType: number, required: true}
        - name: customer
          logicalType: object
          properties:
            - name: address
              id: c-address
              logicalType: object
              properties: [{name: zip, logicalType: string, required: true}]
        - name: lines
          logicalType: array
          items:
            logicalType: object
            properties: [{name: sku, logicalType: string, required: true}]
    - name: refunds
      properties: [{name: refund_id, logicalType: string}]
  """

private func contract(_ text: String) throws -> Contract {
  try ContractReader.read(Array(text.utf8), path: "orders.yaml")
}

private func step(_ edits: [(String, String)]) throws -> ConsumerStep {
  var text = base
  for edit in edits {
    #expect(text.contains(edit.0), "the edit '\(edit.0)' fits nowhere")
    text = text.replacing(edit.0, with: edit.1, maxReplacements: 1)
  }
  let old = try contract(base)
  let new = try contract(text)
  return ConsumerStep(old: old, new: new, changes: Judge.judge(from: old, to: new))
}

private func consumer(_ fields: String, range: String = "^1.0", further: String = "") -> ConsumerDeclaration {
  let text = """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: revenue
    team: "@bi"
    uses:
      - contract: id-1
        version: "\(range)"
        fields: \(fields)
        \(further)
    """
  return ConsumerDeclaration.read(Array(text.utf8), path: "consumers/a.yaml")
}

private func impact(_ edits: [(String, String)], _ fields: String, range: String = "^1.0", further: String = "") throws -> ConsumerImpact {
  let consumer = consumer(fields, range: range, further: further)
  #expect(consumer.diagnostics.isEmpty, "\(consumer.diagnostics)")
  return try #require(ConsumerImpact.of(step(edits), consumers: [consumer]).first)
}

private let amountRemoved = ("      - {name: amount, id: c-amount, logicalType: number, required: true}\n", "")
private let addressRenamed = ("name: address", "name: place")
private let zipOptional = ("{name: zip, logicalType: string, required: true}", "{name: zip, logicalType: string, required: false}")
private let skuOptional = ("{name: sku, logicalType: string, required: true}", "{name: sku, logicalType: string}")
private let tableMoved = ("sales.orders", "sales.orders_v2")
private let tableRenamed = ("name: orders\n    id: t-orders", "name: purchases\n    id: t-orders")
private let columnAdded = ("      - name: lines\n", "      - {name: note, logicalType: string}\n      - name: lines\n")
private let notUnique = ("unique: true", "unique: false")
private let noKey = (", primaryKey: true", "")
private let deprecated = ("id: c-amount,", "id: c-amount, deprecated: true,")
private let tableGone = ("  - name: refunds\n    properties: [{name: refund_id, logicalType: string}]", "")

@Test(arguments: [
  // the exact field, and none but it
  ([amountRemoved], "{orders: [amount], refunds: []}", ConsumerImpact.Status.broken, ["orders.amount"]),
  ([amountRemoved], "{orders: [order_id], refunds: []}", .unaffected, []),
  ([amountRemoved], "{orders: \"*\"}", .broken, []),
  ([amountRemoved], "\"*\"", .broken, []),
  // a field below, a field above
  ([addressRenamed], "{orders: [customer.address.zip]}", .broken, ["orders.customer.address.zip"]),
  ([zipOptional], "{orders: [customer]}", .broken, ["orders.customer"]),
  ([zipOptional], "{orders: [customer.address.zip]}", .broken, ["orders.customer.address.zip"]),
  ([zipOptional], "{orders: [amount]}", .unaffected, []),
  ([skuOptional], "{orders: [lines.sku]}", .broken, ["orders.lines.sku"]),
  ([skuOptional], "{orders: [lines]}", .broken, ["orders.lines"]),
  // the whole table
  ([tableMoved], "{orders: [order_id, amount]}", .broken, ["orders"]),
  ([tableMoved], "{refunds: [refund_id]}", .unknown, []),
  ([tableMoved], "{orders: [], refunds: [refund_id]}", .broken, ["orders"]),
  ([tableMoved], "{orders: \"*\"}", .broken, ["orders"]),
  ([tableGone], "{orders: [amount], refunds: [refund_id]}", .broken, ["refunds"]),
  // what is absent or not said is unknown, where it could hurt
  ([amountRemoved], "{refunds: [refund_id]}", .unknown, []),
  ([amountRemoved], "", .unknown, []),
  ([columnAdded], "", .unaffected, []),
  ([columnAdded], "{refunds: [refund_id]}", .unaffected, []),
  // a name that the contract does not know may be the one that is hit
  ([amountRemoved], "{orders: [amuont]}", .unknown, []),
  // old names: the table is called otherwise in the new contract
  ([tableRenamed, zipOptional], "{orders: [customer.address.zip]}", .broken, ["orders", "orders.customer.address.zip"]),
  ([tableRenamed, amountRemoved], "{orders: [amount]}", .broken, ["orders", "orders.amount"]),
  // joins
  ([notUnique], "{orders: [{name: order_id, as: [join]}]}", .broken, ["orders.order_id"]),
  ([notUnique], "{orders: [{name: order_id, as: [value]}]}", .unaffected, []),
  ([notUnique], "{orders: [order_id]}", .broken, ["orders.order_id"]),
  ([noKey], "{orders: [{name: amount, as: join}]}", .broken, ["orders.amount"]),
  ([noKey], "{orders: [{name: amount, as: value}]}", .potentially, ["orders.amount"]),
  // announced
  ([deprecated], "{orders: [amount]}", .deprecated, ["orders.amount"]),
  ([deprecated], "{orders: [order_id]}", .unaffected, []),
  ([("status: active", "status: deprecated")], "{orders: [order_id]}", .deprecated, []),
])
func impactIsExact(edits: [(String, String)], fields: String, status: ConsumerImpact.Status, used: [String]) throws {
  let impact = try impact(edits, fields)
  #expect(impact.status == status)
  let found = impact.touches.filter { $0.status == status }.flatMap(\.fields).map(\.description)
  #expect(Set(found) == Set(status == .unaffected ? [] : used))
}

@Test(arguments: [("{orders: \"*\"}", 1), ("\"*\"", 1), ("{orders: [amount]}", 0), ("{refunds: \"*\"}", 0)])
func additionsOnlyTellWhoTakesEverything(fields: String, count: Int) throws {
  let impact = try impact([columnAdded], fields)
  #expect(impact.status == .unaffected)
  #expect(impact.touches.count == count)
  #expect(impact.othersCount == 1 - count)
}

@Test(arguments: [
  ("^1.0", "2.0.0", ConsumerImpact.RangeVerdict.outside, true), ("^1.0", "1.5.0", .inside, true), (">=1.0", "2.0.0", .inside, true),
  ("^2.0", "2.0.0", .inside, true), ("^2.0", "1.5.0", .beyond, false), ("^3.0", "2.0.0", .beyond, false),
])
func rangesAreHeldAgainstBothVersions(range: String, version: String, verdict: ConsumerImpact.RangeVerdict, isHit: Bool) throws {
  let impact = try impact([amountRemoved, ("version: 1.4.0", "version: \(version)")], "{orders: [amount]}", range: range)
  #expect(impact.rangeVerdict == verdict)
  #expect(impact.isHit == isHit)
  #expect(impact.status == .broken)
}

@Test func aDeletedContractBreaksItsReaders() throws {
  let old = try contract(base)
  let removed = try #require(Differ.changes(from: old, to: nil).first)
  let judged = JudgedChange(change: removed, rule: "contract-removed", impact: .breaking, message: "m", fingerprint: "f")
  let step = ConsumerStep(old: old, new: nil, changes: [judged])
  let impact = try #require(ConsumerImpact.of(step, consumers: [consumer("{orders: [amount]}")]).first)
  #expect(impact.status == .broken)
  #expect(impact.rangeVerdict == .outside)
}

@Test func aServiceLevelHurtsWhoExpectsIt() throws {
  let levels = "  \nslaProperties:\n- {property: latency, value: VALUE, unit: h, element: orders.amount}\n"
  let old = try contract(base + levels.replacing("VALUE", with: "4"))
  let new = try contract(base + levels.replacing("VALUE", with: "8"))
  let changes = Judge.judge(from: old, to: new).map { judged in
    // What it costs is the catalogue's matter; whom it hurts is tested here.
    JudgedChange(change: judged.change, rule: "service-level-worse", impact: .breaking, message: "m", fingerprint: judged.fingerprint)
  }
  #expect(changes.count == 1)
  func status(_ fields: String, _ further: String = "") -> ConsumerImpact.Status? {
    ConsumerImpact.of(ConsumerStep(old: old, new: new, changes: changes), consumers: [consumer(fields, further: further)]).first?.status
  }
  #expect(status("{orders: [amount]}") == .potentially)
  #expect(status("{orders: [amount]}", "expects: {slaProperties.latency: {value: 4}}") == .broken)
  #expect(status("{orders: [amount]}", "expects: {orders.amount: {required: true}}") == .broken)
  #expect(status("{orders: [order_id]}") == .unaffected)
}

@Test func aFileThatIsNotUnderstoodIsUnknownAndNeverUnaffected() throws {
  let broken = ConsumerDeclaration.read(Array("uses: [".utf8), path: "consumers/bad.yaml")
  let other = ConsumerDeclaration.read(
    Array("apiVersion: git-contract/v1\nkind: ContractConsumer\nid: x\nteam: t\nuses: [{contract: id-9}]\n".utf8), path: "consumers/x.yaml")
  let found = ConsumerImpact.of(try step([amountRemoved]), consumers: [broken, other, consumer("{orders: [amount]}")])
  #expect(found.map(\.consumer.identifier) == ["consumers/bad.yaml", "revenue"])
  #expect(found.map(\.status) == [.unknown, .broken])
  #expect(ConsumerImpact.of(try step([columnAdded]), consumers: [broken]).map(\.status) == [.unaffected])
}

@Test func impactIsToldInOneLineAndInJSON() throws {
  let impact = try impact([amountRemoved, ("version: 1.4.0", "version: 2.0.0")], "{orders: [amount, order_id]}")
  #expect(impact.line == "revenue (@bi) breaks: orders.amount; its range ^1.0 does not take 2.0.0")
  let json = impact.json.canonical
  #expect(json.contains(#""id":"revenue""#))
  #expect(json.contains(#""rangeVerdict":"outside","status":"broken""#))
  #expect(json.contains(#""element":"/schema[name=orders]/properties[name=amount]","rule":"property-removed","status":"broken""#))
  #expect(json.contains(#""declaredIn":{"commit":null,"format":"contract-consumer","path":"consumers/a.yaml"}"#))
}

// MARK: who-uses, can-i-remove

@Test(arguments: [
  ("{orders: [amount]}", ElementUses.User.How?.some(.exact)), ("{orders: \"*\"}", .everything), ("{refunds: [refund_id]}", .unknown),
  ("{orders: [order_id]}", nil), ("", .unknown), ("\"*\"", .everything), ("{orders: [wrong_name]}", .unknown),
])
func usersOfAFieldAreFound(fields: String, how: ElementUses.User.How?) throws {
  let uses = ElementUses(
    of: FieldName(table: "orders", field: "amount"), in: try contract(base), consumers: [consumer(fields)])
  #expect(uses.users.map(\.how) == [how].compactMap { $0 })
  #expect(uses.canBeRemoved == (how == nil))
}

@Test func nestedUsesAreFoundInBothDirections() throws {
  let line = try contract(base)
  let outer = ElementUses(
    of: FieldName(table: "orders", field: "customer"), in: line, consumers: [consumer("{orders: [customer.address.zip]}")])
  #expect(outer.users.map(\.how) == [.descendant])
  let inner = ElementUses(
    of: FieldName(table: "orders", field: "customer.address.zip"), in: line, consumers: [consumer("{orders: [customer]}")])
  #expect(inner.users.map(\.how) == [.ancestor])
  #expect(ElementUses(of: nil, in: line, consumers: [consumer("{refunds: [refund_id]}")]).users.map(\.how) == [.exact])
}

@Test(arguments: [
  ("^2.0", true), (">1.4.0 <2 || ^3", true), ("^1.0", false), ("^0.9", false), ("^0.9 || ^2.0", false), ("*", false), ("<1", false),
])
func whoHasMovedOnDoesNotStandInTheWayButWhoStayedBehindDoes(range: String, hasMovedOn: Bool) throws {
  let uses = ElementUses(
    of: FieldName(table: "orders", field: "amount"), in: try contract(base), consumers: [consumer("{orders: [amount]}", range: range)])
  #expect(uses.users.map(\.hasMovedOn) == [hasMovedOn])
  #expect(uses.canBeRemoved == hasMovedOn)
}
