import Testing

@testable import ContractKit

/// Since when each element is there and as it is, over rows of states.
struct ElementOriginTests {
  /// One state, from lines below `properties` of a table `t` and what stands beside the schema.
  private static func contract(_ columns: [String], _ others: String = "", table: String = "t") throws -> Contract {
    let text =
      "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n\(others)schema:\n  - name: \(table)\n    properties:\n"
      + columns.map { "      - \($0)\n" }.joined()
    return try ContractReader.read(Array(text.utf8), path: "x.yaml", limits: .init())
  }

  /// `element introduced/changed`, a line each.
  private static func told(_ states: [Contract]) -> [String] {
    ElementOrigin.all(in: states).map {
      "\($0.path.steps.isEmpty ? "contract" : $0.path.dotted) \($0.introduced.state)/\($0.changed.state)"
    }
  }

  @Test func `an element is as old as its last change`() throws {
    let states = try [
      Self.contract(["{name: a, logicalType: string}"]),
      Self.contract(["{name: a, logicalType: string}", "{name: b, logicalType: string}"]),
      Self.contract(["{name: a, logicalType: integer}", "{name: b, logicalType: string}"]),
      Self.contract(["{name: b, logicalType: string}", "{name: a, logicalType: integer}"]),
    ]
    // The last state only puts them in another order.
    #expect(Self.told(states) == ["contract 0/0", "t 0/0", "t.b 1/1", "t.a 0/2"])
    #expect(Self.told([states[0]]) == ["contract 0/0", "t 0/0", "t.a 0/0"])
    #expect(Self.told([]).isEmpty)
  }

  @Test func `what was removed and came back is new`() throws {
    let states = try [
      Self.contract(["{name: a}", "{name: b}"]), Self.contract(["{name: b}"]), Self.contract(["{name: a}", "{name: b}"]),
    ]
    #expect(Self.told(states) == ["contract 0/0", "t 0/0", "t.a 2/2", "t.b 0/0"])
  }

  @Test func `renames are followed, by id and with the table, and are changes`() throws {
    let states = try [
      Self.contract(["{id: one, name: a, logicalType: string}", "{name: b}"]),
      Self.contract(["{id: one, name: c, logicalType: string}", "{name: b}"]),
      Self.contract(["{id: one, name: c, logicalType: string}", "{name: b, description: now}"]),
    ]
    #expect(Self.told(states) == ["contract 0/0", "t 0/0", "t.c 0/1", "t.b 0/2"])
    let origin = try #require(ElementOrigin.all(in: states).first { $0.path.dotted == "t.c" })
    #expect(origin.introduced.path.dotted == "t.a")
    #expect(origin.changed.path.dotted == "t.c")
  }

  @Test func `a column that moves into an object is the same column, moved`() throws {
    let states = try [
      Self.contract(["{name: zip, logicalType: string}", "{name: city, logicalType: object, properties: [{name: x}]}"]),
      Self.contract(["{name: city, logicalType: object, properties: [{name: x}, {name: zip, logicalType: string}]}"]),
    ]
    #expect(Self.told(states) == ["contract 0/0", "t 0/0", "t.city 0/0", "t.city.x 0/0", "t.city.zip 0/1"])
  }

  @Test func `a part of an element without a line of its own changes the element`() throws {
    let states = try [
      Self.contract(["{name: a, logicalType: string, enum: [{value: x}]}"]),
      Self.contract(["{name: a, logicalType: string, enum: [{value: x}, {value: y}]}"]),
      Self.contract(
        ["{name: a, logicalType: string, enum: [{value: x}, {value: y}], customProperties: [{property: p, value: 1}]}"]),
    ]
    #expect(Self.told(states).last == "t.a 0/2")
    #expect(Self.told(Array(states.prefix(2))).last == "t.a 0/1")
  }

  @Test func `quality, service levels, servers and members have lines of their own; a version that rises blames nobody`() throws {
    let first = "slaProperties: [{property: latency, value: 4, unit: d}]\nteam: [{username: ann}]\n"
    let second = first.replacing("value: 4", with: "value: 2")
    let states = try [
      Self.contract(["{name: a, quality: [{metric: nullValues, mustBe: 0}]}"], first),
      Self.contract(["{name: a, quality: [{metric: nullValues, mustBe: 1}]}"], second),
    ]
    let told = Self.told(states)
    #expect(told.first == "contract 0/0")
    #expect(told.filter { $0.hasSuffix("0/1") }.count == 2, "\(told)")
    #expect(told.contains("t.a 0/0"))
    #expect(told.contains { $0.hasPrefix("ann 0/0") }, "\(told)")
  }
}
