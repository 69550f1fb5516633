extension Catalogue {
  private static let strict = JudgeSettings(policy: JudgePolicy(strictWidths: true))

  /// How does a number arrive?
  static let typeNumbers = [
    Rule.type(
      "type-width-crossed", [.widthCrossed],
      when: { _, context in context.settings.policy.strictWidths ? .breaking : .dangerous },
      reason: "Readers that hold the value in the narrower machine word overflow with the first larger value.",
      advice: "Tell the readers, and have an owner acknowledge it. With 'judge.strict-widths' it is breaking.",
      fires: [
        .column("physicalType: INT", "↓physicalType: BIGINT"),
        .column("physicalType: SMALLINT", "↓physicalType: INTEGER"),
        .column("physicalType: BIGINT", "↓physicalType: \"DECIMAL(20,0)\""),
        .column("physicalType: FLOAT", "↓physicalType: DOUBLE"),
        .column("physicalType: UINT32", "↓physicalType: INT64"),
        .column("logicalType: integer\nlogicalTypeOptions: {format: i32}", "logicalType: integer\nlogicalTypeOptions: {↓format: i64}"),
        .column("physicalType: INT", "↓physicalType: BIGINT", settings: strict),
      ],
      nearMisses: [
        .column("physicalType: BIGINT", "physicalType: INT", expects: ["type-narrowed"]),
        .columns(
          on: "{server: wh, type: snowflake, account: a, database: d, schema: s}", "- {name: id, physicalType: INT}",
          "- {name: id, physicalType: BIGINT}", expects: []),
      ]),
    Rule.type(
      "type-signedness-changed", [.signednessChanged],
      reason: "Values that one side can hold, negative or large, turn into others.",
      advice: "Take a type that holds both ranges, or publish a new column.",
      fires: [
        .column("physicalType: UINT32", "↓physicalType: INT32"),
        .column("physicalType: INT32", "↓physicalType: UINT32"),
        .column("physicalType: INT", "↓physicalType: INT UNSIGNED"),
      ],
      nearMisses: [
        .column("physicalType: UINT32", "physicalType: INT64", expects: ["type-width-crossed"])
      ]),
    Rule.type(
      "type-scale-grown", [.scaleGrown],
      reason: "Values have digits behind the point that readers round or refuse.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        .column("physicalType: \"DECIMAL(10,2)\"", "↓physicalType: \"DECIMAL(12,4)\"")
      ],
      nearMisses: [
        .column("physicalType: \"DECIMAL(10,2)\"", "physicalType: \"DECIMAL(12,2)\"", expects: ["type-widened"])
      ]),
    Rule.type(
      "type-scale-reduced", [.scaleReduced],
      reason: "Values are rounded: sums differ from what they were.",
      advice: "Keep the digits behind the point, or publish the rounded value as a new column.",
      fires: [
        .column("physicalType: \"DECIMAL(12,4)\"", "↓physicalType: \"DECIMAL(10,2)\"")
      ],
      nearMisses: [
        .column("physicalType: \"DECIMAL(12,4)\"", "physicalType: \"DECIMAL(10,4)\"", expects: ["type-narrowed"])
      ]),
    Rule.type(
      "type-integer-to-number", [.integerToNumber],
      reason: "Fractions appear where there were whole numbers.",
      advice: "Publish the number as a new column.",
      fires: [
        .column("logicalType: integer", "↓logicalType: number"),
        .column("physicalType: INT", "↓physicalType: \"DECIMAL(10,2)\""),
        .column("physicalType: BIGINT", "↓physicalType: DOUBLE"),
      ],
      nearMisses: [
        .column("logicalType: number", "logicalType: integer", expects: ["type-number-to-integer"])
      ]),
    Rule.type(
      "type-number-to-integer", [.numberToInteger],
      reason: "The values are among the old ones, but they arrive in another form.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        .column("logicalType: number", "↓logicalType: integer"),
        .column("physicalType: \"DECIMAL(10,2)\"", "↓physicalType: INT"),
      ],
      nearMisses: [
        .column("logicalType: integer", "logicalType: number", expects: ["type-integer-to-number"])
      ]),
    Rule.type(
      "type-precision-lost", [.precisionLost],
      reason: "The values are rounder than they were: equality and sums differ in the last digits.",
      advice: "Keep the precision, or have an owner acknowledge the loss.",
      fires: [
        .column("physicalType: DOUBLE", "↓physicalType: FLOAT"),
        .column("physicalType: TIMESTAMP(9)", "↓physicalType: TIMESTAMP(6)"),
        .column("physicalType: DOUBLE", "↓physicalType: \"DECIMAL(18,4)\""),
      ],
      nearMisses: [
        .column("physicalType: TIMESTAMP(6)", "physicalType: TIMESTAMP", expects: [])
      ]),
  ]
}
