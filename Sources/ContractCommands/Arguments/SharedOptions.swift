internal import ArgumentParser
internal import ContractReports
internal import GitStore

/// What every command that prints for people takes.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The form of the answer.", valueName: "form"))
  var format: ReportFormat?

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color: ColourChoice?

  @Flag(name: [.short, .long], help: "Say only what must be said.")
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
    if let format {
      guard available.contains(format) else { throw format.unavailable(for: command, available: available) }
      return format
    }
    let preferred = context.environment["GIT_CONTRACT_FORMAT"] ?? configuration?.value("contract.format")
    guard let preferred, let format = ReportFormat(rawValue: preferred), available.contains(format) else { return .text }
    return format
  }

  /// Flag, then `NO_COLOR` and `TERM=dumb`, then `color.contract`, then `color.ui`, then the terminal.
  func style(_ configuration: Configuration?, _ context: Context) -> Style {
    Self.style(color: color, configuration, context, onErrors: false)
  }

  /// The same for whoever has no flags: hooks speak on stderr.
  static func style(color: ColourChoice?, _ configuration: Configuration?, _ context: Context, onErrors: Bool) -> Style {
    let isTerminal = onErrors ? context.console.errorIsTerminal : context.console.outputIsTerminal
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
