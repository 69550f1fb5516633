extension SQLDialect {
  /// The dialects by the names that their servers have in ODCS.
  package static let named: KeyValuePairs<String, SQLDialect> = [
    "generic": .generic, "postgres": .postgres, "mysql": .mysql, "sqlserver": .sqlServer, "oracle": .oracle, "snowflake": .snowflake,
    "bigquery": .bigquery, "redshift": .redshift, "databricks": .databricks, "trino": .trino, "clickhouse": .clickhouse,
    "duckdb": .duckdb,
  ]

  /// By the name of a server's type, or by what dbt calls its adapters; nil for what nobody knows.
  package init?(named name: String) {
    let aliases = [
      "postgresql": "postgres", "spark": "databricks", "hive": "databricks", "glue": "databricks", "fabric": "sqlserver",
      "synapse": "sqlserver", "tsql": "sqlserver", "mssql": "sqlserver", "mariadb": "mysql", "athena": "trino", "presto": "trino",
    ]
    let folded = name.lowercasedASCII
    let known = aliases[folded] ?? folded
    guard let dialect = Self.named.first(where: { $0.key == known })?.value else { return nil }
    self = dialect
  }

  /// The type of its server in ODCS; nil where nobody said which it is.
  var server: String? { self == .generic ? nil : Self.named.first { $0.value == self }?.key }

  /// Further lines for a server that is left to a human: what ODCS asks of its type.
  var placesToFillIn: String {
    let lines: [String]
    switch self {
    case .generic: lines = []
    case .postgres: lines = ["host: db.example.com", "port: 5432", "database: DATABASE", "schema: SCHEMA"]
    case .mysql: lines = ["host: db.example.com", "port: 3306", "database: DATABASE"]
    case .clickhouse: lines = ["host: db.example.com", "port: 8123", "database: DATABASE"]
    case .sqlServer: lines = ["host: db.example.com", "database: DATABASE", "schema: dbo"]
    case .oracle: lines = ["host: db.example.com", "port: 1521", "serviceName: SERVICE"]
    case .snowflake: lines = ["account: ACCOUNT", "database: DATABASE", "schema: SCHEMA"]
    case .bigquery: lines = ["project: PROJECT", "dataset: DATASET"]
    case .redshift: lines = ["database: DATABASE", "schema: SCHEMA"]
    case .databricks: lines = ["catalog: CATALOG", "schema: SCHEMA"]
    case .trino: lines = ["host: db.example.com", "port: 8080", "catalog: CATALOG", "schema: SCHEMA"]
    case .duckdb: lines = ["database: DATABASE"]
    }
    return lines.map { "\n#     " + $0 }.joined()
  }

  /// True where a backslash in a text says that the next character is meant as it stands.
  var escapesWithBackslash: Bool {
    switch self {
    case .mysql, .bigquery, .databricks, .snowflake, .clickhouse: true
    case .generic, .postgres, .redshift, .sqlServer, .oracle, .trino, .duckdb: false
    }
  }

  /// True where comments stand within comments.
  var nestsComments: Bool { self == .postgres || self == .sqlServer || self == .duckdb || self == .redshift }
}
