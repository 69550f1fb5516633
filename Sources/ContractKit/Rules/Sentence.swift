/// Puts the facts of a change into the sentence of its rule.
///
/// Placeholders: `{element}` is the kind and the quoted name (`property 'email'`), `{name}` the quoted name alone, `{parent}` the same
/// for what it stands below, `{attribute}` the attribute, `{before}` and `{after}` what was said, shortened to one line.
enum Sentence {
  static func text(_ template: String, of change: Change) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += String(rest[..<open])
      switch rest[rest.index(after: open)..<close] {
      case "element": result += element(of: change)
      case "name": result += "'" + name(of: change) + "'"
      case "parent": result += parent(of: change)
      case "attribute": result += attribute(change.attribute)
      case "before": result += value(change.before)
      case "after": result += value(change.after)
      default: result += String(rest[open...close])
      }
      rest = rest[rest.index(after: close)...]
    }
    result += String(rest)
    return result
  }

  private static func element(of change: Change) -> String {
    switch change.subject {
    case .contract: "contract '" + name(of: change) + "'"
    case .arrayItem, .mapKey, .mapValue, .property: noun(of: change) + " '" + name(of: change) + "'"
    default: noun(of: change) + " '" + name(of: change) + "'"
    }
  }

  private static func noun(of change: Change) -> String {
    guard change.subject == .object, let type = (change.newElement ?? change.oldElement)?.text("physicalType")?.lowercased(),
      ["table", "view", "topic", "file"].contains(type)
    else { return change.subject.noun }
    return type
  }

  /// The name by which the element is known in its table, else among its neighbours. A rename is told by the old name.
  private static func name(of change: Change) -> String {
    let element = change.action == .renamed ? change.oldElement : change.newElement ?? change.oldElement
    switch change.subject {
    case .contract:
      return (change.newElement ?? change.oldElement)?.name ?? change.before?.text ?? change.after?.text ?? ""
    case .property, .arrayItem, .mapKey, .mapValue:
      if change.action == .renamed || change.action == .moved { return change.before?.text ?? "" }
      return change.element.below
    default:
      return shortened(element?.name ?? element?.identifier ?? element?.content ?? change.element.steps.last?.words ?? "")
    }
  }

  private static func parent(of change: Change) -> String {
    let steps = change.element.steps.dropLast()
    guard !steps.isEmpty else { return "the contract" }
    return "'" + ElementPath(Array(steps)).below + "'"
  }

  /// The last part of a dotted attribute, which is how people know it.
  private static func attribute(_ name: String) -> String {
    for group in ["logicalTypeOptions.", "price.", "arguments."] where name.hasPrefix(group) { return String(name.dropFirst(group.count)) }
    return name
  }

  /// Of a type that changed in two ways people want to read the physical one.
  private static func value(_ value: Value?) -> String {
    guard let value else { return "nothing" }
    if let type = value["physicalType"] ?? value["logicalType"] { return shortened(type.text) }
    guard case .map(let entries) = value else { return shortened(value.text) }
    return shortened(entries.map { attribute($0.key) + " " + $0.value.text }.joined(separator: ", "))
  }

  private static func shortened(_ text: String) -> String {
    // Most values are one word, and joining words costs the start of a process a search through all conformances.
    let isOneWord = text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    let line = isOneWord ? text : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 80 ? line.prefix(77) + "..." : line
  }
}

extension Element {
  /// What an element without a name is about.
  fileprivate var content: String? {
    switch kind {
    case .qualityRule: text("metric") ?? text("rule") ?? text("type")
    case .relationship: text("to").map { [text("from"), "to " + $0].compactMap { $0 }.joined(separator: " ") }
    case .definition: text("type") ?? text("url")
    default: nil
    }
  }
}

extension ElementPath.Step {
  /// What tells the entry apart, for people.
  fileprivate var words: String {
    let text = ElementPath([self]).description.dropFirst()
    guard let open = text.firstIndex(of: "["), text.last == "]" else { return String(text) }
    return String(text[text.index(after: open)...].dropLast())
  }
}
