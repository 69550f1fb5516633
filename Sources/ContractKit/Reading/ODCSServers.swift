/// Servers of ODCS: section "Infrastructure and servers" of the standard.
extension ODCS {
  /// The keys of all types of server together: which of them belong to which type is a matter of validity.
  static let server = Shape(
    Identity(name: "server"),
    Fields(
      closedSince: .v31,
      [
        id(), Field("server", .text).required(), Field("type", .word(serverTypes)).required(), Field("description", .text),
        Field("environment", .text), Field("roles", .children(.role)), customProperties(),
        Field("account", .text), Field("catalog", .text), Field("catalogUrl", .text, since: .v32), Field("database", .text),
        Field("dataset", .text), Field("delimiter", .text), Field("encoding", .text, since: .v32), Field("endpointUrl", .text),
        Field("format", .text), Field("host", .text), Field("location", .text), Field("namespace", .text, since: .v32),
        Field("path", .text),
        // A number; from 3.2.0 on also a text, so that it can be a variable.
        Field("port", .scalar),
        Field("project", .text), Field("region", .text), Field("regionName", .text), Field("schema", .text),
        Field("serviceName", .text), Field("stagingDir", .text), Field("stream", .text, since: .v32), Field("warehouse", .text),
        Field("workgroup", .text, since: .v32),
      ]))

  private static let serverTypes =
    Content.words(
      "api", "athena", "azure", "bigquery", "clickhouse", "cloudsql", "custom", "databricks", "db2", "denodo", "dremio", "duckdb",
      "glue", "informix", "kafka", "kinesis", "local", "mysql", "oracle", "postgres", "postgresql", "presto", "pubsub", "redshift",
      "s3", "sftp", "snowflake", "sqlserver", "synapse", "trino", "vertica")
    + Content.words("hive", since: .v31)
    + Content.words(
      "btrieve", "exasol", "fastobjects", "hana", "iceberg", "impala", "ingres", "poet", "teradata", "vectorwise", "versant", "zen",
      since: .v32)
}
