import ContractTestSupport
import Foundation
import Testing

@testable import ContractKit

/// The bytes of a file of `Inputs/`; `.base64` is undone.
func importInput(_ name: String, source: String = #filePath) throws -> [UInt8] {
  let file = URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent("Inputs").appendingPathComponent(name)
  let bytes = try Data(contentsOf: file)
  guard name.hasSuffix(".base64") else { return Array(bytes) }
  return Array(try #require(Data(base64Encoded: bytes, options: .ignoreUnknownCharacters)))
}

func imported(_ format: Import.Format, _ text: String, dialect: SQLDialect? = nil, only: [String] = []) throws -> ImportedSchema {
  try Import.schema(format, [("a", Array(text.utf8))], dialect: dialect, only: only)
}

private func contract(_ schema: ImportedSchema) throws -> Contract {
  try ContractReader.read(Array(ContractDraft(schema, sources: ["a"], name: "a").text.utf8), path: "a.yaml")
}

struct ImportTests {
  static let inputs: [(Import.Format, String)] = [
    (.sql, "shop.sql"), (.dbt, "schema.yml"), (.dbt, "manifest.json"), (.jsonSchema, "orders.schema.json"), (.avro, "orders.avsc"),
    (.protobuf, "orders.proto.base64"), (.protobuf, "old.proto.base64"), (.protobuf, "options.proto.base64"),
  ]

  @Test(arguments: inputs)
  func `a source with everything in it becomes the contract beside it, and what is not told is named`(
    format: Import.Format, name: String
  ) throws {
    let files = [(name, try importInput(name))]
    let schema = try Import.schema(format, files, dialect: nil)
    let draft = ContractDraft(schema, sources: [name])
    let remarks = schema.remarks.map { remark in
      let place = remark.position.map { ":\($0.line):\($0.column)" } ?? ""
      return "\(remark.path)\(place): \(remark.kind): \(remark.message)\n"
    }
    #expect(try Golden.difference(draft.text, from: name + ".yaml") == nil)
    #expect(try Golden.difference(remarks.joined(), from: name + ".txt") == nil)
    // The same bytes again, and nothing that our own reader finds wrong.
    let again = try Import.schema(format, files, dialect: nil)
    #expect(ContractDraft(again, sources: [name]).text == draft.text)
    let read = try ContractReader.read(Array(draft.text.utf8), path: "a.yaml")
    #expect(read.diagnostics.map { "\($0.position.line): \($0.message)" } == [])
    #expect(read.status == .draft)
    #expect(TransitionDiff(from: read, to: read).changes.isEmpty)
    #expect(read.objects.count == schema.tables.count)
  }

  @Test(arguments: SQLDialect.named.map(\.key))
  func `what stands in comments is valid as soon as it is uncommented`(name: String) throws {
    let dialect = try #require(SQLDialect(named: name))
    let schema = try imported(.sql, "CREATE TABLE t (a INT)", dialect: dialect)
    let text = ContractDraft(schema, sources: ["a"]).text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let plain = lines.enumerated().map { $0.offset > 1 && $0.element.hasPrefix("# ") ? $0.element.dropFirst(2) : $0.element }
    let read = try ContractReader.read(Array(plain.joined(separator: "\n").utf8), path: "a.yaml")
    #expect(read.diagnostics.map(\.message) == [])
    #expect(!read.root.children(.server).isEmpty && !read.root.children(.supportChannel).isEmpty && !read.root.children(.member).isEmpty)
  }

  /// Each is imported, changed, imported again: the differ finds what a reader of the data would.
  static let changes: [(Import.Format, String, String, Set<String>)] = [
    (.sql, "CREATE TABLE t (a INT, b INT)", "CREATE TABLE t (a INT)", ["property-removed"]),
    (.sql, "CREATE TABLE t (a VARCHAR(20))", "CREATE TABLE t (a VARCHAR(10))", ["type-narrowed"]),
    (.sql, "CREATE TABLE t (a INT NOT NULL)", "CREATE TABLE t (a INT)", ["property-became-optional"]),
    (.sql, "CREATE TABLE t (a INT PRIMARY KEY, b INT)", "CREATE TABLE t (a INT NOT NULL UNIQUE, b INT)", ["primary-key-dropped"]),
    (.sql, "CREATE TABLE t (a ENUM('x', 'y'))", "CREATE TABLE t (a ENUM('x', 'y', 'z'))", ["enum-value-added"]),
    (.sql, "CREATE TABLE t (a INT, b STRUCT<c INT, d INT>)", "CREATE TABLE t (a INT, b STRUCT<c INT>)", ["property-removed"]),
    (
      .avro, #"{"type":"record","name":"t","fields":[{"name":"a","type":"long"}]}"#,
      #"{"type":"record","name":"t","fields":[{"name":"a","type":["null","long"]}]}"#, ["property-became-optional"]
    ),
    (
      .avro, #"{"type":"record","name":"t","fields":[{"name":"a","type":"int"}]}"#,
      #"{"type":"record","name":"t","fields":[{"name":"a","type":"string"}]}"#, ["type-family-changed"]
    ),
    (
      .jsonSchema, #"{"title":"t","properties":{"a":{"type":"string"},"b":{"enum":["x"]}}}"#,
      #"{"title":"t","properties":{"b":{"enum":["x","y"]}}}"#, ["property-removed", "enum-value-added"]
    ),
    (
      .jsonSchema, #"{"title":"t","required":["a"],"properties":{"a":{"type":"integer","maximum":5}}}"#,
      #"{"title":"t","properties":{"a":{"type":"integer","maximum":9}}}"#, ["property-became-optional", "maximum-raised"]
    ),
    (
      .dbt, "models: [{name: t, columns: [{name: a, data_type: int, tests: [not_null]}]}]",
      "models: [{name: t, columns: [{name: a, data_type: int}]}]", ["property-became-optional"]
    ),
  ]

  @Test(arguments: changes)
  func `a source that changed is found to have changed by the differ`(
    format: Import.Format, before: String, after: String, rules: Set<String>
  ) throws {
    let (old, new) = (try contract(imported(format, before)), try contract(imported(format, after)))
    #expect(old.identifier == new.identifier && !old.identifier.isEmpty)
    #expect(Set(TransitionDiff(from: old, to: new).changes.map(\.rule)) == rules)
  }

  @Test func `the id is a name-based UUID of name and paths`() throws {
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, "git-contract.import"), "t\na.sql"))'
    let schema = try imported(.sql, "CREATE TABLE t (a INT)")
    #expect(ContractDraft(schema, sources: ["./a.sql"]).identifier == "ea96d79a-2e05-504e-b4d9-962950ffe7d8")
    #expect(ContractDraft(schema, sources: ["b.sql"]).identifier != "ea96d79a-2e05-504e-b4d9-962950ffe7d8")
  }

  @Test func `tables are chosen by name, and what refers to others is left out`() throws {
    let script = "CREATE TABLE a (x INT PRIMARY KEY); CREATE TABLE s.b (x INT REFERENCES a); CREATE TABLE r.b (y INT REFERENCES s.b (x))"
    let all = try imported(.sql, script)
    #expect(all.tables.map(\.name) == ["a", "s_b", "r_b"])
    #expect(all.tables.map { $0.fields[0].relationships } == [[], ["a.x"], ["s_b.x"]])
    let one = try imported(.sql, script, only: ["S.B"])
    #expect(one.tables.map(\.name) == ["b"] || one.tables.map(\.name) == ["s_b"])
    #expect(one.tables[0].fields[0].relationships.isEmpty)
  }

  @Test func `a table is asked for by its own name, too, and what others lack is not told`() throws {
    let models = """
      sources: [{name: crm, tables: [{name: orders, columns: [{name: a}]}]}]
      models: [{name: orders, columns: [{name: b}]}, {name: empty}, {name: other, columns: [{name: c}]}]
      """
    let both = try imported(.dbt, models, only: ["Orders"])
    #expect(both.tables.map(\.name) == ["orders", "crm_orders"])
    #expect(both.remarks.map(\.message).allSatisfy { $0.contains("orders.") } && both.remarks.count == 2)
    let wrong = try imported(.dbt, models, only: ["other", "nope"])
    #expect(wrong.tables.map(\.name) == ["other"])
    #expect(wrong.remarks.filter { $0.kind == .missing }.map(\.message) == ["there is no table 'nope'"])
    #expect(wrong.remarks.count == 2 && wrong.isIncomplete)
    let records =
      #"[{"type":"record","name":"A","fields":[{"name":"a","type":["int","string"]}]},{"type":"record","name":"B","fields":[{"name":"b","type":"int"}]}]"#
    #expect(try imported(.avro, records, only: ["b"]).remarks.isEmpty)
  }

  static let names: [(Import.Format, String, path: String, output: String?, name: String)] = [
    (.sql, "CREATE TABLE t (a INT); CREATE TABLE u (a INT)", "db/schema.sql", nil, "schema"),
    (.sql, "CREATE TABLE t (a INT); CREATE TABLE u (a INT)", "db/schema.sql", "contracts/shop.odcs.yaml", "shop"),
    (.sql, "CREATE TABLE t (a INT)", "db/schema.sql", "./Our Shop.yaml", "our-shop"),
    (.sql, "CREATE TABLE \"\u{1F600}\" (a INT)", "db/schema.sql", nil, "schema"),
    (.sql, "CREATE TABLE \"\u{1F600}\" (a INT)", "-", "\u{1F600}.yaml", "contract"),
    (.jsonSchema, #"{"title":"注文 v1.2","properties":{"a":{"type":"string"}}}"#, "a.json", nil, "注文-v1-2"),
  ]

  @Test(arguments: names)
  func `a contract is called as its file is, else as its source`(
    format: Import.Format, text: String, path: String, output: String?, name: String
  ) throws {
    let schema = try Import.schema(format, [(path, Array(text.utf8))], dialect: nil)
    let draft = ContractDraft(schema, sources: [path], output: output)
    #expect(draft.name == name)
    #expect(try ContractReader.read(Array(draft.text.utf8), path: "a.yaml").diagnostics.isEmpty)
    #expect(ContractDraft(schema, sources: [path], name: "other", output: output).name == "other")
  }

  @Test func `places are told by line and character, however long a line is`() throws {
    let text = String(repeating: "é\u{1F600}a", count: 400) + "\n" + String(repeating: "x", count: 700) + "\n\nü"
    let source = try SourceText(Array(text.utf8), path: "a")
    var (line, column) = (1, 0)
    for (offset, byte) in source.bytes.enumerated() {
      if byte & 0xC0 != 0x80 { column += 1 }
      // Within a character it is the place after it, as it always was.
      let within = byte & 0xC0 == 0x80 ? 1 : 0
      #expect(source.position(of: offset) == SourcePosition(line: line, column: column + within), "\(offset)")
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
    }
    #expect(source.position(of: source.bytes.count) == SourcePosition(line: 4, column: 2))
    #expect(source.position(of: 1_000_000) == SourcePosition(line: 4, column: 2))
    #expect(try SourceText([], path: "a").position(of: 0) == .start)
    // What a program writes, on one line.
    let members = (0..<200).map { #""é\#($0)":{"type":"string"}"# } + [#""odd":{"default":1}"#]
    let line1 = #"{"properties":{"# + members.joined(separator: ",") + "}}"
    let remark = try #require(try imported(.jsonSchema, line1).remarks.first)
    let before = try #require(line1.firstRange(of: "1}")?.lowerBound)
    #expect(remark.position == SourcePosition(line: 1, column: line1.distance(from: line1.startIndex, to: before) + 1))
  }

  @Test func `what is none of a format is refused with its place`() throws {
    for (format, text) in [
      (Import.Format.dbt, "a: 1"), (.jsonSchema, "{\"a\": 1}"), (.avro, "[1]"), (.avro, "{"), (.protobuf, "syntax = \"proto3\";"),
    ] {
      #expect(throws: ReadingError.self) { try imported(format, text) }
    }
    #expect(throws: ReadingError.self) { try Import.schema(.sql, [("a", [0xFF, 0x00, 0x41])], dialect: nil) }
    // What SQL Server's tools write.
    let units = Array("CREATE TABLE t (a INT)".utf16)
    let utf16: [UInt8] = [0xFF, 0xFE] + units.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(try Import.schema(.sql, [("a", utf16)], dialect: nil).tables.map(\.name) == ["t"])
  }

  static let hostile: [(Import.Format, String)] = [
    (.sql, String(repeating: "(", count: 100_000)), (.sql, "CREATE TABLE t (a " + String(repeating: "ARRAY<", count: 50_000)),
    (.sql, "CREATE TABLE t (" + String(repeating: "a STRUCT<b ", count: 20_000)),
    (.sql, "CREATE TABLE"), (.sql, "CREATE TABLE t (a INT CHECK ("),
    (.sql, "CREATE TABLE t (a '"), (.sql, "/*"), (.sql, "ALTER TABLE"), (.sql, "COMMENT ON TABLE x IS"),
    (.sql, "CREATE TABLE t (PRIMARY KEY"),
    (.sql, "CREATE TABLE t (a INT CHECK " + String(repeating: "(", count: 5000) + "a" + String(repeating: ")", count: 5000) + ")"),
    (.sql, "CREATE TABLE t (a INT DEFAULT ::"), (.sql, "CREATE TYPE t AS"), (.sql, "CREATE UNIQUE INDEX"), (.sql, "$$"), (.sql, "E'"),
    (.jsonSchema, ##"{"$ref":"#"}"##), (.jsonSchema, ##"{"properties":{"a":{"$ref":"#"}}}"##),
    (.jsonSchema, ##"{"allOf":[{"$ref":"#"},{"$ref":"#"}],"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}}}"##),
    (.jsonSchema, ##"{"properties":{"a":{"anyOf":[{"$ref":"#/properties/a"},{"type":"null"}]}}}"##),
    (.avro, #"{"type":"record","name":"a","fields":[{"name":"x","type":{"type":{"type":"array","items":"a"}}}]}"#),
    (.dbt, "models: [1, {name: [a], columns: {a: b}}, {name: t, columns: [{name: a, tests: [[], {}, {accepted_values: 3}]}]}]"),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: hostile)
  func `whatever it is, it ends, and what is read can be written`(format: Import.Format, text: String) throws {
    do {
      let schema = try imported(format, text)
      let read = try contract(schema)
      #expect(read.diagnostics.isEmpty)
    } catch is ReadingError {
      // Refused with a reason.
    }
  }

  @Test func `a schema that names itself everywhere is not unfolded without end`() throws {
    let definitions = (0..<20).map { place in
      let next = ##"{"$ref":"#/$defs/d\##(place + 1)"}"##
      return #""d\#(place)":{"type":"object","properties":{"a":\#(next),"b":\#(next)}}"#
    }
    let text = ##"{"$ref":"#/$defs/d0","$defs":{\##(definitions.joined(separator: ",")),"d20":{"type":"string"}}}"##
    #expect(throws: ReadingError.self) { try imported(.jsonSchema, text) }
  }
}
