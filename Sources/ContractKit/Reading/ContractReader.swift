/// Reads the text of a contract file into the tree of its elements.
package enum ContractReader {
  /// Reads one file.
  ///
  /// What can be compared is read, valid or not: see `Contract.diagnostics` for what is wrong with it. A version of the standard that
  /// is not known yet is read as the nearest one that is.
  ///
  /// - Parameters:
  ///   - bytes: the text, in UTF-8.
  ///   - path: where it was read: named in diagnostics, and the contract's `path`.
  ///   - limits: how much of a text is looked at before it is refused.
  /// - Throws: `ReadingError` where there is no contract to read: no YAML (see `YAMLDocument`), rule `not-a-contract` for a file that
  ///   is something else, rule `dialect-unsupported` for a contract of a standard, or of a version, that is not read, rule
  ///   `yaml-too-many-references` for one that refers to itself without end.
  package static func read(
    _ bytes: [UInt8], path: String, limits: YAMLDocument.Limits = YAMLDocument.Limits()
  ) throws(ReadingError) -> Contract {
    try read(YAMLDocument(bytes, path: path, limits: limits), path: path)
  }

  /// Reads a document that was parsed already.
  package static func read(_ document: YAMLDocument, path: String) throws(ReadingError) -> Contract {
    let root = document.root
    guard root.kind == .mapping else {
      throw refusal(path, root.position, "not-a-contract", "this is no data contract: the file holds \(root.noun), not a mapping")
    }
    var diagnostics: [Diagnostic] = []
    let standard = try ContractStandard(of: root, path: path, &diagnostics)
    var reader = ElementReader(path: path, dialect: standard.dialect, version: standard.version, root: root)
    var element = reader.element(.contract, root, key: "", place: nil)
    if standard.dialect.followsReferences { reader.readUnusedDefinitions(of: root, into: &element) }
    if let references = reader.references, references.isExhausted {
      throw refusal(path, root.position, "yaml-too-many-references", References.Fault.tooMany.message ?? "")
    }
    diagnostics += reader.diagnostics
    let status = status(of: &element, node(of: "status", in: root), standard.dialect, path: path, &diagnostics)
    element.identifier = text(root[standard.dialect.identifierKey])
    element.name = text(node(of: standard.dialect.nameKey, in: root))
    let name = element.name
    return Contract(
      path: path, dialect: standard.declared, identifier: element.identifier ?? "", name: name,
      version: node(of: "version", in: root).flatMap { node in
        text(node).map { Located($0, position: node.position, bytes: node.byteRange) }
      }, status: status, root: element, diagnostics: sorted(diagnostics))
  }

  /// Where a contract says its name, version or status: at its top level, or in `info` in the Data Contract Specification.
  static func node(of key: String, in root: YAMLNode) -> YAMLNode? {
    root[ContractStandard.specificationKey] == nil ? root[key] : root["info"]?[key]
  }

  /// In the order of the file. What is read several times because several elements refer to it is said once.
  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for diagnostic in diagnostics.sorted(by: { $0.position < $1.position }) {
      let same = result.reversed().prefix { $0.position == diagnostic.position }
      if !same.contains(where: { $0.rule == diagnostic.rule && $0.message == diagnostic.message }) { result.append(diagnostic) }
    }
    return result
  }

  private static func status(
    of contract: inout Element, _ node: YAMLNode?, _ dialect: Dialect, path: String, _ diagnostics: inout [Diagnostic]
  ) -> Contract.Status {
    guard let node, let text = text(node) else { return .active }
    let word = text.lowercased()
    if let status = Contract.Status(rawValue: word) { return status }
    if let status = dialect.statusWords.first(where: { $0.word == word })?.status {
      if let place = contract.attributes.firstIndex(where: { $0.name == "status" }) {
        contract.attributes[place].value = .string(status.rawValue)
      }
      return status
    }
    let known = Contract.Status.allCases.map(\.rawValue) + dialect.statusWords.map(\.word)
    let suggestion = SpellingSuggestion.clause(for: text, among: known)
    diagnostics.append(
      Diagnostic(
        path: path, position: node.position, rule: "schema-invalid",
        message: "'status' cannot be '\(text)', so the contract is taken as active\(suggestion)"))
    return .active
  }

  private static func text(_ node: YAMLNode?) -> String? {
    guard let node, node.kind == .scalar, !node.isNull else { return nil }
    return node.text
  }

  private static func refusal(_ path: String, _ position: SourcePosition, _ rule: String, _ message: String) -> ReadingError {
    ReadingError(path: path, position: position, rule: rule, message: message)
  }
}
