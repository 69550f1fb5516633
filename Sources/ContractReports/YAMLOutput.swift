internal import ContractKit

/// A YAML document whose keys stand in the order in which they are given. Scalars and what they hold are written as JSON, which YAML 1.2
/// reads: a text is always between double quotes, so that none is taken for a number, a date or a tag.
indirect enum YAMLOutput {
  case scalar(JSON)
  case mapping([(String, YAMLOutput)])
  case list([YAMLOutput])

  static func text(of value: YAMLOutput) -> String {
    lines(of: value).map { $0 + "\n" }.joined()
  }

  private static func lines(of value: YAMLOutput) -> [String] {
    switch value {
    case .scalar(let json): return [text(of: json)]
    case .mapping(let members):
      return members.flatMap { key, value in
        switch value {
        case .scalar: return [key + ": " + (lines(of: value).first ?? "")]
        case .list(let items) where items.isEmpty: return [key + ": []"]
        case .mapping: return [key + ":"] + lines(of: value).map { "  " + $0 }
        case .list: return [key + ":"] + lines(of: value)
        }
      }
    case .list(let items):
      return items.flatMap { item in
        lines(of: item).enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
      }
    }
  }

  /// JSON leaves two code points as they are that no YAML text may hold (YAML 1.2.2, section 5.1).
  private static func text(of json: JSON) -> String {
    json.canonical.replacingScalars { scalar in
      switch scalar {
      case "\u{FFFE}": "\\ufffe"
      case "\u{FFFF}": "\\uffff"
      default: nil
      }
    }
  }
}
