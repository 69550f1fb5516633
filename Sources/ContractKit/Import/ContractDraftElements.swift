/// Objects and properties of a draft, in the order in which people write their keys.
extension ContractDraft {
  static func entries(_ table: ImportedTable) -> [YAMLLines.Entry] {
    var entries: [YAMLLines.Entry] = [.init("name", .text(table.name))]
    add("physicalName", table.physicalName, to: &entries)
    add("physicalType", table.physicalType, to: &entries)
    add("businessName", table.businessName, to: &entries)
    addProse("description", table.description, to: &entries)
    if table.isDeprecated { entries.append(.init("deprecated", .boolean(true))) }
    if !table.tags.isEmpty { entries.append(.init("tags", .texts(table.tags))) }
    if !table.fields.isEmpty { entries.append(.init("properties", .list(table.fields.map { .mapping(Self.entries($0)) }))) }
    if !table.relationships.isEmpty {
      entries.append(
        .init(
          "relationships",
          .list(table.relationships.map { .mapping([.init("from", .texts($0.from)), .init("to", .texts($0.to))]) })))
    }
    if !table.quality.isEmpty { entries.append(quality(table.quality)) }
    addExtras(table.synonyms, table.customProperties, to: &entries)
    return entries
  }

  static func entries(_ field: ImportedField) -> [YAMLLines.Entry] {
    var entries: [YAMLLines.Entry] = []
    add("name", field.name, to: &entries)
    add("physicalName", field.physicalName, to: &entries)
    add("businessName", field.businessName, to: &entries)
    addProse("description", field.description, to: &entries)
    if field.isDeprecated { entries.append(.init("deprecated", .boolean(true))) }
    add("logicalType", field.logicalType, to: &entries)
    if !field.options.isEmpty {
      entries.append(.init("logicalTypeOptions", .mapping(field.options.map { .init($0.name, .value($0.value)) })))
    }
    add("physicalType", field.physicalType, to: &entries)
    if let position = field.keyPosition {
      entries += [.init("primaryKey", .boolean(true)), .init("primaryKeyPosition", .number(position))]
    }
    if field.isRequired == true { entries.append(.init("required", .boolean(true))) }
    if field.isUnique { entries.append(.init("unique", .boolean(true))) }
    if let position = field.partitionPosition {
      entries += [.init("partitioned", .boolean(true)), .init("partitionKeyPosition", .number(position))]
    }
    add("classification", field.classification, to: &entries)
    if !field.tags.isEmpty { entries.append(.init("tags", .texts(field.tags))) }
    if !field.examples.isEmpty { entries.append(.init("examples", .list(field.examples.map { .value($0) }))) }
    if !field.values.isEmpty { entries.append(.init("enum", .list(field.values.map { value($0) }))) }
    addParts(of: field, to: &entries)
    if !field.relationships.isEmpty {
      entries.append(.init("relationships", .list(field.relationships.map { .mapping([.init("to", .text($0))]) })))
    }
    if !field.quality.isEmpty { entries.append(quality(field.quality)) }
    add("transformLogic", field.transformation, to: &entries)
    addExtras(field.synonyms, field.customProperties, to: &entries)
    // A mapping without entries would be nothing at all.
    if entries.isEmpty { entries.append(.init("logicalType", .text("object"))) }
    return entries
  }

  private static func add(_ key: String, _ text: String?, to entries: inout [YAMLLines.Entry]) {
    guard let text, !text.isEmpty else { return }
    entries.append(.init(key, .text(text)))
  }

  private static func addProse(_ key: String, _ text: String?, to entries: inout [YAMLLines.Entry]) {
    guard let text, !text.isEmpty else { return }
    entries.append(.init(key, .prose(text)))
  }

  private static func addParts(of field: ImportedField, to entries: inout [YAMLLines.Entry]) {
    if !field.fields.isEmpty { entries.append(.init("properties", .list(field.fields.map { .mapping(Self.entries($0)) }))) }
    if let item = field.items.first { entries.append(.init("items", .mapping(Self.entries(item)))) }
    if field.map.count == 2 {
      let parts = zip(["key", "value"], field.map).map { YAMLLines.Entry($0, .mapping(Self.entries($1))) }
      entries.append(.init("map", .mapping(parts)))
    }
  }

  private static func addExtras(
    _ synonyms: [String], _ properties: [(name: String, value: JSON)], to entries: inout [YAMLLines.Entry]
  ) {
    if !synonyms.isEmpty { entries.append(.init("synonyms", .list(synonyms.map { .mapping([.init("synonym", .text($0))]) }))) }
    guard !properties.isEmpty else { return }
    let list = properties.map { YAMLLines.mapping([.init("property", .text($0.name)), .init("value", .value($0.value))]) }
    entries.append(.init("customProperties", .list(list)))
  }

  private static func value(_ value: ImportedValue) -> YAMLLines {
    var entries = [YAMLLines.Entry("value", .value(value.value))]
    addProse("description", value.description, to: &entries)
    return .mapping(entries)
  }

  private static func quality(_ rules: [ImportedQuality]) -> YAMLLines.Entry {
    .init("quality", .list(rules.map { .mapping(entries($0)) }))
  }

  private static func entries(_ rule: ImportedQuality) -> [YAMLLines.Entry] {
    switch rule {
    case .distinct(let columns):
      return [
        .init("metric", .text("duplicateValues")), .init("arguments", .mapping([.init("properties", .texts(columns))])),
        .init("mustBe", .number(0)), .init("dimension", .text("uniqueness")),
      ]
    case .check(let name, let condition):
      var entries: [YAMLLines.Entry] = []
      add("name", name, to: &entries)
      // A CHECK is kept where its condition is true or unknown; so is a row that this does not count.
      return entries + [
        .init("type", .text("sql")), .init("query", .text("SELECT COUNT(*) FROM ${object} WHERE NOT (\(condition))")),
        .init("mustBe", .number(0)), .init("dimension", .text("conformity")),
      ]
    }
  }
}
