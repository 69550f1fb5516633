internal import ContractKit
internal import Foundation
internal import Mustache

/// A text or a number as a template sees it: something to print, and nothing else.
///
/// A Swift string would have more to offer: transforms that no other Mustache knows, and its own insides by reflection.
private struct Leaf: MustacheCustomRenderable, MustacheParent {
  let renderText: String

  /// An empty text is as good as none, for who writes `{{#reason}}because of {{.}}{{/reason}}`.
  var isNull: Bool { renderText.isEmpty }

  func child(named: String) -> Any? { nil }
}

extension JSON {
  /// The value in the types that Mustache knows. No function is among them: there are no lambdas.
  var templateValue: Any {
    switch self {
    case .null: NSNull()
    case .boolean(let value): value
    case .integer(let value): Leaf(renderText: String(value))
    case .decimal(let value): Leaf(renderText: value)
    case .string(let value): Leaf(renderText: value)
    case .array(let items): items.map(\.templateValue)
    case .object(let members): members.mapValues(\.templateValue)
    }
  }
}
