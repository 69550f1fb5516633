import ContractKit
import Foundation
import Testing

@Suite struct DifferTests {
  private func changes(_ before: String, _ after: String) throws -> [Change] {
    let (old, new) = try Rule.Example(before, after).contracts()
    return Differ.changes(from: old.contract, to: new.contract)
  }

  private func summary(_ before: String, _ after: String) throws -> [String] {
    try changes(before, after).map { "\($0.action.rawValue) \($0.element.dotted)\($0.attribute.isEmpty ? "" : "#" + $0.attribute)" }
  }

  private func table(_ columns: String) -> String { "schema:\n  - name: t\n    properties: [\(columns)]\n" }

  // MARK: What has no name

  /// Found by fuzzing: an entry that nothing names was removed and added wherever it was compared with itself.
  @Test(arguments: [
    "schema: [[[{a: null}]]]", "schema: [{properties: [{logicalType: string}, {logicalType: string}, 7.5]}]", "schema: [{}, {}, []]",
    "servers: [{type: local}, [x]]", "team: [{role: owner}, {}]", "roles: [[], {access: read}]", "support: [{url: x}, {}]",
    "customProperties: [{value: 1}, {value: 1}, [1]]", "authoritativeDefinitions: [{}, {description: x}]",
    "slaProperties: [{value: 1}, {}]", "schema: [{name: t, properties: [{name: a, enum: [[1], {}], synonyms: [{}], relationships: [{}]}]}]",
    "schema: [{name: '', properties: [{name: '', id: ''}]}]",
  ])
  func namelessEntriesAreThemselves(text: String) throws {
    #expect(try summary(text, text).isEmpty)
  }

  @Test func theOneNamelessEntryThatChangedIsChanged() throws {
    #expect(
      try summary(
        "schema: [{name: t, properties: [{logicalType: string}, {description: x}]}]",
        "schema: [{name: t, properties: [{description: x}, {logicalType: integer}]}]"
      ).map { $0.split(separator: "#").last ?? "" } == ["logicalType"])
  }

  // MARK: Order

  @Test func reportsInReadingOrderWithRemovalsAtTheirPlace() throws {
    let before = table("{name: a}, {name: gone1}, {name: b}, {name: gone2}")
    let after = table("{name: new1}, {name: a, required: true}, {name: b, unique: true}, {name: new2}")
    #expect(
      try summary(before, after) == [
        "added t.new1", "raised t.a#required", "removed t.gone1", "raised t.b#unique", "removed t.gone2", "added t.new2",
      ])
  }

  @Test func reversedListsAreNoChange() throws {
    let names = (0..<50).map { "{name: c\($0), description: \($0)}" }
    #expect(try summary(table(names.joined(separator: ", ")), table(names.reversed().joined(separator: ", "))).isEmpty)
  }

  @Test func isTheSameEveryTime() throws {
    let before = table((0..<40).map { "{name: a\($0), id: i\($0), physicalType: INT}" }.joined(separator: ", "))
    let after = table((20..<60).map { "{name: b\($0), id: i\($0), physicalType: BIGINT}" }.joined(separator: ", "))
    let first = try summary(before, after)
    #expect(first.count == 20 + 20 * 2 + 20)
    for _ in 0..<5 { #expect(try summary(before, after) == first) }
  }

  // MARK: Matching

  @Test func idsComeBeforeNames() throws {
    // Two columns swap names: each is still itself.
    #expect(
      try summary(table("{name: a, id: 'one'}, {name: b, id: 'two'}"), table("{name: b, id: 'one'}, {name: a, id: 'two'}"))
        == ["renamed t.b", "renamed t.a"])
  }

  @Test func aNewColumnMayTakeTheOldName() throws {
    #expect(
      try summary(table("{name: a, id: 'one'}"), table("{name: b, id: 'one'}, {name: a}")) == ["renamed t.b", "added t.a"])
  }

  @Test func anAmbiguousHintIsNone() throws {
    #expect(
      try summary(table("{name: a, physicalName: x}, {name: b, physicalName: x}"), table("{name: c, physicalName: x}"))
        == ["removed t.a", "removed t.b", "added t.c"])
  }

  @Test(arguments: [
    "roles: [{description: a}, {description: b}]", "servers: [{type: kafka}]", "servers: [{server: s, roles: [{name: analyst}]}]",
    "support: [{url: u}]", "team: {members: [{role: owner}]}", "customProperties: [{value: 1}]", "slaProperties: [{value: 1}]",
    "schema: [{description: a}]", "schema: [{name: t, properties: [{logicalType: string}]}]",
  ])
  func whatHasNoNameEqualsItself(text: String) throws {
    #expect(try summary(text + "\n", text + "\n") == [])
  }

  @Test func sameNamesTwiceMeetInOrder() throws {
    #expect(try summary(table("{name: a}, {name: a, required: true}"), table("{name: a}, {name: a, required: true}")).isEmpty)
    #expect(try summary(table("{name: a}, {name: a}"), table("{name: a}")) == ["removed t.a"])
  }

  @Test func namesAreData() throws {
    let names = ["quality", "required", "__meta__", "relationships", "properties", "a/b]", "id", "name", "schema"]
    let before = table(names.map { "{name: '\($0)', logicalType: string}" }.joined(separator: ", "))
    let after = table(names.map { "{name: '\($0)', logicalType: integer}" }.joined(separator: ", "))
    let found = try changes(before, after)
    #expect(found.compactMap { $0.newElement?.name } == names)
    #expect(Set(found.map(\.element.description)).count == names.count)
  }

  // MARK: Renames and moves

  @Test func aRenamedColumnStillReportsWhatElseChanged() throws {
    #expect(
      try summary(table("{name: a, id: 'one', required: true}"), table("{name: b, id: 'one'}")) == ["renamed t.b", "lowered t.b#required"])
  }

  @Test func aRenamedObjectIsOneChangeForAllItsColumns() throws {
    #expect(
      try summary(
        "schema: [{name: t, id: x, properties: [{name: a}, {name: b}]}]\n",
        "schema: [{name: u, id: x, properties: [{name: a}, {name: b}]}]\n")
        == ["renamed u"])
  }

  @Test func aRemovedObjectSpeaksForItsColumns() throws {
    #expect(
      try summary("schema: [{name: t, properties: [{name: a}, {name: b, quality: [{metric: nullValues, mustBe: 0}]}]}]\n", "schema: []\n")
        == ["removed t"])
  }

  @Test func aColumnMovesIntoAnAddedObject() throws {
    #expect(
      try summary(
        table("{name: zip, logicalType: string}, {name: city, logicalType: string}"),
        table("{name: address, properties: [{name: zip, logicalType: string}, {name: city, logicalType: string}]}"))
        == ["added t.address", "moved t.address.zip", "moved t.address.city"])
  }

  @Test func aColumnMovesOutOfARemovedObject() throws {
    let found = try changes(
      table("{name: address, properties: [{name: zip, logicalType: string, required: true}]}"), table("{name: zip, logicalType: string}"))
    #expect(found.map(\.action) == [.removed, .moved, .lowered])
    #expect(found[1].before?.text == "address.zip")
    #expect(found[1].after?.text == "zip")
    #expect(found[2].attribute == "required")
  }

  @Test func aNestedObjectMovesWithItsColumns() throws {
    let address = "{name: address, logicalType: object, properties: [{name: zip}, {name: city}]}"
    #expect(
      try summary(
        table("\(address), {name: customer, properties: [{name: n}]}"), table("{name: customer, properties: [{name: n}, \(address)]}"))
        == ["moved t.customer.address"])
  }

  @Test func aReplacedNestedObjectIsNoMove() throws {
    #expect(
      try summary(
        table("{name: old, properties: [{name: zip, logicalType: string}]}"),
        table("{name: new, properties: [{name: zip, logicalType: string}]}"))
        == ["removed t.old", "added t.new"])
  }

  @Test func twoClaimantsAreNoMove() throws {
    #expect(
      try summary(
        table("{name: zip}, {name: a, properties: [{name: x}]}, {name: b, properties: [{name: x}]}"),
        table("{name: a, properties: [{name: x}, {name: zip}]}, {name: b, properties: [{name: x}, {name: zip}]}"))
        == ["removed t.zip", "added t.a.zip", "added t.b.zip"])
  }

  @Test func movesGoThroughArraysAndMaps() throws {
    #expect(
      try summary(
        table("{name: sku, id: s}, {name: lines, items: {properties: [{name: n}]}}"),
        table("{name: lines, items: {properties: [{name: n}, {name: sku, id: s}]}}"))
        == ["moved t.lines.[].sku"])
  }

  @Test func columnsOfTwoTablesAreTwo() throws {
    #expect(
      try summary(
        "schema: [{name: t, properties: [{name: a, logicalType: string}]}, {name: u, properties: [{name: b}]}]\n",
        "schema: [{name: t, properties: []}, {name: u, properties: [{name: b}, {name: a, logicalType: string}]}]\n")
        == ["removed t.a", "added u.a"])
  }

  @Test func referencesFollowARename() throws {
    let schema = { (name: String) in
      "schema:\n  - {name: c, properties: [{name: \(name), id: k}]}\n"
        + "  - {name: o, properties: [{name: a, relationships: [{to: c.\(name)}]}], relationships: [{from: o.a, to: c.\(name)}]}\n"
        + "slaProperties: [{property: latency, value: 1, unit: d, element: c.\(name)}]\nslaDefaultElement: c.\(name)\n"
    }
    #expect(try summary(schema("id"), schema("key")) == ["renamed c.key"])
  }

  // MARK: What means nothing

  @Test(arguments: [
    ("required: false", "description: ''"), ("primaryKeyPosition: -1", ""), ("tags: [a, b]", "tags: [b, a]"),
    ("physicalType: 'decimal(10, 2)'", "physicalType: 'NUMERIC(10,2)'"), ("examples: [1, 2]", "examples: [2, 1.0]"),
    ("description: \"two  lines\"", "description: 'two  lines'"), ("logicalTypeOptions: {minItems: 0, uniqueItems: false}", ""),
    ("quality: []", ""), ("physicalName: a", ""), ("semanticType: column", ""), ("unique: 'False'", "unique: false"),
    ("logicalType: STRING", "logicalType: string"),
  ]) func spellingIsNoChange(_ before: String, _ after: String) throws {
    let column = { (text: String) in self.table("{name: a" + (text.isEmpty ? "" : ", " + text) + "}") }
    #expect(try summary(column(before), column(after)).isEmpty)
    #expect(try summary(column(after), column(before)).isEmpty)
  }

  @Test func versionAloneIsNoChange() throws {
    #expect(try summary("version: 1.0.0\n", "version: 2.0.0\n").isEmpty)
  }

  @Test func nothingIsDroppedSilently() throws {
    // One of everything that the standard knows, against nothing.
    let everything = """
      tenant: t
      domain: d
      dataProduct: p
      description: {purpose: a, usage: b, limitations: c, authoritativeDefinitions: [{url: u, type: x}], customProperties: [{property: p, value: 1}]}
      context: words
      tags: [a]
      servers: [{server: s, type: kafka, host: h, roles: [{role: r}]}]
      support: [{channel: c, url: u}]
      price: {priceAmount: 1, priceCurrency: EUR, priceUnit: GB}
      team: {name: x, description: y, members: [{username: u}], tags: [a]}
      roles: [{role: r}]
      slaDefaultElement: a.b
      slaProperties: [{property: latency, value: 1, unit: h}]
      contractCreatedTs: '2026-01-01T00:00:00Z'
      authoritativeDefinitions: [{url: u, type: x}]
      customProperties: [{property: q, value: 1}]
      strangeKey: 1

      """
    let (old, new) = try Rule.Example(everything, "").contracts()
    let oldContract = try #require(old.contract)
    let found = Differ.changes(from: oldContract, to: new.contract)
    let ignored: Set = ["apiVersion", "kind", "id", "name", "version", "status"]
    for attribute in oldContract.root.attributes where !ignored.contains(attribute.name) {
      let group = attribute.name.hasPrefix("price.") ? "price" : attribute.name
      #expect(found.contains { $0.attribute == group }, "\(attribute.name)")
    }
    for child in oldContract.root.children {
      #expect(found.contains { $0.action == .removed && $0.oldPosition == child.position }, "\(child.kind) \(child.name ?? "")")
    }
  }

  @Test func aMapIsToldOnceAndItsKeyAloneToo() throws {
    let column = { (map: String) in self.table("{name: a, logicalType: map\(map)}") }
    let both = ", map: {key: {logicalType: string}, value: {logicalType: string}}"
    #expect(try summary(column(both), column("")) == ["removed t.a.map.value"])
    #expect(try summary(column(both), column(", map: {value: {logicalType: string}}")) == ["removed t.a.map.key"])
  }

  @Test func aNameThatIsGoneIsToldEvenWhereThePhysicalOneStays() throws {
    #expect(try summary(table("{name: a, physicalName: x}"), table("{physicalName: x}")) == ["renamed t.properties[0]"])
  }

  @Test func positionsOfAKeyAreToldWhereTheOrderStays() throws {
    let column = { (position: Int) in self.table("{name: a, primaryKey: true, primaryKeyPosition: \(position)}") }
    let found = try changes(column(1), column(2))
    #expect(found.map(\.attribute) == ["primaryKeyPosition"])
    #expect(found.map { $0.after?.text } == ["[a: 2]"])
  }

  @Test func aStatusThatIsNoneIsTold() throws {
    #expect(try summary("status: active\n", "status: live\n") == ["changed #status"])
    #expect(try summary("status: active\n", "status: Active\n").isEmpty)
  }

  @Test func wholeContractsComeAndGo() throws {
    #expect(try changes(Rule.Example.noContract, "").map(\.action) == [.added])
    #expect(try changes("", Rule.Example.noContract).map(\.action) == [.removed])
    #expect(Differ.changes(from: nil, to: nil).isEmpty)
  }

  @Test func thousandsOfColumnsAreQuick() throws {
    let column = { (index: Int, type: String) in "{name: c\(index), logicalType: string, physicalType: \(type), description: words}" }
    let before = table((0..<5000).map { column($0, "VARCHAR(20)") }.joined(separator: ", "))
    let after = table((2500..<7500).map { column($0, "VARCHAR(40)") }.joined(separator: ", "))
    let (old, new) = try Rule.Example(before, after).contracts()
    let start = Self.processorSeconds()
    let found = Judge.judge(from: old.contract, to: new.contract)
    #expect(found.count == 7500)
    // The time of this thread alone, so that a busy machine is no failure. A quadratic walk takes over thirty seconds without
    // optimisation, a linear one about two.
    #expect(Self.processorSeconds() - start < 15)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
