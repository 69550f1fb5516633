extension Catalogue {
  private static let zone = "The same text means another instant: every value shifts by hours and nothing fails."

  /// Which instant does a time mean?
  static let timeZones = [
    Rule.option(
      "time-zone-changed", ["timezone", "defaultTimezone"], [.added, .removed, .changed, .raised, .lowered], .breaking,
      message: "{attribute} of {name} changed from {before} to {after}", reason: zone,
      fires: [
        .options("timestamp", "timezone: true", "↓timezone: false"),
        .options("timestamp", "", "↓timezone: true"),
        .options("timestamp", "defaultTimezone: UTC", "↓defaultTimezone: Europe/Berlin"),
        .options("timestamp", "timezone: true", "↓timezone: false, defaultTimezone: Europe/Berlin"),
      ],
      nearMisses: [
        .options("timestamp", "", "timezone: false", expects: []),
        .options("timestamp", "defaultTimezone: UTC", "defaultTimezone: Etc/UTC", expects: []),
      ])
  ]
}
