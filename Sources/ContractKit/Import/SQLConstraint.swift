/// What the rows of a table hold to. Kept until the scripts are read to their end: later statements rename, drop and switch off.
struct SQLConstraint {
  enum Kind {
    case key([String])
    case unique([String])
    /// A foreign key, which may name a table that comes later. No target columns stand for its primary key.
    case reference([String], target: [String], targetColumns: [String])
    case check(SQLCondition)
  }

  var kind: Kind
  /// Nil for one that the database names.
  var name: String?
  /// The column behind which it stands; nil where it stands among them.
  var column: String?
  /// True where it comes with the type of its column.
  var isOfType = false
  /// Where it stands.
  var origin: SQLCursor
  var enforcement = Enforcement.enforced

  enum Enforcement {
    case enforced
    /// Said, but not checked: `NOT ENFORCED`, `NOT VALID`, `WITH NOCHECK`.
    case unchecked
    case disabled
  }

  /// True where a reader can rely on it. Warehouses check no key, but whoever declares one means it.
  var holds: Bool {
    if case .check = kind { return enforcement == .enforced }
    if case .reference = kind { return true }
    return enforcement != .disabled
  }

  /// For people.
  var text: String {
    switch kind {
    case .key(let columns): "PRIMARY KEY (\(columns.joined(separator: ", ")))"
    case .unique(let columns): "UNIQUE (\(columns.joined(separator: ", ")))"
    case .reference(let columns, let target, _): "FOREIGN KEY (\(columns.joined(separator: ", "))) to \(target.joined(separator: "."))"
    case .check(let condition): "CHECK (\(condition.text))"
    }
  }

  /// Whether this is the one that a statement names: PostgreSQL names those that nobody named.
  func isNamed(_ wanted: String, in table: String) -> Bool {
    if let name { return name.lowercasedASCII == wanted.lowercasedASCII }
    let parts: [String]
    switch kind {
    case .key: parts = [table, "pkey"]
    case .unique(let columns): parts = [table] + columns + ["key"]
    case .reference(let columns, _, _): parts = [table] + columns + ["fkey"]
    case .check: parts = [table] + [column].compactMap(\.self) + ["check"]
    }
    return parts.joined(separator: "_").lowercasedASCII == wanted.lowercasedASCII
  }

  // MARK: When columns change

  func mentions(_ column: String) -> Bool {
    let folded = column.lowercasedASCII
    switch kind {
    case .key(let columns), .unique(let columns), .reference(let columns, _, _): return columns.contains { $0.lowercasedASCII == folded }
    case .check(let condition): return condition.mentions(column)
    }
  }

  mutating func rename(_ old: String, to new: String, written: String) {
    let folded = old.lowercasedASCII
    func renamed(_ columns: [String]) -> [String] { columns.map { $0.lowercasedASCII == folded ? new : $0 } }
    if let own = column, own.lowercasedASCII == folded { column = new }
    switch kind {
    case .key(let columns): kind = .key(renamed(columns))
    case .unique(let columns): kind = .unique(renamed(columns))
    case .reference(let columns, let target, let targets): kind = .reference(renamed(columns), target: target, targetColumns: targets)
    case .check(var condition):
      condition.rename(old, to: new, written: written)
      kind = .check(condition)
    }
  }
}

extension SQLCursor {
  /// What stands behind a constraint of whether rows are held to it.
  mutating func enforcement() -> SQLConstraint.Enforcement {
    var result = SQLConstraint.Enforcement.enforced
    while true {
      if take("NOT", "ENFORCED") || take("NOT", "VALID") || take("NOVALIDATE") {
        if result == .enforced { result = .unchecked }
      } else if take("DISABLE") {
        result = .disabled
      } else if take("NOT", "DEFERRABLE") || take("NO", "INHERIT") {
        continue
      } else if take(anyOf: ["ENABLE", "VALIDATE", "ENFORCED", "RELY", "NORELY", "DEFERRABLE"]) != nil {
        continue
      } else if take("INITIALLY") {
        next += 1
      } else {
        return result
      }
    }
  }

  /// The same, wherever it stands in what is left.
  mutating func enforcementInRest() -> SQLConstraint.Enforcement {
    var result = SQLConstraint.Enforcement.enforced
    while !isAtEnd {
      let before = next
      let found = enforcement()
      if found != .enforced { result = found }
      if next == before, brackets() == nil { next += 1 }
    }
    return result
  }
}
