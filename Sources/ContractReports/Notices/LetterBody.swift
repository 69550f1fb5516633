internal import ContractKit

/// The body of a letter before it has a form: the same sentences in mail, in Markdown, and in a chat.
struct LetterBody: Sendable {
  /// How much a reader has to care. It is said in words; a colour is only added where there is one.
  enum Tone: Sendable {
    case act, look, inform, relief
  }

  enum Block: Sendable {
    /// What it comes down to, in a few words and a sentence.
    case verdict(Tone, label: String, Phrase)
    case heading(String)
    case paragraph(Phrase)
    /// Short answers to short questions.
    case facts([Fact])
    /// Changes one by one, and how many of them are not shown.
    case changes([ChangePoint], omitted: Int)
    case bullets([Bullet])
    case code(language: String, text: String)
  }

  struct Fact: Sendable {
    var label: String
    var text: Phrase

    init(_ label: String, _ text: Phrase) {
      self.label = label
      self.text = text
    }
  }

  /// One change: the fields, what happened to them, and what was and is.
  struct ChangePoint: Sendable {
    var fields: [String]
    var message: String
    var before: String?
    var after: String?
    /// Whether the message says it in words: then only a form with room for a table shows it again.
    var isSaid: Bool
    var notes: [Phrase]
  }

  /// A point, and what is said below it.
  struct Bullet: Sendable {
    var text: Phrase
    var details: [Phrase] = []
  }

  /// Text in which names and values of the repository stand apart from our words.
  struct Phrase: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
      case words(String)
      /// A name, a value, a command, an address: shown as code, so that nothing makes a link or a mention of it.
      case code(String)
    }

    var parts: [Part] = []

    init(_ parts: [Part]) { self.parts = parts }
    init(stringLiteral value: String) { parts = [.words(value)] }
    init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

    /// `\(text)` is running text, `\(code: text)` a name or value, `\(phrase)` a phrase as it is.
    struct Interpolation: StringInterpolationProtocol {
      var parts: [Part] = []
      init(literalCapacity: Int, interpolationCount: Int) {}
      mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { parts.append(.words(literal)) } }
      mutating func appendInterpolation(_ text: String) { parts.append(.words(text)) }
      mutating func appendInterpolation(code text: String) { parts.append(.code(text)) }
      mutating func appendInterpolation(_ phrase: Phrase) { parts += phrase.parts }
    }

    /// As it is read aloud.
    var plain: String {
      parts.map { part in
        switch part {
        case .words(let text), .code(let text): text.printable
        }
      }.joined()
    }

    static func + (left: Phrase, right: Phrase) -> Phrase { Phrase(left.parts + right.parts) }

    /// Names and values one after the other. Beyond a number of them it says how many there are.
    static func list(_ names: [String], most: Int = 10) -> Phrase {
      var parts: [Part] = []
      for (place, name) in names.prefix(most).enumerated() {
        if place > 0 { parts.append(.words(", ")) }
        parts.append(.code(name.clipped(to: 200)))
      }
      if names.count > most { parts.append(.words(" and \(names.count - most) more")) }
      return Phrase(parts)
    }
  }

  var blocks: [Block]

  /// The same with at most so many changes in all; the rest is counted.
  func limited(toChanges limit: Int) -> LetterBody {
    var left = limit
    return LetterBody(
      blocks: blocks.map { block in
        guard case .changes(let points, let omitted) = block else { return block }
        let kept = Array(points.prefix(left))
        left -= kept.count
        return .changes(kept, omitted: omitted + points.count - kept.count)
      })
  }

  /// The same without what can be pasted.
  var withoutCode: LetterBody {
    LetterBody(
      blocks: blocks.map { block in
        guard case .code = block else { return block }
        return .paragraph("It is too long for this channel: see the mail, or the notice in the repository's outbox.")
      })
  }
}

extension LetterBody.ChangePoint {
  /// What stands in front of what happened; nil where the fields are not known.
  var names: LetterBody.Phrase? { fields.isEmpty ? nil : .list(fields) }

  /// `before: a; now: b`, where there is something to compare that was not said.
  var comparison: LetterBody.Phrase? {
    guard before != nil || after != nil, !isSaid else { return nil }
    return "before: \(code: before ?? "nothing"); now: \(code: after ?? "nothing")"
  }
}

extension LetterBody {
  /// `and 12 more`, where some changes are not shown.
  static func omission(_ count: Int) -> String? {
    count > 0 ? "and \(count) more" : nil
  }
}

extension String {
  /// The text with at most so many characters; what was cut is said by an ellipsis.
  func clipped(to limit: Int) -> String {
    // Counting characters costs; bytes are an upper bound of them, and nothing behind the limit is looked at.
    guard utf8.count > limit, let end = index(startIndex, offsetBy: limit - 1, limitedBy: endIndex), end != endIndex,
      index(after: end) != endIndex
    else { return self }
    return self[..<end] + "…"
  }
}
