internal import ArgumentParser
internal import GitStore

/// `git contract hooks install|uninstall|status`.
struct Hooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Install, remove or show the Git hooks.", subcommands: [Install.self, Uninstall.self, Status.self])

  struct Install: ContractCommand {
    static let configuration = CommandConfiguration(
      abstract: "Install the hooks: those of a developer's clone, or in a bare repository those of a server.",
      discussion: "A hook that somebody else wrote is never overwritten; the line to add to it is printed.")

    @Flag(help: "On a server decide in 'update', one ref at a time, in place of 'pre-receive'.")
    var update = false

    func run(in context: Context) throws -> ExitStatus {
      let repository = try context.openRepository()
      let directory = repository.hooksDirectory
      var events = repository.isBare ? HookScripts.server : HookScripts.client
      if update {
        guard repository.isBare else { throw CommandError("'--update' is for the bare repository of a server", status: .usage) }
        events = ["update", "post-receive"]
      }
      let installer = HookInstaller(directory: directory, events: events)
      let rival = update ? "pre-receive" : "update"
      if repository.isBare, try installer.state(of: rival) == .ours {
        throw CommandError(
          "'\(rival)' is installed already, and a push must not be judged twice", hints: ["git contract hooks uninstall"])
      }
      let foreign = try installer.install()
      for event in events where !foreign.contains(event) { context.console.write("installed \(directory)/\(event)\n") }
      for event in foreign {
        context.console.note("warning: '\(directory)/\(event)' is not ours and was left alone; add to it this line:\n")
        context.console.note("  git-contract hook \(event) \"$@\" || exit $?\n")
      }
      return foreign.isEmpty ? .pass : .refuse
    }
  }

  struct Uninstall: ContractCommand {
    static let configuration = CommandConfiguration(abstract: "Remove the hooks that 'hooks install' wrote.")

    func run(in context: Context) throws -> ExitStatus {
      let repository = try context.openRepository()
      let directory = repository.hooksDirectory
      for event in try HookInstaller(directory: directory, events: HookScripts.all).uninstall() {
        context.console.note("warning: '\(directory)/\(event)' is not ours and still calls git-contract; take that line out\n")
      }
      return .pass
    }
  }

  struct Status: ContractCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which hooks are installed.", discussion: "Exit code 1 if one that belongs to this kind of repository is missing.")

    func run(in context: Context) throws -> ExitStatus {
      let repository = try context.openRepository()
      let directory = repository.hooksDirectory
      let wanted = repository.isBare ? HookScripts.server : HookScripts.client
      let installer = HookInstaller(directory: directory, events: wanted)
      var complete = true
      for event in HookScripts.all {
        let state = try installer.state(of: event)
        // A server decides in one of the two.
        let isReplaced = try event == "pre-receive" && installer.state(of: "update") != .missing
        let isNeeded = wanted.contains(event) && !isReplaced
        switch state {
        case .ours: context.console.write("installed  \(event)\n")
        case .foreign(callsUs: true): context.console.write("installed  \(event) (called by a hook of your own)\n")
        case .foreign(callsUs: false):
          context.console.write("foreign    \(event) (add: git-contract hook \(event) \"$@\" || exit $?)\n")
          if isNeeded { complete = false }
        case .missing:
          if isNeeded {
            context.console.write("missing    \(event)\n")
            complete = false
          }
        }
      }
      if !complete { context.hint("git contract hooks install") }
      return complete ? .pass : .refuse
    }
  }
}
