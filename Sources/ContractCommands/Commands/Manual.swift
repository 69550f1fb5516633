internal import ArgumentParser
internal import ContractReports

/// `git contract manual DIRECTORY`: writes the pages that `man` shows; for `make docs`.
struct Manual: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write the pages of the manual into a directory.", shouldDisplay: false)

  @Argument(help: "The directory, which must exist.")
  var directory: String

  func run(in context: Context) throws -> ExitStatus {
    for page in try Self.pages() { try LocalFile.write(Array(page.text.utf8), to: context.absolutePath(directory) + "/" + page.name) }
    return .pass
  }

  static func pages() throws -> [ManualPage] {
    ManualPage.all(of: try GitContract.description(), version: GitContract.version) { words in
      GitContract.usage(of: words) ?? "git contract " + words.joined(separator: " ")
    }
  }
}

extension GitContract {
  /// How a command is called, a line each; nil where there is none of these words.
  fileprivate static func usage(of words: [String]) -> String? {
    var command: any ParsableCommand.Type = GitContract.self
    for word in words {
      let configuration = command.configuration
      let parts = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
      guard let next = parts.first(where: { ($0.configuration.commandName ?? $0._commandName) == word }) else { return nil }
      command = next
    }
    return GitContract.usageString(for: command)
  }
}
