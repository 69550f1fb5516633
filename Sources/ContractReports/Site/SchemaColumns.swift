internal import ContractKit

/// A column as the page shows it: at any depth of its table.
struct SchemaColumn {
  /// As consumers call it.
  var name: FieldName
  /// 0 for a column of the table itself.
  var depth: Int
  var element: Element
  /// Dotted, as deprecations name it.
  var dotted: String

  /// All columns of a table, each behind the one that holds it.
  static func all(of object: Element, table: String) -> [SchemaColumn] {
    var columns: [SchemaColumn] = []
    func collect(_ element: Element, prefix: String, path: ElementPath, depth: Int) {
      for child in element.children {
        let path = path.appending(child.step)
        switch child.kind {
        case .property:
          guard let name = child.name ?? child.identifier else { continue }
          let field = prefix.isEmpty ? name : prefix + "." + name
          columns.append(
            SchemaColumn(name: FieldName(table: table, field: field), depth: depth, element: child, dotted: path.dotted))
          collect(child, prefix: field, path: path, depth: depth + 1)
        case .arrayItem, .mapKey, .mapValue:
          collect(child, prefix: prefix, path: path, depth: depth)
        default: break
        }
      }
    }
    collect(object, prefix: "", path: ElementPath([object.step]), depth: 0)
    return columns
  }
}

extension Element {
  func words(_ attribute: String) -> String? { value(attribute)?.text.nonEmpty }

  /// `array of string`, `map of string to integer`, `integer`; the physical type where nothing else is said.
  var typeWords: String {
    let type = words("logicalType") ?? words("physicalType") ?? ""
    if let item = children(.arrayItem).first { return "array of " + (item.typeWords.nonEmpty ?? "anything") }
    if let key = children(.mapKey).first, let value = children(.mapValue).first {
      return "map of \(key.typeWords.nonEmpty ?? "anything") to \(value.typeWords.nonEmpty ?? "anything")"
    }
    return type
  }

  /// What a value must be, each as a few words.
  ///
  /// - Parameter isOnlyKey: whether the key of the table is one column; then its place in it tells nothing.
  func ruleWords(isOnlyKey: Bool = false) -> [String] {
    var rules: [String] = []
    let place = isOnlyKey ? nil : words("primaryKeyPosition").map { ", place " + $0 }
    if flag("primaryKey") { rules.append("primary key" + (place ?? "")) }
    if flag("required") { rules.append("required") }
    if flag("unique") { rules.append("unique") }
    if flag("partitioned") { rules.append("partitioned" + (words("partitionKeyPosition").map { ", place " + $0 } ?? "")) }
    let prefix = "logicalTypeOptions."
    for attribute in attributes where attribute.name.hasPrefix(prefix) {
      rules.append(Self.spelt(String(attribute.name.dropFirst(prefix.count))) + " " + attribute.value.text)
    }
    let values = children(.enumValue).compactMap { value in
      value.name.map { name in value.words("label").map { "\(name) (\($0))" } ?? name }
    }
    if !values.isEmpty { rules.append("one of " + values.joined(separator: ", ")) }
    for relationship in children(.relationship) {
      if let target = relationship.words("to") { rules.append("refers to " + target) }
    }
    if flag("criticalDataElement") { rules.append("critical data element") }
    if let name = words("encryptedName") { rules.append("encrypted as " + name) }
    for item in children(.arrayItem) { rules += item.ruleWords().map { "each: " + $0 } }
    return rules
  }

  /// `minLength` as people say it.
  static func spelt(_ key: String) -> String {
    var words = ""
    for character in key {
      if character.isUppercase { words += " " }
      words += character.lowercased()
    }
    return words
  }
}
