/// Reads an access agreement, that of Bitol (RFC 0056, "OAAS") or the Data Usage Agreement that it comes from (0.0.1,
/// https://datausageagreement.com): one consumer, and one output port that it may read.
///
/// An agreement says nothing of fields. What was only asked for counts as well: whoever asks is about to read.
struct AgreementReader {
  private var reader: StrictReader
  private let format: ConsumerFormat

  static func file(_ root: YAMLNode, path: String, format: ConsumerFormat) -> ConsumerFile {
    var reader = AgreementReader(reader: StrictReader(path: path, rule: "consumer-invalid"), format: format)
    return reader.file(root)
  }

  private mutating func file(_ root: YAMLNode) -> ConsumerFile {
    var file = ConsumerFile(path: reader.path, format: format)
    if format == .dataUsageAgreement, let node = root["dataUsageAgreementSpecification"], node.text != "0.0.1" {
      reader.report(node.position, "'dataUsageAgreementSpecification' must be 0.0.1, not \(StrictReader.spelling(of: node))")
    }
    let details = format == .oaas ? root : root["info"] ?? root
    let status = details["status"]?.text.lowercasedASCII
    if status == "rejected" { return file }
    if status == nil || !["requested", "approved"].contains(status) {
      reader.report(
        details["status"]?.position ?? details.position, "'status' of an agreement is requested, approved or rejected")
    }
    let identifier = reader.optionalLine(root["id"], what: "'id'")
    if root["id"] == nil { reader.report(root.position, "an agreement needs 'id'") }
    var result = ConsumerDeclaration(identifier: identifier ?? reader.path, path: reader.path)
    result.format = format
    var draft = ConsumerFile.Draft(declaration: result)
    consumer(root, into: &result, &draft)
    // From then on nobody stands by it.
    let days = ["nextReassessmentTimestamp", "nextReassessmentDate", "endTimestamp", "endDate"].compactMap { details[$0]?.text.prefix(10) }
    result.reviewBy = days.compactMap { CalendarDay($0) }.min()
    provider(root, into: &result, &draft)
    result.diagnostics = reader.diagnostics.sorted { $0.position < $1.position }
    draft.declaration = result
    file.drafts = [draft]
    return file
  }

  private mutating func consumer(_ root: YAMLNode, into result: inout ConsumerDeclaration, _ draft: inout ConsumerFile.Draft) {
    guard let node = root["consumer"], node.kind == .mapping else {
      reader.report(root["consumer"]?.position ?? root.position, "an agreement needs 'consumer', a mapping that says who reads")
      return
    }
    result.team = reader.optionalLine(node["teamId"], what: "'consumer.teamId'")
    result.teamPosition = node["teamId"]?.position
    draft.dataProduct = reader.optionalLine(node["dataProductId"], what: "'consumer.dataProductId'")
    let user = reader.optionalLine(node["userId"], what: "'consumer.userId'")
    result.name = draft.dataProduct ?? user ?? reader.optionalLine(root["name"], what: "'name'") ?? result.team
    if result.team == nil, draft.dataProduct == nil, user == nil {
      reader.report(node.position, "'consumer' needs 'teamId', 'dataProductId' or 'userId'")
    }
    if let user, user.contains("@") { result.contacts = [.init(tool: "email", url: "mailto:" + user)] }
  }

  private mutating func provider(_ root: YAMLNode, into result: inout ConsumerDeclaration, _ draft: inout ConsumerFile.Draft) {
    guard let node = root["provider"], node.kind == .mapping else {
      reader.report(root["provider"]?.position ?? root.position, "an agreement needs 'provider', a mapping that says what is read")
      return
    }
    var use = ConsumerDeclaration.Use(contract: "", contractPosition: node.position, fields: .unknown)
    if let version = node["dataContractVersion"], let text = reader.optionalLine(version, what: "'dataContractVersion'") {
      use.take(version: text, at: version.position)
    }
    if let contract = node["dataContractId"], !contract.isNull {
      guard let text = reader.contractIdentifier(contract, what: "'dataContractId'") else { return }
      use.contract = text
      use.contractPosition = contract.position
      result.uses = [use]
      return
    }
    guard let product = reader.optionalLine(node["dataProductId"], what: "'provider.dataProductId'"),
      let port = reader.optionalLine(node["outputPortId"], what: "'provider.outputPortId'")
    else {
      reader.report(node.position, "'provider' needs 'dataContractId', or 'dataProductId' and 'outputPortId'")
      return
    }
    use.contractPosition = node["outputPortId"]?.position ?? node.position
    draft.uses = [.init(link: ConsumerLink(.odps, product + "/" + port), use: use, isOptional: false)]
  }
}
