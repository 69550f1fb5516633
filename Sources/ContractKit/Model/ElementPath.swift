/// The way from a contract's root to one of its elements, for example `/schema[name=orders]/properties[name=email]`.
///
/// The form is that of the Bitol draft for metadata differences (RFC 0039). In names `\`, `]` and `/` are written with a `\` before
/// them, so that a column called `a/b]` is still one step.
package struct ElementPath: Hashable, Sendable, CustomStringConvertible {
  /// One step: the key, and which entry of its list.
  package struct Step: Hashable, Sendable {
    /// How an entry of a list is told from its neighbours.
    package enum Selector: Hashable, Sendable {
      /// The key holds one mapping, not a list.
      case none
      /// By an attribute, nearly always `name`.
      case attribute(String, String)
      /// By several attributes together: a service level by `property` and `element`. Never empty.
      case attributes([Term])
      /// By its place, counted from 0: only where nothing else tells it apart.
      case place(Int)
    }

    /// An attribute's name and what it says.
    package struct Term: Hashable, Sendable {
      package var name: String
      package var value: String

      package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
      }
    }

    package var key: String
    package var selector: Selector

    package init(_ key: String, _ selector: Selector = .none) {
      self.key = key
      self.selector = selector
    }
  }

  package var steps: [Step]

  package init(_ steps: [Step] = []) {
    self.steps = steps
  }

  package static let root = ElementPath()

  package func appending(_ step: Step) -> ElementPath {
    ElementPath(steps + [step])
  }

  package var description: String {
    guard !steps.isEmpty else { return "/" }
    return steps.map { step in
      switch step.selector {
      case .none: "/" + step.key
      case .attribute(let name, let value): "/" + step.key + "[" + name + "=" + Self.escape(value) + "]"
      case .attributes(let terms):
        "/" + step.key + "[" + terms.map { $0.name + "=" + Self.escape($0.value) }.joined(separator: ",") + "]"
      case .place(let place): "/" + step.key + "[" + String(place) + "]"
      }
    }.joined()
  }

  /// The names along the way joined by dots, as people and consumer files say it: `orders.customer.zip`.
  package var dotted: String {
    steps.compactMap { step in
      switch step.selector {
      case .attribute(_, let value): value
      case .attributes(let terms): terms.map(\.value).joined(separator: ",")
      case .place(let place): step.key + "[" + String(place) + "]"
      case .none: step.key == "items" ? "[]" : step.key
      }
    }.joined(separator: ".")
  }

  private static func escape(_ name: String) -> String {
    guard name.contains(where: { $0 == "\\" || $0 == "]" || $0 == "/" }) else { return name }
    return name.reduce(into: "") { text, character in
      if character == "\\" || character == "]" || character == "/" { text.append("\\") }
      text.append(character)
    }
  }
}
