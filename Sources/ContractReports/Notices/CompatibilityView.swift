internal import ContractKit

/// The text of a view that gives a table the shape back that one consumer reads: time to move, not a reason to stay.
///
/// It selects only the columns that the consumer uses. Where it would have to invent data it says so in capital letters.
package struct CompatibilityView: Sendable {
  /// The table by its old name, as the declaration has it.
  package var table: String
  package var sql: String
  /// What the view cannot give back truly; empty where it holds what the table held.
  package var warnings: [String]

  /// A view for each table of which the consumer uses columns that were removed or renamed, or that was renamed itself.
  ///
  /// Topics and files have no views. Nested columns cannot be given back by one; then it is said.
  static func all(for impact: ConsumerImpact, old: Contract?, new: Contract?) -> [CompatibilityView] {
    guard let old, let new, let use = impact.use else { return [] }
    return old.objects.compactMap { table in
      guard let name = table.name else { return nil }
      let isNeeded = impact.touches.contains { touch in
        let change = touch.change.change
        let isGoneOrRenamed = change.action == .removed || change.action == .renamed || change.attribute == "physicalName"
        guard touch.status == .broken, isGoneOrRenamed, change.attribute.isEmpty || change.attribute == "physicalName" else { return false }
        // The old element carries the old name; a table that is gone altogether cannot be given back.
        return touch.belongs(to: name) && (change.subject == .property || (change.subject == .object && change.action != .removed))
      }
      guard isNeeded, let successor = Counterpart.table(of: table, in: new) else { return nil }
      return CompatibilityView(table, successor: successor, use: use, impact: impact)
    }
  }

  private init?(_ table: Element, successor: Element, use: ConsumerDeclaration.Use, impact: ConsumerImpact) {
    let type = (successor.value("physicalType")?.string ?? "table").lowercased()
    guard type == "table" || type.contains("view"), let name = table.name, let old = table.effectivePhysicalName,
      let new = successor.effectivePhysicalName
    else { return nil }
    self.table = name
    var warnings: [String] = []
    var lines: [String] = []
    for column in Self.columns(of: table, use: use) {
      guard let oldName = column.effectivePhysicalName else { continue }
      let label = SQLName.quoted(oldName)
      if let same = Counterpart.column(of: column, in: successor), let newName = same.effectivePhysicalName {
        lines.append(newName == oldName ? label : "\(SQLName.quoted(newName)) AS \(label)")
        if column.hasOtherColumns(than: same) {
          warnings.append("column '\(oldName)' has other nested fields now; the view cannot undo that")
        }
        warnings += impact.touches.filter { $0.changesValues(of: column, in: name) }.map { $0.change.message + "; the view passes it on" }
      } else {
        let type = column.value("physicalType")?.string.flatMap { SQLName.type($0) } ?? "VARCHAR"
        lines.append("CAST(NULL AS \(type)) AS \(label)")
        let required = column.flag("required") ? ", and it was promised never to be empty" : ""
        warnings.append("column '\(oldName)' is gone: the view INVENTS an empty one\(required)")
      }
    }
    guard !lines.isEmpty else { return nil }
    let suffix = "_v" + (impact.fromVersion.map { String($0.major) } ?? "old")
    let view = old != new ? old : old + (old == old.uppercased() ? suffix.uppercased() : suffix)
    sql =
      warnings.map { "-- WARNING: \($0.printable)\n" }.joined()
      + "CREATE VIEW \(SQLName.qualified(view)) AS\nSELECT\n  " + lines.joined(separator: ",\n  ") + "\nFROM \(SQLName.qualified(new));\n"
    self.warnings = warnings
  }

  /// The columns of the first level that the consumer uses, in the order of the table.
  private static func columns(of table: Element, use: ConsumerDeclaration.Use) -> [Element] {
    guard case .tables(let tables) = use.fields, let declared = table.name.flatMap({ tables[$0] }), !declared.isWhole else {
      return table.properties
    }
    let used = declared.fields.compactMap(\.name.field)
    return table.properties.filter { column in
      guard let name = column.name else { return false }
      return used.contains { $0 == name || $0.hasPrefix(name + ".") }
    }
  }
}

/// The same table or column on the other side, by what never changes or by name.
private enum Counterpart {
  static func table(of table: Element, in contract: Contract) -> Element? {
    find(table, among: contract.objects)
  }

  static func column(of column: Element, in table: Element) -> Element? {
    find(column, among: table.properties)
  }

  private static func find(_ element: Element, among candidates: [Element]) -> Element? {
    if let identifier = element.identifier, !identifier.isEmpty, let same = candidates.first(where: { $0.identifier == identifier }) {
      return same
    }
    if let same = candidates.first(where: { $0.name == element.name }) { return same }
    let physical = candidates.filter { $0.effectivePhysicalName == element.effectivePhysicalName }
    return physical.count == 1 ? physical[0] : nil
  }
}

extension Element {
  /// True where a nested column was removed or renamed.
  fileprivate func hasOtherColumns(than other: Element) -> Bool {
    let mine = children.filter { $0.kind == .property || $0.kind == .arrayItem || $0.kind == .mapValue }
    return mine.contains { child in
      let same = other.children.first { $0.kind == child.kind && $0.name == child.name }
      return same.map { child.hasOtherColumns(than: $0) } ?? true
    }
  }
}

extension ConsumerImpact.Touch {
  /// True for a change of what a column of the first level holds, which no other name undoes.
  fileprivate func changesValues(of column: Element, in table: String) -> Bool {
    guard status >= .potentially, !change.change.attribute.isEmpty, change.change.attribute != "physicalName",
      let name = change.change.subject == .object ? nil : FieldName(change.change.element), name.table == table, let field = name.field
    else { return false }
    return field == column.name
  }

  fileprivate func belongs(to table: String) -> Bool {
    if fields.contains(where: { $0.table == table }) { return true }
    return fields.isEmpty && (change.change.oldElement?.name == table || FieldName(change.change.element)?.table == table)
  }
}

/// Names of a repository inside of SQL that somebody may paste.
enum SQLName {
  /// A regular identifier as it is, anything else between double quotes (ISO/IEC 9075-2, 5.2).
  static func quoted(_ name: String) -> String {
    let isRegular =
      name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      } && !(name.utf8.first.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? true)
    return isRegular ? name : "\"" + name.printable.replacing("\"", with: "\"\"") + "\""
  }

  /// A name with dots, each part by itself.
  static func qualified(_ name: String) -> String {
    name.split(separator: ".", omittingEmptySubsequences: false).map { quoted(String($0)) }.joined(separator: ".")
  }

  /// A type as the contract writes it, where it looks like one; nil for anything else, for it would be pasted as code.
  static func type(_ text: String) -> String? {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "(", ")", ",", " ": true
      default: false
      }
    }
    return isPlain && !text.isEmpty && text.utf8.count <= 80 ? text : nil
  }
}
