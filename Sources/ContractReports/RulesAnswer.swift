package import ContractKit

/// The answer of `rules` and `explain`: the catalogue, for people and programs. Documentation/Rules.md is `RulesPage`.
package enum RulesAnswer {
  /// `git-contract/rules/1`.
  package static func json(_ rules: [Rule], toolVersion: String) -> JSON {
    [
      "schema": "git-contract/rules/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "catalogue": .integer(Catalogue.version),
      "rules": .array(
        rules.map { rule in
          [
            "id": .string(rule.id), "impact": .string(rule.impact.rawValue), "message": .string(rule.message),
            "reason": .string(rule.reason), "advice": .string(rule.advice),
            "examples": .array(
              rule.fires.map { ["before": .string($0.before.withoutMarks), "after": .string($0.after.withoutMarks)] }),
          ]
        }),
    ]
  }

  /// One line for each rule.
  package static func text(_ rules: [Rule], _ style: Style) -> String {
    let width = rules.map(\.id.count).max() ?? 0
    return rules.map { rule in
      style.paint(rule.id.padding(to: width), .bold) + "  " + rule.impact.rawValue.padding(to: 10) + "  " + rule.reason + "\n"
    }.joined()
  }

  /// All that is to be said of one rule.
  package static func explanation(_ rule: Rule, _ style: Style) -> String {
    var text = style.paint(rule.id, .bold) + "  " + rule.impact.words + "\n\n"
    text += "  \(rule.reason)\n\n"
    text += "What to do: \(rule.advice)\n"
    if let example = rule.fires.first {
      text += "\nBefore:\n" + example.before.withoutMarks.indented + "\nAfter:\n" + example.after.withoutMarks.indented
    }
    return text
  }

  /// Something that `explain` has words for: a rule of the catalogue, which says what a change costs, a price, which
  /// refuses, or a fault of a file.
  package enum Explained: Sendable {
    case rule(Rule)
    case price(id: String, words: PriceWords)
    case fault(id: String, words: PriceWords)

    /// Nil where nothing is called so.
    package init?(named name: String) {
      if let rule = Catalogue.rule(name) {
        self = .rule(rule)
      } else if let price = Prices.all.first(where: { $0.id == name }) {
        self = .price(id: price.id, words: price.words)
      } else if let fault = Faults.all.first(where: { $0.id == name }) {
        self = .fault(id: fault.id, words: fault.words)
      } else {
        return nil
      }
    }

    /// All that can be explained, for "did you mean".
    package static var names: [String] { Catalogue.all.map(\.id) + Prices.all.map(\.id) + Faults.all.map(\.id) }

    /// Why it hurts the reader, or why it does not.
    package var reason: String {
      switch self {
      case .rule(let rule): rule.reason
      case .price(_, let words), .fault(_, let words): words.reason
      }
    }

    /// What to do.
    package var advice: String {
      switch self {
      case .rule(let rule): rule.advice
      case .price(_, let words), .fault(_, let words): words.advice
      }
    }

    package func json(toolVersion: String) -> JSON {
      switch self {
      case .rule(let rule): return RulesAnswer.json([rule], toolVersion: toolVersion)
      case .price(let id, let words), .fault(let id, let words):
        return [
          "schema": "git-contract/rules/1",
          "tool": ["name": "git-contract", "version": .string(toolVersion)],
          "catalogue": .integer(Catalogue.version),
          "rules": [
            [
              "id": .string(id), "impact": .null, "message": .null, "reason": .string(words.reason), "advice": .string(words.advice),
              "examples": [],
            ]
          ],
        ]
      }
    }

    package var markdown: String {
      switch self {
      case .rule(let rule): RulesPage.section(of: rule)
      case .price(let id, let words): "\n## \(id)\n\n**price**: \(words.reason)\n\n\(words.advice)\n"
      case .fault(let id, let words): "\n## \(id)\n\n**fault**: \(words.reason)\n\n\(words.advice)\n"
      }
    }

    package func text(_ style: Style) -> String {
      switch self {
      case .rule(let rule): RulesAnswer.explanation(rule, style)
      case .fault(let id, let words):
        style.paint(id, .bold) + "  fault of a file\n\n  \(words.reason)\n\nWhat to do: \(words.advice)\n"
      case .price(let id, let words):
        style.paint(id, .bold) + "  price\n\n  \(words.reason)\n\nWhat to do: \(words.advice)\n"
      }
    }
  }
}

/// Why a price is asked, and how it is paid.
package struct PriceWords: Sendable {
  package var reason: String
  package var advice: String

  package init(_ reason: String, _ advice: String) {
    self.reason = reason
    self.advice = advice
  }
}

extension String {
  /// An example without the marks that show its reported places.
  fileprivate var withoutMarks: String { replacing("↓", with: "") }

  fileprivate var indented: String {
    split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}
