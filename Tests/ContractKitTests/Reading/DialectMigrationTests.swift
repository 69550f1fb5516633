import ContractKit
import Testing

/// A contract of ODCS 3.1 with the id, name and version of the others here.
private func standard(_ text: String) -> String {
  "apiVersion: v3.1.0\nkind: DataContract\nid: x\nname: Shop\nversion: 1.0.0\nstatus: active\n" + text
}

private func columns(_ text: String) -> String {
  standard("schema:\n  - name: t\n    properties:\n      - name: c\n" + text.split(separator: "\n").map { "        \($0)\n" }.joined())
}

private func odcs2Columns(_ text: String) -> String {
  odcs2Head() + "dataset:\n  - table: t\n    columns:\n      - column: c\n" + text.split(separator: "\n").map { "        \($0)\n" }.joined()
}

/// The rules that say more than "editorial", without order.
private func costs(_ old: String, _ new: String) throws -> [String] {
  try judgedRules(old, new).filter { !$0.hasSuffix(" editorial") }.sorted()
}

@Test(
  arguments: [
    ("type: string", "logicalType: string"), ("type: int", "logicalType: integer"),
    ("type: long", "logicalType: integer\nlogicalTypeOptions: {format: i64}"), ("type: long", "logicalType: integer\nphysicalType: BIGINT"),
    ("type: double", "logicalType: number\nphysicalType: double"), ("type: number", "logicalType: number"),
    ("type: decimal\nprecision: 10\nscale: 2", "logicalType: number\nphysicalType: NUMERIC(10, 2)"),
    ("type: timestamp", "logicalType: timestamp\nlogicalTypeOptions: {timezone: true}"),
    ("type: timestamp", "logicalType: timestamp\nphysicalType: TIMESTAMP WITH TIME ZONE"),
    ("type: float\nconfig: {sqlserverType: real}", "logicalType: number\nphysicalType: REAL"),
    ("type: timestamp_ntz", "logicalType: timestamp"),
    ("type: bytes", "physicalType: BYTES"),
    ("type: record\nfields: {a: {type: int}}", "logicalType: object\nproperties: [{name: a, logicalType: integer}]"),
    ("type: array\nitems: {type: string}", "logicalType: array\nitems: {logicalType: string}"),
    ("type: string\nconfig: {snowflakeType: VARCHAR(20)}", "logicalType: string\nphysicalType: varchar(20)"),
    ("type: string\nrequired: true\nunique: true\nprimaryKey: true", "logicalType: string\nrequired: true\nunique: true\nprimaryKey: true"),
    ("type: string\nformat: email\nmaxLength: 9", "logicalType: string\nlogicalTypeOptions: {format: email, maxLength: 9}"),
    (
      "type: string\nreferences: u.a\npii: true",
      "logicalType: string\nrelationships: [{to: u.a}]\ncustomProperties: [{property: pii, value: true}]"
    ),
    ("$ref: '#/definitions/d'", "logicalType: string\nlogicalTypeOptions: {pattern: a+}\ndescription: D"),
    (
      "type: string\nquality: [{type: sql, query: SELECT 1, mustBe: 1}]",
      "logicalType: string\nquality: [{type: sql, query: SELECT 1, mustBe: 1}]"
    ),
    ("type: string\nlineage: {inputFields: [{namespace: n, name: t, field: f}]}", "logicalType: string\ntransformSourceObjects: [n.t.f]"),
  ])
func specificationFieldsMigrateWithoutCost(old: String, new: String) throws {
  let specification = specificationField(old, further: "definitions:\n  d: {type: string, pattern: a+, description: D}\n")
  #expect(try costs(specification, columns(new)) == [])
  #expect(try costs(columns(new), specification).filter { !$0.contains("physical-type-removed") } == [])
}

@Test(
  arguments: [
    ("type: string\nrequired: true", "logicalType: string", "property-became-optional breaking"),
    ("type: int", "logicalType: string", "type-family-changed breaking"),
    ("type: long", "logicalType: integer", "type-unclear dangerous"),
    ("type: timestamp", "logicalType: timestamp", "time-zone-changed breaking"),
    ("type: timestamp", "logicalType: timestamp\nphysicalType: TIMESTAMP_NTZ", "time-zone-changed breaking"),
    ("type: string\nenum: [A]", "logicalType: string", "enum-removed breaking"),
    ("$ref: 'file:///d.yaml'\ntype: string", "logicalType: string", "clause-changed dangerous"),
  ])
func specificationFieldsThatLoseAPromiseCost(old: String, new: String, expected: String) throws {
  let found = try costs(specificationField(old), columns(new))
  #expect(found == [expected])
}

@Test func specificationEnumsMigrate() throws {
  let new = columns("logicalType: string\nenum: [{value: A}, {value: B}]").replacing("v3.1.0", with: "v3.2.0")
  #expect(try costs(specificationField("type: string\nenum: [A, B]"), new) == [])
}

@Test func specificationContractsMigrateWithoutCost() throws {
  let old = """
    dataContractSpecification: 1.1.0
    id: x
    info: {title: Shop, version: 1.0.0, status: active, description: Orders, owner: Checkout, contact: {email: a@example.com}}
    servers: {prod: {type: snowflake, account: a, database: d, schema: s, roles: [{name: r}]}}
    terms: {usage: Reports, limitations: None, billing: 5 USD, noticePeriod: P3M}
    models:
      t: {type: table, primaryKey: [b, a], fields: {a: {type: int}, b: {type: int}}}
    servicelevels:
      availability: {percentage: 99.9%, description: Up}
      retention: {period: P1Y}
      freshness: {threshold: 25h, timestampField: t.a}
      frequency: {interval: daily}
    tags: [a]
    links: {wiki: https://example.com}
    """
  let new = standard(
    """
    description: {purpose: Orders, usage: Reports, limitations: None}
    team: {name: Checkout}
    servers:
      - {server: prod, type: snowflake, account: a, database: d, schema: s, roles: [{role: r}]}
    schema:
      - name: t
        physicalType: table
        properties:
          - {name: a, logicalType: integer, primaryKey: true, primaryKeyPosition: 2}
          - {name: b, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}
    slaProperties:
      - {property: availability, value: 99.9, unit: percent}
      - {property: retention, value: 1, unit: y}
      - {property: freshness, value: 25, unit: h, element: t.a}
      - {property: frequency, value: 1, unit: d}
    tags: [a]
    authoritativeDefinitions: [{type: wiki, url: https://example.com}]
    customProperties: [{property: noticePeriod, value: P3M}]
    """)
  #expect(try costs(old, new) == [])
  #expect(try costs(new, old) == [])
  #expect(
    try judgedRules(old, new).first == "contract-description-changed editorial")
}

@Test(
  arguments: [
    // Without a word 2.2 promises that there are no nulls.
    ("isNullable: true", "", []), ("isNullable: false", "required: true", []), ("", "required: true", []),
    ("isNullable: false", "required: false", ["property-became-optional breaking"]), ("", "", ["property-became-optional breaking"]),
    ("isNullable: true", "required: true", ["property-became-required compatible"]),
    ("isPrimaryKey: true\nprimaryKeyPosition: 1", "required: true\nprimaryKey: true\nprimaryKeyPosition: 1", []),
    ("isUnique: true\nisNullable: true", "unique: true", []),
    ("isNullable: true\nclusterStatus: true\nclusterKeyPosition: 1", "", []),
    ("isNullable: true\nencryptedColumnName: e", "encryptedName: e", []),
    ("isNullable: true\ntransformSourceTables: [a]\ntransformLogic: l", "transformSourceObjects: [a]\ntransformLogic: l", []),
    (
      "isNullable: true\nquality: [{code: q, templateName: T, toolName: Elevate, severity: error, scheduleCronExpression: 0 20 * * *}]",
      "quality: [{name: q, type: custom, engine: Elevate, schedule: 0 20 * * *, scheduler: cron}]", []
    ),
  ] as [(String, String, [String])])
func odcs2ColumnsMigrate(old: String, new: String, expected: [String]) throws {
  let type = "logicalType: string\nphysicalType: varchar(18)\n"
  #expect(try costs(odcs2Columns(type + old), columns(type + new)) == expected)
}

@Test func odcs2ContractsMigrateWithoutCost() throws {
  let old =
    odcs2Head() + """
      datasetDomain: seller
      sourceSystem: bigQuery
      project: edw
      datasetName: views
      productSlackChannel: '#shop'
      dataset:
        - {table: t, physicalName: tbl_1, priorTableName: s, dataGranularity: one row, columns: [{column: c, logicalType: date, physicalType: date}]}
      stakeholders: [{username: ann, role: Owner}]
      roles: [{role: r, access: read}]
      slaDefaultColumn: t.c
      slaProperties: [{property: latency, value: 4, unit: d, column: t.c, driver: analytics}]
      price: {priceAmount: 9.95, priceCurrency: USD, priceUnit: megabyte}

      """
  let new = standard(
    """
    domain: seller
    dataProduct: shop
    servers: [{server: prod, type: bigquery, project: edw, dataset: views}]
    support: [{channel: '#shop', tool: slack}]
    schema:
      - name: t
        physicalName: tbl_1
        physicalType: table
        dataGranularityDescription: one row
        properties: [{name: c, logicalType: date, physicalType: date, required: true}]
    team: {members: [{username: ann, role: Owner}]}
    roles: [{role: r, access: read}]
    slaDefaultElement: t.c
    slaProperties: [{property: latency, value: 4, unit: d, element: t.c, driver: analytics}]
    price: {priceAmount: 9.95, priceCurrency: USD, priceUnit: megabyte}
    """)
  #expect(try costs(old, new) == [])
  #expect(try costs(new, old) == ["object-physical-type-removed dangerous"])
}

@Test func placesOfODCS2AreJudged() throws {
  let text = { (project: String) in odcs2Head() + "sourceSystem: bigQuery\nproject: \(project)\ndatasetName: v\ndataset: []\n" }
  #expect(try costs(text("a"), text("b")).contains { $0.hasSuffix(" breaking") })
}
