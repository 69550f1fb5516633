extension TypeReader {
  /// Integers, exact and approximate numbers.
  func number(_ syntax: TypeSyntax) -> DataType? {
    var words = syntax.words
    let isUnsigned = words.contains("UNSIGNED")
    words.removeAll { ["UNSIGNED", "SIGNED", "ZEROFILL", "IDENTITY", "AUTO_INCREMENT"].contains($0) }
    let name = words.isEmpty ? "INT" : words.joined(separator: " ")
    if let decimal = decimal(name, syntax.numbers) { return decimal }
    if let float = float(name, syntax.numbers) { return float }
    if let (bits, isSigned) = integer(name) { return .integer(bits: bits, isSigned: isSigned && !isUnsigned) }
    return nil
  }

  /// Width in bits and sign.
  private func integer(_ name: String) -> (bits: Int, isSigned: Bool)? {
    // Databases that have one integer type under many names.
    if dialect == .bigquery, ["INT", "SMALLINT", "INTEGER", "BIGINT", "TINYINT", "BYTEINT"].contains(name) { return (64, true) }
    switch name {
    // Oracle's is a text.
    case "LONG" where dialect == .oracle: return nil
    case "SERIAL" where dialect == .mysql: return (64, false)
    case "TINYINT": return (8, dialect != .sqlServer)
    case "BYTE", "BYTEINT", "INT1": return (8, true)
    case "SMALLINT", "INT2", "SHORT", "SMALLSERIAL", "SERIAL2", "INT16", "YEAR": return (16, true)
    case "MEDIUMINT", "INT3", "MIDDLEINT": return (24, true)
    case "INT", "INTEGER", "INT4", "INT32", "SERIAL", "SERIAL4", "SINT32", "SFIXED32": return (32, true)
    // Eight bytes nearly everywhere, eight bits in ClickHouse.
    case "INT8": return (dialect == .clickhouse ? 8 : 64, true)
    case "BIGINT", "INT64", "LONG", "BIGSERIAL", "SERIAL8", "SINT64", "SFIXED64", "OID": return (64, true)
    case "HUGEINT", "INT128": return (128, true)
    case "INT256": return (256, true)
    case "UTINYINT", "UINT8": return (8, false)
    case "USMALLINT", "UINT16": return (16, false)
    case "UINTEGER", "UINT32", "FIXED32", "UINT": return (32, false)
    case "UBIGINT", "UINT64", "FIXED64": return (64, false)
    case "UHUGEINT", "UINT128": return (128, false)
    case "UINT256": return (256, false)
    default: return nil
    }
  }

  private func decimal(_ name: String, _ numbers: [Int]) -> DataType? {
    if dialect == .snowflake, ["INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"].contains(name) {
      return .decimal(DecimalShape(38, 0))
    }
    if dialect == .oracle, ["INT", "INTEGER", "SMALLINT"].contains(name) { return .decimal(DecimalShape(38, 0)) }
    switch name {
    case "DECIMAL", "DEC", "NUMERIC", "NUMBER", "BIGNUMERIC", "BIGDECIMAL":
      if let precision = numbers.first { return .decimal(DecimalShape(precision, numbers.count > 1 ? numbers[1] : 0)) }
      return .decimal(shapeWithoutArguments(isBig: name.hasPrefix("BIG")))
    case "DECIMAL32", "DECIMAL64", "DECIMAL128", "DECIMAL256":
      let precision = ["DECIMAL32": 9, "DECIMAL64": 18, "DECIMAL128": 38, "DECIMAL256": 76][name] ?? 38
      return .decimal(DecimalShape(precision, numbers.first ?? 0))
    case "MONEY": return .decimal(DecimalShape(19, dialect == .postgres ? 2 : 4))
    case "SMALLMONEY": return .decimal(DecimalShape(10, 4))
    case "FIXED" where numbers.count == 2: return .decimal(DecimalShape(numbers[0], numbers[1]))
    default: return nil
    }
  }

  private func shapeWithoutArguments(isBig: Bool) -> DecimalShape? {
    switch dialect {
    case .bigquery: isBig ? DecimalShape(76, 38) : DecimalShape(38, 9)
    case .snowflake, .trino: DecimalShape(38, 0)
    case .databricks, .mysql: DecimalShape(10, 0)
    case .sqlServer, .redshift: DecimalShape(18, 0)
    case .duckdb: DecimalShape(18, 3)
    // As exact as it gets: PostgreSQL's implementation limits.
    case .postgres: DecimalShape(131_072 + 16_383, 16_383)
    case .oracle, .clickhouse, .generic: nil
    }
  }

  private func float(_ name: String, _ numbers: [Int]) -> DataType? {
    switch name {
    case "DOUBLE", "DOUBLE PRECISION", "FLOAT8", "FLOAT64", "BINARY_DOUBLE": return .float(bits: 64)
    case "REAL", "FLOAT4":
      return .float(bits: dialect == .snowflake || dialect == .mysql && name == "REAL" ? 64 : 32)
    case "FLOAT32", "BINARY_FLOAT": return .float(bits: 32)
    case "FLOAT16", "HALF", "BFLOAT16": return .float(bits: 16)
    case "FLOAT":
      if dialect == .snowflake { return .float(bits: 64) }
      // ISO/IEC 9075: the argument is a precision in bits, and 24 fit into a single.
      if let precision = numbers.first, numbers.count == 1 { return .float(bits: precision <= 24 ? 32 : 64) }
      switch dialect {
      case .postgres, .redshift, .bigquery, .sqlServer, .oracle: return .float(bits: 64)
      default: return .float(bits: 32)
      }
    default: return nil
    }
  }
}
