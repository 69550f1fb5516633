extension TypeReader {
  /// Dates, times, instants and spans.
  func time(_ syntax: TypeSyntax) -> DataType? {
    let precision = syntax.numbers.first
    switch syntax.name {
    case "DATE" where dialect == .oracle: return .timestamp(precision: 0, zone: .none)
    case "DATE", "DATE32": return .date
    case "TIME", "TIME WITHOUT TIME ZONE": return .time(precision: precision ?? defaultPrecision, zone: .none)
    case "TIMETZ", "TIME WITH TIME ZONE": return .time(precision: precision ?? defaultPrecision, zone: .offset)
    case "TIME-MILLIS": return .time(precision: 3, zone: .none)
    case "TIME-MICROS": return .time(precision: 6, zone: .none)
    case "DATETIME":
      // SQL Server rounds to a three-hundredth of a second.
      let usual = dialect == .sqlServer ? 3 : dialect == .mysql || dialect == .clickhouse ? 0 : defaultPrecision
      return .timestamp(precision: precision ?? usual, zone: dialect == .clickhouse ? .instant : .none)
    case "DATETIME64": return .timestamp(precision: precision ?? 3, zone: .instant)
    case "DATETIME2": return .timestamp(precision: precision ?? 7, zone: .none)
    case "SMALLDATETIME": return .timestamp(precision: 0, zone: .none)
    case "DATETIMEOFFSET": return .timestamp(precision: precision ?? 7, zone: .offset)
    // Another name of ROWVERSION, which counts changes.
    case "TIMESTAMP" where dialect == .sqlServer: return .binary(length: 8)
    case "TIMESTAMP": return .timestamp(precision: precision ?? defaultPrecision, zone: zoneOfTimestamp)
    case "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "TIMESTAMP WITHOUT TIME ZONE":
      return .timestamp(precision: precision ?? defaultPrecision, zone: .none)
    case "TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP WITH LOCAL TIME ZONE":
      return .timestamp(precision: precision ?? defaultPrecision, zone: .instant)
    case "TIMESTAMPTZ", "TIMESTAMP_TZ", "TIMESTAMP WITH TIME ZONE":
      // PostgreSQL and its kin keep the instant alone.
      let zone: DataType.Zone = dialect == .postgres || dialect == .redshift || dialect == .duckdb ? .instant : .offset
      return .timestamp(precision: precision ?? defaultPrecision, zone: zone)
    case "TIMESTAMP_S": return .timestamp(precision: 0, zone: .none)
    case "TIMESTAMP_MS", "LOCAL-TIMESTAMP-MILLIS": return .timestamp(precision: 3, zone: .none)
    case "TIMESTAMP_US", "LOCAL-TIMESTAMP-MICROS": return .timestamp(precision: 6, zone: .none)
    case "TIMESTAMP_NS": return .timestamp(precision: 9, zone: .none)
    case "TIMESTAMP-MILLIS": return .timestamp(precision: 3, zone: .instant)
    case "TIMESTAMP-MICROS": return .timestamp(precision: 6, zone: .instant)
    case "GOOGLE.PROTOBUF.TIMESTAMP": return .timestamp(precision: 9, zone: .instant)
    default:
      return syntax.words[0] == "INTERVAL" || syntax.name == "DURATION" ? .interval : nil
    }
  }

  private var zoneOfTimestamp: DataType.Zone {
    switch dialect {
    case .bigquery, .databricks, .mysql: .instant
    default: .none
    }
  }

  private var defaultPrecision: Int {
    switch dialect {
    case .snowflake: 9
    case .trino: 3
    case .mysql: 0
    case .sqlServer: 7
    default: 6
    }
  }
}
