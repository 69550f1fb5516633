/// The standard that a file is written in, by what it says of itself.
struct ContractStandard {
  static let specificationKey = "dataContractSpecification"

  let dialect: Dialect
  let declared: Contract.Dialect
  /// The version by which the contract is judged.
  let version: StandardVersion

  /// - Throws: `ReadingError`, rule `not-a-contract` for a file that is something else, rule `dialect-unsupported` for a version that is
  ///   not read.
  init(of root: YAMLNode, path: String, _ diagnostics: inout [Diagnostic]) throws(ReadingError) {
    let key: YAMLNode?
    let dialect: Dialect
    if let specification = root[Self.specificationKey] {
      dialect = .specification
      key = specification
    } else {
      key = root["apiVersion"] ?? root["standardVersion"]
      try Self.requireKind(root, isDeclared: key != nil, path: path)
      dialect = Self.isODCS2(root, declaration: key) ? .odcs2 : .odcs
    }
    self.dialect = dialect
    let newest = dialect.versions[dialect.versions.count - 1]
    func declared(_ text: String) -> Contract.Dialect { dialect.followsReferences ? .specification(text) : .odcs(text) }
    // Without a declaration the newest is meant; that it is missing is reported with the other missing keys.
    guard let key, key.kind == .scalar, !key.isNull else {
      self.declared = declared(newest.description)
      version = newest
      return
    }
    let text = key.text
    self.declared = declared(text.hasPrefix("v") ? String(text.dropFirst()) : text)
    func report(_ message: String) {
      diagnostics.append(Diagnostic(path: path, position: key.position, rule: "schema-invalid", message: message))
    }
    guard let version = StandardVersion(text) else {
      report("'\(text)' is no version of the standard; the contract is read as \(newest)")
      self.version = newest
      return
    }
    guard dialect.majors.contains(version.major) else {
      let oldest = dialect.majors == [3] ? Dialect.odcs2.versions[0] : dialect.versions[0]
      throw ReadingError(
        path: path, position: key.position, rule: "dialect-unsupported",
        message: "this contract is written in version \(version) of the \(dialect.title); only \(oldest) to \(newest) are read")
    }
    let nearest = dialect.nearest(to: version)
    if nearest != version {
      report("version \(version) of the standard is not known; the contract is read as \(nearest)")
    } else if dialect.majors == [3], text != "v\(version)" {
      report("write 'apiVersion' as v\(version), not \(text)")
    }
    self.version = nearest
  }

  /// By the version, else by the keys that only 2.2 has.
  private static func isODCS2(_ root: YAMLNode, declaration: YAMLNode?) -> Bool {
    if let declaration, let version = StandardVersion(declaration.text) { return version.major == 2 }
    guard root["schema"] == nil, root["id"] == nil else { return false }
    return root["uuid"] != nil || root["dataset"]?.kind == .sequence
  }

  /// A file says that it is a contract by its kind; one without a kind by what else it says.
  private static func requireKind(_ root: YAMLNode, isDeclared: Bool, path: String) throws(ReadingError) {
    func refusal(_ position: SourcePosition, _ message: String) -> ReadingError {
      ReadingError(path: path, position: position, rule: "not-a-contract", message: message)
    }
    if let kind = root["kind"] {
      guard kind.text.lowercased() != "datacontract" else { return }
      throw refusal(kind.position, "this is no data contract: its kind is '\(kind.text)', not 'DataContract'")
    }
    guard !isDeclared || root["schema"] == nil && root["version"] == nil else { return }
    throw refusal(root.position, "this is no data contract: 'kind: DataContract' is missing at the top level")
  }
}
