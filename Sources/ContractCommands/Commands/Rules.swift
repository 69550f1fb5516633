internal import ArgumentParser
internal import ContractKit
internal import ContractReports

/// `git contract rules`.
struct Rules: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules: what each kind of change costs, what is due for it, what can be wrong with a file.",
    discussion: "The names are those of findings, and those that 'levels' in the policy takes. 'explain' says more of one.")

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let configuration = try context.userConfiguration()
    switch try output.form(for: "rules", of: [.text, .markdown, .json], configuration, context) {
    case .json: context.console.write(RulesAnswer.json(RulesAnswer.Explained.all, toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(RulesPage.markdown)
    default: context.console.write(RulesAnswer.text(RulesAnswer.Explained.all, output.style(configuration, context)))
    }
    return .pass
  }
}

/// `git contract explain`.
struct Explain: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say of one rule why it hurts the reader, and what to do.")

  @Argument(help: "The id of a rule, as it stands in brackets behind a finding.")
  var rule: String

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let configuration = try context.userConfiguration()
    let form = try output.form(for: "explain", of: [.text, .markdown, .json], configuration, context)
    guard let explained = RulesAnswer.Explained(named: rule) else {
      if let successor = Catalogue.retired[rule] {
        throw CommandError("rule '\(rule)' is called '\(successor)' now", hints: ["git contract explain \(successor)"])
      }
      let near = SpellingSuggestion.nearest(to: rule, among: RulesAnswer.Explained.names)
      throw CommandError("no rule is called '\(rule)'", hints: [near.map { "did you mean '\($0)'?" } ?? "git contract rules"])
    }
    switch form {
    case .json: context.console.write(RulesAnswer.json([explained], toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(explained.markdown)
    default: context.console.write(explained.text(output.style(configuration, context)))
    }
    return .pass
  }
}
