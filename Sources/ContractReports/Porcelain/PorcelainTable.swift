/// What the fields of each command's records are. Version 1 of them is promised: a field that has to be added makes a version 2.
package struct PorcelainTable: Sendable {
  package struct Column: Sendable {
    package var name: String
    package var meaning: String
  }

  /// The commands that write it, as they are typed.
  package let commands: [String]
  /// What one record is about.
  package let record: String
  package let columns: [Column]

  private init(_ commands: [String], record: String, _ columns: KeyValuePairs<String, String>) {
    self.commands = commands
    self.record = record
    self.columns = columns.map { Column(name: $0.key, meaning: $0.value) }
  }

  package static let all = [list, check, diff, log, owners, impact, uses]

  package static let list = PorcelainTable(
    ["list"], record: "a contract",
    [
      "status": "'proposed', 'draft', 'active', 'deprecated', 'retired', or 'unreadable'", "id": "id of the contract",
      "version": "as it is written", "name": "what people call it", "owners": "with blanks between them",
      "consumers": "how many declared that they use it", "path": "its file",
    ])

  package static let check = PorcelainTable(
    ["check"], record: "a finding",
    [
      "level": "'error', which refuses, 'warning' or 'note'", "rule": "id of the rule", "contract": "id of the contract",
      "fingerprint": "what a waiver names", "line": "from 1", "column": "from 1", "message": "for people; may change", "path": "the file",
    ])

  package static let diff = PorcelainTable(
    ["diff"], record: "a change, or a contract of which only the version changed, or a side that cannot be read",
    [
      "impact": "'breaking', 'dangerous', 'compatible', 'editorial'; 'none', where only the version changed; or 'unreadable'",
      "rule": "id of the rule", "element": "what changed, as in JSON", "contract": "id of the contract", "from": "the version before",
      "to": "the version after", "old": "the line before", "new": "the line after", "fingerprint": "what a waiver names",
      "message": "for people; may change", "path": "the file, after the change if it is there",
    ])

  package static let log = PorcelainTable(
    ["log"], record: "a version, the newest of each contract first",
    [
      "impact": "'breaking', 'dangerous', 'compatible', 'editorial', 'none', or 'new' for the first one", "contract": "id of the contract",
      "major": "major version of the line", "version": "as it is written", "from": "the version before", "commit": "its full name",
      "date": "ISO 8601, in the zone of the author", "agreed": "how many decisions of owners are on record",
      "author": "who wrote the commit",
      "summary": "the first line of its message", "name": "what people call the contract", "path": "its file now",
    ])

  package static let owners = PorcelainTable(
    ["owners"], record: "a line of CODEOWNERS that decides about a path, or a path about which none does",
    [
      "state": "of the path: 'owned', 'cleared' or 'unmatched'", "line": "of CODEOWNERS", "owners": "with blanks between them",
      "section": "in the dialect of GitLab", "optional": "'yes' or 'no'", "approvals": "how many are asked for", "path": "the path",
    ])

  package static let impact = PorcelainTable(
    ["impact"], record: "a change and the field of a consumer that it touches, or a consumer that none touches",
    [
      "status": "of the consumer: 'broken', 'potentially', 'unknown', 'deprecated' or 'unaffected'",
      "range": "'outside', 'inside' or 'beyond' what the consumer asks for; 'observed' for who was seen to read and did not declare it",
      "consumer": "its id", "team": "whose it is", "contract": "the id of the contract that changes", "from": "the version before",
      "to": "the version after", "field": "of the consumer, as 'table' or 'table.column'", "fieldstatus": "what becomes of the field",
      "element": "that changes, as in JSON", "rule": "of the change", "path": "where the consumer is declared, or was seen",
    ])

  package static let uses = PorcelainTable(
    ["who-uses", "can-i-remove"], record: "a field of a consumer, or a consumer that names none",
    [
      "use":
        "of the element that was asked about: 'exact', 'ancestor', 'descendant', 'everything', 'unknown'; 'observed' for who was seen to "
        + "read and did not declare it",
      "standing": "'stays', or 'left' for who asks for later versions only", "consumer": "its id", "team": "whose it is",
      "range": "of versions that it asks for", "field": "as 'table' or 'table.column'", "path": "where it is declared, or was seen",
    ])

  /// For the command's page of the manual.
  package var words: String {
    "--porcelain writes a line for each record (\(record)), with tabs between its fields: "
      + columns.map(\.name).joined(separator: ", ") + ". Documentation/Scripts.md says what they are."
  }

  /// For `Documentation/Scripts.md`.
  package var markdown: String {
    "### " + commands.map { "`\($0)`" }.joined(separator: ", ") + "\n\nA record is \(record).\n\n| | field | |\n| --- | --- | --- |\n"
      + columns.enumerated().map { "| \($0.offset + 1) | `\($0.element.name)` | \(Self.code($0.element.meaning)) |\n" }.joined()
  }

  private static func code(_ words: String) -> String { words.replacingScalars { $0 == "'" ? "`" : nil } }
}
