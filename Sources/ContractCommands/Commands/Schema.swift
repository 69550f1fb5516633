internal import ArgumentParser
internal import ContractKit
internal import ContractReports

/// `git contract schema`.
struct Schema: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of an answer, or of a file that people write.",
    discussion: """
      Without a kind the kinds are listed. Draft 2020-12. Answers may gain fields; none is renamed or dropped within a version of its \
      schema. An editor that knows YAML by its schema checks a policy while it is written.
      """)

  @Argument(help: ArgumentHelp("What is to be described, for example 'diff' or 'policy'.", valueName: "kind"))
  var kind: String?

  func run(in context: Context) throws -> ExitStatus {
    guard let kind else {
      context.console.write(SchemaKind.text(OutputOptions.style(color: nil, try context.userConfiguration(), context, onErrors: false)))
      return .pass
    }
    guard let known = SchemaKind(rawValue: kind) else {
      let near = SpellingSuggestion.nearest(to: kind, among: SchemaKind.allCases.map(\.rawValue))
      throw CommandError("there is no schema of '\(kind)'", hints: [near.map { "did you mean '\($0)'?" } ?? "git contract schema"])
    }
    context.console.write(known.schema.pretty)
    return .pass
  }
}
