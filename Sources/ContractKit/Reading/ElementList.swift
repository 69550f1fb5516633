/// Gives each entry of a list the step by which paths name it, and reports entries that cannot be told apart.
struct ElementList {
  let kind: Element.Kind
  let identity: Identity
  let path: String
  private(set) var diagnostics: [Diagnostic] = []

  init(kind: Element.Kind, identity: Identity, path: String) {
    self.kind = kind
    self.identity = identity
    self.path = path
  }

  /// Sets the step of every entry. Entries with the same name, or the same id, keep the same step: which of them is meant is for the
  /// author to say.
  mutating func identify(_ entries: inout [Element]) {
    reportSameIdentifiers(entries)
    var seen: [String: Int] = [:]
    seen.reserveCapacity(entries.count)
    for index in entries.indices {
      guard let selector = selector(of: entries[index]) else { continue }
      let text = Self.text(of: selector)
      guard let first = seen[text] else {
        entries[index].step.selector = selector
        seen[text] = index
        continue
      }
      // What is told apart by nothing but a description, or may stand twice, keeps its place as its step.
      guard entries[index].name != nil, !isApart(entries[first], entries[index]) else { continue }
      entries[index].step.selector = selector
      report(entries[index], "the name '\(entries[index].name ?? "")'", first: entries[first])
    }
  }

  /// The selector as the key of a dictionary: no two of one list have the same text.
  private static func text(of selector: ElementPath.Step.Selector) -> String {
    switch selector {
    case .none: ""
    case .attribute(let name, let value): text(of: .init(name, value))
    case .attributes(let terms): terms.map { text(of: $0) }.joined(separator: ",")
    case .place(let place): String(place)
    }
  }

  private static func text(of term: ElementPath.Step.Term) -> String {
    term.name + "=" + String(term.value.utf8.count) + ":" + term.value
  }

  private func selector(of entry: Element) -> ElementPath.Step.Selector? {
    if let key = identity.name, let name = entry.name {
      guard !identity.further.isEmpty else { return .attribute(key, name) }
      let further = terms(identity.further, of: entry)
      return further.isEmpty ? .attribute(key, name) : .attributes([.init(key, name)] + further)
    }
    if let identifier = entry.identifier { return .attribute("id", identifier) }
    let terms = terms(identity.descriptive, of: entry)
    switch terms.count {
    case 0: return nil
    case 1: return .attribute(terms[0].name, terms[0].value)
    default: return .attributes(terms)
    }
  }

  private func terms(_ names: [String], of entry: Element) -> [ElementPath.Step.Term] {
    names.compactMap { name in entry.value(name).map { ElementPath.Step.Term(name, $0.text) } }
  }

  private func isApart(_ left: Element, _ right: Element) -> Bool {
    identity.apart.contains { left.value($0) != right.value($0) }
  }

  private mutating func reportSameIdentifiers(_ entries: [Element]) {
    var seen: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard let identifier = entry.identifier else { continue }
      if let first = seen[identifier] {
        report(entry, "the id '\(identifier)'", first: entries[first])
      } else {
        seen[identifier] = index
      }
    }
  }

  private mutating func report(_ entry: Element, _ what: String, first: Element) {
    guard diagnostics.count < ElementReader.greatestCount else { return }
    diagnostics.append(
      Diagnostic(
        path: path, position: entry.position, rule: "duplicate-element",
        message: "this \(kind.noun) has \(what) of the one in line \(first.position.line); change one of them"))
  }
}
