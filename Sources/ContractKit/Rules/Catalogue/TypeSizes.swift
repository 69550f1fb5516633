extension Catalogue {
  private static let snowflake = "{server: wh, type: snowflake, account: a, database: d, schema: s}"
  private static let postgres = "{server: db, type: postgres, host: h, port: 5432, database: d, schema: s}"

  /// Do its values still fit where they were put?
  static let typeSizes = [
    Rule.type(
      "type-lengthened", [.lengthened],
      when: { change, context in context.ignoresGrowth(of: change) ? nil : .dangerous },
      reason: "Longer texts are cut off, or refused, where readers sized something by the old length.",
      advice: "Tell the readers, and have an owner acknowledge it. Where lengths bind nobody, the server's type says so.",
      fires: [
        .column("physicalType: VARCHAR(20)", "↓physicalType: VARCHAR(40)"),
        .column("physicalType: CHAR(2)", "↓physicalType: CHAR(3)"),
        .column("physicalType: VARCHAR(20)", "↓physicalType: TEXT"),
        .columns(on: postgres, "- {name: id, physicalType: varchar(20)}", "- {name: id, ↓physicalType: varchar(40)}"),
      ],
      nearMisses: [
        .column("physicalType: VARCHAR(320)", "physicalType: VARCHAR(255)", expects: ["type-narrowed"]),
        .columns(
          on: snowflake, "- {name: id, physicalType: VARCHAR(20)}", "- {name: id, physicalType: VARCHAR(40)}",
          expects: ["type-lengthened-freely"]),
      ]),
    Rule.type(
      "type-lengthened-freely", [.lengthened], impact: .compatible,
      when: { change, context in context.ignoresGrowth(of: change) ? .compatible : nil },
      reason: "On this kind of server the length of a text binds nobody.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        .columns(on: snowflake, "- {name: id, physicalType: VARCHAR(20)}", "- {name: id, ↓physicalType: VARCHAR(40)}"),
        .columns(on: postgres, "- {name: id, physicalType: varchar(20)}", "- {name: id, ↓physicalType: text}"),
        .column(
          "physicalType: VARCHAR(20)", "↓physicalType: VARCHAR(40)", settings: JudgeSettings(policy: JudgePolicy(profile: .warehouse))),
      ],
      nearMisses: [
        .columns(
          on: snowflake, "- {name: id, physicalType: VARCHAR(20)}", "- {name: id, physicalType: VARCHAR(40)}",
          expects: ["type-lengthened"], settings: JudgeSettings(policy: JudgePolicy(profile: .strict)))
      ]),
    Rule.type(
      "type-widened", [.widened],
      reason: "Larger values overflow, or are rounded, where readers sized something by the old type.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        .column("physicalType: \"DECIMAL(10,2)\"", "↓physicalType: \"DECIMAL(18,2)\""),
        .column("physicalType: TIMESTAMP(3)", "↓physicalType: TIMESTAMP(9)"),
        .column("physicalType: VARBINARY(16)", "↓physicalType: VARBINARY(32)"),
        .column("physicalType: CHAR(10)", "↓physicalType: VARCHAR(10)"),
      ],
      nearMisses: [
        .column("physicalType: \"DECIMAL(18,2)\"", "physicalType: \"DECIMAL(10,2)\"", expects: ["type-narrowed"])
      ]),
    Rule.type(
      "type-narrowed", [.narrowed],
      reason: "Every value fits where the old ones did.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        .column("physicalType: BIGINT", "↓physicalType: INT"),
        .column("physicalType: VARCHAR(320)", "↓physicalType: VARCHAR(255)"),
        .column("physicalType: \"DECIMAL(18,2)\"", "↓physicalType: \"DECIMAL(10,2)\""),
        .column("logicalType: integer\nlogicalTypeOptions: {format: i64}", "logicalType: integer\nlogicalTypeOptions: {↓format: i32}"),
      ],
      nearMisses: [
        .column("physicalType: INT", "physicalType: BIGINT", expects: ["type-width-crossed"])
      ]),
  ]
}
