import ContractKit
import Testing

/// Reads a text whose reading is not expected to fail.
func readContract(_ text: String) throws -> Contract {
  try ContractReader.read(Array(text.utf8), path: "a.yaml")
}

let contractHead = """
  apiVersion: v3.1.0
  kind: DataContract
  id: urn:orders
  name: orders
  version: 1.10
  status: ACTIVE

  """

@Test func headSaysWhatTheContractIs() throws {
  let contract = try readContract(contractHead)
  #expect(contract.dialect == .odcs("3.1.0"))
  #expect(contract.identifier == "urn:orders")
  #expect(contract.name == "orders")
  #expect(contract.version?.value == "1.10")
  #expect(contract.version?.position == SourcePosition(line: 5, column: 10))
  #expect(contract.status == .active)
  #expect(contract.root.value("version") == .string("1.10"))
  #expect(contract.diagnostics.map(\.message) == [#"'version' must be a text: write "1.10" in quotes"#])
}

@Test func propertiesNestToAnyDepth() throws {
  let contract = try readContract(
    contractHead + """
      schema:
        - name: orders
          physicalName: ORDERS
          properties:
            - name: lines
              id: p1
              logicalType: array
              items:
                logicalType: object
                properties:
                  - name: sku
                    physicalType: NO
                    logicalTypeOptions: {maxLength: 12}
      """)
  let lines = try #require(contract.objects.first?.properties.first)
  #expect(lines.identifier == "p1")
  #expect(lines.name == "lines")
  #expect(lines.step == .init("properties", .attribute("name", "lines")))
  #expect(lines.position == SourcePosition(line: 11, column: 9))
  let item = try #require(lines.children(.arrayItem).first)
  #expect(item.step == .init("items"))
  let sku = try #require(item.properties.first)
  #expect(sku.value("physicalType") == .string("NO"))
  #expect(sku.value("logicalTypeOptions.maxLength") == .number(ExactNumber(12)))
}
