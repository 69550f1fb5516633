/// By what an element is known in its list, from the surest key to the weakest.
///
/// The first key that two elements share, and that nobody else on their side has left over, makes them the same element. A stable
/// `id` comes first for every kind (ODCS 3.1, "Stable identifiers"); the name comes second; what follows tells a rename from a
/// removal and an addition, or takes the place of a name for kinds that have none.
enum ElementKeys {
  /// How far a key may be trusted.
  enum Strength {
    /// It names the element: the first of several equal ones meets the first of several equal ones.
    case identity
    /// It only hints at it: it counts where exactly one element on each side is left over with it.
    case hint
  }

  struct Key {
    var strength: Strength
    /// Nil where the element has no such key.
    var of: @Sendable (Element) -> String?
  }

  private static let identifier = Key(strength: .identity) { $0.identifier.flatMap { $0.isEmpty ? nil : $0 } }
  private static let name = Key(strength: .identity) { $0.name.flatMap { $0.isEmpty ? nil : $0 } }
  private static let foldedName = Key(strength: .hint) { $0.name?.lowercased() }

  /// What has neither id nor name is known by all that it says.
  private static let namelessContent = Key(strength: .identity) { isNameless($0) ? content($0) : nil }
  /// Where a name belongs and only one element on each side has none, these are one.
  private static let onlyNameless = Key(strength: .hint) { isNameless($0) ? $0.step.key : nil }

  /// The keys of a kind, in the order in which they are tried.
  static func keys(of kind: Element.Kind) -> [Key] {
    switch kind {
    case .contract, .arrayItem, .mapKey, .mapValue: [Key(strength: .identity) { _ in "" }]
    case .relationship, .qualityRule, .serviceLevel, .definition: named(kind) + [namelessContent]
    default: named(kind) + [namelessContent, onlyNameless]
    }
  }

  private static func named(_ kind: Element.Kind) -> [Key] {
    switch kind {
    case .contract, .arrayItem, .mapKey, .mapValue: []
    case .object, .property:
      [identifier, name, Key(strength: .hint) { $0.effectivePhysicalName }, foldedName]
    case .relationship:
      [
        identifier,
        text(["type", "from", "to"]),
        text(["from"], strength: .hint),
        text(["to"], strength: .hint),
      ]
    case .enumValue:
      [identifier, Key(strength: .identity) { $0.name ?? $0.text("value") }]
    case .qualityRule:
      [
        identifier, name, Key(strength: .identity, of: everything), Key(strength: .identity, of: qualityContent),
        // A metric stands once at a column, whatever its arguments are now. Queries have no such name: there all but the query must be
        // the same.
        Key(strength: .hint) { element in
          (element.text("metric") ?? element.text("rule")).map { joined([element.text("type") ?? "library", $0]) }
        },
        Key(strength: .hint, of: qualityFrame),
      ]
    case .serviceLevel:
      [
        identifier,
        Key(strength: .identity) { joined([serviceLevelName($0), $0.text("element"), $0.text("driver")]) },
        Key(strength: .hint) { joined([serviceLevelName($0), $0.text("element")]) },
        Key(strength: .hint) { joined([serviceLevelName($0), $0.text("driver")]) },
        Key(strength: .hint) { serviceLevelName($0) },
      ]
    case .server:
      [identifier, name, Key(strength: .hint, of: address)]
    case .role, .member, .synonym:
      [identifier, name]
    case .customProperty:
      [identifier, Key(strength: .identity) { element in element.name.map { joined([element.step.key, $0]) } }]
    case .supportChannel:
      [identifier, name, text(["url"], strength: .hint)]
    case .definition:
      [identifier, listed(["type", "url"]), listed(["type"], strength: .hint), listed(["url"], strength: .hint)]
    }
  }

  /// A contract has several lists of definitions (its own, its description's, its team's): an entry stays in its list.
  private static func listed(_ attributes: [String], strength: Strength = .identity) -> Key {
    Key(strength: strength) { element in joined([element.step.key] + attributes.map { element.text($0) }) }
  }

  private static func text(_ attributes: [String], strength: Strength = .identity) -> Key {
    Key(strength: strength) { element in joined(attributes.map { element.text($0) }) }
  }

  /// The parts with their lengths, so that no two different lists give the same key.
  private static func joined(_ parts: [String?]) -> String {
    parts.map { part in part.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
  }

  /// The property of a service level without case: `Latency` and `latency` are one (the standard lists them in mixed case).
  private static func serviceLevelName(_ element: Element) -> String? {
    (element.name ?? element.text("property"))?.lowercased()
  }

  /// All that an element says: of several rules about one thing the unchanged ones are themselves.
  private static func everything(_ element: Element) -> String? { everything(element, except: []) }

  private static func everything(_ element: Element, except left: Set<String>) -> String? {
    joined(
      element.attributes.filter { !left.contains($0.name) }.compactMap { attribute in
        AttributeMeaning.of(attribute.value, attribute: attribute.name, kind: element.kind).map { attribute.name + "=" + $0.text }
      }.sorted())
  }

  private static func isNameless(_ element: Element) -> Bool {
    (element.name ?? "").isEmpty && (element.identifier ?? "").isEmpty
  }

  /// An element with everything below it.
  private static func content(_ element: Element) -> String {
    joined(
      [element.step.key, element.name, element.identifier]
        + element.attributes.map { $0.name + "=" + $0.value.text }.sorted() + element.children.map { content($0) })
  }

  /// What a quality rule without id and name checks: everything but how strict it is and what is said about it.
  private static func qualityContent(_ element: Element) -> String? {
    let type = element.text("type") ?? "library"
    let metric = element.text("metric") ?? element.text("rule")
    let content = ["query", "engine", "implementation", "element", "column", "arguments"].map { element.text($0) }
    let rest = element.attributes.filter { $0.name.hasPrefix("arguments.") }.map { $0.name + "=" + $0.value.text }.sorted()
    // A rule in words is its words.
    let words = type == "text" ? element.text("description") : nil
    return joined([type, metric, words] + content + rest)
  }

  /// What a check in the words of another system says beside these words: how strict it is, of what, how grave. Two that differ in the query
  /// alone are one check that was changed.
  private static func qualityFrame(_ element: Element) -> String? {
    guard let type = element.text("type"), ["sql", "custom"].contains(type) else { return nil }
    return everything(element, except: ["query", "implementation", "description"])
  }

  /// Where a server is, without what it is called.
  private static func address(_ element: Element) -> String? {
    let ignored: Set<String> = ["server", "environment", "description"]
    let parts = element.attributes.filter { !ignored.contains($0.name) && !$0.value.isEmpty }
    guard parts.count > 1 else { return nil }
    return joined(parts.map { $0.name + "=" + $0.value.text }.sorted())
  }
}

extension Element {
  /// An attribute as text, nil where the element is silent or says nothing with it.
  func text(_ attribute: String) -> String? {
    guard let value = value(attribute), !value.isEmpty else { return nil }
    return value.text
  }
}
