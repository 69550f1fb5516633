internal import ContractKit

// How a line came to its end, as `log`, `changelog` and the site say it.

extension Timeline.End {
  var json: JSON {
    let (word, successor): (String, JSON) =
      switch how {
      case .deleted: ("deleted", .null)
      case .succeeded(let major): ("succeeded", ["id": .null, "major": .integer(major)])
      case .replaced(let identifier): ("replaced", ["id": .string(identifier), "major": .null])
      }
    return [
      "how": .string(word), "successor": successor, "commit": .string(commit), "date": .string(date), "author": .string(author),
    ]
  }

  /// `deleted on 2026-03-02`, `ended on 2026-03-02: its file holds 2.x since`.
  var words: String {
    let day = date.prefix(10)
    switch how {
    case .deleted: return "deleted on \(day)"
    case .succeeded(let major): return "ended on \(day): its file holds \(major).x since"
    case .replaced(let identifier):
      return "ended on \(day): its file holds \(identifier.isEmpty ? "another contract" : "contract '\(identifier)'") since"
    }
  }

  /// The same, and who did it in which commit.
  var longWords: String { words + " (commit \(commit.prefix(10)) by \(author))" }
}

extension String {
  /// Words as a sentence.
  var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
