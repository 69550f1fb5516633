/// Reads descriptor sets of Protocol Buffers: a message that is no part of another is a table.
///
/// Sources: Protocol Buffers, "Language Guide" for proto2, proto3 and editions, "Well-Known Types".
struct ProtobufSchema {
  private(set) var schema = ImportedSchema()
  private var descriptor = ProtobufDescriptor()
  private var path = ""
  private var made = 0
  private var told: Set<ImportRemark> = []
  /// The names of the table that is read.
  private var subject: [String] = []
  private var implicit: (count: Int, first: (file: String, position: SourcePosition?)?) = (0, nil)

  mutating func read(_ bytes: [UInt8], path: String) throws(ReadingError) {
    self.path = path
    var count = 0
    do throws(ProtobufWire.Malformed) { count = try descriptor.read(bytes) } catch { count = 0 }
    guard count > 0 else {
      throw ReadingError(
        path: path, position: .start, rule: Import.rule,
        message: "this is no descriptor set; make one by 'protoc --include_imports --include_source_info --descriptor_set_out=FILE ...'")
    }
  }

  /// Makes the tables, when all files are read.
  mutating func finish() {
    // What an option or another extension has is no data of its own.
    let used = ImportedRoots.reached(from: descriptor.extensions.map(\.typeName), parts: parts)
    // What Google's own files have is not this team's to promise.
    let own = descriptor.order.filter { name in
      descriptor.messages[name]?.isMapEntry == false && !name.hasPrefix(".google.") && !used.contains(name)
    }
    for name in ImportedRoots.of(own, parts: parts) { if let message = descriptor.messages[name] { add(message) } }
    for field in descriptor.extensions where !field.message.hasPrefix(".google.protobuf.") {
      let name = field.message.drop { $0 == "." }
      subject = [String(name), name.split(separator: ".").last.map { String($0) } ?? ""]
      untold(field.file, field.position, "the field '\(field.name)', by which '\(name)' is extended, is not in the contract", .missing)
    }
    subject = []
    if !descriptor.hasPlaces {
      schema.remarks.append(
        ImportRemark(path: path, nil, "the descriptor has no comments and no places: '--include_source_info' keeps them"))
    }
    for service in descriptor.services {
      schema.remarks.append(ImportRemark(path: service.file, nil, "the service '\(service.name)' is calls, not data, and left out"))
    }
    if let first = implicit.first {
      let count = implicit.count
      schema.remarks.append(
        ImportRemark(
          path: first.file, first.position,
          "\(count) field\(count == 1 ? "" : "s") without 'optional' are never null, and zero may mean that nobody set them: 'required' is left out"
        ))
    }
  }

  /// What each message holds.
  private var parts: [String: [String]] { descriptor.messages.mapValues { $0.fields.map(\.typeName) } }

  private mutating func untold(_ file: String, _ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    let remark = ImportRemark(kind, path: file, position, message, subject: subject)
    if told.insert(remark).inserted { schema.remarks.append(remark) }
  }

  private mutating func add(_ message: ProtobufDescriptor.Message) {
    let full = String(message.name.dropFirst())
    var table = ImportedTable(name: full.split(separator: ".").last.map { String($0) } ?? full)
    table.physicalName = full == table.name ? nil : full
    subject = [table.name, full]
    defer { subject = [] }
    table.description = message.comment
    table.isDeprecated = message.isDeprecated
    table.fields = fields(of: message, within: [message.name])
    table.customProperties = options(message.options, "MessageOptions", of: table.name, message.file, message.position)
    guard !table.fields.isEmpty else { return untold(message.file, message.position, "'\(full)' has no fields, and is left out", .missing) }
    schema.tables.append(table)
  }

  private mutating func fields(of message: ProtobufDescriptor.Message, within: [String]) -> [ImportedField] {
    for (place, choice) in message.choices.enumerated() {
      let names = message.fields.filter { $0.choice == place }.map(\.name)
      if !names.isEmpty {
        untold(
          message.file, message.position,
          "of '\(choice)' in '\(message.name.dropFirst())' at most one is set (\(names.joined(separator: ", "))), which ODCS cannot say")
      }
    }
    var fields: [ImportedField] = []
    for declared in message.fields {
      made += 1
      guard made <= ImportedSchema.greatestCount + 1 else { break }
      fields.append(field(declared, in: message, within: within))
    }
    return fields
  }

  private mutating func field(
    _ declared: ProtobufDescriptor.Field, in message: ProtobufDescriptor.Message, within: [String]
  ) -> ImportedField {
    var field = ImportedField(name: declared.name)
    if declared.hasImplicitPresence {
      implicit.count += 1
      if implicit.first == nil { implicit.first = (message.file, declared.position) }
    }
    if declared.hasDefault { untold(message.file, declared.position, "the default of '\(declared.name)' is not carried over") }
    if declared.label == 3, let entry = descriptor.messages[declared.typeName], entry.isMapEntry, entry.fields.count == 2 {
      var parts = [ImportedField(), ImportedField()]
      for place in 0..<2 { readType(entry.fields[place], in: message, into: &parts[place], within: within) }
      field.set(LogicalType("map"))
      field.physicalType = "map<\(parts[0].physicalType ?? "string"), \(parts[1].physicalType ?? "message")>"
      field.map = parts
    } else if declared.label == 3 {
      var item = ImportedField()
      readType(declared, in: message, into: &item, within: within)
      field.set(LogicalType("array"))
      field.physicalType = "repeated \(item.physicalType ?? "message")"
      field.items = [item]
    } else {
      readType(declared, in: message, into: &field, within: within)
    }
    if declared.isRequired { field.isRequired = true }
    field.isDeprecated = declared.isDeprecated
    if let name = declared.jsonName { field.customProperties.append(("jsonName", .string(name))) }
    field.customProperties += options(declared.options, "FieldOptions", of: declared.name, message.file, declared.position)
    field.description = declared.comment ?? field.description
    return field
  }

  /// Options of somebody's own, which have numbers from 1000 on: texts, whole numbers and booleans by the names that they were given.
  private mutating func options(
    _ options: ProtobufWire?, _ kind: String, of name: String, _ file: String, _ position: SourcePosition?
  ) -> [(name: String, value: JSON)] {
    var properties: [(name: String, value: JSON)] = []
    for number in (options?.fields ?? []).sorted() where number >= 1000 {
      let known = descriptor.extensions.first { $0.number == number && $0.message == ".google.protobuf." + kind }
      let value: JSON? =
        switch known?.type {
        case 9: options?.text(number).map { .string($0) }
        case 8: .boolean(options?.flag(number) == true)
        case 3, 4, 5, 13: options?.number(number).map { .integer($0) }
        default: nil
        }
      if let known, let value {
        properties.append((known.name, value))
      } else {
        untold(file, position, "the option '\(known?.name ?? String(number))' of '\(name)' is not carried over")
      }
    }
    return properties
  }

  private static let scalars = [
    1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 6: "fixed64", 7: "fixed32", 8: "bool", 9: "string", 12: "bytes",
    13: "uint32", 15: "sfixed32", 16: "sfixed64", 17: "sint32", 18: "sint64",
  ]

  private mutating func readType(
    _ declared: ProtobufDescriptor.Field, in message: ProtobufDescriptor.Message, into field: inout ImportedField, within: [String]
  ) {
    if let scalar = Self.scalars[declared.type] {
      field.physicalType = scalar
      // To SQL a float is 32 or 64 bits wide, here it is 32.
      field.set(LogicalType(TypeReader(dialect: .generic).read(scalar)))
      return
    }
    if let enumeration = descriptor.enumerations[declared.typeName] {
      field.physicalType = "enum"
      field.set(LogicalType("string"))
      var seen: Set<String> = []
      field.values = enumeration.values.filter { seen.insert($0.name).inserted }.map {
        ImportedValue(value: .string($0.name), description: $0.comment)
      }
      return
    }
    let name = String(declared.typeName.drop { $0 == "." })
    if readWellKnown(name, declared, in: message, into: &field) { return }
    field.physicalType = "message"
    guard let inner = descriptor.messages[declared.typeName] else {
      field.physicalType = name.isEmpty ? nil : name
      return untold(
        message.file, declared.position, "'\(name)' of '\(declared.name)' is not in the descriptor set: '--include_imports' adds it")
    }
    field.set(LogicalType("object"))
    guard !within.contains(inner.name), within.count < ImportedSchema.greatestDepth else {
      return untold(message.file, declared.position, "'\(name)' holds itself: within itself its fields are not told again")
    }
    field.description = inner.comment
    field.fields = fields(of: inner, within: within + [inner.name])
  }

  private mutating func readWellKnown(
    _ name: String, _ declared: ProtobufDescriptor.Field, in message: ProtobufDescriptor.Message, into field: inout ImportedField
  ) -> Bool {
    guard name.hasPrefix("google.protobuf.") || name == "google.type.Date" else { return false }
    let wrappers = [
      "DoubleValue": "double", "FloatValue": "float", "Int64Value": "int64", "UInt64Value": "uint64", "Int32Value": "int32",
      "UInt32Value": "uint32", "BoolValue": "bool", "StringValue": "string", "BytesValue": "bytes",
    ]
    let short = name.split(separator: ".").last.map { String($0) } ?? ""
    field.physicalType = name
    switch short {
    case "Timestamp": field.set(LogicalType("timestamp", ["timezone": true]))
    case "Date": field.set(LogicalType("date"))
    case "Struct": field.set(LogicalType("object"))
    case "FieldMask": field.set(LogicalType("string"))
    case "ListValue": field.set(LogicalType("array"))
    case "Empty": field.set(LogicalType("object"))
    default:
      guard let scalar = wrappers[short] else {
        untold(message.file, declared.position, "no logical type is known for '\(name)' of '\(declared.name)': 'logicalType' is left out")
        return true
      }
      field.set(LogicalType(TypeReader(dialect: .generic).read(scalar)))
    }
    return true
  }
}
