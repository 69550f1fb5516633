/// A regular expression in one spelling, so far as two spellings are known to mean the same (ECMA-262, section 22.2): `\d` is `[0-9]`.
///
/// Whether one language includes another is not decided here: what differs still is reported as not known.
enum PatternText {
  static func canonical(_ pattern: String) -> String {
    // Groups are counted where something refers back to them.
    if pattern.contains(/\\[1-9k]/) { return pattern }
    var result = ""
    var rest = pattern[...]
    var isInClass = false
    while let character = rest.first {
      rest = rest.dropFirst()
      switch character {
      case "\\":
        guard let escaped = rest.first else { return pattern }
        rest = rest.dropFirst()
        switch escaped {
        case "d": result += isInClass ? "0-9" : "[0-9]"
        case "w": result += isInClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]"
        // Marks that need no backslash.
        case "-" where !isInClass, "/", "@", ":", ",", "_", "#", "%", "&", "=", "!", "<", ">", "~", "'", "\"", " ": result.append(escaped)
        default: result += "\\" + String(escaped)
        }
      case "[" where !isInClass:
        isInClass = true
        result += "["
      case "]" where isInClass:
        isInClass = false
        result += "]"
      case "(" where !isInClass && rest.hasPrefix("?:"):
        rest = rest.dropFirst(2)
        result += "("
      case "{" where !isInClass:
        guard let end = rest.firstIndex(of: "}") else { return pattern }
        result += quantifier(String(rest[..<end]))
        rest = rest[rest.index(after: end)...]
      default:
        result.append(character)
      }
    }
    return result.replacing("[a-zA-Z0-9_]", with: "[A-Za-z0-9_]").replacing("[a-zA-Z]", with: "[A-Za-z]")
      .replacing("[a-zA-Z0-9]", with: "[A-Za-z0-9]")
  }

  private static func quantifier(_ text: String) -> String {
    switch text {
    case "1", "1,1": return ""
    case "0,1": return "?"
    case "0,": return "*"
    case "1,": return "+"
    default:
      let parts = text.split(separator: ",")
      return parts.count == 2 && parts[0] == parts[1] ? "{" + parts[0] + "}" : "{" + text + "}"
    }
  }
}
