/// What a comparison of two elements must know of the contracts around them.
package struct DiffContext: Sendable {
  /// New names of the objects and columns that were renamed, by the old dotted path: what refers to them says the same as before.
  package var renames: [String: String]
  /// True where readers of one of the contracts find columns by their place.
  package var isPositional: Bool

  /// Whose words the physical types are written in, on either side.
  package var oldDialect: SQLDialect
  package var newDialect: SQLDialect

  package init(
    renames: [String: String] = [:], isPositional: Bool = false, oldDialect: SQLDialect = .generic, newDialect: SQLDialect = .generic
  ) {
    self.renames = renames
    self.isPositional = isPositional
    self.oldDialect = oldDialect
    self.newDialect = newDialect
  }
}

extension DiffContext {
  /// A reference, or a list of them, as it must read now that what it names was renamed: `orders.email`, or
  /// `schema/orders/properties/email` in the long form (ODCS 3.1, "References").
  func renamed(_ value: Value?) -> Value? {
    guard !renames.isEmpty, let value else { return value }
    switch value {
    case .string(let text): return .string(renamed(text))
    case .list(let items): return .list(items.map { renamed($0) ?? $0 })
    default: return value
    }
  }

  /// Several references may stand in one text, with commas between them.
  private func renamed(_ text: String) -> String {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let blanks = part.prefix { $0 == " " }
      let reference = String(part.dropFirst(blanks.count))
      if let name = renames[reference] { return blanks + name }
      let isLong = reference.hasPrefix("schema/") || reference.hasPrefix("/schema/")
      let steps = reference.split(separator: "/").map(String.init)
      guard isLong, steps.count > 1 else { return String(part) }
      let names = stride(from: 1, to: steps.count, by: 2).map { steps[$0] }
      guard let name = renames[names.joined(separator: ".")] else { return String(part) }
      let path = name.split(separator: ".").enumerated().map { ($0.offset == 0 ? "schema/" : "properties/") + $0.element }
      return blanks + (reference.hasPrefix("/") ? "/" : "") + path.joined(separator: "/")
    }.joined(separator: ",")
  }
}
