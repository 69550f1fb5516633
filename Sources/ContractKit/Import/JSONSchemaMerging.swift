/// What two schemas say that must both hold.
extension JSONSchemaReader {
  /// What tells people or programs about data, and limits none; the first one counts.
  static let annotations: Set<String> = [
    "$schema", "$id", "id", "$comment", "$anchor", "$defs", "definitions", "title", "description", "examples", "example", "default",
    "deprecated", "externalDocs", "xml", "discriminator", "$vocabulary", "readOnly", "writeOnly",
  ]

  /// Nil where no one value says both.
  static func both(_ keyword: String, _ one: SourceNode, _ other: SourceNode) -> SourceNode? {
    switch keyword {
    case "properties", "patternProperties": properties(one, other)
    case "items" where one.isMap && other.isMap, "additionalProperties" where one.isMap && other.isMap: together(one, other)
    // `true` allows anything.
    case "items", "additionalProperties": one.boolean == true ? other : other.boolean == true ? one : nil
    case "required" where one.items != nil && other.items != nil: list((one.items ?? []) + (other.items ?? []), like: one)
    case "type": types(one, other)
    case "enum": values(one, other)
    case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties": narrower(one, other) { $0 < $1 }
    case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties": narrower(one, other) { $0 > $1 }
    case "uniqueItems": one.boolean == true ? one : other
    case "nullable": one.boolean == false ? one : other
    default: nil
    }
  }

  private static func list(_ items: [SourceNode], like node: SourceNode) -> SourceNode {
    SourceNode(position: node.position, content: .list(items))
  }

  private static func together(_ one: SourceNode, _ other: SourceNode) -> SourceNode {
    let both = SourceNode.Member(name: "allOf", position: one.position, value: list([one, other], like: one))
    return SourceNode(position: one.position, content: .map([both]))
  }

  private static func properties(_ one: SourceNode, _ other: SourceNode) -> SourceNode {
    var members = one.members
    var places = Dictionary(members.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    for member in other.members {
      guard let place = places[member.name] else {
        places[member.name] = members.count
        members.append(member)
        continue
      }
      let mine = members[place].value
      if mine.isMap, member.value.isMap {
        if mine.json != member.value.json { members[place].value = together(mine, member.value) }
      } else if mine.boolean == true || member.value.boolean == false {
        members[place] = member
      }
    }
    return SourceNode(position: one.position, content: .map(members))
  }

  private static func types(_ one: SourceNode, _ other: SourceNode) -> SourceNode? {
    let (mine, others) = (one.texts, other.texts)
    var both = mine.filter { others.contains($0) }
    // Whole numbers are numbers.
    let isWhole = mine.contains("integer") && others.contains("number") || mine.contains("number") && others.contains("integer")
    if isWhole, !both.contains("integer"), !both.contains("number") { both.append("integer") }
    return both.isEmpty ? nil : list(both.map { SourceNode(position: one.position, content: .scalar(.string($0))) }, like: one)
  }

  private static func values(_ one: SourceNode, _ other: SourceNode) -> SourceNode? {
    guard let mine = one.items, let others = other.items else { return nil }
    let allowed = Set(others.map(\.json))
    let both = mine.filter { allowed.contains($0.json) }
    return both.isEmpty ? nil : list(both, like: one)
  }

  private static func narrower(
    _ one: SourceNode, _ other: SourceNode, _ isWider: (ExactNumber, ExactNumber) -> Bool
  ) -> SourceNode? {
    guard let mine = one.number.flatMap({ ExactNumber($0.canonical) }), let others = other.number.flatMap({ ExactNumber($0.canonical) })
    else { return nil }
    return isWider(mine, others) ? other : one
  }
}
