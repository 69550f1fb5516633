/// What refers to other tables, by whatever they are called in dbt.
extension DBTSchema {
  /// The table that something refers to.
  enum Target {
    /// `ref('orders')`, `ref('shop', 'orders', v=2)`
    case model(String, version: String?)
    /// `source('crm', 'orders')`
    case source(String, String)
    /// `"database"."schema"."orders"`, in whatever quotes.
    case relation([String])
    /// A `unique_id`.
    case node(String)

    init(_ text: String) {
      for (word, opening) in [("ref", "ref("), ("source", "source(")] {
        guard let call = Self.call(opening, in: text) else { continue }
        let arguments = call.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        let names = arguments.filter { !$0.contains("=") }.map { $0.filter { !Self.quotes.contains($0) } }
        guard let last = names.last else { continue }
        let version = arguments.first { $0.hasPrefix("v=") || $0.hasPrefix("version=") }?.split(separator: "=").last
        self = word == "ref" ? .model(last, version: version?.filter { !Self.quotes.contains($0) }) : .source(names[0], last)
        return
      }
      self = .relation(Self.parts(of: text))
    }

    private static let quotes: Set<Character> = ["\"", "'", "`", "[", "]"]

    /// What stands between the brackets.
    private static func call(_ opening: String, in text: String) -> String? {
      guard let start = text.firstRange(of: opening)?.upperBound, let end = text[start...].firstIndex(of: ")") else { return nil }
      return String(text[start..<end])
    }

    /// A point between quotes is one of the name.
    private static func parts(of text: String) -> [String] {
      var parts = [""]
      var isQuoted = false
      for character in text where !character.isWhitespace || isQuoted {
        if quotes.contains(character) {
          isQuoted = character == "[" || character != "]" && !isQuoted
        } else if character == ".", !isQuoted {
          parts.append("")
        } else {
          parts[parts.count - 1].append(character)
        }
      }
      return parts
    }

    var description: String {
      switch self {
      case .model(let name, let version): name + (version.map { " v" + $0 } ?? "")
      case .source(let source, let name): source + "." + name
      case .relation(let parts): parts.joined(separator: ".")
      case .node(let id): id
      }
    }
  }

  struct Reference {
    /// The place among the tables that are known.
    var entry: Int
    var columns: [Int]
    var target: Target
    var fields: [String]
    var path: String
    var position: SourcePosition
  }

  mutating func refer(
    from columns: [Int], entry: Int? = nil, to target: Target, _ fields: [String], at position: SourcePosition
  ) {
    references.append(
      Reference(entry: entry ?? entries.count, columns: columns, target: target, fields: fields, path: path, position: position))
  }

  static func text(_ value: JSON) -> String {
    if case .string(let text) = value { text } else { value.canonical }
  }

  /// The place of the one table that is meant.
  func resolve(_ target: Target) -> Int? {
    switch target {
    case .node(let id): return entries.firstIndex { $0.id == id }
    case .source(let source, let name): return entries.firstIndex { $0.source == source && $0.name == name }
    case .model(let name, let version):
      let named = entries.indices.filter { entries[$0].source == nil && entries[$0].name == name }
      guard let version else { return named.count == 1 ? named.first : named.first { entries[$0].isLatest } }
      return named.first { entries[$0].version == version }
    case .relation(let parts):
      let folded = parts.map(\.lowercasedASCII)
      let near = entries.indices.filter { Self.isNear(entries[$0].table, folded) }
      return near.count == 1 ? near.first : near.first { entries[$0].table.physicalName?.lowercasedASCII == folded.joined(separator: ".") }
    }
  }

  /// True where one of the two names is the end of the other: not every file says in which database a table is.
  private static func isNear(_ table: ImportedTable, _ parts: [String]) -> Bool {
    if parts.count == 1, table.name.lowercasedASCII == parts[0] { return true }
    let own = (table.physicalName ?? table.name).lowercasedASCII.split(separator: ".").map { String($0) }
    let count = min(own.count, parts.count)
    return count > 0 && own.suffix(count) == parts.suffix(count)
  }

  /// - Parameter places: where each table that is known stands in the contract.
  mutating func resolveReferences(_ places: [Int?]) {
    for reference in references {
      guard let place = places[reference.entry] else { continue }
      let table = schema.tables[place]
      (path, subject) = (reference.path, Self.names(of: entries[reference.entry].table))
      guard let found = resolve(reference.target).flatMap({ places[$0] }) else {
        untold(reference.position, "'\(table.name)' refers to '\(reference.target.description)', which is not in the contract")
        continue
      }
      let target = schema.tables[found]
      let fields = reference.fields.map { name in target.place(of: name).flatMap { target.fields[$0].name } }
      if let missing = fields.firstIndex(of: nil) {
        untold(
          reference.position,
          "'\(table.name)' refers to '\(reference.fields[missing])' of '\(target.name)', which is no column of the contract")
        continue
      }
      let starts = reference.columns.compactMap { table.fields[$0].name }.map { table.name + "." + $0 }
      let ends = fields.compactMap { $0 }.map { target.name + "." + $0 }
      guard !ends.isEmpty, starts.count == ends.count, (starts + ends).allSatisfy(SQLSchema.isReference) else {
        untold(reference.position, "a reference of '\(table.name)' is not carried over: it names columns that ODCS cannot refer to")
        continue
      }
      if ends.count > 1 {
        schema.tables[place].relationships.append((starts, ends))
      } else if !table.fields[reference.columns[0]].relationships.contains(ends[0]) {
        schema.tables[place].fields[reference.columns[0]].relationships.append(ends[0])
      }
    }
  }
}
