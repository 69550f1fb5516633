import ContractKit
import Testing

/// The faults of one property, written in flow style: `property` is what stands between its braces.
private func propertyFaults(_ property: String, _ apiVersion: String = "v3.2.0") throws -> [String] {
  try readContract(contractHead(apiVersion) + "schema: [{name: t, properties: [{\(property)}]}]\n").diagnostics.map(\.message)
}

private func property(_ text: String, _ apiVersion: String = "v3.2.0") throws -> Element {
  let contract = try readContract(contractHead(apiVersion) + "schema: [{name: t, properties: [{\(text)}]}]\n")
  return try #require(contract.objects.first?.properties.first)
}

@Test(arguments: [
  ("name: a, requird: true", ["unknown key 'requird' in a property; did you mean 'required'?"]),
  ("name: a, zzzzzz: true", ["unknown key 'zzzzzz' in a property"]),
  ("name: a, logicalTypeOptions: {maxLenght: 4}", ["unknown key 'maxLenght' in 'logicalTypeOptions'; did you mean 'maxLength'?"]),
  ("logicalType: string", ["the property has no 'name'"]),
  ("name: 1e3", [#"'name' must be a text: write "1e3" in quotes"#]),
  ("name: null", ["'name' has no value; give it one or remove the key"]),
  ("name: a, description: ", ["'description' has no value; give it one or remove the key"]),
  ("name: a, classification: 1", [#"'classification' must be a text: write "1" in quotes"#]),
  ("name: a, classification: [x]", ["'classification' must be a text, not a list"]),
  ("name: a, required: \"true\"", ["'required' must be true or false, not a text"]),
  ("name: a, required: yes", ["write 'required' as true: 'yes' is a text for some tools"]),
  ("name: a, primaryKeyPosition: 1.5", ["'primaryKeyPosition' must be a whole number, not 1.5"]),
  ("name: a, primaryKeyPosition: one", ["'primaryKeyPosition' must be a whole number, not a text"]),
  ("name: a, logicalType: strin", ["'logicalType' cannot be 'strin'; did you mean 'string'?"]),
  ("name: a, tags: x", ["'tags' must be a list of texts, not a text"]),
  ("name: a, tags: [x, {a: 1}]", ["each of 'tags' must be a text"]),
  ("name: a, properties: {b: 1}", ["'properties' must be a list, not a mapping"]),
  ("name: a, properties: [7]", ["write the property '7' as a mapping, 'name: 7'"]),
  ("name: a, relationships: [7]", ["the relationship must be a mapping, not a number"]),
  ("name: a, items: [b]", ["'items' must be a mapping, not a list"]),
  ("name: a, enum: [A]", ["write the enum value 'A' as a mapping, 'value: A'"]),
  ("name: a, map: {key: {}}", ["the property has no 'map.value'"]),
  ("name: a, quality: [{metric: rowCount, mustBeBetween: [0, x]}]", ["'mustBeBetween' must be a number, not a text"]),
  ("name: a, description: !!str 7", []),
])
func faultsAreNamed(text: String, expected: [String]) throws {
  #expect(try propertyFaults(text) == expected)
}

@Test(arguments: [
  ("v3.0.1", "name: a, physicalName: B", ["'physicalName' belongs to 3.0.2 and later; the contract says apiVersion 3.0.1"]),
  ("v3.0.2", "name: a, physicalName: B", []),
  (
    "v3.0.2", "name: a, logicalType: timestamp",
    ["'timestamp' for 'logicalType' belongs to 3.1.0 and later; the contract says apiVersion 3.0.2"]
  ),
  ("v3.1.0", "name: a, enum: [{value: A}]", ["'enum' belongs to 3.2.0 and later; the contract says apiVersion 3.1.0"]),
  (
    "v3.1.0", "name: a, logicalTypeOptions: {dimensions: 4}",
    ["'logicalTypeOptions.dimensions' belongs to 3.2.0 and later; the contract says apiVersion 3.1.0"]
  ),
  // Where the standard allows any further key only what looks like a slip is reported.
  ("v3.0.2", "name: a, quality: [{rule: x, somethingElse: 1}]", []),
  (
    "v3.0.2", "name: a, quality: [{rule: x, mustBeGreaterThn: 1}]",
    ["unknown key 'mustBeGreaterThn' in a quality rule; did you mean 'mustBeGreaterThan'?"]
  ),
  ("v3.1.0", "name: a, quality: [{metric: rowCount, mustBe: 1, somethingElse: 1}]", ["unknown key 'somethingElse' in a quality rule"]),
])
func keysBelongToVersions(apiVersion: String, text: String, expected: [String]) throws {
  #expect(try propertyFaults(text, apiVersion) == expected)
}

@Test func whatIsWrongIsKept() throws {
  let wrong = try property("name: a, requird: {x: 1}, required: maybe, primaryKeyPosition: two, tags: x, unique: on, physicalType: 7")
  #expect(wrong.value("requird") == .map([.init(key: "x", value: .number(ExactNumber(1)))]))
  #expect(wrong["requird"]?.isKnown == false)
  #expect(wrong["requird"]?.position == SourcePosition(line: 6, column: 43))
  #expect(wrong.value("required") == .string("maybe"))
  #expect(wrong["required"]?.isKnown == true)
  #expect(wrong.value("primaryKeyPosition") == .string("two"))
  #expect(wrong.value("tags") == .string("x"))
  #expect(wrong.value("unique") == .boolean(true))
  #expect(wrong.value("physicalType") == .string("7"))
  let later = try property("name: a, enum: [{value: A}], semanticType: measure", "v3.0.2")
  #expect(later.children(.enumValue).map(\.name) == ["A"])
  #expect(later["semanticType"]?.isKnown == false)
  // A key without a value says nothing.
  #expect(try property("name: a, description: , required: ~").attributes.isEmpty)
}

@Test func shorthandsMeanWhatTheySay() throws {
  let element = try property("name: a, enum: [A, 2], synonyms: [b]")
  #expect(element.children(.enumValue).map(\.name) == ["A", "2"])
  #expect(element.children(.synonym).first?.step == .init("synonyms", .attribute("synonym", "b")))
}

@Test func elementsThatCannotBeToldApartAreReportedAndKept() throws {
  let text =
    contractHead() + """
      schema:
        - name: t
          properties:
            - name: a
              id: one
            - name: b
              id: one
            - name: a
        - name: t
      slaProperties:
        - {property: latency, value: 1}
        - {property: latency, value: 2, element: t.a}
        - {property: latency, value: 3}
      servers:
        - {server: s, type: local, path: a, format: csv}
        - {server: s, type: local, path: b, format: csv}
      """
  let contract = try readContract(text)
  #expect(contract.diagnostics.allSatisfy { $0.rule == "duplicate-element" })
  #expect(
    try contractFaults(text) == [
      "11:9 this property has the id 'one' of the one in line 9; change one of them",
      "13:9 this property has the name 'a' of the one in line 9; change one of them",
      "14:5 this object has the name 't' of the one in line 7; change one of them",
      "18:6 this service level has the name 'latency' of the one in line 16; change one of them",
      "21:6 this server has the name 's' of the one in line 20; change one of them",
    ])
  #expect(contract.objects.count == 2)
  #expect(contract.objects[0].properties.map(\.name) == ["a", "b", "a"])
  #expect(contract.root.children(.serviceLevel).count == 3)
}

@Test func personWhoCameBackIsNoDuplicate() throws {
  #expect(try contractFaults(contractHead() + "team: {members: [{username: a, dateIn: x}, {username: a, dateIn: y}]}\n").isEmpty)
  #expect(try contractFaults(contractHead() + "team: {members: [{username: a, dateIn: x}, {username: a, dateIn: x}]}\n").count == 1)
}

@Test func faultsHaveAnEnd() throws {
  let text = contractHead() + (0..<5000).map { "unknown\($0): 1\n" }.joined()
  let contract = try readContract(text)
  #expect(contract.diagnostics.count == 1000)
  #expect(contract.root.attributes.count == 5005)
}

@Test func mergedAndAliasedColumnsAreColumns() throws {
  let contract = try readContract(
    contractHead() + """
      schema:
        - name: t
          properties:
            - &base
              name: a
              required: true
            - <<: *base
              name: b
        - name: u
          properties: [*base]
      """)
  #expect(contract.diagnostics.isEmpty)
  #expect(contract.objects[0].properties.map(\.name) == ["a", "b"])
  #expect(contract.objects[0].properties.allSatisfy { $0.flag("required") })
  #expect(contract.objects[0].properties[1].position == SourcePosition(line: 13, column: 9))
  #expect(contract.objects[1].properties.map(\.name) == ["a"])
}
