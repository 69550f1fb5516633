extension Catalogue {
  private static func example(_ before: String, _ after: String, expects: [String]? = nil) -> Rule.Example {
    let text = { (server: String) in server.isEmpty ? "" : "servers:\n  - \(server)\n" }
    return Rule.Example(text(before), text(after), expects: expects)
  }

  /// In production the first, elsewhere the second.
  private static func inProduction(_ impact: Impact, elsewhere other: Impact) -> Rule.Judgement {
    { change, _ in ServerPlace.isProduction(change.oldElement) ? impact : other }
  }

  /// Is the data still served there?
  static let serverExistence = [
    Rule(
      "server-removed", [.server], [""], [.removed], .breaking,
      when: inProduction(.breaking, elsewhere: .compatible),
      message: "{element} was removed", reason: "Connections fail. Servers for development bind nobody.",
      advice: "Serve from both for a while, and tell the readers.",
      fires: [
        example("{↓server: prod, type: kafka, host: k, format: json}", ""),
        example("{↓server: dev, type: kafka, host: k, format: json, environment: dev}", ""),
      ],
      nearMisses: [
        example(
          "{server: prod, type: kafka, host: k, format: json}", "{server: live, type: kafka, host: k, format: json}",
          expects: ["server-renamed"])
      ]),
    Rule(
      "server-added", [.server], [""], [.added], .compatible,
      message: "{element} was added", reason: "Nobody reads from it yet.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        example("", "{↓server: prod, type: kafka, host: k, format: json}")
      ],
      nearMisses: [
        Rule.Example(
          "servers:\n  - {server: a, type: kafka, host: a}\n  - {server: b, type: kafka, host: b}\n",
          "servers:\n  - {server: b, type: kafka, host: b}\n  - {server: a, type: kafka, host: a}\n", expects: [])
      ]),
    Rule(
      "server-renamed", [.server], [""], [.renamed], .dangerous,
      message: "{element} is called '{after}' now", reason: "The address is the same; tools that select it by name do not find it.",
      advice: "Keep the name, or have an owner acknowledge it.",
      fires: [
        example("{server: prod, type: kafka, host: k, format: json}", "{↓server: live, type: kafka, host: k, format: json}")
      ],
      nearMisses: [
        example(
          "{server: prod, type: kafka, host: k}", "{server: live, type: kafka, host: j}", expects: ["server-removed", "server-added"])
      ]),
    Rule(
      "server-environment-changed", [.server], ["environment"], [.added, .removed, .changed], .dangerous,
      message: "environment of {element} changed from {before} to {after}",
      reason: "What readers took for production may be something else.", advice: "Have an owner acknowledge it.",
      fires: [
        example("{server: a, type: kafka, host: k, environment: prod}", "{server: a, type: kafka, host: k, ↓environment: uat}")
      ],
      nearMisses: [
        example("{server: a, type: kafka, host: k, environment: prod}", "{server: a, type: kafka, host: k, environment: Prod}", expects: [])
      ]),
  ]

  /// Under which address?
  static let serverAddresses = [
    Rule(
      "server-variable-introduced", [.server], ["*"], [.changed], .editorial,
      when: { change, _ in
        let known = ServerPlace.address + ["warehouse", "workgroup", "stagingDir", "region", "regionName", "format"]
        return known.contains(change.attribute) && becameVariable(change) ? .editorial : nil
      },
      message: "{attribute} of {element} is {after} now, before {before}",
      reason: "The value is filled in from outside; where the data is does not change by that.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        example("{server: a, type: kafka, host: k}", "{server: a, type: kafka, ↓host: '${KAFKA_HOST}'}")
      ],
      nearMisses: [
        example("{server: a, type: kafka, host: '${A}'}", "{server: a, type: kafka, host: '${B}'}", expects: ["server-address-changed"])
      ]),
    Rule(
      "server-address-changed", [.server], ServerPlace.address, [.removed, .changed], .breaking,
      when: inProduction(.breaking, elsewhere: .compatible),
      message: "{attribute} of {element} changed from {before} to {after}",
      reason: "Connections fail, or find other data. Servers for development bind nobody.",
      advice: "Serve from both for a while, and tell the readers.",
      fires: [
        example("{server: a, type: kafka, host: k}", "{server: a, type: kafka, ↓host: j}"),
        example("{server: a, type: kafka, host: k, environment: dev}", "{server: a, type: kafka, ↓host: j, environment: dev}"),
        example(
          "{server: a, type: postgres, host: k, port: 1, database: d, schema: s}",
          "{server: a, type: postgres, ↓host: j, port: 2, database: d, schema: s}"),
      ],
      nearMisses: [
        example(
          "{server: a, type: postgres, host: k, port: 5432, database: d, schema: s}",
          "{server: a, type: postgres, host: k, port: '5432', database: d, schema: s}", expects: [])
      ]),
    Rule(
      "server-address-stated", [.server], ServerPlace.address, [.added], .dangerous,
      when: inProduction(.dangerous, elsewhere: .compatible),
      message: "{attribute} of {element} is stated now: {after}", reason: "Whether readers connected there already cannot be told.",
      advice: "Have an owner acknowledge it.",
      fires: [
        example("{server: a, type: redshift, database: d, schema: s}", "{server: a, type: redshift, database: d, schema: s, ↓host: k}")
      ],
      nearMisses: [
        example(
          "{server: a, type: kafka, host: k}", "{server: a, type: kafka, host: k, description: Ours}", expects: ["documentation-changed"])
      ]),
  ]

  /// In which way?
  static let serverWays = [
    Rule(
      "server-type-changed", [.server], ["type"], [.added, .removed, .changed], .breaking,
      message: "type of {element} changed from {before} to {after}", reason: "Readers need other drivers, other rights and other SQL.",
      advice: "Serve from both for a while, and tell the readers.",
      fires: [
        example(
          "{server: a, type: mysql, host: k, port: 1, database: d}", "{server: a, ↓type: clickhouse, host: k, port: 1, database: d}")
      ],
      nearMisses: [
        example("{server: a, type: custom, host: k}", "{server: a, type: custom, host: j}", expects: ["server-address-changed"])
      ]),
    Rule(
      "server-format-changed", [.server], ["format", "delimiter", "encoding"], [.changed], .breaking,
      message: "{attribute} of {element} changed from {before} to {after}", reason: "Parsers fail, or read other texts.",
      advice: "Serve both for a while, and tell the readers.",
      fires: [
        example("{server: a, type: kafka, host: k, format: json}", "{server: a, type: kafka, host: k, ↓format: avro}")
      ],
      nearMisses: [
        example(
          "{server: a, type: kafka, host: k, format: json}", "{server: a, type: kafka, host: k}", expects: ["server-format-withdrawn"])
      ]),
    Rule(
      "server-format-withdrawn", [.server], ["format", "delimiter", "encoding"], [.removed], .dangerous,
      message: "{attribute} of {element} is not stated any more: {before}", reason: "It may change without notice.", advice: "Keep it.",
      fires: [
        example("{server: a, type: kafka, host: k, ↓format: json}", "{server: a, type: kafka, host: k}")
      ],
      nearMisses: [
        example("{server: a, type: kafka, host: k}", "{server: a, type: kafka, host: k, format: json}", expects: ["server-format-stated"])
      ]),
    Rule(
      "server-format-stated", [.server], ["format", "delimiter", "encoding"], [.added], .compatible,
      message: "{attribute} of {element} is stated now: {after}", reason: "A promise that was not there before.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        example("{server: a, type: kafka, host: k}", "{server: a, type: kafka, host: k, ↓format: json}")
      ],
      nearMisses: [
        example(
          "{server: a, type: kafka, host: k, format: json}", "{server: a, type: kafka, host: k, format: avro}",
          expects: ["server-format-changed"])
      ]),
    Rule(
      "server-site-changed", [.server], ["warehouse", "workgroup", "stagingDir", "region", "regionName"], [.added, .removed, .changed],
      .dangerous,
      message: "{attribute} of {element} changed from {before} to {after}",
      reason: "Readers may pay otherwise, and where data lies may be a matter of law.", advice: "Have an owner acknowledge it.",
      fires: [
        example(
          "{server: a, type: athena, schema: s, catalog: c}",
          "{server: a, type: athena, schema: s, catalog: c, ↓regionName: eu-west-1}")
      ],
      nearMisses: [
        example("{server: a, type: kafka, host: k}", "{server: a, type: kafka, host: k, customProperties: []}", expects: [])
      ]),
  ]

  /// How is the data laid out for pruning?
  static let partitions = [
    Rule(
      "partitioning-changed", [.property, .arrayItem, .mapKey, .mapValue], ["partitioned", "partitionKeyPosition"],
      [.added, .removed, .changed, .raised, .lowered], .dangerous,
      message: "partitioning by {name} changed from {before} to {after}",
      reason: "Queries that were pruned read everything: they are slow and dear, or refused.",
      advice: "Tell the readers, and have an owner acknowledge it.",
      fires: [
        .column("partitioned: true", "↓partitioned: false"),
        .column(
          "partitioned: true\npartitionKeyPosition: 1", "partitioned: true\n↓partitionKeyPosition: 2"),
      ],
      nearMisses: [
        .column("partitioned: false", "", expects: [])
      ])
  ]

  private static func becameVariable(_ change: Change) -> Bool {
    func isVariable(_ value: Value) -> Bool {
      guard case .map(let entries) = value else { return ServerPlace.isVariable(value) }
      return entries.allSatisfy { ServerPlace.isVariable($0.value) }
    }
    guard let before = change.before, let after = change.after else { return false }
    if case .map(let entries) = before, entries.contains(where: { ServerPlace.isVariable($0.value) }) { return false }
    return isVariable(after) && !isVariable(before)
  }
}
