internal import ArgumentParser
internal import ContractKit
internal import ContractReports
internal import GitStore

/// What every command that prints for people takes.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The form of the answer.", valueName: "form"))
  var format: ReportFormat?

  @Option(help: ArgumentHelp("Colour; without a value always.", valueName: "when"))
  var color: ColourChoice?

  @Flag(name: [.short, .long], help: "No warnings; of findings only those that refuse.")
  var quiet = false
}

enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, always, never
}

extension OutputOptions {
  /// The form that was asked for, if the command has it.
  ///
  /// A preference: flag, then environment, then `contract.format` of Git's configuration, then text.
  func form(for command: String, of available: [ReportFormat], _ configuration: Configuration?, _ context: Context) throws -> ReportFormat {
    if quiet { context.isQuiet = true }
    if let format {
      guard available.contains(format) else { throw format.unavailable(for: command, available: available) }
      return format
    }
    return try Self.preferredForm(of: available, configuration, context)
  }

  /// The form without a flag: environment, then `contract.format`, then text.
  ///
  /// - Throws: `CommandError` for a word that names no form.
  static func preferredForm(of available: [ReportFormat], _ configuration: Configuration?, _ context: Context) throws -> ReportFormat {
    for (name, value) in [
      ("GIT_CONTRACT_FORMAT", context.environment["GIT_CONTRACT_FORMAT"]), ("contract.format", configuration?.value("contract.format")),
    ] {
      guard let value, !value.isEmpty else { continue }
      guard let format = ReportFormat(rawValue: value) else {
        let near = SpellingSuggestion.nearest(to: value, among: ReportFormat.allCases.map(\.rawValue))
        throw CommandError(
          "'\(name)' is '\(value)', which is no format",
          hints: [near.map { "did you mean '\($0)'?" } ?? "choose one of: " + available.map(\.rawValue).joined(separator: ", ")])
      }
      // A preference is for all commands; one that lacks this form speaks text.
      return available.contains(format) ? format : .text
    }
    return .text
  }

  /// Flag, then `NO_COLOR` and `TERM=dumb`, then `color.contract`, then `color.ui`, then the terminal.
  func style(_ configuration: Configuration?, _ context: Context) -> Style {
    Self.style(color: color, configuration, context, onErrors: false)
  }

  /// The same for whoever has no flags: hooks speak on stderr.
  static func style(color: ColourChoice?, _ configuration: Configuration?, _ context: Context, onErrors: Bool) -> Style {
    // Under a pager of Git's the answer goes into a pipe and is read on a terminal; Git says so, and so does `color.pager` (git-config(1)).
    let isPaged = context.environment["GIT_PAGER_IN_USE"] == "true" && configuration?.value("color.pager") != "false"
    let isTerminal = onErrors ? context.console.errorIsTerminal : context.console.outputIsTerminal || isPaged
    switch color {
    case .always: return Style(usesColour: true)
    case .never: return .plain
    case .auto, nil: break
    }
    if let off = context.environment["NO_COLOR"], !off.isEmpty { return .plain }
    let configured = configuration?.value("color.contract") ?? configuration?.value("color.ui") ?? "auto"
    switch configured {
    case "always": return Style(usesColour: true)
    case "never", "false", "no", "off", "0": return .plain
    default: return Style(usesColour: isTerminal && context.environment["TERM"] != "dumb")
    }
  }
}
