/// Reads entities of Backstage's catalogue: what has `consumesApis` is a consumer, what has `providesApis` makes what an API promises.
///
/// Which contract an API is, its entity says: by the annotation `git-contract/contract`, or by a definition that is a data contract. Source:
/// Backstage, "Descriptor Format of Catalog Entities", and "Entity References".
struct BackstageReader {
  private static let annotation = "git-contract/contract"
  /// What these kinds of API define is no data contract.
  private static let otherTypes: Set = ["openapi", "asyncapi", "graphql", "grpc", "trpc"]

  private var reader: StrictReader

  static func isOne(_ root: YAMLNode) -> Bool {
    root["apiVersion"]?.text.hasPrefix("backstage.io/") ?? false
  }

  static func file(_ roots: [YAMLNode], path: String) -> ConsumerFile {
    var file = ConsumerFile(path: path, format: .backstage)
    for root in roots {
      var reader = BackstageReader(reader: StrictReader(path: path, rule: "consumer-invalid"))
      reader.read(root, into: &file)
    }
    return file
  }

  private mutating func read(_ root: YAMLNode, into file: inout ConsumerFile) {
    guard root.kind == .mapping, Self.isOne(root) else {
      reader.report(root.position, "a document among entities of Backstage must be one, with 'apiVersion: backstage.io/v1alpha1'")
      file.drafts.append(.init(declaration: declaration(file.path, title: nil, root)))
      return
    }
    let metadata = root["metadata"]
    let name = metadata?["name"]?.text ?? ""
    let namespace = metadata?["namespace"].flatMap { $0.isNull || $0.text.isEmpty ? nil : $0.text } ?? "default"
    let reference = [root["kind"]?.text ?? "", ":", namespace, "/", name].joined().lowercasedASCII
    if name.isEmpty {
      reader.report(metadata?.position ?? root.position, "an entity needs 'metadata.name'")
      file.drafts.append(.init(declaration: declaration(file.path, title: nil, root)))
      return
    }
    if root["kind"]?.text.lowercasedASCII == "api" { api(root, reference, metadata, into: &file) }
    var draft = ConsumerFile.Draft(declaration: declaration(reference, title: metadata?["title"]?.text ?? name, root))
    for link in links(root, "consumesApis", namespace) {
      let use = ConsumerDeclaration.Use(contract: "", contractPosition: link.position, fields: .unknown)
      draft.uses.append(.init(link: link.link, use: use, isOptional: false))
    }
    for link in links(root, "providesApis", namespace) {
      draft.products.append((link.link, .init(contract: "", position: link.position)))
    }
    draft.declaration.diagnostics = reader.diagnostics
    if !draft.uses.isEmpty || !reader.diagnostics.isEmpty { file.drafts.append(draft) }
  }

  private func declaration(_ identifier: String, title: String?, _ root: YAMLNode) -> ConsumerDeclaration {
    var result = ConsumerDeclaration(identifier: identifier, name: title, path: reader.path, diagnostics: reader.diagnostics)
    result.format = .backstage
    if let owner = root["spec"]?["owner"], owner.kind == .scalar, !owner.isNull, !owner.text.isEmpty {
      result.team = owner.text
      result.teamPosition = owner.position
    }
    return result
  }

  private mutating func links(_ root: YAMLNode, _ key: String, _ namespace: String) -> [(link: ConsumerLink, position: SourcePosition)] {
    guard let list = root["spec"]?[key], let items = reader.list(list, what: "'spec.\(key)'") else { return [] }
    return items.compactMap { item in
      guard let text = reader.line(item, what: "an entry of 'spec.\(key)'") else { return nil }
      return (ConsumerLink(.backstage, Self.reference(text, namespace: namespace)), item.position)
    }
  }

  /// `[kind:][namespace/]name`, where case means nothing.
  static func reference(_ text: String, namespace: String) -> String {
    let colon = text.firstIndex(of: ":")
    let kind = colon.map { String(text[..<$0]) } ?? "api"
    let rest = colon.map { String(text[text.index(after: $0)...]) } ?? text
    return (kind + ":" + (rest.contains("/") ? rest : namespace + "/" + rest)).lowercasedASCII
  }

  // MARK: APIs

  private mutating func api(_ root: YAMLNode, _ reference: String, _ metadata: YAMLNode?, into file: inout ConsumerFile) {
    let link = ConsumerLink(.backstage, reference)
    if let node = metadata?["annotations"]?[Self.annotation] {
      if let contract = reader.contractIdentifier(node, what: "annotation '\(Self.annotation)'") {
        file.targets[link] = .init(contract: contract)
      }
      return
    }
    let definition = root["spec"]?["definition"]
    if let definition, definition.kind == .scalar, ContractDetection.claims(Array(definition.text.utf8)) {
      let bytes = Array(definition.text.utf8)
      do throws(ReadingError) {
        let contract = try ContractReader.read(bytes, path: file.path)
        if !contract.identifier.isEmpty { file.targets[link] = .init(contract: contract.identifier) }
      } catch {
        // Who consumes it is told that nobody knows what it is.
        return
      }
      return
    }
    let place = ["$text", "$yaml", "$json"].compactMap { definition?[$0]?.text }.first
    if let place, !place.isEmpty { file.aliases[link] = ConsumerLink(.odcs, place) }
    let type = root["spec"]?["type"]?.text.lowercasedASCII ?? ""
    if Self.otherTypes.contains(type) { file.targets[link] = .init(contract: nil) }
  }
}
