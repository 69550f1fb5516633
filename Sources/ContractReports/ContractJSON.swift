package import ContractKit

/// A contract as JSON: the tree of its elements, whatever dialect it was written in.
package enum ContractJSON {
  /// `git-contract/contract/1`.
  package static func json(_ contract: Contract, toolVersion: String) -> JSON {
    [
      "schema": "git-contract/contract/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "id": .string(contract.identifier), "name": JSON(contract.name), "version": JSON(contract.version?.value),
      "status": .string(contract.status.rawValue), "path": .string(contract.path), "root": json(contract.root, at: .root),
    ]
  }

  private static func json(_ element: Element, at path: ElementPath) -> JSON {
    [
      "kind": .string(element.kind.rawValue), "element": .string(path.description), "id": JSON(element.identifier),
      "name": JSON(element.name), "line": .integer(element.position.line), "column": .integer(element.position.column),
      "attributes": .object(
        Dictionary(element.attributes.map { ($0.name, json($0.value)) }, uniquingKeysWith: { first, _ in first })),
      "children": .array(element.children.map { json($0, at: path.appending($0.step)) }),
    ]
  }

  static func json(_ value: Value) -> JSON {
    switch value {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    // A number that a binary float cannot hold would be read as another one: such a number is text.
    case .number(let number): number.integer.map { .integer($0) } ?? .string(number.description)
    case .string(let text): .string(text)
    case .list(let items): .array(items.map { json($0) })
    case .map(let entries): .object(Dictionary(entries.map { ($0.key, json($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}
