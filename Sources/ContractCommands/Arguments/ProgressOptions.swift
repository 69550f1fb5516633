internal import ArgumentParser
internal import ContractHistory

/// What commands take that may have long work to do.
struct ProgressOptions: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Say how far long work is; without it on a terminal only, after a second.")
  var progress: Bool?

  /// From now on the work of a repository is spoken of on stderr, where somebody wants to hear of it.
  func watch(_ contracts: borrowing ContractRepository, quiet: Bool, _ context: Context) {
    guard !quiet, progress ?? context.console.errorIsTerminal else { return }
    let line = Progress(context)
    contracts.meter.listener = { line.tell($0, $1, $2) }
  }
}
