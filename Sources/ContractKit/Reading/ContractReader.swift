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
  ///   is something else, rule `dialect-unsupported` for a contract of a standard, or of a version, that is not read.
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
    let (declared, version) = try standard(of: root, path: path, &diagnostics)
    var reader = ElementReader(path: path, dialect: .odcs, version: version)
    var element = reader.element(.contract, root, key: "", place: nil)
    diagnostics += reader.diagnostics
    let status = status(of: root, path: path, &diagnostics)
    element.identifier = text(root["id"])
    element.name = text(root["name"])
    let name = element.name
    return Contract(
      path: path, dialect: .odcs(declared), identifier: element.identifier ?? "", name: name,
      version: root["version"].flatMap { node in
        text(node).map { Located($0, position: node.position, bytes: node.byteRange) }
      }, status: status, root: element, diagnostics: diagnostics.sorted { $0.position < $1.position })
  }

  /// The version of the standard as it is declared, and the one by which the contract is judged.
  private static func standard(
    of root: YAMLNode, path: String, _ diagnostics: inout [Diagnostic]
  ) throws(ReadingError) -> (declared: String, version: StandardVersion) {
    if let specification = root["dataContractSpecification"] {
      throw refusal(
        path, specification.position, "dialect-unsupported",
        "this contract is written in the Data Contract Specification \(specification.text); "
          + "only the Open Data Contract Standard 3 is read")
    }
    let declaration = root["apiVersion"]
    try requireKind(root, isDeclared: declaration != nil, path: path)
    let known = Dialect.odcs.versions
    let newest = known[known.count - 1]
    // Without a declaration the newest is meant; that it is missing is reported with the other missing keys.
    guard let declaration, declaration.kind == .scalar, !declaration.isNull else { return (newest.description, newest) }
    let text = declaration.text
    let declared = text.hasPrefix("v") ? String(text.dropFirst()) : text
    guard let version = StandardVersion(text) else {
      diagnostics.append(
        diagnostic(path, declaration, "'\(text)' is no version of the standard; the contract is read as \(newest)"))
      return (declared, newest)
    }
    guard version.major == 3 else {
      throw refusal(
        path, declaration.position, "dialect-unsupported",
        "this contract is written in version \(version) of the Open Data Contract Standard; only 3.0.0 to \(newest) are read")
    }
    let nearest = Dialect.odcs.nearest(to: version)
    if nearest != version {
      diagnostics.append(
        diagnostic(path, declaration, "version \(version) of the standard is not known; the contract is read as \(nearest)"))
    }
    return (declared, nearest)
  }

  /// A file says that it is a contract by its kind; one without a kind by what else it says.
  private static func requireKind(_ root: YAMLNode, isDeclared: Bool, path: String) throws(ReadingError) {
    if let kind = root["kind"] {
      guard kind.text.lowercased() != "datacontract" else { return }
      throw refusal(
        path, kind.position, "not-a-contract", "this is no data contract: its kind is '\(kind.text)', not 'DataContract'")
    }
    guard !isDeclared || root["schema"] == nil && root["version"] == nil else { return }
    throw refusal(
      path, root.position, "not-a-contract", "this is no data contract: 'kind: DataContract' is missing at the top level")
  }

  private static func status(of root: YAMLNode, path: String, _ diagnostics: inout [Diagnostic]) -> Contract.Status {
    guard let node = root["status"], let text = text(node) else { return .active }
    if let status = Contract.Status(rawValue: text.lowercased()) { return status }
    let suggestion = SpellingSuggestion.clause(for: text, among: Contract.Status.allCases.map(\.rawValue))
    diagnostics.append(diagnostic(path, node, "'status' cannot be '\(text)', so the contract is taken as active\(suggestion)"))
    return .active
  }

  private static func text(_ node: YAMLNode?) -> String? {
    guard let node, node.kind == .scalar, !node.isNull else { return nil }
    return node.text
  }

  private static func diagnostic(_ path: String, _ node: YAMLNode, _ message: String) -> Diagnostic {
    Diagnostic(path: path, position: node.position, rule: "schema-invalid", message: message)
  }

  private static func refusal(_ path: String, _ position: SourcePosition, _ rule: String, _ message: String) -> ReadingError {
    ReadingError(path: path, position: position, rule: rule, message: message)
  }
}
