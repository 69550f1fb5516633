import ContractKit
import Testing

/// What every contract of 2.2 must say.
func odcs2Head(_ apiVersion: String = "v2.2.2") -> String {
  "apiVersion: \(apiVersion)\nkind: DataContract\nuuid: x\nversion: 1.0.0\nstatus: current\nquantumName: shop\ntype: tables\n"
}

private func column(_ text: String) -> String {
  odcs2Head() + "dataset:\n  - table: t\n    columns:\n      - column: c\n        logicalType: string\n        physicalType: text\n" + text
}

@Test func odcs2HeadSaysWhatTheContractIs() throws {
  let contract = try readContract(
    """
    # no apiVersion: the keys tell
    kind: DataContract
    uuid: 53581432-6c55-4ba2-a65f-72344a91553a
    version: 1.1.0
    status: production
    quantumName: my quantum
    datasetDomain: seller
    tenant: null
    type: tables
    dataset: []
    """)
  #expect(contract.dialect == .odcs("2.2.2"))
  #expect(contract.identifier == "53581432-6c55-4ba2-a65f-72344a91553a")
  #expect(contract.version?.value == "1.1.0")
  #expect(contract.version?.position == SourcePosition(line: 4, column: 10))
  #expect(contract.status == .active)
  #expect(contract.diagnostics.map(\.message) == [])
  #expect(
    rootListing(contract) == [
      "dataProduct=my quantum 6:1", "domain=seller 7:1", "id=53581432-6c55-4ba2-a65f-72344a91553a 3:1", "kind=DataContract 2:1",
      "status=active 5:1", "version=1.1.0 4:1",
    ])
  #expect(listing(contract) == ["/customProperties[property=type] 9:1 value=tables"])
}

@Test(
  arguments: [
    ("current", .active), ("Production", .active), ("active", .active), ("test", .draft), ("development", .draft),
    ("retired", .retired), ("deprecated", .deprecated),
  ] as [(String, Contract.Status)])
func odcs2StatusHasItsOwnWords(text: String, status: Contract.Status) throws {
  let contract = try readContract(odcs2Head().replacing("status: current", with: "status: " + text) + "dataset: []\n")
  #expect(contract.status == status)
  #expect(contract.diagnostics.isEmpty)
}

@Test(
  arguments: [
    // Silence means that there are no nulls.
    ("", "required=true"), ("isNullable: false", "required=true"), ("isNullable: true", "required=false"),
    ("isPrimary: true", "primaryKey=true required=true"), ("isPrimaryKey: true", "primaryKey=true required=true"),
    ("primaryKeyPosition: 2", "primaryKeyPosition=2 required=true"), ("isUnique: true", "required=true unique=true"),
    ("partitionStatus: true", "partitioned=true required=true"), ("partitionKeyPosition: 1", "partitionKeyPosition=1 required=true"),
    ("encryptedColumnName: e", "encryptedName=e required=true"),
    ("criticalDataElementStatus: true", "criticalDataElement=true required=true"),
    ("transformSourceTables: [a, b]", "required=true transformSourceObjects=[a, b]"),
    ("sampleValues: [1]", "examples=[1] required=true"), ("businessName: B", "businessName=B required=true"),
    ("classification: public", "classification=public required=true"), ("tags: null", "required=true"),
    ("logicalTypeOptions: {maxLength: 3}", "logicalTypeOptions.maxLength=3 required=true"),
  ])
func odcs2ColumnsReadLikeProperties(text: String, expected: String) throws {
  let contract = try readContract(column("        \(text)\n"))
  let attributes = ["logicalType=string", "physicalType=text"] + expected.split(separator: " ").map(String.init)
  #expect(contract.diagnostics.map(\.message) == [])
  let line = try #require(listing(contract).first { $0.hasPrefix("/schema[name=t]/properties[name=c] ") })
  // Lists have blanks, too.
  #expect(line == (["/schema[name=t]/properties[name=c] 11:9"] + rejoined(attributes).sorted()).joined(separator: " "))
}

private func rejoined(_ parts: [String]) -> [String] {
  parts.reduce(into: []) { result, part in
    if part.contains("=") { result.append(part) } else { result[result.count - 1] += " " + part }
  }
}

@Test func odcs2SectionsAreReadWithTheirPlaces() throws {
  let contract = try readContract(
    odcs2Head() + """
      productDl: dl@example.com
      productSlackChannel: '#shop'
      productFeedbackUrl: https://example.com/feedback
      sourceSystem: bigQuery
      project: edw
      datasetName: views
      driverVersion: null
      dataset:
        - table: t
          priorTableName: s
          dataGranularity: one row per order
          columns:
            - {column: c, logicalType: date, physicalType: date, clusterStatus: false}
          quality:
            - code: countCheck
              templateName: CountCheck
              toolName: Elevate
              type: reconciliation
              columns: [a, b]
              scheduleCronExpression: 0 20 * * *
      stakeholders:
        - {username: ann, role: Owner, dateIn: 2022-10-01}
      roles:
        - {role: reader, access: read}
      slaDefaultColumn: t.c
      slaProperties:
        - {property: latency, value: 4, unit: d, column: t.c}
      price: {priceAmount: 9.95, priceCurrency: USD}
      customProperties:
        - {property: p, value: v}

      """)
  #expect(contract.diagnostics.map(\.message) == [])
  #expect(contract.root.value("slaDefaultElement") == .string("t.c"))
  #expect(contract.root.value("price.priceCurrency") == .string("USD"))
  #expect(
    listing(contract) == [
      "/schema[name=t] 16:5 dataGranularityDescription=one row per order",
      "/schema[name=t]/properties[name=c] 20:10 logicalType=date physicalType=date required=true",
      "/schema[name=t]/properties[name=c]/customProperties[property=clusterStatus] 20:60 value=false",
      "/schema[name=t]/quality[name=countCheck] 22:9 arguments.properties=[a, b] engine=Elevate schedule=0 20 * * * scheduler=cron"
        + " type=custom",
      "/schema[name=t]/quality[name=countCheck]/customProperties[property=templateName] 23:9 value=CountCheck",
      "/schema[name=t]/quality[name=countCheck]/customProperties[property=type] 25:9 value=reconciliation",
      "/schema[name=t]/customProperties[property=priorTableName] 17:5 value=s",
      "/team.members[username=ann] 29:6 dateIn=2022-10-01 role=Owner",
      "/roles[role=reader] 31:6 access=read",
      "/slaProperties[property=latency,element=t.c] 34:6 element=t.c unit=d value=4",
      "/customProperties[property=p] 37:6 value=v",
      "/servers[0] 11:1 dataset=views project=edw type=bigquery",
      "/support[channel=dl@example.com] 8:1 tool=email url=mailto:dl@example.com",
      "/support[channel=#shop] 9:1 tool=slack",
      "/support[channel=feedback] 10:1 url=https://example.com/feedback",
      "/customProperties[property=type] 7:1 value=tables",
    ])
}

@Test(
  arguments: [
    ("server: 'localhost:5432'\ndriver: jdbc:postgresql\n", "host=localhost port=5432 type=postgresql"),
    ("server: db\ndatabase: d\n", "database=d host=db"), ("datasetProject: p\n", "project=p"),
  ])
func odcs2PlacesAreServers(text: String, expected: String) throws {
  let servers = try readContract(odcs2Head() + text + "dataset: []\n").root.children(.server)
  #expect(servers.count == 1)
  #expect(servers[0].attributes.map { "\($0.name)=\($0.value.text)" }.sorted().joined(separator: " ") == expected)
}

@Test func odcs2PlaceWithoutAnAddressIsNoServer() throws {
  let contract = try readContract(odcs2Head() + "sourceSystem: bigQuery\ndriver: jdbc\ndataset: []\n")
  #expect(contract.root.children(.server).isEmpty)
  #expect(contract.root.customProperty("sourceSystem") == "bigQuery")
}

@Test(
  arguments: [
    ("kind: DataContract\nuuid: x\n", ["no 'dataset'", "no 'quantumName'", "no 'status'", "no 'type'", "no 'version'"]),
    (odcs2Head() + "dataset:\n  - columns: []\n", ["9:5 the object has no 'table'"]),
    (odcs2Head() + "dataset:\n  - table: t\n", ["9:5 the object has no 'columns'"]),
    (column("        isNullable: maybe\n"), ["14:21 'required' must be true or false, not a text"]),
    (column("        isNulable: true\n"), ["14:9 unknown key 'isNulable' in a property; did you mean 'isNullable'?"]),
    (column("        shoeSize: x\n"), []),
    (odcs2Head().replacing("current", with: "curent") + "dataset: []\n", ["did you mean 'current'?"]),
    (odcs2Head("v2.1.0") + "dataset: []\n", ["1:13 version 2.1.0 of the standard is not known; the contract is read as 2.2.0"]),
    (
      odcs2Head() + "dataset:\n  - {table: t, columns: []}\n  - {table: t, columns: []}\n",
      ["10:6 this object has the name 't' of the one in line 9; change one of them"]
    ),
  ])
func odcs2FaultsAreReported(text: String, expected: [String]) throws {
  let faults = try contractFaults(text).sorted()
  #expect(faults.count == expected.count, "\(faults)")
  #expect(zip(faults, expected).allSatisfy { $0.contains($1) }, "\(faults)")
}
