import ContractKit
import Testing

/// What every contract of the Data Contract Specification must say.
func specificationHead(_ version: String = "1.2.1") -> String {
  "dataContractSpecification: \(version)\nid: x\ninfo:\n  title: Shop\n  version: 1.0.0\n"
}

/// One model with one field.
func specificationField(_ text: String, further: String = "") -> String {
  let lines = text.split(separator: "\n").map { "        \($0)\n" }.joined()
  return specificationHead() + "models:\n  t:\n    fields:\n      c:\n" + lines + further
}

@Test func specificationHeadSaysWhatTheContractIs() throws {
  let contract = try readContract(
    """
    dataContractSpecification: 1.1.0
    id: urn:shop
    info:
      title: Shop
      version: 1.10
      status: In Development
      description: Orders
      owner: Checkout
      contact: {name: Ann, email: ann@example.com}
      shoeSize: 42
    terms:
      usage: Reports
      limitations: None
      billing: 5 USD
      noticePeriod: P3M
      policies:
        - {name: privacy, url: https://example.com/privacy}
    tags: [a]
    links: {wiki: https://example.com/wiki}
    """)
  #expect(contract.dialect == .specification("1.1.0"))
  #expect(contract.identifier == "urn:shop")
  #expect(contract.name == "Shop")
  #expect(contract.version?.value == "1.10")
  #expect(contract.version?.position == SourcePosition(line: 5, column: 12))
  #expect(contract.status == .draft)
  #expect(contract.diagnostics.map(\.message) == [#"'version' must be a text: write "1.10" in quotes"#])
  #expect(contract.root.customProperty("noticePeriod") == "P3M")
  #expect(
    rootListing(contract) == [
      "apiVersion=1.1.0 1:1", "description.limitations=None 13:3", "description.purpose=Orders 7:3", "description.usage=Reports 12:3",
      "id=urn:shop 2:1", "info.shoeSize=42 10:3", "name=Shop 4:3", "status=draft 6:3", "tags=[a] 18:1", "team.name=Checkout 8:3",
      "version=1.10 5:3",
    ])
  #expect(
    listing(contract) == [
      "/authoritativeDefinitions[type=privacy,url=https:\\/\\/example.com\\/privacy] 17:8 type=privacy url=https://example.com/privacy",
      "/team.customProperties[property=contactName] 9:13 value=Ann",
      "/team.customProperties[property=contactEmail] 9:24 value=ann@example.com",
      "/authoritativeDefinitions[type=wiki,url=https:\\/\\/example.com\\/wiki] 19:9 type=wiki url=https://example.com/wiki",
      "/customProperties[property=billing] 14:3 value=5 USD", "/customProperties[property=noticePeriod] 15:3 value=P3M",
    ])
}

@Test(
  arguments: [
    ("string", "logicalType=string"), ("Text", "logicalType=string"), ("varchar", "logicalType=string"),
    ("boolean", "logicalType=boolean"), ("date", "logicalType=date"), ("time", "logicalType=time"), ("array", "logicalType=array"),
    ("record", "logicalType=object"), ("struct", "logicalType=object"), ("object", "logicalType=object"), ("map", "logicalType=map"),
    ("int", "logicalType=integer"), ("integer", "logicalType=integer"), ("long", "logicalType=integer logicalTypeOptions.format=i64"),
    ("bigint", "logicalType=integer logicalTypeOptions.format=i64"), ("float", "logicalType=number logicalTypeOptions.format=f32"),
    ("double", "logicalType=number logicalTypeOptions.format=f64"), ("number", "logicalType=number"),
    ("decimal\nprecision: 10\nscale: 2", "logicalType=number physicalType=decimal(10,2)"),
    ("decimal\nprecision: 10", "logicalType=number physicalType=decimal(10)"),
    ("decimal\nscale: 2", "logicalType=number physicalType=decimal(38,2)"),
    ("timestamp", "logicalType=timestamp logicalTypeOptions.timezone=true"),
    ("timestamp_tz", "logicalType=timestamp logicalTypeOptions.timezone=true"), ("timestamp_ntz", "logicalType=timestamp"),
    ("bytes", "physicalType=bytes"), ("variant", "physicalType=variant"), ("json", "physicalType=json"),
    ("string\nconfig: {snowflakeType: VARCHAR(20)}", "logicalType=string physicalType=VARCHAR(20)"),
    ("long\nrequired: true\nunique: true", "logicalType=integer logicalTypeOptions.format=i64 required=true unique=true"),
    ("string\nprimary: true", "logicalType=string primaryKey=true"), ("string\nprimaryKey: true", "logicalType=string primaryKey=true"),
    ("string\nformat: email\nminLength: 3", "logicalType=string logicalTypeOptions.format=email logicalTypeOptions.minLength=3"),
    ("string\npattern: a+\nmaxLength: 9", "logicalType=string logicalTypeOptions.maxLength=9 logicalTypeOptions.pattern=a+"),
    ("int\nminimum: 0\nexclusiveMaximum: 9", "logicalType=integer logicalTypeOptions.exclusiveMaximum=9 logicalTypeOptions.minimum=0"),
    ("string\ntitle: T\nclassification: secret", "businessName=T classification=secret logicalType=string"),
    ("string\nexample: 1", "examples=[1] logicalType=string"), ("string\nexamples: [1]", "examples=[1] logicalType=string"),
    ("string\ndeprecated: true", "deprecated=true logicalType=string"),
  ])
func specificationFieldsReadLikeProperties(text: String, expected: String) throws {
  let contract = try readContract(specificationField("type: " + text))
  let line = try #require(listing(contract).first { $0.hasPrefix("/schema[name=t]/properties[name=c] ") })
  #expect(line == "/schema[name=t]/properties[name=c] 9:7 " + expected)
  #expect(contract.diagnostics.map(\.message) == (text == "Text" ? ["'type' cannot be 'Text'; did you mean 'text'?"] : []))
}

@Test func specificationModelsAreReadWithTheirPlaces() throws {
  let contract = try readContract(
    specificationHead() + """
      servers:
        prod: {type: s3, environment: prod, location: s3://b, roles: [{name: r}]}
      models:
        ünïcode/]:
          type: table
          title: T
          primaryKey: [b, a]
          config: {postgresTable: tbl, owner: me}
          fields:
            a: {type: string, enum: [X, 1], references: u.a, pii: true}
            b:
              type: array
              items: {type: object, fields: {"": {type: int}}}
            c: {type: map, values: {type: double}}
          quality:
            - {type: sql, query: SELECT 1, mustBeGreaterThanOrEqualTo: 5}
      servicelevels:
        availability: {percentage: 99.9%}
        retention: {period: P1Y, unlimited: false, timestampField: t.c}
        latency: {threshold: 25h, sourceTimestampField: t.a}
        frequency: {type: batch, interval: daily, cron: 0 0 * * *}
        support: {time: 9am to 5pm, responseTime: 1h}
        backup: {cron: 0 0 * * 0, recoveryPoint: 1 week}

      """)
  #expect(contract.diagnostics.map(\.message) == [])
  let model = "/schema[name=ünïcode\\/\\]]"
  #expect(
    listing(contract) == [
      "/servers[server=prod] 7:3 environment=prod location=s3://b type=s3", "/servers[server=prod]/roles[role=r] 7:66",
      "\(model) 9:3 businessName=T physicalName=tbl physicalType=table",
      "\(model)/properties[name=a] 15:7 logicalType=string primaryKey=true primaryKeyPosition=2",
      "\(model)/properties[name=a]/enum[value=X] 15:32", "\(model)/properties[name=a]/enum[value=1] 15:35",
      "\(model)/properties[name=a]/relationships[to=u.a] 15:39 to=u.a",
      "\(model)/properties[name=a]/customProperties[property=pii] 15:56 value=true",
      "\(model)/properties[name=b] 16:7 logicalType=array primaryKey=true primaryKeyPosition=1",
      "\(model)/properties[name=b]/items 18:17 logicalType=object",
      "\(model)/properties[name=b]/items/properties[name=] 18:40 logicalType=integer",
      "\(model)/properties[name=c] 19:7 logicalType=map",
      "\(model)/properties[name=c]/map.value 19:31 logicalType=number logicalTypeOptions.format=f64",
      "\(model)/properties[name=c]/map.key 19:31 logicalType=string",
      "\(model)/quality[0] 21:10 mustBeGreaterOrEqualTo=5 query=SELECT 1 type=sql",
      "\(model)/customProperties[property=owner] 13:34 value=me",
      "/slaProperties[property=availability] 23:18 value=99.9%",
      "/slaProperties[property=retention,element=t.c] 24:15 element=t.c value=P1Y",
      "/slaProperties[property=latency,element=t.a] 25:13 element=t.a value=25h",
      "/slaProperties[property=frequency] 26:15 schedule=0 0 * * * value=daily",
      "/slaProperties[property=frequency]/customProperties[property=type] 26:15 value=batch",
      "/slaProperties[property=support] 27:13 value=9am to 5pm", "/slaProperties[property=responseTime] 27:31 value=1h",
      "/slaProperties[property=backup] 28:12 value=0 0 * * 0", "/slaProperties[property=recoveryPoint] 28:29 value=1 week",
    ])
}

@Test func specificationQualityOfOtherToolsIsCustom() throws {
  let contract = try readContract(
    specificationHead("0.9.3") + "quality:\n  type: SodaCL\n  specification:\n    checks for t: [row_count > 0]\n")
  #expect(contract.diagnostics.map(\.message) == [])
  #expect(listing(contract) == ["/quality[0] 7:3 engine=soda implementation={checks for t: [row_count > 0]} type=custom"])
}

@Test(
  arguments: [
    ("dataContractSpecification: 1.1.0\n", ["1:1 the contract has no 'id'", "1:1 the contract has no 'info'"]),
    ("dataContractSpecification: 1.1.0\nid: x\ninfo: {}\n", ["no 'info.title'", "no 'info.version'"]),
    (
      specificationHead().replacing("1.2.1", with: "1.9.0"),
      ["1:28 version 1.9.0 of the standard is not known; the contract is read as 1.2.1"]
    ),
    (specificationField("type: strng"), ["10:15 'type' cannot be 'strng'; did you mean 'string'?"]),
    (specificationField("type: int\nrequired: maybe"), ["11:19 'required' must be true or false, not a text"]),
    (specificationField("type: int\nrequred: true"), ["11:9 unknown key 'requred' in a property; did you mean 'required'?"]),
    (specificationField("type: string\nminLength: long"), ["11:20 'logicalTypeOptions.minLength' must be a whole number, not a text"]),
    (specificationField("type: string\nenum: A"), ["11:15 'enum' must be a list, not a text"]),
    (specificationHead() + "models: [a]\n", ["6:9 'models' must be a mapping, not a list"]),
    (specificationHead() + "models:\n  t:\n", ["7:5 the object must be a mapping, not nothing"]),
    (specificationHead() + "models:\n  t: {fields: {c: string}}\n", ["7:19 the property must be a mapping, not a text"]),
    (specificationHead() + "servers:\n  prod: {host: h}\n", ["7:10 the server has no 'type'"]),
    (specificationHead().replacing("version: 1.0.0", with: "version: 1.0.0\n  status: activ"), ["did you mean 'active'?"]),
    (
      specificationHead().replacing("1.2.1", with: "1.1.0") + "models: {t: {fields: {c: {type: variant}}}}\n",
      ["6:33 'variant' for 'type' belongs to 1.2.0 and later; the contract says dataContractSpecification 1.1.0"]
    ),
  ])
func specificationFaultsAreReported(text: String, expected: [String]) throws {
  let faults = try contractFaults(text)
  #expect(faults.count == expected.count, "\(faults)")
  #expect(zip(faults, expected).allSatisfy { $0.contains($1) }, "\(faults)")
}
