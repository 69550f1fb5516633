extension Catalogue {
  /// What kind of thing is it, and what is one row of it?
  static let objectKind = [
    Rule(
      "object-access-changed", [.object], ["physicalType"], [.changed], .breaking,
      when: { change, _ in
        let technologies = [change.before, change.after].map { ObjectTechnology($0?.text ?? "") }
        let isOther = technologies[0] != technologies[1] && !technologies.contains(.unknown)
        return isOther ? .breaking : nil
      },
      message: "{name} changed from {before} to {after}",
      reason: "A topic or a file is read with other tools and other rights than a table.",
      advice: "Serve both for a while and deprecate the old one.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n    physicalType: table\n",
          "schema:\n  - name: orders\n    ↓physicalType: topic\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n    physicalType: table\n", "schema:\n  - name: orders\n    physicalType: view\n",
          expects: ["object-physical-type-changed"]),
        Rule.Example(
          "schema:\n  - name: orders\n    physicalType: table\n", "schema:\n  - name: orders\n    physicalType: TABLE\n", expects: []),
      ]),
    Rule(
      "object-physical-type-changed", [.object], ["physicalType"], [.changed], .dangerous,
      message: "{name} changed from {before} to {after}",
      reason: "Rights, speed and time travel differ between tables, views and the like.",
      advice: "Say in the description what readers must know, and have an owner acknowledge it.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n    physicalType: table\n",
          "schema:\n  - name: orders\n    ↓physicalType: view\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n    physicalType: Table\n", "schema:\n  - name: orders\n    physicalType: table\n", expects: [])
      ]),
    Rule(
      "object-physical-type-removed", [.object], ["physicalType"], [.removed], .dangerous,
      message: "{name} does not say any more that it is a {before}",
      reason: "A promise was taken back: what it is may change without notice.",
      advice: "Keep the physical type.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n    ↓physicalType: table\n",
          "schema:\n  - name: orders\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n    description: one\n", "schema:\n  - name: orders\n", expects: ["documentation-changed"])
      ]),
    Rule(
      "object-physical-type-added", [.object], ["physicalType"], [.added], .editorial,
      message: "{name} says now that it is a {after}",
      reason: "What was there already is written down.",
      advice: "Nothing to do but to raise the patch version.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n",
          "schema:\n  - name: orders\n    ↓physicalType: table\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n", "schema:\n  - name: orders\n    logicalType: object\n", expects: [])
      ]),
    Rule(
      "granularity-changed", [.object], ["dataGranularityDescription"], [.added, .removed, .changed], .dangerous,
      when: { change, _ in change.action == .added ? nil : .dangerous },
      message: "granularity of {name} changed from {before} to {after}",
      reason: "Where a row stands for something else, sums and counts are wrong and nothing fails.",
      advice: "If a row means something else now, publish a new table. If only the words changed, have an owner acknowledge it.",
      isAboutData: true,
      fires: [
        Rule.Example(
          "schema:\n  - name: orders\n    dataGranularityDescription: one row per order\n",
          "schema:\n  - name: orders\n    ↓dataGranularityDescription: one row per order line\n")
      ],
      nearMisses: [
        Rule.Example(
          "schema:\n  - name: orders\n", "schema:\n  - name: orders\n    dataGranularityDescription: one row per order\n",
          expects: ["documentation-changed"])
      ]),
  ]
}

/// How an object is reached: rows by queries, events by subscription, files by path.
enum ObjectTechnology {
  case rows, events, files, unknown

  init(_ physicalType: String) {
    switch physicalType.lowercased().filter({ $0.isLetter }) {
    case "table", "view", "materializedview", "externaltable", "dynamictable", "temporarytable", "model", "dataset", "collection",
      "icebergtable", "deltatable", "partitionedtable", "foreigntable", "seed", "snapshot", "incremental":
      self = .rows
    case "topic", "stream", "queue", "event", "events", "message", "subscription", "channel":
      self = .events
    case "file", "files", "csv", "json", "jsonl", "ndjson", "parquet", "avro", "orc", "xml", "xlsx", "excel", "folder", "directory",
      "object",
      "blob", "document":
      self = .files
    default:
      self = .unknown
    }
  }
}
