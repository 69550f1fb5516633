/// What the constraints of the scripts mean in the end.
extension SQLSchema {
  /// Called when the scripts are read, before `resolveConstraints`: what is a part of another table is no table of its own.
  mutating func leaveOutParts() {
    for place in entries.indices.reversed() where entries[place].isPart {
      schema.tables.remove(at: place)
      entries.remove(at: place)
    }
  }

  /// Called when the scripts are read, and the tables have the names that they have in the contract.
  mutating func resolveConstraints() {
    for place in schema.tables.indices {
      for constraint in entries[place].constraints {
        guard constraint.holds else {
          untold(
            constraint.origin, "'\(constraint.text.prefix(60))' of '\(schema.tables[place].name)' is not enforced, and not carried over")
          continue
        }
        switch constraint.kind {
        case .key(let columns): makeKey(columns, in: place, constraint)
        case .unique(let columns): makeUnique(columns, in: place, constraint)
        case .check(let condition): readCheck(condition, constraint, in: place)
        case .reference: break
        }
      }
    }
    // A reference without columns is to a key, which may be one of any table.
    for place in schema.tables.indices {
      for constraint in entries[place].constraints { resolveReference(constraint, in: place) }
      entries[place].constraints = []
    }
  }

  // MARK: Keys

  private mutating func makeUnique(_ columns: [String], in table: Int, _ constraint: SQLConstraint) {
    let places = columns.compactMap { schema.tables[table].place(of: $0) }
    guard places.count == columns.count else {
      return untold(constraint.origin, "a unique key of '\(schema.tables[table].name)' names a column that is not there")
    }
    if let place = places.first, places.count == 1 {
      schema.tables[table].fields[place].isUnique = true
    } else {
      schema.tables[table].quality.append(.distinct(places.compactMap { schema.tables[table].fields[$0].name }))
    }
  }

  private mutating func makeKey(_ columns: [String], in table: Int, _ constraint: SQLConstraint) {
    let name = schema.tables[table].name
    let places = columns.compactMap { schema.tables[table].place(of: $0) }
    guard places.count == columns.count else {
      return untold(constraint.origin, "the primary key of '\(name)' names a column that is not there")
    }
    guard schema.tables[table].fields.allSatisfy({ $0.keyPosition == nil }) else {
      return untold(constraint.origin, "'\(name)' has a primary key already; '\(constraint.text.prefix(60))' is not carried over")
    }
    for (offset, place) in places.enumerated() {
      schema.tables[table].fields[place].keyPosition = offset + 1
      schema.tables[table].fields[place].isRequired = true
    }
    if places.count == 1 { schema.tables[table].fields[places[0]].isUnique = true }
  }

  // MARK: References between tables

  private mutating func resolveReference(_ constraint: SQLConstraint, in place: Int) {
    guard case .reference(let own, let wanted, let wantedColumns) = constraint.kind else { return }
    let name = schema.tables[place].name
    guard let target = table(wanted) else {
      return untold(constraint.origin, "'\(name)' refers to '\(wanted.joined(separator: "."))', which is not in the contract")
    }
    let key = schema.tables[target].fields.filter { $0.keyPosition != nil }.sorted { ($0.keyPosition ?? 0) < ($1.keyPosition ?? 0) }
    let targets =
      wantedColumns.isEmpty
      ? key.compactMap(\.name)
      : wantedColumns.compactMap { schema.tables[target].place(of: $0) }.compactMap { schema.tables[target].fields[$0].name }
    let columns = own.compactMap { schema.tables[place].place(of: $0) }
    guard !targets.isEmpty, targets.count == own.count, columns.count == targets.count else {
      return untold(constraint.origin, "a reference of '\(name)' names columns that are not there")
    }
    let ends = targets.map { schema.tables[target].name + "." + $0 }
    let starts = columns.compactMap { schema.tables[place].fields[$0].name }.map { name + "." + $0 }
    guard (ends + starts).allSatisfy(Self.isReference) else {
      return untold(constraint.origin, "a reference of '\(name)' names what ODCS has no reference for: only letters, digits, '-' and '_'")
    }
    if ends.count == 1 {
      let isThere = schema.tables[place].fields[columns[0]].relationships.contains(ends[0])
      if !isThere { schema.tables[place].fields[columns[0]].relationships.append(ends[0]) }
    } else {
      schema.tables[place].relationships.append((starts, ends))
    }
  }

  /// `table.column` as ODCS writes it.
  static func isReference(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        guard let first = part.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), first != UInt8(ascii: "-") else {
          return false
        }
        return part.utf8.allSatisfy { byte in
          let letter = byte | 0x20
          return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
      }
  }
}
