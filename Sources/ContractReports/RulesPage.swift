package import ContractKit

/// `Documentation/Rules.md`: the catalogue as a page. `git contract rules --format markdown` prints it, and a test holds the file to it.
package enum RulesPage {
  package static var markdown: String { page(of: Catalogue.all) + rest }

  /// What a policy can name and a finding can carry beside the rules about changes.
  private static var rest: String {
    let prices = RulesAnswer.Explained.all.filter { $0.word == "price" }
    let faults = RulesAnswer.Explained.all.filter { $0.word == "fault" }
    func section(_ entries: [RulesAnswer.Explained]) -> String {
      "| name | why |\n| --- | --- |\n" + entries.map { "| [\($0.id)](#\($0.id)) | \($0.reason) |\n" }.joined()
        + entries.map(\.markdown).joined()
    }
    return "\n# What is due for a change\n\nA **price** refuses until it is paid.\n\n" + section(prices)
      + "\n# What can be wrong with a file\n\nA **fault** is mended in the file itself.\n\n" + section(faults)
  }

  /// The page of some rules, in their order. The same rules give the same bytes.
  package static func page(of rules: [Rule]) -> String {
    var text = """
      # What a change costs

      Written by `git contract rules --format markdown`; do not edit. This is catalogue \(Catalogue.version), with \(rules.count) rules. The
      first rule that speaks of a change decides, and the last one speaks of everything.

      A **breaking** change asks for a major version. A **dangerous** one needs a decision: a minor version and an owner's acknowledgement,
      else a major version. A **compatible** change asks for a minor version, an **editorial** one for a patch.


      """
    text += "| rule | impact | says |\n| --- | --- | --- |\n"
    for rule in rules {
      text += "| [\(rule.id)](#\(rule.id)) | \(rule.impact.rawValue) | \(cell(rule.message)) |\n"
    }
    for rule in rules { text += section(of: rule) }
    return text
  }

  static func section(of rule: Rule) -> String {
    var text = "\n## \(rule.id)\n\n**\(rule.impact.rawValue)**: \(rule.reason)\n\n\(rule.advice)\n"
    let asks = Rule.Consequence.allCases.filter { rule.consequences.contains($0) }
    if !asks.isEmpty { text += "\nIt asks besides for: " + asks.map { words(for: $0) }.joined(separator: ", ") + ".\n" }
    if let example = rule.fires.first {
      text += "\n```yaml\n# before\n" + plain(example.before) + "# after\n" + plain(example.after) + "```\n"
    }
    if let example = rule.nearMisses.first, let expects = example.expects {
      let instead = expects.isEmpty ? "nothing" : expects.map { "[\($0)](#\($0))" }.joined(separator: ", ")
      text += "\nNot this, but \(instead):\n\n```yaml\n# before\n" + plain(example.before) + "# after\n" + plain(example.after) + "```\n"
    }
    return text
  }

  private static func words(for consequence: Rule.Consequence) -> String {
    switch consequence {
    case .notice: "a notice to consumers"
    case .securitySignOff: "the agreement of whoever answers for security"
    case .handOver: "the agreement of those who answered before and of those who answer now"
    }
  }

  /// Without the marks of the reported place; a fragment that is empty says so.
  private static func plain(_ fragment: String) -> String {
    let text = fragment.replacing("↓", with: "")
    if text.isEmpty { return "{}\n" }
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// Placeholders look like what they stand for.
  private static func cell(_ message: String) -> String {
    message.replacing("{", with: "*").replacing("}", with: "*").replacing("|", with: "\\|")
  }
}
