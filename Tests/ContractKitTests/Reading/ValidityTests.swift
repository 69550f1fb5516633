import ContractKit
import Testing

/// Faults that no single key has. `Scripts/validity-oracle` holds the tables against the published schemas; these say the words.
@Suite struct ValidityTests {
  private static let server = "servers: [{server: s, "
  private static let property = "schema: [{name: t, properties: [{name: a, "
  private static let quality = "schema: [{name: t, quality: [{"

  @Test(
    arguments: [
      ("v3.2.0", "\(server)type: oracle, host: h, port: 1}]", ["a server of type 'oracle' needs 'serviceName'"]),
      (
        "v3.2.0", "\(server)type: pubsub, project: p, port: 1}]", ["'port' does not belong to a server of type 'pubsub'"]
      ),
      ("v3.0.2", "\(server)type: pubsub, project: p, port: 1}]", []),
      ("v3.1.0", "\(server)type: mysql, host: h, port: x, database: d}]", ["'port' must be a whole number, not a text"]),
      ("v3.2.0", "\(server)type: mysql, host: h, port: '${PORT}', database: d}]", []),
      ("v3.1.0", "\(server)type: athena, schema: s}]", ["a server of type 'athena' needs 'stagingDir'"]),
      ("v3.2.0", "\(server)type: sftp, location: /a}]", ["the 'location' of a server of type 'sftp' starts with sftp://"]),
      (
        "v3.0.2", "\(server)type: s3, location: l, format: avro}]",
        ["'format' cannot be 'avro' before 3.1.0; one of parquet, delta, json, csv"]
      ),
      // What an open mapping has before its time is any other key.
      ("v3.0.2", "\(server)type: s3, location: l, encoding: 7}]", []),
    ] as [(String, String, [String])])
  func serversNeedAndTakeWhatTheirTypeHas(version: String, text: String, faults: [String]) throws {
    #expect(try readContract(contractHead(version) + text).diagnostics.map(\.message) == faults)
  }

  @Test(
    arguments: [
      (
        "v3.1.0", "logicalType: string, logicalTypeOptions: {minimum: 1}}]}]",
        ["'logicalTypeOptions.minimum' does not belong to logicalType 'string'"]
      ),
      (
        "v3.1.0", "logicalType: date, logicalTypeOptions: {minimum: 1}}]}]",
        ["'logicalTypeOptions.minimum' of logicalType 'date' must be a text, not a number"]
      ),
      (
        "v3.1.0", "logicalType: integer, logicalTypeOptions: {exclusiveMinimum: true}}]}]",
        ["'logicalTypeOptions.exclusiveMinimum' of logicalType 'integer' must be a number, not true or false"]
      ),
      ("v3.0.2", "logicalType: integer, logicalTypeOptions: {exclusiveMinimum: true}}]}]", []),
      (
        "v3.0.2", "logicalType: integer, logicalTypeOptions: {exclusiveMinimum: 1}}]}]",
        ["'logicalTypeOptions.exclusiveMinimum' is true or false before 3.1.0"]
      ),
      ("v3.1.0", "logicalType: string, logicalTypeOptions: {minLength: -1}}]}]", ["'logicalTypeOptions.minLength' must be 0 or more"]),
      ("v3.1.0", "logicalType: number, logicalTypeOptions: {multipleOf: 0}}]}]", ["'logicalTypeOptions.multipleOf' must be more than 0"]),
      (
        "v3.1.0", "logicalType: number, logicalTypeOptions: {format: i32}}]}]",
        ["'logicalTypeOptions.format' of logicalType 'number' cannot be 'i32'; one of f32, f64"]
      ),
      ("v3.2.0", "logicalType: vector, logicalTypeOptions: {normalized: true}}]}]", ["a vector needs 'logicalTypeOptions.dimensions'"]),
      ("v3.2.0", "logicalType: map}]}]", ["a property of logicalType 'map' needs the key 'map'"]),
      (
        "v3.2.0", "logicalType: string, items: {logicalType: string}}]}]",
        ["'items' belongs to logicalType array, and this one is 'string'"]
      ),
      ("v3.2.0", "enum: []}]}]", ["'enum' has no entries; give it one or remove the key"]),
      ("v3.2.0", "id: a b}]}]", ["an id is made of letters, digits, '-' and '_'"]),
      ("v3.2.0", "relationships: [{from: t.a, to: u.a}]}]}]", ["a relationship of a property has no 'from': it starts at the property"]),
      ("v3.2.0", "relationships: [{to: t.a.b-c}]}]}]", []),
      (
        "v3.1.0", "relationships: [{to: t.a.b-c}]}]}]",
        ["'t.a.b-c' is no reference: write object.property, or schema/object/properties/property"]
      ),
      ("v3.1.0", "relationships: [{to: 'https://h/x.yaml#/schema/t/properties/a'}]}]}]", []),
    ] as [(String, String, [String])])
  func propertiesKeepToTheirType(version: String, text: String, faults: [String]) throws {
    #expect(try readContract(contractHead(version) + Self.property + text).diagnostics.map(\.message) == faults)
  }

  @Test(
    arguments: [
      ("v3.1.0", "metric: rowCount}]}]", ["a quality rule without a type needs one comparison, for example 'mustBe'"]),
      (
        "v3.1.0", "metric: rowCount, mustBe: 1, mustNotBe: 2}]}]",
        ["'mustNotBe' is a second comparison; a quality rule without a type has one"]
      ),
      ("v3.1.0", "type: text, mustBe: 1}]}]", ["'mustBe' does not belong to a quality rule of type 'text'"]),
      ("v3.0.2", "name: n}]}]", ["a quality rule without a type needs 'rule'"]),
      ("v3.1.0", "name: n}]}]", []),
      ("v3.1.0", "type: sql, mustBe: 1}]}]", ["a quality rule of type 'sql' needs 'query'"]),
      ("v3.1.0", "type: custom, engine: e, implementation: [a]}]}]", ["'implementation' must be a text or a mapping, not a list"]),
      ("v3.1.0", "metric: rowCount, mustBeBetween: [1]}]}]", ["'mustBeBetween' takes 2 values, not 1"]),
    ] as [(String, String, [String])])
  func qualityRulesKeepToTheirType(version: String, text: String, faults: [String]) throws {
    #expect(try readContract(contractHead(version) + Self.quality + text).diagnostics.map(\.message) == faults)
  }

  @Test func statementsHaveAQuestionAndTeamsWereLists() throws {
    #expect(
      try readContract(contractHead() + "context: {verifiedStatements: [{answer: a, typo: x}]}\n").diagnostics.map(\.message) == [
        "the contract has no 'context.verifiedStatements.question'", "unknown key 'typo' in 'context.verifiedStatements'",
      ])
    #expect(
      try readContract(contractHead("v3.0.2") + "team: {name: t}\n").diagnostics.map(\.message) == [
        "'team' is a list of members before 3.1.0"
      ])
  }
}
