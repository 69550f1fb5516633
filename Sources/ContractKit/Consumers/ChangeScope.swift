/// Which readers a change concerns, as far as the change itself tells.
struct ChangeScope: Sendable {
  enum Reach: Sendable {
    /// Everybody who uses the contract.
    case contract
    /// Everybody who uses the table.
    case table(String)
    /// Who uses the element, one that holds it, or one inside of it.
    case field(FieldName)
    /// A table or column that was not there before: only those who take everything.
    case addition(FieldName)
  }

  /// The old names: a declaration was written against the old contract.
  var reach: Reach
  /// Concerns readers as far as they join by the field.
  var isAboutJoins = false
  /// Concerns those who expect it; others only potentially.
  var isExpectation = false
  /// The name by which `expects` speaks of a service level.
  var expectationName: String?
  /// The element becomes deprecated.
  var isDeprecation = false

  /// The scopes of all changes of a step, in their order.
  static func all(of step: ConsumerStep) -> [ChangeScope] {
    let names = OldNames(step.changes)
    return step.changes.map { scope(of: $0, names: names) }
  }

  private static func scope(of judged: JudgedChange, names: OldNames) -> ChangeScope {
    let change = judged.change
    let name = names.name(of: change)
    var scope = ChangeScope(reach: name.map { $0.field == nil ? .table($0.table) : .field($0) } ?? .contract)
    scope.isDeprecation =
      (change.attribute == "deprecated" && (change.action == .raised || change.action == .added))
      || (change.subject == .contract && change.attribute == "status" && change.after?.string == Contract.Status.deprecated.rawValue)
    switch change.subject {
    case .object, .property:
      guard let name else { return scope }
      if change.action == .added, change.attribute.isEmpty {
        // In a format that is read by position a new column moves the others: whoever reads the table is concerned.
        scope.reach = judged.impact > .compatible ? .table(name.table) : .addition(name)
      }
      scope.isAboutJoins = ["unique", "primaryKey", "primaryKeyPosition"].contains(change.attribute)
      if change.subject == .object, ["primaryKey", "primaryKeyPosition"].contains(change.attribute) { scope.reach = .table(name.table) }
    case .relationship:
      scope.isAboutJoins = true
    case .qualityRule:
      scope.isExpectation = true
      scope.expectationName = name?.description
    case .serviceLevel:
      let element = change.oldElement ?? change.newElement
      let property = element?.name ?? element?.value("property")?.string
      scope.reach = serviceLevelReach(element)
      scope.isExpectation = true
      scope.expectationName = property.map { "slaProperties." + $0 }
    default:
      break
    }
    return scope
  }

  /// `element` of a service level names a table, or a column as `table.column`; several are parted by commas (ODCS 3.1, "SLA").
  private static func serviceLevelReach(_ element: Element?) -> Reach {
    guard let text = element?.value("element")?.string, !text.isEmpty, !text.contains(",") else { return .contract }
    guard let dot = text.firstIndex(of: ".") else { return .table(text) }
    return .field(FieldName(table: String(text[..<dot]), field: String(text[text.index(after: dot)...])))
  }
}

/// What elements were called in the old contract, told from the renames and moves of a step.
private struct OldNames {
  private var renamed: [ElementPath: String] = [:]
  private var moved: [ElementPath: String] = [:]

  init(_ changes: [JudgedChange]) {
    for judged in changes {
      let change = judged.change
      guard change.subject == .object || change.subject == .property, change.attribute.isEmpty, let before = change.before?.string
      else { continue }
      if change.action == .renamed { renamed[change.element] = before }
      if change.action == .moved { moved[change.element] = before }
    }
  }

  /// The table or column that a change is about, by its old name. What was added has no old name and keeps the new one, below its
  /// parent's old name.
  func name(of change: Change) -> FieldName? {
    // The path of what was removed is that of the old contract.
    if change.newElement == nil || (renamed.isEmpty && moved.isEmpty) { return FieldName(change.element) }
    var names: [String] = []
    var table: String?
    var prefix = ElementPath.root
    for step in change.element.steps {
      prefix = prefix.appending(step)
      if table == nil {
        guard step.key == "schema", let name = step.name else { return nil }
        table = renamed[prefix] ?? name
      } else if step.key == "properties", let name = step.name {
        if let origin = moved[prefix] {
          // The way below the table, in which arrays stand as `[]`.
          names = origin.split(separator: ".").filter { $0 != "[]" }.map(String.init)
        } else {
          names.append(renamed[prefix] ?? name)
        }
      } else if !FieldName.isTransparent(step.key) {
        break
      }
    }
    return table.map { FieldName(table: $0, field: names.isEmpty ? nil : names.joined(separator: ".")) }
  }
}
