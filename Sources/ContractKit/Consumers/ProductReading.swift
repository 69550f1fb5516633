/// Reads `produces` of a consumer's declaration: the contracts whose data it makes of what it uses, and of which fields.
///
/// ```yaml
/// produces:
///   - contract: 0b0b5a0e-…           # the id of the contract that it makes
///     fields:                        # optional; without it any field may be made of anything that is used
///       revenue.total: [orders.amount, {contract: 4d2a…, field: rates.rate}]
/// ```
///
/// A name without its contract is one of the only contract in `uses`; where there are several, equal names say nothing.
struct ProductReading {
  let uses: [ConsumerDeclaration.Use]

  func products(_ node: YAMLNode, _ reader: inout StrictReader) -> [ConsumerDeclaration.Product] {
    var result: [ConsumerDeclaration.Product] = []
    for item in reader.list(node, what: "'produces'") ?? [] {
      var product = ConsumerDeclaration.Product(contract: "", position: item.position)
      for entry in reader.entries(of: item, what: "an entry of 'produces'", known: ["contract", "fields"]) {
        if entry.key == "contract" {
          product.contract = reader.line(entry.value, what: "'contract'") ?? ""
          product.position = entry.value.position
        } else {
          for field in reader.mapping(entry.value, what: "'fields'") ?? [] {
            let origins = reader.list(field.value, what: "'fields.\(field.key)'") { origin(&$0, $1) } ?? []
            product.fields[FieldName(dotted: field.key)] = origins
          }
        }
      }
      guard item.kind == .mapping else { continue }
      if item["contract"] == nil { reader.report(item.position, "an entry of 'produces' needs 'contract', the id of the contract") }
      if !product.contract.isEmpty { result.append(product) }
    }
    return result
  }

  private func origin(_ reader: inout StrictReader, _ node: YAMLNode) -> ConsumerDeclaration.Product.Origin? {
    var contract: String?
    var field: String?
    if node.kind == .mapping {
      for entry in reader.entries(of: node, what: "what a field is made of", known: ["contract", "field"]) {
        let text = reader.line(entry.value, what: "'\(entry.key)'")
        if entry.key == "contract" { contract = text } else { field = text }
      }
      guard let contract, let field else {
        if node["contract"] == nil || node["field"] == nil {
          reader.report(node.position, "what a field is made of needs 'contract' and 'field', or is a text such as 'orders.amount'")
        }
        return nil
      }
      guard uses.contains(where: { $0.contract == contract }) else {
        reader.report(node.position, "contract '\(contract)' is not among 'uses'")
        return nil
      }
      return .init(contract: contract, name: name(field, in: contract))
    }
    field = reader.line(node, what: "what a field is made of")
    guard let field else { return nil }
    let contracts = Set(uses.map(\.contract))
    guard let only = contracts.first, contracts.count == 1 else {
      reader.report(node.position, "'\(field)' may be of any contract in 'uses'; write {contract: …, field: \(field)}")
      return nil
    }
    return .init(contract: only, name: name(field, in: only))
  }

  /// A table may have dots in its name; then `uses` names it.
  private func name(_ text: String, in contract: String) -> FieldName {
    let tables = uses.filter { $0.contract == contract }.flatMap { use -> [String] in
      if case .tables(let tables) = use.fields { Array(tables.keys) } else { [] }
    }
    let table = tables.filter { text == $0 || text.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count }
    guard let table else { return FieldName(dotted: text) }
    return text == table ? FieldName(table: table) : FieldName(table: table, field: String(text.dropFirst(table.count + 1)))
  }
}

extension FieldName {
  /// `orders.customer.zip`: the table up to the first dot.
  init(dotted text: String) {
    guard let dot = text.firstIndex(of: "."), dot != text.startIndex, text.index(after: dot) < text.endIndex else {
      self.init(table: text)
      return
    }
    self.init(table: String(text[..<dot]), field: String(text[text.index(after: dot)...]))
  }
}
