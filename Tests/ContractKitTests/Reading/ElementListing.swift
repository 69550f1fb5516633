import ContractKit

/// Every element of a contract below its root, depth first: `path line:column`, behind it its attributes in the order of their names.
func listing(_ contract: Contract) -> [String] {
  var lines: [String] = []
  func visit(_ element: Element, _ path: ElementPath) {
    let attributes = element.attributes.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value.text)" }
    let identifier = element.identifier.map { ["id=\($0)"] } ?? []
    lines.append((["\(path)", "\(element.position.line):\(element.position.column)"] + identifier + attributes).joined(separator: " "))
    for child in element.children { visit(child, path.appending(child.step)) }
  }
  for child in contract.root.children { visit(child, ElementPath([child.step])) }
  return lines
}

/// What the root says, in the order of the names: `name=value line:column`.
func rootListing(_ contract: Contract) -> [String] {
  contract.root.attributes.sorted { $0.name < $1.name }.map {
    "\($0.name)=\($0.value.text) \($0.position.line):\($0.position.column)"
  }
}

/// `rule impact` of every change between two texts, in their order.
func judgedRules(_ old: String, _ new: String) throws -> [String] {
  Judge.judge(from: try readContract(old), to: try readContract(new)).map { "\($0.rule) \($0.impact.rawValue)" }
}
