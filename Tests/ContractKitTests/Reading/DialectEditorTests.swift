import ContractKit
import Testing

private func bump(_ text: String, to version: String) throws -> String {
  let version = try #require(SemanticVersion(version))
  return String(decoding: try ContractEditor.settingVersion(version, in: Array(text.utf8), path: "a.yaml"), as: UTF8.self)
}

@Test(arguments: [
  (
    "dataContractSpecification: 1.1.0 # version: 1.0.0\nversion: 9\nid: x\ninfo:\n  title: T\n  version: '1.0.0' # now\n",
    "dataContractSpecification: 1.1.0 # version: 1.0.0\nversion: 9\nid: x\ninfo:\n  title: T\n  version: '1.1.0' # now\n"
  ),
  (
    #"{"dataContractSpecification": "1.1.0", "id": "x", "info": {"version": "1.0.0", "title": "ü"}}"#,
    #"{"dataContractSpecification": "1.1.0", "id": "x", "info": {"version": "1.1.0", "title": "ü"}}"#
  ),
  (odcs2Head() + "dataset: []\n", odcs2Head().replacing("version: 1.0.0", with: "version: 1.1.0") + "dataset: []\n"),
])
func bumpWritesTheVersionWhereTheDialectHasIt(text: String, expected: String) throws {
  #expect(try bump(text, to: "1.1.0") == expected)
}

@Test(arguments: [
  "dataContractSpecification: 1.1.0\nid: x\nversion: 1.0.0\n", "dataContractSpecification: 1.1.0\nid: x\ninfo: {title: T}\n",
])
func bumpRefusesASpecificationWithoutVersion(text: String) {
  #expect(throws: ReadingError.self) { try bump(text, to: "2.0.0") }
}

// MARK: Deprecation

private func deprecate(_ text: String, _ names: String...) throws -> String {
  var steps = [ElementPath.Step("schema", .attribute("name", names[0]))]
  steps += names.dropFirst().map { .init("properties", .attribute("name", $0)) }
  return String(
    decoding: try ContractEditor.deprecating(
      ElementPath(steps), replacedBy: "mail", removeAfter: CalendarDay("2027-01-31"), in: Array(text.utf8), path: "a.yaml"),
    as: UTF8.self)
}

private let written = "deprecated: true\n        config:\n          replacedBy: mail\n          removeAfter: \"2027-01-31\"\n"

@Test(arguments: [
  ("        type: string\n        quality: []\n", "        type: string\n        \(written)        quality: []\n"),
  ("        {type: string}\n", "        {type: string, deprecated: true, config: {replacedBy: mail, removeAfter: \"2027-01-31\"}}\n"),
  ("        {}\n", "        {deprecated: true, config: {replacedBy: mail, removeAfter: \"2027-01-31\"}}\n"),
  (
    "        type: string\n        config:\n          snowflakeType: TEXT # here\n",
    "        type: string\n        deprecated: true\n        config:\n          snowflakeType: TEXT # here\n          replacedBy: mail\n"
      + "          removeAfter: \"2027-01-31\"\n"
  ),
  (
    "        config: {removeAfter: '2026-01-01'}\n",
    "        deprecated: true\n        config: {removeAfter: \"2027-01-31\", replacedBy: mail}\n"
  ),
  ("        $ref: '#/definitions/d'\n", "        $ref: '#/definitions/d'\n        \(written)"),
])
func specificationFieldsAreDeprecatedByConfig(field: String, expected: String) throws {
  let frame = { (field: String) in
    specificationHead()
      + "models:\n  t:\n    fields:\n      email:\n\(field)      mail: {type: string}\ndefinitions:\n  d: {type: string}\n"
  }
  let result = try deprecate(frame(field), "t", "email")
  #expect(result == frame(expected))
  let column = try readContract(result).objects.first?.properties.first
  #expect(column?.flag("deprecated") == true)
  #expect(column?.customProperty("replacedBy") == "mail")
  #expect(column?.removalDay == CalendarDay("2027-01-31"))
  // Announced once is announced.
  #expect(try deprecate(result, "t", "email") == result)
}

@Test func specificationModelsAreDeprecatedByConfig() throws {
  let result = try deprecate(specificationField("type: int"), "t")
  #expect(try readContract(result).objects.first?.flag("deprecated") == true)
}

@Test(arguments: [
  // What stands in a definition would be deprecated for all that refer to it.
  "      a: {$ref: '#/definitions/d'}\n      b: {$ref: '#/definitions/d'}\n",
  // Here the own `config` would hide that of the definition.
  "      b: {type: object, fields: {email: {$ref: '#/definitions/e'}}}\n",
])
func deprecationThatWouldChangeMoreIsRefused(fields: String) {
  let text =
    specificationHead() + "models:\n  t:\n    fields:\n\(fields)definitions:\n"
    + "  d: {type: object, fields: {email: {type: string}}}\n  e: {type: string, config: {a: b}}\n"
  for name in ["a", "b"] {
    #expect(throws: ReadingError.self) { try deprecate(text, "t", name, "email") }
  }
}

@Test func odcs2ColumnsAreDeprecatedByCustomProperties() throws {
  let text =
    odcs2Head() + "dataset:\n  - table: t\n    columns:\n      - column: email\n        logicalType: string\n        physicalType: text\n"
  let result = try deprecate(text, "t", "email")
  #expect(
    result == text
      + "        deprecated: true\n        customProperties:\n          - property: replacedBy\n            value: mail\n"
      + "          - property: removeAfter\n            value: \"2027-01-31\"\n")
  #expect(try contractFaults(result) == [])
}
