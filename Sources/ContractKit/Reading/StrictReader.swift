/// Reads a file that people write by hand and that decides something: policy, waivers, people, consumers.
///
/// Whatever it does not know, or knows to be of another kind, is reported with its place, and reading goes on, so that one run names
/// every fault of a file. Functions that read a value give nil after they have reported.
package struct StrictReader {
  package let path: String
  /// The rule under which faults of this file are reported, for example `policy-invalid`.
  package let rule: String
  package private(set) var diagnostics: [Diagnostic] = []

  package init(path: String, rule: String) {
    self.path = path
    self.rule = rule
  }

  package mutating func report(_ position: SourcePosition, _ message: String) {
    diagnostics.append(Diagnostic(path: path, position: position, rule: rule, message: message))
  }

  /// Adds what was found by other means.
  package mutating func report(_ other: some Sequence<Diagnostic>) {
    diagnostics.append(contentsOf: other)
  }

  // MARK: Collections

  /// The entries of a mapping whose keys are all among `known`; nothing stands for an empty one.
  ///
  /// - Parameter what: what the mapping is, with its article: `the policy`, `a waiver`.
  package mutating func entries(
    of node: YAMLNode, what: String, known: some Collection<String>
  ) -> [(key: String, position: SourcePosition, value: YAMLNode)] {
    guard let pairs = mapping(node, what: what) else { return [] }
    return pairs.filter { pair in
      if known.contains(pair.key) { return true }
      let clause = SpellingSuggestion.clause(for: pair.key, among: known)
      report(pair.position, "unknown key '\(pair.key)' in \(what)\(clause)")
      return false
    }
  }

  /// The entries of a mapping whose keys are anybody's names; empty for nothing, nil after a report.
  package mutating func mapping(
    _ node: YAMLNode, what: String
  ) -> [(key: String, position: SourcePosition, value: YAMLNode)]? {
    if node.isNull { return [] }
    guard node.kind == .mapping else {
      report(node.position, "\(what) must be a mapping of keys and values, not \(Self.kind(of: node))")
      return nil
    }
    return node.pairs.map { ($0.key.text, $0.key.position, $0.value) }
  }

  /// The items of a list; empty for nothing, nil after a report.
  package mutating func list(_ node: YAMLNode, what: String) -> [YAMLNode]? {
    if node.isNull { return [] }
    guard node.kind == .sequence else {
      report(node.position, "\(what) must be a list, not \(Self.kind(of: node))")
      return nil
    }
    return node.items
  }

  /// A list of which every item is read; items that cannot be read are reported and left out.
  package mutating func list<Item>(
    _ node: YAMLNode, what: String, item read: (inout StrictReader, YAMLNode) -> Item?
  ) -> [Item]? {
    guard let items = list(node, what: what) else { return nil }
    var result: [Item] = []
    for item in items {
      if let value = read(&self, item) { result.append(value) }
    }
    return result
  }

  // MARK: Scalars

  /// A word or sentence. Numbers and booleans are taken by their spelling: a tag called `1.0` is a name.
  package mutating func text(_ node: YAMLNode, what: String) -> String? {
    guard node.kind == .scalar, !node.isNull else {
      report(node.position, "\(what) must be a text, not \(Self.kind(of: node))")
      return nil
    }
    return node.text
  }

  /// A text of at least one character that is no blank, and of one line.
  package mutating func line(_ node: YAMLNode, what: String) -> String? {
    guard let text = text(node, what: what) else { return nil }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      report(node.position, "\(what) is empty")
      return nil
    }
    guard !text.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" || $0 == "\0" }) else {
      report(node.position, "\(what) must be one line")
      return nil
    }
    return text
  }

  package mutating func boolean(_ node: YAMLNode, what: String) -> Bool? {
    if node.kind == .scalar, case .boolean(let value) = node.scalar { return value }
    report(node.position, "\(what) must be true or false, not \(Self.spelling(of: node))")
    return nil
  }

  /// A whole number within a range.
  package mutating func integer(_ node: YAMLNode, what: String, in range: ClosedRange<Int>) -> Int? {
    if node.kind == .scalar, case .number(let number) = node.scalar, let value = number.integer, range.contains(value) { return value }
    report(
      node.position,
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(Self.spelling(of: node))")
    return nil
  }

  package mutating func number(_ node: YAMLNode, what: String) -> ExactNumber? {
    if node.kind == .scalar, case .number(let number) = node.scalar { return number }
    report(node.position, "\(what) must be a number, not \(Self.spelling(of: node))")
    return nil
  }

  /// One of a few words.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, what: String, as type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    let words = Choice.allCases.map(\.rawValue)
    if node.kind == .scalar, let choice = Choice(rawValue: node.text) { return choice }
    let clause = node.kind == .scalar ? SpellingSuggestion.clause(for: node.text, among: words) : ""
    report(node.position, "\(what) takes \(Self.alternatives(words)), not \(Self.spelling(of: node))\(clause)")
    return nil
  }

  package mutating func period(_ node: YAMLNode, what: String) -> CalendarPeriod? {
    if node.kind == .scalar, let period = CalendarPeriod(node.text) { return period }
    report(node.position, "\(what) must be a period of ISO 8601 such as P90D, P2W or P1Y, not \(Self.spelling(of: node))")
    return nil
  }

  package mutating func day(_ node: YAMLNode, what: String) -> CalendarDay? {
    if node.kind == .scalar, let day = CalendarDay(node.text) { return day }
    report(node.position, "\(what) must be a day such as 2027-03-31, not \(Self.spelling(of: node))")
    return nil
  }

  package mutating func glob(_ node: YAMLNode, what: String) -> Glob? {
    guard let text = text(node, what: what) else { return nil }
    do throws(Glob.Invalid) {
      return try Glob(text)
    } catch {
      report(node.position, "\(what) '\(text)' is no pattern: \(error.reason)")
      return nil
    }
  }

  // MARK: Words

  /// What a node is, for a message.
  static func kind(of node: YAMLNode) -> String {
    switch node.kind {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar: node.isNull ? "nothing" : "the text '\(shortened(node.text))'"
    }
  }

  static func spelling(of node: YAMLNode) -> String {
    node.kind == .scalar && !node.isNull ? "'\(shortened(node.text))'" : kind(of: node)
  }

  /// A message quotes what was written, but not a whole page of it.
  private static func shortened(_ text: String) -> String {
    text.count > 60 ? text.prefix(57) + "..." : text
  }

  /// `off, warn or enforce`.
  static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
