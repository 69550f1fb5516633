extension Catalogue {
  private static let advice = "Publish the new type as a new column, deprecate the old one, and remove it in a major version."
  private static let reason = "Readers parse, compare and store another kind of value: queries fail or quietly give something else."

  /// Is it still the same kind of value?
  static let typeFamilies = [
    Rule.type(
      "array-item-type-changed", [.familyChanged, .integerToNumber, .signednessChanged, .zoneChanged, .scaleReduced], of: [.arrayItem],
      message: "type of the items of {parent} changed from {before} to {after}", reason: reason, advice: advice,
      fires: [
        .columns(
          "- {name: tags, logicalType: array, items: {logicalType: string}}",
          "- {name: tags, logicalType: array, items: {↓logicalType: integer}}")
      ],
      nearMisses: [
        .columns(
          "- {name: tags, logicalType: array, items: {physicalType: BIGINT}}",
          "- {name: tags, logicalType: array, items: {physicalType: INT}}", expects: ["type-narrowed"])
      ]),
    Rule.type(
      "map-key-type-changed", [.familyChanged, .integerToNumber, .signednessChanged, .zoneChanged, .scaleReduced], of: [.mapKey],
      message: "type of the keys of {parent} changed from {before} to {after}", reason: "Entries are not found under the old keys.",
      advice: advice,
      fires: [
        .columns(
          "- {name: rates, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: number}}}",
          "- {name: rates, logicalType: map, map: {key: {↓logicalType: integer}, value: {logicalType: number}}}")
      ],
      nearMisses: [
        .columns(
          "- {name: rates, logicalType: map, map: {key: {physicalType: VARCHAR(3)}, value: {logicalType: number}}}",
          "- {name: rates, logicalType: map, map: {key: {physicalType: varchar(3)}, value: {logicalType: number}}}", expects: [])
      ]),
    Rule.type(
      "map-value-type-changed", [.familyChanged, .integerToNumber, .signednessChanged, .zoneChanged, .scaleReduced], of: [.mapValue],
      message: "type of the values of {parent} changed from {before} to {after}", reason: reason, advice: advice,
      fires: [
        .columns(
          "- {name: rates, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: number}}}",
          "- {name: rates, logicalType: map, map: {key: {logicalType: string}, value: {↓logicalType: string}}}")
      ],
      nearMisses: [
        .columns(
          "- {name: rates, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: number}}}",
          "- {name: rates, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: integer}}}",
          expects: ["type-number-to-integer"])
      ]),
    Rule.type(
      "type-family-changed", [.familyChanged], reason: reason, advice: advice,
      fires: [
        .column(
          "logicalType: number\nphysicalType: DECIMAL(10,2)", "↓logicalType: string\nphysicalType: VARCHAR(20)"),
        .column("physicalType: DATE", "↓physicalType: TIMESTAMP"),
        .column("physicalType: BOOLEAN", "↓physicalType: SMALLINT"),
        .column("physicalType: DECIMAL(10,2)", "↓physicalType: DOUBLE"),
        .column("physicalType: MAP<STRING, INT>", "↓physicalType: \"STRUCT<a: INT>\""),
        .column("physicalType: \"STRUCT<a: INT, b: DATE>\"", "↓physicalType: \"STRUCT<a: INT>\""),
        .column("physicalType: ARRAY<STRING>", "↓physicalType: ARRAY<INT>"),
        .column("physicalType: INT[]", "↓physicalType: INT"),
        .column("physicalType: VARIANT", "↓physicalType: VARCHAR"),
        .column("↓logicalType: string", "physicalType: INT"),
        .column("logicalType: integer\nlogicalTypeOptions: {maximum: 10}", "↓logicalType: string\nlogicalTypeOptions: {maxLength: 5}"),
        .column("logicalType: array\nitems: {logicalType: string}", "↓logicalType: string"),
      ],
      nearMisses: [
        .column("physicalType: INT", "physicalType: integer", expects: []),
        .column("physicalType: bool", "physicalType: BOOLEAN", expects: []),
        .column("physicalType: \"DECIMAL(10,2)\"", "physicalType: \"NUMERIC(10, 2)\"", expects: []),
        .column("physicalType: \"NUMBER(38)\"", "physicalType: \"NUMBER(38,0)\"", expects: []),
        .column("physicalType: character varying(20)", "physicalType: VARCHAR(20)", expects: []),
        .column("physicalType: timestamp with time zone", "physicalType: TIMESTAMPTZ", expects: []),
        .columns(
          on: "{server: wh, type: snowflake, account: a, database: d, schema: s}", "- {name: id, physicalType: INT}",
          "- {name: id, physicalType: \"NUMBER(38,0)\"}", expects: []),
        .columns(
          on: "{server: wh, type: bigquery, project: p, dataset: d}", "- {name: id, physicalType: INT64}",
          "- {name: id, physicalType: INTEGER}", expects: []),
      ]),
    Rule.type(
      "type-fields-added", [.fieldsAdded], message: "fields were added to the type of {name}: {after}, before {before}",
      reason: "Nobody reads them yet.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        .column("physicalType: \"STRUCT<a: INT>\"", "↓physicalType: \"STRUCT<a: INT, b: DATE>\"")
      ],
      nearMisses: [
        .column("physicalType: \"STRUCT<a: INT>\"", "physicalType: \"STRUCT<a INT>\"", expects: [])
      ]),
    Rule.type(
      "type-unclear", [.unknown],
      reason: "One of the two types is not known to this tool, so it cannot tell whether readers must cope with more.",
      advice: "Have an owner look at it and acknowledge it.",
      fires: [
        .column("physicalType: FOO", "↓physicalType: BAR"),
        .column("physicalType: VARCHAR(20)", "↓physicalType: my_domain"),
        .column("physicalType: DECIMAL", "↓physicalType: \"DECIMAL(10,2)\""),
        .column("logicalType: integer\nlogicalTypeOptions: {format: i64}", "logicalType: integer")
          .markedBefore("format", "↓format"),
      ],
      nearMisses: [
        .column("physicalType: FOO", "physicalType: foo", expects: [])
      ]),
  ]
}
