import ContractTestSupport
import Testing

/// Contracts of other dialects than ODCS 3, through the commands that people use.
struct DialectTests {
  private static let specification = """
    dataContractSpecification: 1.1.0
    id: urn:orders
    info:
      title: orders
      version: '1.4.2' # raised by bump
      status: active
      contact: {email: shop@example.com}
    terms: {noticePeriod: P3M}
    models:
      orders:
        type: table
        fields:
          order_id:
            $ref: '#/definitions/order_id'
            required: true
          total:
            type: decimal # in cents
    definitions:
      order_id: {type: string, format: uuid}

    """

  private static let odcs2 = """
    apiVersion: v2.2.2
    kind: DataContract
    uuid: urn:orders
    version: 1.4.2
    status: current
    quantumName: orders
    type: tables
    dataset:
      - table: orders
        columns:
          - {column: order_id, logicalType: string, physicalType: text}
          - column: total
            logicalType: number
            physicalType: numeric

    """

  @Test(arguments: [specification, odcs2])
  func `the commands know every dialect`(text: String) throws {
    let shop = try Shop(["contracts/orders.yaml": text])
    let contracts = try #require(try shop.run("list", "--format", "json").json()["contracts"] as? [[String: Any]])
    #expect(contracts.map { $0["id"] as? String } == ["urn:orders"])
    #expect(contracts.map { $0["version"] as? String } == ["1.4.2"])
    #expect(try shop.run("check").status == 0)

    // A column that loses its promise of a value is a break, wherever that is written.
    let loosened = text.replacing("        required: true\n", with: "").replacing("text}", with: "text, isNullable: true}")
    try shop.repository.write(loosened, to: "contracts/orders.yaml")
    let refused = try shop.run("check")
    #expect(refused.status == 1)
    #expect(refused.output.contains("order_id"), "\(refused.output)")
    #expect(try shop.run("bump").status == 0)
    #expect(try shop.repository.read("contracts/orders.yaml") == loosened.replacing("1.4.2", with: "2.0.0"))
    #expect(try shop.run("check").status == 0)
  }

  @Test(arguments: [specification, odcs2])
  func `a column is deprecated in the words of its dialect`(text: String) throws {
    let shop = try Shop(["contracts/orders.yaml": text])
    let answer = try shop.run("deprecate", "urn:orders.orders.total", "--replacement", "sum", "--after", "2025-01-31")
    #expect(answer.status == 0, "\(answer.errors)")
    let written = try shop.repository.read("contracts/orders.yaml")
    #expect(written.contains("deprecated: true\n"))
    #expect(written.contains("1.5.0"))
    #expect(written.contains(text == Self.specification ? "          replacedBy: sum\n" : "value: sum\n"))
    #expect(try shop.run("check").status == 0)
  }
}
