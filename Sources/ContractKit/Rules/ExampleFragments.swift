extension Rule.Example {
  /// Columns of a table called `orders`, one flow mapping or block per entry.
  static func columns(
    _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    Rule.Example(table(before), table(after), expects: expects, settings: settings)
  }

  /// Columns of a table that is served from one server.
  static func columns(
    on server: String, _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    let servers = "servers:\n  - " + server + "\n"
    return Rule.Example(servers + table(before), servers + table(after), expects: expects, settings: settings)
  }

  /// One column `amount` of that table, given by what follows its name.
  static func column(
    _ before: String, _ after: String, expects: [String]? = nil, settings: JudgeSettings = JudgeSettings()
  ) -> Rule.Example {
    columns(column(before), column(after), expects: expects, settings: settings)
  }

  /// The same with the `↓` put into `after` where no text of a column is meant.
  func marked(_ text: String, _ replacement: String) -> Rule.Example {
    var result = self
    result.after = after.replacing(text, with: replacement)
    return result
  }

  /// The same with all the ids that fire, in the order of the report.
  func expecting(_ ids: [String]) -> Rule.Example {
    var result = self
    result.expects = ids
    return result
  }

  /// The same for a place in `before`.
  func markedBefore(_ text: String, _ replacement: String) -> Rule.Example {
    var result = self
    result.before = before.replacing(text, with: replacement)
    return result
  }

  private static func column(_ text: String) -> String {
    text.isEmpty ? "- name: amount" : "- name: amount\n" + indented(text, by: 2)
  }

  private static func table(_ columns: String) -> String {
    let start = "schema:\n  - name: orders\n    physicalType: table\n"
    return columns.isEmpty ? start : start + "    properties:\n" + indented(columns, by: 6) + "\n"
  }

  private static func indented(_ text: String, by count: Int) -> String {
    let blanks = String(repeating: " ", count: count)
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : blanks + $0 }
      .joined(separator: "\n")
  }
}
