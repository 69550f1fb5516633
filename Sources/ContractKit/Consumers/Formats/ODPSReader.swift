/// Reads a data product of the Open Data Product Standard: its input ports are what it uses, its output ports what it makes.
///
/// `version` of a port is that of the contract that it refers to. Source: ODPS 1.0.0 and 1.1.0, "Product Information".
struct ODPSReader {
  private var reader: StrictReader

  static func file(_ root: YAMLNode, path: String) -> ConsumerFile {
    var reader = ODPSReader(reader: StrictReader(path: path, rule: "consumer-invalid"))
    return reader.file(root)
  }

  private mutating func file(_ root: YAMLNode) -> ConsumerFile {
    var file = ConsumerFile(path: reader.path, format: .odps)
    let identifier = reader.optionalLine(root["id"], what: "'id'")
    if root["id"] == nil { reader.report(root.position, "a data product needs 'id'") }
    var result = ConsumerDeclaration(identifier: identifier ?? reader.path, path: reader.path)
    result.format = .odps
    result.name = reader.optionalLine(root["name"], what: "'name'")
    result.team = team(root["team"])
    result.teamPosition = root["team"]?.position
    result.contacts = contacts(root["support"])
    for port in ports(root, "inputPorts") { add(port, "contractId", to: &result, what: "an input port") }
    outputs(root, identifier, into: &result, &file)
    result.diagnostics = reader.diagnostics.sorted { $0.position < $1.position }
    // What has no input port makes data of its own, and what is retired reads none.
    let isRetired = root["status"]?.text.lowercasedASCII == "retired"
    if !result.diagnostics.isEmpty || (!result.uses.isEmpty && !isRetired) { file.drafts = [.init(declaration: result)] }
    return file
  }

  private mutating func ports(_ root: YAMLNode, _ key: String) -> [YAMLNode] {
    guard let list = root[key] else { return [] }
    return (reader.list(list, what: "'\(key)'") ?? []).filter { port in
      if port.kind == .mapping { return true }
      reader.report(port.position, "an entry of '\(key)' must be a mapping, not \(StrictReader.kind(of: port))")
      return false
    }
  }

  private mutating func add(_ port: YAMLNode, _ key: String, to result: inout ConsumerDeclaration, what: String) {
    guard let node = port[key], !node.isNull else {
      let name = port["name"].map { " '\($0.text)'" } ?? ""
      reader.report(port.position, "\(what)\(name) names no contract in '\(key)', so nobody knows what it reads")
      return
    }
    guard let contract = reader.contractIdentifier(node, what: "'\(key)'") else { return }
    var use = ConsumerDeclaration.Use(contract: contract, contractPosition: node.position, fields: .unknown)
    if let version = port["version"], let text = reader.optionalLine(version, what: "'version'") {
      use.take(version: text, at: version.position)
    }
    guard !result.uses.contains(where: { $0.contract == use.contract && $0.range == use.range }) else { return }
    result.uses.append(use)
  }

  private mutating func outputs(
    _ root: YAMLNode, _ identifier: String?, into result: inout ConsumerDeclaration, _ file: inout ConsumerFile
  ) {
    for port in ports(root, "outputPorts") {
      var sources: Set<String>?
      if let inputs = port["inputContracts"], !inputs.isNull {
        for input in reader.list(inputs, what: "'inputContracts'") ?? [] {
          // The standard's own example says: id, or contractId.
          let key = input["id"] == nil && input["contractId"] != nil ? "contractId" : "id"
          add(input, key, to: &result, what: "an entry of 'inputContracts'")
          if let contract = input[key]?.text, !contract.isEmpty { sources = (sources ?? []).union([contract]) }
        }
      }
      guard let node = port["contractId"], let contract = reader.contractIdentifier(node, what: "'contractId'") else { continue }
      result.produces.append(.init(contract: contract, position: node.position, sources: sources))
      guard let identifier else { continue }
      for key in ["id", "name"] {
        guard let name = port[key]?.text, !name.isEmpty else { continue }
        file.targets[ConsumerLink(.odps, identifier + "/" + name)] = .init(contract: contract)
      }
    }
  }

  /// From 1.0.0 on a mapping with the team's name; before, a list of members.
  private mutating func team(_ node: YAMLNode?) -> String? {
    guard let node, node.kind == .mapping else { return nil }
    return reader.optionalLine(node["name"], what: "'team.name'")
  }

  private func contacts(_ node: YAMLNode?) -> [ConsumerDeclaration.Contact] {
    (node?.items ?? []).compactMap { entry in
      guard let tool = entry["tool"]?.text, let url = entry["url"]?.text, !tool.isEmpty, !url.isEmpty else { return nil }
      return ConsumerDeclaration.Contact(tool: tool, url: url, channel: entry["channel"]?.text)
    }
  }
}
