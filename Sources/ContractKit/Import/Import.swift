/// From a foreign schema to a first contract.
package enum Import {
  /// What is read; the names are those of the command line.
  package enum Format: String, CaseIterable, Sendable {
    case sql
    case dbt
    case jsonSchema = "json-schema"
    case avro
    case protobuf
  }

  /// The rule under which a file is refused that is nothing of the kind.
  static let rule = "import-invalid"

  /// Reads files of one format into one schema.
  ///
  /// - Parameters:
  ///   - files: in the order in which they are given; a later one may speak of what an earlier one has.
  ///   - dialect: whose words the types of SQL are; nil where nobody said.
  ///   - only: the tables that are wanted, by name; all where it is empty.
  /// - Throws: `ReadingError` for a file that cannot be read at all.
  package static func schema(
    _ format: Format, _ files: [(path: String, bytes: [UInt8])], dialect: SQLDialect?, only: [String] = []
  ) throws(ReadingError) -> ImportedSchema {
    var result = ImportedSchema()
    switch format {
    case .sql: result = try sql(files, dialect ?? .generic)
    case .dbt: result = try dbt(files, dialect)
    case .jsonSchema: result = try jsonSchema(files)
    case .avro: result = try avro(files)
    case .protobuf: result = try protobuf(files)
    }
    if !only.isEmpty { keep(only, in: &result, path: files.first?.path ?? "") }
    makeNamesDistinct(&result)
    guard result.fieldCount <= ImportedSchema.greatestCount else {
      throw ReadingError(
        path: files.first?.path ?? "", position: .start, rule: rule,
        message: "there are more than \(ImportedSchema.greatestCount) fields: choose tables by '--only'")
    }
    return result
  }

  private static func sql(_ files: [(path: String, bytes: [UInt8])], _ dialect: SQLDialect) throws(ReadingError) -> ImportedSchema {
    var reader: SQLSchema?
    for file in files {
      let source = try SourceText(file.bytes, path: file.path)
      var next = SQLSchema(source, dialect: dialect)
      if let reader { next.goOn(from: reader) }
      next.read()
      reader = next
    }
    guard var reader else { return ImportedSchema() }
    reader.leaveOutParts()
    // References are by the names that the tables have in the contract.
    makeNamesDistinct(&reader.schema)
    reader.resolveConstraints()
    return reader.schema
  }

  private static func avro(_ files: [(path: String, bytes: [UInt8])]) throws(ReadingError) -> ImportedSchema {
    var reader = AvroSchema()
    for file in files { try reader.read(SourceText(file.bytes, path: file.path)) }
    reader.finish()
    return reader.schema
  }

  private static func jsonSchema(_ files: [(path: String, bytes: [UInt8])]) throws(ReadingError) -> ImportedSchema {
    var result = ImportedSchema()
    for file in files {
      var reader = try JSONSchemaReader(SourceText(file.bytes, path: file.path))
      reader.read()
      if files.count == 1 { result.name = reader.schema.name }
      result.tables += reader.schema.tables
      result.remarks += reader.schema.remarks
    }
    return result
  }

  private static func dbt(
    _ files: [(path: String, bytes: [UInt8])], _ dialect: SQLDialect?
  ) throws(ReadingError) -> ImportedSchema {
    var reader = DBTSchema(dialect: dialect)
    for file in files { try reader.read(SourceText(file.bytes, path: file.path)) }
    reader.finish()
    return reader.schema
  }

  private static func protobuf(_ files: [(path: String, bytes: [UInt8])]) throws(ReadingError) -> ImportedSchema {
    var reader = ProtobufSchema()
    for file in files { try reader.read(file.bytes, path: file.path) }
    reader.finish()
    return reader.schema
  }

  private static func keep(_ names: [String], in schema: inout ImportedSchema, path: String) {
    let wanted = Set(names.map(\.lowercasedASCII))
    // `orders` is `sales.orders`, too.
    func spellings(_ name: String) -> [String] {
      let folded = name.lowercasedASCII
      return [folded, folded.split(separator: ".").last.map { String($0) } ?? folded]
    }
    func isWanted(_ names: [String]) -> Bool { names.contains { !wanted.isDisjoint(with: spellings($0)) } }
    func isWanted(_ table: ImportedTable) -> Bool { isWanted([table.name, table.originalName, table.physicalName].compactMap { $0 }) }
    schema.tables.removeAll { !isWanted($0) }
    schema.remarks.removeAll { !$0.subject.isEmpty && !isWanted($0.subject) }
    let found = Set(schema.tables.flatMap { [$0.name, $0.originalName, $0.physicalName].compactMap { $0 }.flatMap(spellings) })
    for name in names where !found.contains(name.lowercasedASCII) {
      schema.remarks.append(ImportRemark(.missing, path: path, nil, "there is no table '\(name)'"))
    }
    // What refers to a table that was left out would refer to nothing.
    let left = Set(schema.tables.map(\.name))
    func isInside(_ reference: String) -> Bool { left.contains(String(reference.prefix { $0 != "." })) }
    for place in schema.tables.indices {
      schema.tables[place].relationships.removeAll { !$0.to.allSatisfy(isInside) }
      for field in schema.tables[place].fields.indices { schema.tables[place].fields[field].relationships.removeAll { !isInside($0) } }
    }
  }

  /// Two tables of one name, in two schemas of a database, are told apart by all of it: `sales_orders`, `crm_orders`. The one that has no
  /// longer name keeps its own.
  static func makeNamesDistinct(_ schema: inout ImportedSchema) {
    let counts = Dictionary(schema.tables.map { ($0.name, 1) }, uniquingKeysWith: +)
    var taken = Set(schema.tables.map(\.name))
    var kept: Set<String> = []
    for place in schema.tables.indices where counts[schema.tables[place].name] ?? 0 > 1 {
      let table = schema.tables[place]
      var name = table.physicalName.map { $0.replacing(".", with: "_") } ?? table.name
      if name == table.name, kept.insert(name).inserted { continue }
      if taken.contains(name) {
        name = (1...).lazy.map { "\(name)_\($0)" }.first { !taken.contains($0) } ?? name
      }
      taken.insert(name)
      schema.tables[place].originalName = table.name
      schema.tables[place].name = name
    }
  }
}

extension SQLSchema {
  /// A second script speaks of the tables and types of the first.
  mutating func goOn(from other: SQLSchema) {
    (schema, types, entries) = (other.schema, other.types, other.entries)
  }
}
