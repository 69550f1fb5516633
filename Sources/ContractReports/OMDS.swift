internal import ContractKit

extension DiffAnswer {
  /// The diff as the Bitol draft for metadata differences has it (RFC 0039, OMDS 1.0.0): a YAML document for each contract.
  ///
  /// Where the draft is silent or still open: paths are those of the hybrid notation that it recommends; a contract that is new or deleted
  /// has an empty version at the side where it is not; what needs a decision is `UNKNOWN`, and counts as minor, which is what is due for
  /// it. What a change costs is what our catalogue says, not the draft's table, which is an open item there. Contracts that cannot be read
  /// are no differences and stand in no document.
  package func omds(toolVersion: String) -> String {
    contracts.map { "---\n" + YAMLOutput.text(of: $0.omds(toolVersion: toolVersion)) }.joined()
  }
}

extension TransitionDiff {
  fileprivate func omds(toolVersion: String) -> YAMLOutput {
    func count(_ impacts: Set<Impact>) -> YAMLOutput { .scalar(.integer(changes.count { impacts.contains($0.impact) })) }
    func side(_ version: String?) -> YAMLOutput {
      .mapping([("id", .scalar(.string(identifier))), ("version", .scalar(.string(version ?? "")))])
    }
    var members: [(String, YAMLOutput)] = [
      ("apiVersion", .scalar("v1.0.0")), ("kind", .scalar("MetadataDifference")), ("sourceKind", .scalar("DataContract")),
      ("source1", side(fromVersion)), ("source2", side(toVersion)), ("scope", .scalar("all")),
      ("impact", .mapping([("major", count([.breaking])), ("minor", count([.dangerous, .compatible])), ("patch", count([.editorial]))])),
    ]
    if let suggestedVersion { members.append(("suggestedVersion", .scalar(.string(suggestedVersion)))) }
    members.append(("diffs", .list(changes.map(\.omds))))
    let tool: YAMLOutput = .mapping([
      ("property", .scalar("generatedBy")), ("value", .scalar(.string("git-contract/" + toolVersion))),
    ])
    members.append(("customProperties", .list([tool])))
    return .mapping(members)
  }
}

extension JudgedChange {
  fileprivate var omds: YAMLOutput {
    let path = self.path
    var members: [(String, YAMLOutput)] = [
      ("type", .scalar(.string(type))), ("section", .scalar(.string(path.section))), ("field", .scalar(.string(path.field))),
      ("path", .scalar(.string(path.text))),
    ]
    if let before = change.before { members.append(("value1", .scalar(ContractJSON.json(before)))) }
    if let after = change.after { members.append(("value2", .scalar(ContractJSON.json(after)))) }
    members += [("message", .scalar(.string(message))), ("impactLevel", .scalar(.string(impact.omds)))]
    return .mapping(members)
  }

  private var type: String {
    switch change.action {
    case .added: "ADD"
    case .removed: "REMOVE"
    case .changed, .raised, .lowered, .renamed, .moved: "CHANGE"
    }
  }

  /// Where the change is: the section at the top of the contract, the field that says it, and the way there.
  private var path: (section: String, field: String, text: String) {
    var steps = change.element.steps
    var fields = change.attribute.split(separator: ".").map(String.init)
    if change.action == .renamed, change.attribute.isEmpty {
      // The draft names an element by its old name where the name is what changed.
      fields = ["name"]
      if let last = steps.indices.last, case .attribute(let key, _) = steps[last].selector, let before = change.before {
        steps[last].selector = .attribute(key, before.text)
        fields = [key]
      }
    }
    let element = ElementPath(steps)
    let text = steps.isEmpty ? fields.map { "/" + $0 }.joined() : element.description + fields.map { "/" + $0 }.joined()
    let section = steps.first?.key ?? fields.first ?? "contract"
    return (section, fields.last ?? steps.last?.key ?? "contract", text.isEmpty ? "/" : text)
  }
}

extension Impact {
  fileprivate var omds: String {
    switch self {
    case .breaking: "MAJOR"
    case .dangerous: "UNKNOWN"
    case .compatible: "MINOR"
    case .editorial: "PATCH"
    }
  }
}
