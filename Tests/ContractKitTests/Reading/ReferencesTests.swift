import ContractKit
import Testing

/// The field `c` of the only model, as it was read.
private func field(_ text: String, definitions: String) throws -> String? {
  let contract = try readContract(specificationField(text, further: "definitions:\n" + definitions))
  #expect(contract.diagnostics.map(\.message) == [])
  return listing(contract).first { $0.hasPrefix("/schema[name=t]/properties[name=c] ") }
    .map { String($0.dropFirst("/schema[name=t]/properties[name=c] ".count)) }
}

@Test(
  arguments: [
    ("$ref: '#/definitions/d'", "  d: {type: string, format: uuid}\n", "9:7 logicalType=string logicalTypeOptions.format=uuid"),
    // What stands beside the reference wins.
    (
      "$ref: '#/definitions/d'\nformat: email", "  d: {type: string, format: uuid}\n",
      "9:7 logicalType=string logicalTypeOptions.format=email"
    ),
    ("$ref: '#/definitions/o/fields/id'", "  o: {type: object, fields: {id: {type: int}}}\n", "9:7 logicalType=integer"),
    (
      "$ref: '#/definitions/a'", "  a: {$ref: '#/definitions/b', title: A}\n  b: {type: int, title: B}\n",
      "9:7 businessName=A logicalType=integer"
    ),
    ("$ref: '#/definitions/a~1b~0c'", "  a/b~c: {type: date}\n", "9:7 logicalType=date"),
    ("$ref: '#/definitions/a%20b'", "  a b: {type: date}\n", "9:7 logicalType=date"),
    ("$ref: '#/definitions/größe'", "  größe: {type: date}\n", "9:7 logicalType=date"),
    ("$ref: '#/definitions/gr%C3%B6%C3%9Fe'", "  größe: {type: date}\n", "9:7 logicalType=date"),
    ("$ref: '#/definitions/%zz'", "  '%zz': {type: date}\n", "9:7 logicalType=date"),
    ("$ref: '#/definitions/a~2'", "  a~2: {type: date}\n", "9:7 logicalType=date"),
  ])
func localReferencesAreFollowed(text: String, definitions: String, expected: String) throws {
  #expect(try field(text, definitions: definitions) == expected)
}

@Test func whatAReferenceBringsHasItsOwnPlace() throws {
  let contract = try readContract(
    specificationField("$ref: '#/definitions/d'", further: "definitions:\n  d: {type: array, items: {type: int}}\n"))
  let column = try #require(contract.objects.first?.properties.first)
  #expect(column.position == SourcePosition(line: 9, column: 7))
  #expect(column["logicalType"]?.position == SourcePosition(line: 12, column: 7))
  #expect(column.children.first?.position == SourcePosition(line: 12, column: 28))
  #expect(contract.root["definitions"] == nil)
}

@Test(
  arguments: [
    ("#/definitions/nothing", "'$ref' leads to nothing in this file"), ("#", "'$ref' leads to nothing in this file"),
    ("#/definitions/d/type", "'$ref' leads to something that is no mapping"),
    ("file:///etc/passwd", "'$ref' leads out of this file and is not followed; only '#/…' is"),
    ("../../secret.yaml#/definitions/d", "'$ref' leads out of this file and is not followed; only '#/…' is"),
    ("https://example.com/d.yaml", "'$ref' leads out of this file and is not followed; only '#/…' is"),
    ("", "'$ref' leads out of this file and is not followed; only '#/…' is"),
  ])
func otherReferencesAreReportedAndKept(reference: String, message: String) throws {
  let contract = try readContract(
    specificationField("$ref: '\(reference)'\ntype: string", further: "definitions:\n  d: {type: int}\n"))
  #expect(
    contract.diagnostics.map { "\($0.rule) \($0.position.line):\($0.position.column) \($0.message)" } == ["schema-invalid 10:15 \(message)"]
  )
  let column = try #require(contract.objects.first?.properties.first)
  #expect(column.value("$ref") == .string(reference))
  #expect(column.value("logicalType") == .string("string"))
}

@Test(
  arguments: [
    ("$ref: '#/definitions/a'", "  a: {$ref: '#/definitions/a'}\n"),
    ("$ref: '#/definitions/a'", "  a: {$ref: '#/definitions/b'}\n  b: {$ref: '#/definitions/a'}\n"),
    ("$ref: '#/definitions/a'", "  a: {type: object, fields: {x: {$ref: '#/definitions/a'}}}\n"),
    (
      "$ref: '#/definitions/a'",
      "  a: {type: array, items: {$ref: '#/definitions/b'}}\n  b: {type: map, values: {$ref: '#/definitions/a'}}\n"
    ),
    ("$ref: '#/models/t/fields/c'", "  a: {type: int}\n"),
  ])
func loopsAreReported(text: String, definitions: String) throws {
  let faults = try contractFaults(specificationField(text, further: "definitions:\n" + definitions))
  #expect(faults.contains { $0.hasSuffix("'$ref' leads back to where it stands") }, "\(faults)")
}

@Test func theSameDefinitionTwiceIsNoLoop() throws {
  let definitions = "  a: {$ref: '#/definitions/b', items: {$ref: '#/definitions/b'}}\n  b: {type: array}\n"
  #expect(try field("$ref: '#/definitions/a'", definitions: definitions) == "9:7 logicalType=array")
}

@Test func referencesThatMultiplyAreRefused() throws {
  // Each definition has two fields of the next one: 2^40 fields.
  var text = specificationField("$ref: '#/definitions/d0'", further: "definitions:\n")
  for depth in 0..<40 {
    text += "  d\(depth): {type: object, fields: {a: {$ref: '#/definitions/d\(depth + 1)'}, b: {$ref: '#/definitions/d\(depth + 1)'}}}\n"
  }
  text += "  d40: {type: int}\n"
  let error = #expect(throws: ReadingError.self) { try readContract(text) }
  #expect(error?.diagnostics.first?.rule == "yaml-too-many-references")
}

@Test func referencesAndAliasesTogetherAreRefused() throws {
  // An alias repeats what a reference repeats: a thousand fields of a thousand keys each, which twenty models share.
  var text = specificationHead() + "definitions:\n  d:\n    type: object\n    fields: &fields\n"
  for column in 0..<1000 { text += "      f\(column): {type: int}\n" }
  text += "models:\n  m0:\n    fields: &all\n"
  for column in 0..<1000 { text += "      c\(column): {$ref: '#/definitions/d'}\n" }
  for model in 1..<20 { text += "  m\(model): {fields: *all}\n" }
  let error = #expect(throws: ReadingError.self) { try readContract(text) }
  #expect(error?.diagnostics.first?.rule == "yaml-too-many-references")
}

@Test func deepChainsEnd() throws {
  var text = specificationField("$ref: '#/definitions/d0'", further: "definitions:\n")
  for depth in 0..<10_000 { text += "  d\(depth): {type: array, items: {$ref: '#/definitions/d\(depth + 1)'}}\n" }
  text += "  d10000: {type: int}\n"
  let faults = try contractFaults(text)
  #expect(faults.contains { $0.hasSuffix("more than 64 references stand inside of one another; this one is not followed") })
}

@Test func whatNothingRefersToIsCheckedAndKept() throws {
  let contract = try readContract(
    specificationField(
      "$ref: '#/definitions/used'", further: "definitions:\n  used: {type: int}\n  unused: {type: int, minimum: low}\n"))
  #expect(
    contract.diagnostics.map { "\($0.position.line) \($0.message)" } == ["13 'logicalTypeOptions.minimum' must be a number, not a text"])
  #expect(contract.root.value("definitions")?.text == "{unused: {minimum: low, type: int}}")
}

@Test func faultsOfADefinitionAreSaidOnce() throws {
  let text = specificationField(
    "$ref: '#/definitions/d'\n", further: "      e: {$ref: '#/definitions/d'}\ndefinitions:\n  d: {type: intt}\n")
  #expect(try contractFaults(text) == ["13:13 'type' cannot be 'intt'; did you mean 'int'?"])
}

@Test func definitionsAreJudgedWhereTheyAreUsed() throws {
  let text = { (type: String, use: String) in specificationField(use, further: "definitions:\n  d: {type: \(type)}\n") }
  #expect(
    try judgedRules(text("int", "$ref: '#/definitions/d'"), text("string", "$ref: '#/definitions/d'")) == ["type-family-changed breaking"])
  #expect(try judgedRules(text("int", "$ref: '#/definitions/d'"), text("int", "type: int")) == ["documentation-changed editorial"])
  #expect(try judgedRules(text("int", "type: date"), text("string", "type: date")) == ["documentation-changed editorial"])
}
