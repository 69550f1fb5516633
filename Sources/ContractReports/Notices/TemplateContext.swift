package import ContractKit

extension Letter {
  /// What a repository's own template is filled with: `git-contract/template-context/1`.
  ///
  /// `letter` is what programs get. Mustache asks no questions, so `is` and `has` answer those that a template may have; `text`, `markdown`
  /// and `verdict` are what is built in, for a template that only puts something around it.
  package func templateContext(toolVersion: String) -> JSON {
    let kinds = Kind.allCases.map { ($0.rawValue, JSON.boolean($0 == kind)) }
    let topics = (ConsumerDeclaration.Topic.allCases.map(\.rawValue) + ["repaired"]).map { ($0, JSON.boolean(topic == "notice." + $0)) }
    var has: [String: JSON] = [:]
    for name in Self.lists {
      guard case .array(let items)? = members[name] else { continue }
      has[name] = .boolean(!items.isEmpty)
    }
    return [
      "schema": "git-contract/template-context/1", "id": .string(identifier), "subject": .string(subject),
      "is": .object(Dictionary(kinds + topics) { first, _ in first }), "has": .object(has), "letter": json(toolVersion: toolVersion),
      "verdict": verdict, "text": .string(text), "markdown": .string(markdown),
    ]
  }

  /// Members that are lists.
  static let lists = ["changes", "migration", "views", "owners", "support", "signOffs", "followUps", "steps", "endings"]

  private var verdict: JSON {
    for case .verdict(_, let label, let phrase) in body.blocks { return ["label": .string(label), "text": .string(phrase.plain)] }
    return ["label": "", "text": ""]
  }
}
