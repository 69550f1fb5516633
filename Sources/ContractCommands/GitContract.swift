internal import ArgumentParser
internal import ContractKit
internal import GitStore

/// A subcommand: parsed by argument-parser, run with everything that it may know of the world.
protocol ContractCommand: ParsableCommand {
  func run(in context: Context) throws -> ExitStatus
}

/// `git contract`.
struct GitContract: ParsableCommand {
  static let version = ToolVersion.text

  static let configuration = CommandConfiguration(
    commandName: "git contract",
    abstract: "Make data contracts binding: what a change costs, who agreed, who is hurt.",
    usage: "git contract [-C DIRECTORY] COMMAND [ARGUMENTS]",
    discussion: """
      Reads the history of data contracts straight from Git. A change is judged for the people who read the data; a change whose \
      version, owners or consumers were passed over is refused.

      A contract is named by its id, its name if no other has it, or its path; NAME@2 is one of its lines. Without --format the \
      answer is text for people, which may change; JSON may be relied on.

      Exit codes: 0 pass, 1 refused, 128 could not be decided, 129 wrong usage, 130 interrupted.
      """,
    version: "git-contract \(version) (libgit2 \(Library.version))",
    groupedSubcommands: groups
  )

  private static let groups = [
    CommandGroup(
      name: "Look", subcommands: [List.self, Show.self, Diff.self, Log.self, BlameCommand.self, Changelog.self, SiteCommand.self]),
    CommandGroup(
      name: "Decide", subcommands: [Check.self, Verify.self, AuditCommand.self, Rules.self, Explain.self, PolicyCommand.self, Schema.self]),
    CommandGroup(name: "Change", subcommands: [BumpCommand.self, Deprecate.self, Acknowledge.self, Sign.self, TagCommand.self]),
    CommandGroup(
      name: "People",
      subcommands: [
        Owners.self, PeopleCommand.self, InboxCommand.self, Consumers.self, ImpactCommand.self, WhoUses.self, CanIRemove.self, Notify.self,
        OutboxCommand.self,
      ]),
    CommandGroup(
      name: "Set up",
      subcommands: [
        Init.self, ImportCommand.self, Hooks.self, HookCommand.self, DiffDriver.self, Doctor.self, CacheCommand.self,
        CompletionCommand.self, Manual.self,
      ]),
  ]

  /// What may stand behind `git contract`, for "did you mean".
  static let commandNames: [String] =
    groups.flatMap(\.subcommands).map { $0.configuration.commandName ?? $0._commandName } + ["help"]
}
