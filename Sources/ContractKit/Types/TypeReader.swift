/// Reads the meaning of a physical type.
///
/// Sources: the "data types" pages of Snowflake, BigQuery, Databricks, PostgreSQL, Redshift, MySQL, SQL Server, Oracle, Trino,
/// ClickHouse and DuckDB; Avro 1.12 (primitive and logical types); Protocol Buffers (scalar value types); ISO/IEC 9075 for the rest.
struct TypeReader: Sendable {
  var dialect: SQLDialect

  /// Never nil: a type that nobody knows is `unknown` with its own text.
  func read(_ text: String) -> DataType {
    guard let syntax = TypeSyntax(text) else { return unknown(text) }
    return read(syntax) ?? unknown(text)
  }

  private func unknown(_ text: String) -> DataType {
    .unknown(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").uppercased())
  }

  func read(_ syntax: TypeSyntax) -> DataType? {
    var syntax = syntax
    if syntax.words.count > 1 {
      // `INT ARRAY`, `repeated string`.
      if syntax.words.last == "ARRAY" {
        syntax.words.removeLast()
        return .array(read(syntax))
      }
      if syntax.words[0] == "REPEATED" {
        syntax.words.removeFirst()
        return .array(read(syntax))
      }
      // Words that do not touch the values.
      if let place = syntax.words.firstIndex(of: "COLLATE"), place > 0 { syntax.words.removeSubrange(place...) }
      if syntax.words.suffix(2) == ["NOT", "NULL"], syntax.words.count > 2 { return nil }
      if syntax.words.last == "NULL", syntax.words.count > 1 { syntax.words.removeLast() }
    }
    // ClickHouse wraps.
    if ["NULLABLE", "LOWCARDINALITY"].contains(syntax.name), syntax.types.count == 1 { return read(syntax.types[0].type) }
    return number(syntax) ?? text(syntax) ?? time(syntax) ?? nested(syntax) ?? other(syntax)
  }

  // MARK: Nested types

  private func nested(_ syntax: TypeSyntax) -> DataType? {
    let inner = syntax.types
    switch syntax.name {
    case "ARRAY", "LIST":
      return .array(inner.first.flatMap { read($0.type) ?? unknown($0.type.name) })
    case "MAP":
      guard inner.count == 2 else { return inner.isEmpty ? .anyMap : nil }
      return .map(key: read(inner[0].type) ?? unknown(inner[0].type.name), value: read(inner[1].type) ?? unknown(inner[1].type.name))
    case "STRUCT", "ROW", "RECORD", "TUPLE", "NESTED", "MESSAGE":
      return record(inner)
    case "OBJECT":
      // Without fields it is Snowflake's semi-structured type.
      return inner.isEmpty && dialect == .snowflake ? .document("OBJECT") : record(inner)
    case "VECTOR", "HALFVEC", "EMBEDDING":
      return .vector(dimensions: syntax.numbers.first, element: inner.first?.type.name ?? (syntax.name == "HALFVEC" ? "FLOAT16" : nil))
    default:
      return nil
    }
  }

  private func record(_ fields: [(name: String?, type: TypeSyntax)]) -> DataType {
    guard !fields.isEmpty else { return .object(nil) }
    return .object(fields.map { DataType.Field(name: $0.name?.lowercased(), type: read($0.type) ?? unknown($0.type.name)) })
  }

  // MARK: Everything else

  private func other(_ syntax: TypeSyntax) -> DataType? {
    switch syntax.name {
    case "BOOL", "BOOLEAN", "LOGICAL": .boolean
    case "BIT" where dialect == .sqlServer: .boolean
    case "BIT", "BIT VARYING", "VARBIT": .bits(length: syntax.numbers.first ?? (syntax.name == "BIT" ? 1 : nil))
    case "BINARY", "VARBINARY", "BYTES", "RAW", "BINARY VARYING", "FIXED",
      "FIXEDSTRING" where syntax.numbers.count < 2:
      .binary(length: syntax.numbers.first)
    case "BYTEA", "BLOB", "LONGBLOB", "MEDIUMBLOB", "LONG RAW", "IMAGE", "BFILE", "BINARY LARGE OBJECT": .binary(length: nil)
    case "TINYBLOB": .binary(length: 255)
    case "ROWVERSION": .binary(length: 8)
    case "UUID", "UNIQUEIDENTIFIER", "GUID": .uuid
    case "JSON", "JSONB", "VARIANT", "SUPER", "HSTORE", "DYNAMIC", "BSON": .document(syntax.name)
    case "XML", "XMLTYPE": .document("XML")
    case "GEOGRAPHY", "GEOMETRY", "POINT", "POLYGON", "LINESTRING", "MULTIPOINT", "MULTIPOLYGON", "MULTILINESTRING", "SDO_GEOMETRY",
      "SPHERICALGEOGRAPHY", "GEOMETRYCOLLECTION", "BOX", "CIRCLE", "PATH", "LINE":
      .spatial(syntax.name)
    case "INET", "CIDR", "MACADDR", "MACADDR8", "IPADDRESS", "IPV4", "IPV6": .network(syntax.name)
    default: nil
    }
  }
}
