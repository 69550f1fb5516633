@testable import ContractKit

/// What a script is read as, in lines that a table of cases can hold: `a integer/int required key1`.
enum SQLSummary {
  static func lines(_ schema: ImportedSchema) -> [String] { schema.tables.map(line) }

  private static func line(_ table: ImportedTable) -> String {
    var parts = table.fields.map { text($0) }
    parts += table.relationships.map { "\($0.from.joined(separator: "+")) -> \($0.to.joined(separator: "+"))" }
    parts += table.quality.map(rule)
    let description = table.description.map { " '\($0)'" } ?? ""
    return "\(table.physicalName ?? table.name)\(description): " + parts.joined(separator: "; ")
  }

  private static func text(_ field: ImportedField) -> String {
    var words = [field.name, "\(field.logicalType ?? "")/\(field.physicalType ?? "")"].compactMap(\.self)
    words += field.options.map { "\($0.name)=\($0.value.canonical)" }
    if field.isRequired == true { words.append("required") }
    if field.isUnique { words.append("unique") }
    if let position = field.keyPosition { words.append("key\(position)") }
    if let position = field.partitionPosition { words.append("part\(position)") }
    if !field.values.isEmpty { words.append("in[\(field.values.map(\.value.canonical).joined(separator: ","))]") }
    if !field.fields.isEmpty { words.append("{\(field.fields.map { text($0) }.joined(separator: "; "))}") }
    words += field.items.map { "[\(text($0))]" }
    if !field.map.isEmpty { words.append("<\(field.map.map { text($0) }.joined(separator: "; "))>") }
    words += field.relationships.map { "->\($0)" }
    if let transformation = field.transformation { words.append("=\(transformation)") }
    words += field.quality.map(rule)
    if let description = field.description { words.append("'\(description)'") }
    return words.joined(separator: " ")
  }

  private static func rule(_ rule: ImportedQuality) -> String {
    switch rule {
    case .distinct(let columns): "distinct(\(columns.joined(separator: ",")))"
    case .check(let name, let condition): "check \(name ?? "")(\(condition))"
    }
  }
}
