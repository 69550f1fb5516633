import ContractKit
import Testing

/// A tree as lines of `step.attribute = value`, with `step name id` for each element: what a test can show at a glance.
private func outline(_ element: Element, _ path: ElementPath = .root) -> [String] {
  var lines: [String] = []
  if element.kind != .contract {
    lines.append("\(path) \(element.kind.rawValue) name=\(element.name ?? "-") id=\(element.identifier ?? "-")")
  }
  let hidden = ["apiVersion", "kind", "id", "version", "status"]
  for attribute in element.attributes where element.kind != .contract || !hidden.contains(attribute.name) {
    lines.append("\(path) \(attribute.name)=\(attribute.value.text)\(attribute.isKnown ? "" : " (unknown)")")
  }
  return lines + element.children.flatMap { outline($0, path.appending($0.step)) }
}

private func outline(_ text: String, apiVersion: String = "v3.2.0") throws -> [String] {
  let contract = try readContract(contractHead(apiVersion) + text)
  #expect(contract.diagnostics.isEmpty)
  return outline(contract.root)
}

@Test func propertiesNestToAnyDepth() throws {
  let lines = try outline(
    """
    schema:
      - name: orders
        id: o1
        physicalName: ORDERS
        properties:
          - name: lines
            logicalType: array
            logicalTypeOptions: {minItems: 1, uniqueItems: true}
            items:
              logicalType: object
              properties:
                - name: sku
                  physicalType: NO
          - name: extra
            logicalType: map
            map:
              key: {logicalType: string}
              value:
                logicalType: object
                properties: [{name: unit}]
    """)
  #expect(
    lines == [
      "/schema[name=orders] object name=orders id=o1",
      "/schema[name=orders] physicalName=ORDERS",
      "/schema[name=orders]/properties[name=lines] property name=lines id=-",
      "/schema[name=orders]/properties[name=lines] logicalType=array",
      "/schema[name=orders]/properties[name=lines] logicalTypeOptions.minItems=1",
      "/schema[name=orders]/properties[name=lines] logicalTypeOptions.uniqueItems=true",
      "/schema[name=orders]/properties[name=lines]/items arrayItem name=- id=-",
      "/schema[name=orders]/properties[name=lines]/items logicalType=object",
      "/schema[name=orders]/properties[name=lines]/items/properties[name=sku] property name=sku id=-",
      "/schema[name=orders]/properties[name=lines]/items/properties[name=sku] physicalType=NO",
      "/schema[name=orders]/properties[name=extra] property name=extra id=-",
      "/schema[name=orders]/properties[name=extra] logicalType=map",
      "/schema[name=orders]/properties[name=extra]/map.key mapKey name=- id=-",
      "/schema[name=orders]/properties[name=extra]/map.key logicalType=string",
      "/schema[name=orders]/properties[name=extra]/map.value mapValue name=- id=-",
      "/schema[name=orders]/properties[name=extra]/map.value logicalType=object",
      "/schema[name=orders]/properties[name=extra]/map.value/properties[name=unit] property name=unit id=-",
    ])
}

@Test func whatBelongsToAPropertyIsRead() throws {
  let lines = try outline(
    """
    schema:
      - name: t
        properties:
          - name: country
            enum:
              - {value: FR, label: France, id: fr, tags: [eu]}
              - value: 7
            relationships:
              - to: countries.code
              - {to: [a.b, c.d], type: foreignKey, id: r2}
            quality:
              - metric: nullValues
                mustBe: 0
              - metric: nullValues
                mustBeBetween: [0, 1.50]
                arguments: {validValues: [a, b], pattern: "x"}
              - name: by hand
                type: sql
                query: select 1
                mustBe: 1
              - {type: custom, engine: soda, implementation: {a: 1}}
            synonyms: [{synonym: land, locale: de}]
            authoritativeDefinitions: [{type: glossary, url: "https://example.com"}]
            customProperties: [{property: p, value: {a: [1, two]}, vendor: v}]
            examples: [FR, 1, null]
            transformSourceObjects: [a, b]
    """)
  let path = "/schema[name=t]/properties[name=country]"
  #expect(
    Array(lines.dropFirst(2)) == [
      "\(path) examples=[FR, 1, null]",
      "\(path) transformSourceObjects=[a, b]",
      "\(path)/enum[value=FR] enumValue name=FR id=fr",
      "\(path)/enum[value=FR] label=France",
      "\(path)/enum[value=FR] tags=[eu]",
      "\(path)/enum[value=7] enumValue name=7 id=-",
      "\(path)/relationships[to=countries.code] relationship name=- id=-",
      "\(path)/relationships[to=countries.code] to=countries.code",
      "\(path)/relationships[id=r2] relationship name=- id=r2",
      "\(path)/relationships[id=r2] to=[a.b, c.d]",
      "\(path)/relationships[id=r2] type=foreignKey",
      "\(path)/quality[metric=nullValues] qualityRule name=- id=-",
      "\(path)/quality[metric=nullValues] metric=nullValues",
      "\(path)/quality[metric=nullValues] mustBe=0",
      "\(path)/quality[1] qualityRule name=- id=-",
      "\(path)/quality[1] metric=nullValues",
      "\(path)/quality[1] mustBeBetween=[0, 1.5]",
      "\(path)/quality[1] arguments.validValues=[a, b]",
      "\(path)/quality[1] arguments.pattern=x",
      "\(path)/quality[name=by hand] qualityRule name=by hand id=-",
      "\(path)/quality[name=by hand] type=sql",
      "\(path)/quality[name=by hand] query=select 1",
      "\(path)/quality[name=by hand] mustBe=1",
      "\(path)/quality[3] qualityRule name=- id=-",
      "\(path)/quality[3] type=custom",
      "\(path)/quality[3] engine=soda",
      "\(path)/quality[3] implementation={a: 1}",
      "\(path)/synonyms[synonym=land] synonym name=land id=-",
      "\(path)/synonyms[synonym=land] locale=de",
      "\(path)/authoritativeDefinitions[type=glossary,url=https:\\/\\/example.com] definition name=- id=-",
      "\(path)/authoritativeDefinitions[type=glossary,url=https:\\/\\/example.com] type=glossary",
      "\(path)/authoritativeDefinitions[type=glossary,url=https:\\/\\/example.com] url=https://example.com",
      "\(path)/customProperties[property=p] customProperty name=p id=-",
      "\(path)/customProperties[property=p] value={a: [1, two]}",
      "\(path)/customProperties[property=p] vendor=v",
    ])
}

@Test func theOtherSectionsAreRead() throws {
  let lines = try outline(
    """
    name: orders
    description:
      purpose: p
      limitations: l
      customProperties: [{property: inside, value: 1}]
    context: {instructions: i, constraints: [{constraint: c}]}
    tags: [a, b]
    price: {priceAmount: 9.50, priceCurrency: EUR}
    team:
      name: team x
      members:
        - {username: ada, role: owner, dateIn: 2024-01-01, dateOut: 2024-06-01}
        - {username: ada, role: owner, dateIn: 2025-01-01}
    roles: [{role: reader, access: read}]
    support:
      - {channel: "#orders", tool: slack, scope: announcements}
    slaProperties:
      - {property: latency, value: 4, unit: h}
      - {property: latency, value: 1, unit: d, element: orders.ts, driver: regulatory}
    servers:
      - server: prod
        type: custom
        port: 5432
        roles: [{role: r}]
    """)
  #expect(
    lines == [
      "/ name=orders",
      "/ description.purpose=p",
      "/ description.limitations=l",
      "/ context.instructions=i",
      "/ context.constraints=[{constraint: c}]",
      "/ tags=[a, b]",
      "/ price.priceAmount=9.5",
      "/ price.priceCurrency=EUR",
      "/ team.name=team x",
      "/description.customProperties[property=inside] customProperty name=inside id=-",
      "/description.customProperties[property=inside] value=1",
      "/team.members[username=ada] member name=ada id=-",
      "/team.members[username=ada] role=owner",
      "/team.members[username=ada] dateIn=2024-01-01",
      "/team.members[username=ada] dateOut=2024-06-01",
      "/team.members[1] member name=ada id=-",
      "/team.members[1] role=owner",
      "/team.members[1] dateIn=2025-01-01",
      "/roles[role=reader] role name=reader id=-",
      "/roles[role=reader] access=read",
      "/support[channel=#orders] supportChannel name=#orders id=-",
      "/support[channel=#orders] tool=slack",
      "/support[channel=#orders] scope=announcements",
      "/slaProperties[property=latency] serviceLevel name=latency id=-",
      "/slaProperties[property=latency] value=4",
      "/slaProperties[property=latency] unit=h",
      "/slaProperties[property=latency,element=orders.ts,driver=regulatory] serviceLevel name=latency id=-",
      "/slaProperties[property=latency,element=orders.ts,driver=regulatory] value=1",
      "/slaProperties[property=latency,element=orders.ts,driver=regulatory] unit=d",
      "/slaProperties[property=latency,element=orders.ts,driver=regulatory] element=orders.ts",
      "/slaProperties[property=latency,element=orders.ts,driver=regulatory] driver=regulatory",
      "/servers[server=prod] server name=prod id=-",
      "/servers[server=prod] type=custom",
      "/servers[server=prod] port=5432",
      "/servers[server=prod]/roles[role=r] role name=r id=-",
    ])
}

@Test func teamIsTheSameAsListAndAsMapping() throws {
  let list = try outline("team:\n  - {username: ada, role: owner}\n", apiVersion: "v3.0.2")
  let mapping = try outline("team:\n  members:\n    - {username: ada, role: owner}\n", apiVersion: "v3.1.0")
  #expect(list == mapping)
  #expect(list.first == "/team.members[username=ada] member name=ada id=-")
}

@Test(arguments: [
  "quality", "required", "__meta__", "relationships", "\"null\"", "\"1e3\"", "name", "properties", "a/b]\\\\", "ü", "<<", "\"\"",
])
func namesAreData(name: String) throws {
  let lines = try outline("schema: [{name: t, properties: [{name: \(name.hasPrefix("a") ? "\"\(name)\"" : name), id: i}]}]")
  let plain = name.replacing("\"", with: "").replacing("\\\\", with: "\\")
  #expect(lines.last?.hasSuffix("property name=\(plain) id=i") == true)
  #expect(lines.count == 2)
}
