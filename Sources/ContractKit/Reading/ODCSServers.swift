/// Servers of ODCS: section "Infrastructure and servers" of the standard.
extension ODCS {
  /// The keys of all types of server together. Which of them belong to which type is a matter of validity: `serverKeysFitTheType`.
  static let server = Shape(
    Identity(name: "server"),
    Fields(
      closedSince: .v31,
      check: serverKeysFitTheType,
      [
        id(), Field("server", .text).required(), Field("type", .word(serverTypes)).required(), Field("description", .text),
        Field("environment", .text), Field("roles", .children(.role)), customProperties(),
        Field("account", .text), Field("catalog", .text), Field("catalogUrl", .text, since: .v32), Field("database", .text),
        Field("dataset", .text), Field("delimiter", .text), Field("encoding", .text, since: .v32), Field("endpointUrl", .text),
        Field("format", .text), Field("host", .text), Field("location", .text), Field("namespace", .text, since: .v32),
        Field("path", .text),
        Field("port", .scalar).checked(isPort),
        Field("project", .text), Field("region", .text), Field("regionName", .text), Field("schema", .text),
        Field("serviceName", .text), Field("stagingDir", .text), Field("stream", .text, since: .v31), Field("warehouse", .text),
        Field("workgroup", .text, since: .v32),
      ]))

  private static let serverTypes =
    Content.words(
      "api", "athena", "azure", "bigquery", "clickhouse", "cloudsql", "custom", "databricks", "db2", "denodo", "dremio", "duckdb",
      "glue", "informix", "kafka", "kinesis", "local", "mysql", "oracle", "postgres", "postgresql", "presto", "pubsub", "redshift",
      "s3", "sftp", "snowflake", "sqlserver", "synapse", "trino", "vertica")
    + Content.words("hive", "impala", "zen", since: .v31)
    + Content.words(
      "btrieve", "exasol", "fastobjects", "hana", "iceberg", "ingres", "poet", "teradata", "vectorwise", "versant",
      since: .v32)

  /// What a server of one type must say, and what else it may.
  private struct ServerKeys {
    let needed: [String]
    let further: [String]

    init(_ needed: String..., further: [String] = []) {
      self.needed = needed
      self.further = further
    }
  }

  private static func serverKeys(_ type: String) -> ServerKeys? {
    switch type {
    case "api": .init("location")
    case "athena": .init("schema", further: ["stagingDir", "catalog", "regionName", "workgroup"])
    case "azure": .init("location", "format", further: ["encoding", "delimiter"])
    case "bigquery": .init("project", "dataset")
    case "btrieve", "hive", "impala", "informix", "ingres", "vectorwise", "zen": .init("host", "database", further: ["port"])
    case "clickhouse", "mysql", "synapse": .init("host", "port", "database")
    case "cloudsql", "postgres", "postgresql", "vertica": .init("host", "port", "database", "schema")
    case "databricks": .init("catalog", "schema", further: ["host"])
    case "db2": .init("host", "port", "database", further: ["schema"])
    case "denodo": .init("host", "port", further: ["database"])
    case "dremio": .init("host", "port", further: ["schema"])
    case "duckdb": .init("database", further: ["schema"])
    case "exasol": .init("host", further: ["port", "schema"])
    case "fastobjects", "poet", "versant": .init("database", further: ["host", "port"])
    case "glue": .init("account", "database", further: ["location", "format", "encoding"])
    case "hana": .init("host", further: ["port", "database", "schema"])
    case "iceberg": .init("catalog", "catalogUrl", further: ["namespace", "warehouse"])
    case "kafka": .init("host", further: ["format", "encoding"])
    case "kinesis": .init(further: ["region", "format", "encoding"])
    case "local": .init("path", "format", further: ["encoding"])
    case "oracle": .init("host", "port", "serviceName")
    case "presto": .init("host", further: ["catalog", "schema"])
    case "pubsub": .init("project")
    case "redshift": .init("database", "schema", further: ["host", "region", "account"])
    case "s3": .init("location", further: ["endpointUrl", "format", "encoding", "delimiter"])
    case "sftp": .init("location", further: ["format", "encoding", "delimiter"])
    case "snowflake": .init("account", "database", "schema", further: ["host", "port", "warehouse"])
    case "sqlserver": .init("host", "database", "schema", further: ["port"])
    case "teradata": .init("host", further: ["port", "database"])
    case "trino": .init("host", "port", "catalog", "schema")
    case "custom":
      .init(
        further: [
          "account", "catalog", "database", "dataset", "delimiter", "encoding", "endpointUrl", "format", "host", "location", "path",
          "port", "project", "region", "regionName", "schema", "serviceName", "stagingDir", "stream", "warehouse",
        ])
    default: nil
    }
  }

  /// The keys that say where a server is; all others stand beside them on every server.
  private static let places: Set<String> = [
    "account", "catalog", "catalogUrl", "database", "dataset", "delimiter", "encoding", "endpointUrl", "format", "host", "location",
    "namespace", "path", "port", "project", "region", "regionName", "schema", "serviceName", "stagingDir", "stream", "warehouse",
    "workgroup",
  ]

  private static let serverKeysFitTheType = Check { server, _, version in
    guard let type = server["type"]?.word, serverTypes.contains(where: { $0.text == type && $0.since <= version }),
      let keys = serverKeys(type)
    else { return [] }
    var needed = keys.needed
    // A work group says as much since 3.2.0.
    if type == "athena", version < .v32 { needed.append("stagingDir") }
    var faults = needed.filter { server[$0] == nil }.map { key in
      Check.Fault(server.firstKey ?? server, "a server of type '\(type)' needs '\(key)'")
    }
    for (key, value) in server.pairs {
      if version >= .v31, places.contains(key.text), !keys.needed.contains(key.text), !keys.further.contains(key.text) {
        faults.append(.init(key, "'\(key.text)' does not belong to a server of type '\(type)'"))
      }
      faults += placeFaults(key.text, value, type, version)
    }
    return faults
  }

  private static func placeFaults(_ key: String, _ value: YAMLNode, _ type: String, _ version: StandardVersion) -> [Check.Fault] {
    guard let text = value.word else { return [] }
    if type == "sftp", key == "location", !text.hasPrefix("sftp://") {
      return [.init(value, "the 'location' of a server of type 'sftp' starts with sftp://")]
    }
    // Before 3.1.0 the files of three types of server had a list of formats.
    guard version < .v31, ["azure", "s3", "sftp"].contains(type) else { return [] }
    let words = ["format": ["parquet", "delta", "json", "csv"], "delimiter": ["new_line", "array"]][key] ?? [text]
    guard !words.contains(text) else { return [] }
    return [.init(value, "'\(key)' cannot be '\(text)' before 3.1.0; one of \(words.joined(separator: ", "))")]
  }

  /// A whole number; from 3.2.0 on also a text, so that it can be a variable.
  private static let isPort = Check { node, _, version in
    switch node.scalarValue {
    case nil: return []  // No scalar: reported already.
    case .number(let number)? where number.isInteger: return []
    case .string? where version >= .v32: return []
    default: return [.init(node, "'port' must be a whole number, not \(node.noun)")]
    }
  }
}
