internal import ArgumentParser
internal import ContractReports
internal import GitStore

/// The form for scripts, as Git's commands have it.
struct PorcelainOptions: ParsableArguments {
  enum Version: String, CaseIterable, ExpressibleByArgument {
    case v1
  }

  @Option(
    name: .customLong("porcelain"),
    help: ArgumentHelp("Lines for scripts, in a form that stays as it is; without a value v1, the only one.", valueName: "version"))
  var version: Version?

  @Flag(name: .customShort("z"), help: "As --porcelain, with NUL behind every field and nothing quoted.")
  var isRaw = false

  /// Nil where it was not asked for.
  func form(besides output: OutputOptions, _ configuration: Configuration?, _ context: Context) throws -> Porcelain? {
    guard version != nil || isRaw else { return nil }
    guard output.format == nil else {
      throw CommandError("'--format' and '--porcelain' exclude each other", hints: ["-z means --porcelain, too"], status: .usage)
    }
    // Nothing is quoted, so nothing has to be known of quotes.
    guard !isRaw else { return Porcelain(isRaw: true) }
    let configuration = try configuration ?? context.userConfiguration()
    return Porcelain(isRaw: false, quotesBeyondASCII: try configuration.bool("core.quotePath") ?? true)
  }
}
