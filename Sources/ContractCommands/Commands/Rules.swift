internal import ArgumentParser
internal import ContractKit
internal import ContractReports

/// `git contract rules`.
struct Rules: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules: what each kind of change costs, and why.")

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    switch try output.form(for: "rules", of: [.text, .markdown, .json], nil, context) {
    case .json: context.console.write(RulesAnswer.json(Catalogue.all, toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(RulesPage.markdown)
    default: context.console.write(RulesAnswer.text(Catalogue.all, output.style(nil, context)))
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
    let style = output.style(nil, context)
    let form = try output.form(for: "explain", of: [.text, .json], nil, context)
    if let found = Catalogue.all.first(where: { $0.id == rule }) {
      context.console.write(
        form == .json ? RulesAnswer.json([found], toolVersion: GitContract.version).pretty : RulesAnswer.explanation(found, style))
      return .pass
    }
    if let price = Prices.all.first(where: { $0.id == rule }) {
      context.console.write(RulesAnswer.explanation(price: price.id, price.words, style))
      return .pass
    }
    let near = SpellingSuggestion.nearest(to: rule, among: Catalogue.all.map(\.id) + Prices.all.map(\.id))
    throw CommandError("no rule is called '\(rule)'", hints: [near.map { "did you mean '\($0)'?" } ?? "git contract rules"])
  }
}
