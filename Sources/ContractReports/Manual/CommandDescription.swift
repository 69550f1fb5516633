package import ContractKit

/// One command as argument-parser describes it (`--experimental-dump-help`): the one source of the manual and of completion.
package struct CommandDescription: Sendable {
  package enum Kind: String, Sendable {
    case positional, option, flag
  }

  package struct Argument: Sendable {
    package var kind: Kind
    /// As they are typed, the long one last: `-n`, `--dry-run`.
    package var names: [String]
    package var valueName: String
    package var abstract: String
    package var isOptional: Bool
    package var isRepeating: Bool
    /// The words that it takes, where there are no others.
    package var values: [String]
  }

  package var name: String
  package var abstract: String
  package var discussion: String
  package var arguments: [Argument]
  package var subcommands: [CommandDescription]

  /// Reads a command, or the whole answer; nil where it is none. What is hidden is left out.
  package init?(_ json: JSON) {
    let json = json["command"] ?? json
    guard let name = json["commandName"]?.text else { return nil }
    self.name = name
    abstract = json["abstract"]?.text ?? ""
    discussion = json["discussion"]?.text ?? ""
    arguments = (json["arguments"]?.items ?? []).compactMap { Argument($0) }
    subcommands = (json["subcommands"]?.items ?? []).compactMap { json in
      json["shouldDisplay"] == false ? nil : CommandDescription(json)
    }
  }
}

extension CommandDescription.Argument {
  init?(_ json: JSON) {
    guard json["shouldDisplay"] != false, let kind = json["kind"]?.text.flatMap(CommandDescription.Kind.init) else { return nil }
    self.kind = kind
    names = (json["names"]?.items ?? []).compactMap { name in
      name["name"]?.text.map { (name["kind"]?.text == "long" ? "--" : "-") + $0 }
    }.sorted { $0.count < $1.count }
    valueName = json["valueName"]?.text ?? ""
    abstract = json["abstract"]?.text ?? ""
    isOptional = json["isOptional"] == true
    isRepeating = json["isRepeating"] == true
    values = (json["allValues"]?.items ?? []).compactMap(\.text)
  }
}
