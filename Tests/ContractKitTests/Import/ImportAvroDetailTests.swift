import Testing

@testable import ContractKit

struct ImportAvroDetailTests {
  private static func record(_ name: String, _ fields: String, _ further: String = "") -> String {
    #"{"type":"record","name":"\#(name)","fields":[\#(fields)]\#(further)}"#
  }

  private static func field(_ name: String, _ type: String) -> String { #"{"name":"\#(name)","type":\#(type)}"# }

  static let details: [ImportDetail] = [
    .init(
      "a record that holds itself beside another",
      "[\(record("A", field("up", #"["null","A"]"#))),\(record("B", field("b", #""int""#)))]", lines: ["name: A", "name: up", "name: B"],
      ["untold: 'A' holds itself: within itself its fields are not told again"]),
    .init(
      "two records that hold each other", "[\(record("A", field("b", #"["null","B"]"#))),\(record("B", field("a", #"["null","A"]"#)))]",
      lines: ["name: A", "name: b", "name: a"], lacks: ["name: B"],
      ["untold: 'A' holds itself: within itself its fields are not told again"]),
    .init(
      "attributes of somebody's own",
      record(
        "A",
        field("x", #"{"type":"long","connect.name":"MicroTimestamp","n":1}"#).dropLast() + #","n":2}"# + ","
          + field("e", #"{"type":"enum","name":"E","symbols":["A"],"aliases":["F"],"default":"A"}"#), #","connect.name":"a.A""#),
      lines: [
        "name: x", "customProperties:", "property: connect.name", "value: MicroTimestamp", "property: \"n\"", "value: 2", "name: e",
        "property: aliases", #"value: ["F"]"#, "property: connect.name", "value: a.A",
      ], ["untold: the default of the enum 'E' is not carried over"]),
    .init(
      "a union with a record", "[\(record("A", field("x", #"["string","B"]"#))),\(record("B", field("b", #""int""#)))]", lines: ["name: A"],
      ["missing: 'x' is a union of string, B, which ODCS cannot say"]),
    .init(
      "a union without one", record("A", field("x", #"["string","int"]"#)), ["untold: 'x' is a union of string, int, which ODCS cannot say"]
    ),
    .init(
      "no name, and no precision",
      record("A", field("", #""int""#) + "," + field("d", #"{"type":"bytes","logicalType":"decimal","scale":2}"#)),
      lines: ["name: d", "physicalType: bytes"],
      [
        "missing: a field has no name or no type, and is left out",
        "untold: the decimal 'd' has no precision, and its own type counts",
      ]),
  ]

  @Test(arguments: details)
  func `what a record says is carried over or told`(detail: ImportDetail) throws { try detail.check(.avro) }

  @Test func `what is told is told of the file in which it stands`() throws {
    let one = Self.record("A", Self.field("x", #"["string","int"]"#))
    let two = Self.record("B", Self.field("a", #""A""#) + "," + Self.field("y", #"["string","int"]"#))
    let schema = try Import.schema(.avro, [("1", Array(one.utf8)), ("2", Array(two.utf8))], dialect: nil)
    #expect(schema.remarks.map(\.path) == ["1", "2"])
    #expect(schema.tables.map(\.name) == ["B"])
  }
}
