package import ContractKit

/// The answer of `rules` and `explain`: the catalogue, for people and programs. Documentation/Rules.md is `RulesPage`.
package enum RulesAnswer {
  /// `git-contract/rules/1`.
  package static func json(_ entries: [Explained], toolVersion: String) -> JSON {
    [
      "schema": "git-contract/rules/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "catalogue": .integer(Catalogue.version),
      "rules": .array(entries.map(\.json)),
    ]
  }

  /// One line for each: what changes cost, what is due for them, and what can be wrong with a file.
  package static func text(_ entries: [Explained], _ style: Style) -> String {
    let width = entries.map(\.id.count).max() ?? 0
    return entries.map { entry in
      style.paint(entry.id.padding(to: width), .bold) + "  " + entry.word.padding(to: 10) + "  " + entry.reason + "\n"
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

    /// All that can be explained, in reading order.
    package static var all: [Explained] {
      Catalogue.all.map { .rule($0) } + Prices.all.map { .price(id: $0.id, words: $0.words) }
        + Faults.all.map { .fault(id: $0.id, words: $0.words) }
    }

    /// Their ids, for "did you mean".
    package static var names: [String] { all.map(\.id) }

    package var id: String {
      switch self {
      case .rule(let rule): rule.id
      case .price(let id, _), .fault(let id, _): id
      }
    }

    /// The impact of a rule; `price`, which refuses until it is paid; `fault`, which is mended in the file.
    package var word: String {
      switch self {
      case .rule(let rule): rule.impact.rawValue
      case .price: "price"
      case .fault: "fault"
      }
    }

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

    /// Its part of `git-contract/rules/1`. What only a rule about changes has is null or empty for all others.
    fileprivate var json: JSON {
      var members: [String: JSON] = [
        "id": .string(id), "kind": .string(kind.rawValue), "impact": .null, "message": .null, "reason": .string(reason),
        "advice": .string(advice),
        "subjects": [], "attributes": [], "actions": [], "asks": [], "examples": [],
      ]
      if case .rule(let rule) = self {
        members["impact"] = .string(rule.impact.rawValue)
        members["message"] = .string(rule.message)
        members["subjects"] = .array(rule.subjects.map { .string($0.rawValue) })
        members["attributes"] = .array(rule.attributes.map { .string($0) })
        members["actions"] = .array(rule.actions.map { .string($0.rawValue) })
        members["asks"] = .array(rule.consequences.map { .string($0.rawValue) })
        members["examples"] = .array(
          rule.fires.map { ["before": .string($0.before.withoutMarks), "after": .string($0.after.withoutMarks)] })
      }
      return .object(members)
    }

    /// What it speaks of, in JSON.
    enum Kind: String, CaseIterable { case change, price, fault }

    private var kind: Kind {
      switch self {
      case .rule: .change
      case .price: .price
      case .fault: .fault
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
