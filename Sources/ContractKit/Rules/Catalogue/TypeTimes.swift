extension Catalogue {
  /// Does a time know where it is?
  static let typeTimes = [
    Rule.type(
      "type-time-zone-changed", [.zoneChanged],
      reason: "A wall clock is taken for an instant, or the other way round: every value shifts by hours.",
      advice: "Publish the other kind as a new column.",
      fires: [
        .column("physicalType: TIMESTAMP", "↓physicalType: TIMESTAMP WITH TIME ZONE"),
        .column("physicalType: TIMESTAMPTZ", "↓physicalType: TIMESTAMP"),
        .columns(
          on: "{server: wh, type: databricks, catalog: c, schema: s}", "- {name: at, physicalType: TIMESTAMP}",
          "- {name: at, ↓physicalType: TIMESTAMP_NTZ}"),
      ],
      nearMisses: [
        .columns(
          on: "{server: wh, type: databricks, catalog: c, schema: s}", "- {name: at, physicalType: TIMESTAMP}",
          "- {name: at, physicalType: TIMESTAMP_LTZ}", expects: [])
      ])
  ]
}
