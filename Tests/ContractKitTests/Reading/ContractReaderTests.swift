import ContractKit
import Testing

/// Reads a text whose reading is not expected to fail.
func readContract(_ text: String) throws -> Contract {
  try ContractReader.read(Array(text.utf8), path: "a.yaml")
}

/// The keys that every contract must have.
func contractHead(_ apiVersion: String = "v3.2.0") -> String {
  "apiVersion: \(apiVersion)\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\n"
}

/// `line:column message` of everything that is wrong with a contract.
func contractFaults(_ text: String) throws -> [String] {
  try readContract(text).diagnostics.map { "\($0.position.line):\($0.position.column) \($0.message)" }
}

/// `rule line:column` of the first reason why a text is no contract.
private func refusal(_ text: String) -> String? {
  do throws(ReadingError) {
    _ = try ContractReader.read(Array(text.utf8), path: "a.yaml")
    return nil
  } catch {
    return error.diagnostics.first.map { "\($0.rule) \($0.position.line):\($0.position.column)" }
  }
}

@Test func headSaysWhatTheContractIs() throws {
  let contract = try readContract(
    """
    apiVersion: v3.1.0
    kind: DataContract
    id: urn:orders
    name: orders
    version: 1.10
    status: ACTIVE
    """)
  #expect(contract.dialect == .odcs("3.1.0"))
  #expect(contract.identifier == "urn:orders")
  #expect(contract.name == "orders")
  #expect(contract.version?.value == "1.10")
  #expect(contract.version?.position == SourcePosition(line: 5, column: 10))
  #expect(contract.version?.bytes == 75..<79)
  #expect(contract.status == .active)
  #expect(contract.root.kind == .contract)
  #expect(contract.root.value("version") == .string("1.10"))
  #expect(contract.diagnostics.map(\.message) == [#"'version' must be a text: write "1.10" in quotes"#])
}

@Test(
  arguments: [
    ("active", .active), ("Deprecated", .deprecated), ("RETIRED", .retired), ("draft", .draft), ("\"proposed\"", .proposed),
  ] as [(String, Contract.Status)])
func statusHasNoCase(text: String, status: Contract.Status) throws {
  let contract = try readContract(contractHead().replacing("status: active", with: "status: " + text))
  #expect(contract.status == status)
  #expect(contract.diagnostics.isEmpty)
}

@Test func unknownStatusIsActive() throws {
  let text = contractHead().replacing("status: active", with: "status: activ")
  #expect(try readContract(text).status == .active)
  #expect(try contractFaults(text) == ["5:9 'status' cannot be 'activ', so the contract is taken as active; did you mean 'active'?"])
}

@Test func missingKeysAreReportedAndTheRestIsRead() throws {
  let contract = try readContract("kind: DataContract\nname: orders\n")
  #expect(contract.identifier.isEmpty)
  #expect(contract.version == nil)
  #expect(contract.status == .active)
  #expect(contract.title == "orders")
  // Nothing is required of a status from 3.2.0 on, and a contract without a declaration is read as that.
  #expect(
    contract.diagnostics.map(\.message).sorted() == [
      "the contract has no 'apiVersion'", "the contract has no 'id'", "the contract has no 'version'",
    ])
  #expect(try contractFaults("apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: v1\n") == ["1:1 the contract has no 'status'"])
}

@Test(
  arguments: [
    ("v3.0.0", "3.0.0", nil), ("3.1.0", "3.1.0", "write 'apiVersion' as v3.1.0, not 3.1.0"),
    ("v3.1", "3.1", "write 'apiVersion' as v3.1.0, not v3.1"),
    ("v3.0.9", "3.0.9", "version 3.0.9 of the standard is not known; the contract is read as 3.0.2"),
    ("v3.9.1", "3.9.1", "version 3.9.1 of the standard is not known; the contract is read as 3.2.0"),
    ("latest", "latest", "'latest' is no version of the standard; the contract is read as 3.2.0"),
  ] as [(String, String, String?)])
func unknownVersionsAreReadAsTheNearest(text: String, declared: String, fault: String?) throws {
  let contract = try readContract(contractHead(text))
  #expect(contract.dialect == .odcs(declared))
  #expect(contract.diagnostics.map(\.message) == (fault.map { [$0] } ?? []))
}

@Test(arguments: [
  ("", "yaml-syntax 1:1"),
  ("just text\n", "not-a-contract 1:1"),
  ("- kind: DataContract\n", "not-a-contract 1:1"),
  ("kind: Deployment\napiVersion: v1\n", "not-a-contract 1:7"),
  ("id: x\nversion: 1.0.0\n", "not-a-contract 1:1"),
  ("dataContractSpecification: 2.0.0\nid: x\n", "dialect-unsupported 1:28"),
  ("apiVersion: v1.0.0\nkind: DataContract\nuuid: x\n", "dialect-unsupported 1:13"),
  ("apiVersion: v4.0.0\nkind: DataContract\nid: x\n", "dialect-unsupported 1:13"),
  ("kind: DataContract\nid: x\nid: y\n", "duplicate-key 3:1"),
])
func whatIsNoContractIsRefused(text: String, expected: String) {
  #expect(refusal(text) == expected)
}

@Test func contractWithoutKindIsReadByItsDeclaration() throws {
  #expect(try contractFaults("apiVersion: v3.2.0\nid: x\nversion: 1.0.0\n") == ["1:1 the contract has no 'kind'"])
  #expect(
    try contractFaults(contractHead().replacing("DataContract", with: "datacontract")).first?.contains("did you mean 'DataContract'?")
      == true)
}

@Test func jsonIsReadAsWell() throws {
  let contract = try readContract(
    #"{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "x", "version": "1.0.0", "status": "draft","#
      + #" "schema": [{"name": "t\u00e9", "properties": [{"name": "null", "required": true}]}]}"#)
  #expect(contract.diagnostics.isEmpty)
  #expect(contract.objects.first?.name == "té")
  #expect(contract.objects.first?.properties.first?.flag("required") == true)
}

@Test func manyColumnsAreRead() throws {
  var text = contractHead() + "schema:\n  - name: t\n    properties:\n"
  for column in 0..<5000 { text += "      - name: c\(column)\n        logicalType: string\n        required: true\n" }
  let contract = try readContract(text)
  #expect(contract.objects.first?.properties.count == 5000)
  #expect(contract.objects.first?.properties.last?.position == SourcePosition(line: 9 + 3 * 4999, column: 9))
  #expect(contract.diagnostics.isEmpty)
}
