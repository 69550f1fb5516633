internal import ContractKit

/// Text of a repository inside of HTML.
enum HTMLText {
  /// For content and for attributes between double quotes (HTML, "Serialising HTML fragments"). The apostrophe has a number: not every mail
  /// program knows its name.
  static func escaped(_ text: String) -> String {
    text.printable.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }
}
