/// Constraints and tests: what is promised of values.
extension DBTSchema {
  /// One test of a column or a table, wherever it was declared.
  struct Test {
    var name: String
    var arguments: SourceNode?
    var config: SourceNode?
    var position: SourcePosition
    /// The column by name, where the test does not stand below it.
    var column: String?
    /// The `unique_id` of the other table that it is about.
    var target: String?
  }

  // MARK: Constraints

  mutating func apply(_ constraint: SourceNode, _ table: inout ImportedTable, column: Int?) {
    let type = constraint["type"]?.text ?? ""
    if type == "check" {
      guard let condition = constraint["expression"]?.words else { return }
      let rule = ImportedQuality.check(name: constraint["name"]?.words, condition: condition)
      if let column { table.fields[column].quality.append(rule) } else { table.quality.append(rule) }
      return
    }
    let names = column.map { [table.fields[$0].name ?? ""] } ?? constraint["columns"]?.texts ?? []
    // A key of some of its columns would be another one.
    guard let places = places(of: names, in: table) else {
      return untold(
        constraint.position, "a constraint '\(type)' of '\(table.name)' is not carried over: it names columns that are not described here")
    }
    switch type {
    case "not_null": for place in places { table.fields[place].isRequired = true }
    case "unique": Self.makeUnique(places, &table)
    case "primary_key":
      for (offset, place) in places.enumerated() {
        table.fields[place].keyPosition = offset + 1
        table.fields[place].isRequired = true
      }
      if places.count == 1 { table.fields[places[0]].isUnique = true }
    case "foreign_key":
      if let to = constraint["to"]?.text {
        refer(from: places, to: Target(to), constraint["to_columns"]?.texts ?? [], at: constraint.position)
      } else {
        untold(constraint.position, "a foreign key of '\(table.name)' is written in SQL, and not carried over")
      }
    default: untold(constraint.position, "a constraint '\(type)' of '\(table.name)' is not carried over")
    }
  }

  /// Nil where one of the columns is not described, as is usual in dbt, or none is named.
  private func places(of names: [String], in table: ImportedTable) -> [Int]? {
    let places = names.compactMap { table.place(of: $0) }
    return places.count == names.count && !places.isEmpty ? places : nil
  }

  private static func makeUnique(_ places: [Int], _ table: inout ImportedTable) {
    if places.count == 1 {
      table.fields[places[0]].isUnique = true
    } else {
      table.quality.append(.distinct(places.compactMap { table.fields[$0].name }))
    }
  }

  // MARK: Tests

  /// What a test finds is promised only if it is run on all rows and its failure is an error.
  ///
  /// - Parameter entry: the place of the table among those that are known; nil for one that is to be added.
  mutating func apply(_ test: Test, _ table: inout ImportedTable, column: Int?, of entry: Int? = nil) {
    var column = column
    let name = test.column ?? test.arguments?["column_name"]?.text
    if column == nil, let name { column = table.place(of: name) }
    let field = column.flatMap { table.fields[$0].name } ?? name
    let label = "the test '\(test.name)' of '\(table.name)\(field.map { "." + $0 } ?? "")'"
    let config = [test.config, test.arguments].compactMap { $0 }
    if config.contains(where: { $0["enabled"]?.boolean == false }) { return }
    if let weakness = config.lazy.compactMap({ Self.weakness($0) }).first {
      return untold(test.position, "\(label) \(weakness), and is not carried over")
    }
    if column == nil, name != nil {
      return untold(test.position, "\(label) is not carried over: the column is not described here")
    }
    switch (test.name, column) {
    case ("not_null", let column?): table.fields[column].isRequired = true
    case ("unique", let column?): table.fields[column].isUnique = true
    case ("accepted_values", let column?) where table.fields[column].values.isEmpty:
      var seen: Set<JSON> = []
      let isNumeric = Self.isNumeric(table.fields[column])
      for value in (test.arguments?["values"]?.items ?? []).compactMap(\.scalar) where seen.insert(value).inserted {
        // In the files of dbt numbers are often quoted.
        table.fields[column].values.append(ImportedValue(value: isNumeric ? Self.number(value) ?? value : value))
      }
    case ("relationships", let column?):
      let target = test.target.map { Target.node($0) } ?? Target(test.arguments?["to"]?.text ?? "")
      let fields = test.arguments?["field"]?.text.map { [$0] } ?? []
      refer(from: [column], entry: entry, to: target, fields, at: test.position)
    case ("dbt_utils.unique_combination_of_columns", _):
      guard let places = places(of: test.arguments?["combination_of_columns"]?.texts ?? [], in: table) else {
        return untold(test.position, "\(label) is not carried over: it names columns that are not described here")
      }
      Self.makeUnique(places, &table)
    case ("dbt_utils.accepted_range", let column?) where Self.isNumeric(table.fields[column]):
      readRange(test, label, into: &table.fields[column])
    default: untold(test.position, "\(label) is not carried over")
    }
  }

  /// Why a test that passes does not mean that all rows are as it says; nil where it does.
  private static func weakness(_ config: SourceNode) -> String? {
    if config["where"]?.words != nil { return "looks at some rows only" }
    if let severity = config["severity"]?.words?.lowercasedASCII, severity != "error" {
      return severity == "warn" ? "only warns" : "is not always an error"
    }
    if config["enabled"]?.words != nil { return "is not always run" }
    let bound = config["error_if"]?.words?.filter { !$0.isWhitespace }
    if let bound, !["!=0", ">0", ">=1"].contains(bound) { return "forgives some failures" }
    if let count = config["fail_calc"]?.words, count.filter({ !$0.isWhitespace }).lowercasedASCII != "count(*)" {
      return "counts its failures its own way"
    }
    return nil
  }

  private static func isNumeric(_ field: ImportedField) -> Bool { ["integer", "number"].contains(field.logicalType) }

  private mutating func readRange(_ test: Test, _ label: String, into field: inout ImportedField) {
    let isInclusive = test.arguments?["inclusive"]?.boolean ?? true
    for (key, option, exclusive) in [("min_value", "minimum", "exclusiveMinimum"), ("max_value", "maximum", "exclusiveMaximum")] {
      guard let argument = test.arguments?[key], let value = argument.scalar else { continue }
      if let bound = Self.number(value) {
        field.set(isInclusive ? option : exclusive, bound)
      } else {
        untold(argument.position, "'\(key)' of \(label) is no number, and is not carried over")
      }
    }
  }

  /// A number, also between quotes; nil for anything else.
  private static func number(_ value: JSON) -> JSON? {
    switch value {
    case .integer, .decimal: return value
    case .string(let text):
      do throws(JSON.Malformed) {
        let json = try JSON(reading: Array(text.utf8))
        if case .string = json { return nil }
        return number(json)
      } catch { return nil }
    default: return nil
    }
  }
}
