/// Whose words a physical type is written in. The same word means another thing elsewhere: `INT` is 32 bits wide in PostgreSQL, 64 in
/// BigQuery, and 38 decimal digits in Snowflake.
package enum SQLDialect: Hashable, Sendable {
  /// Nobody said which, or the contract is served by several.
  case generic
  case snowflake, bigquery, databricks, postgres, redshift, mysql, sqlServer, oracle, trino, clickhouse, duckdb

  /// The dialect of a server by its `type`, nil for servers that have no types of their own.
  private init?(server type: String) {
    switch type.lowercased() {
    case "snowflake": self = .snowflake
    case "bigquery": self = .bigquery
    case "databricks", "hive", "impala", "glue": self = .databricks
    case "postgres", "postgresql": self = .postgres
    case "redshift": self = .redshift
    case "mysql": self = .mysql
    case "sqlserver", "synapse": self = .sqlServer
    case "oracle": self = .oracle
    case "trino", "presto", "athena": self = .trino
    case "clickhouse": self = .clickhouse
    case "duckdb": self = .duckdb
    case "azure", "s3", "sftp", "local", "kafka", "kinesis", "pubsub", "api": return nil
    default: self = .generic
    }
  }

  /// The dialect of a contract: that of its servers, if they agree.
  package init(of contract: Contract?) {
    let dialects = Set((contract?.root.children(.server) ?? []).compactMap { $0.text("type").flatMap { SQLDialect(server: $0) } })
    self = dialects.count == 1 ? dialects.first ?? .generic : .generic
  }

  /// True where the length of a `VARCHAR` binds nobody: it is neither storage nor a buffer there, and readers do not size anything by it.
  package var ignoresLengths: Bool {
    switch self {
    case .snowflake, .bigquery, .databricks: true
    case .generic, .postgres, .redshift, .mysql, .sqlServer, .oracle, .trino, .clickhouse, .duckdb: false
    }
  }
}
