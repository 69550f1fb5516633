internal import ArgumentParser
internal import ContractKit
internal import GitStore

/// `git contract hooks install|uninstall|status`.
struct Hooks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks", abstract: "Install, remove or show the Git hooks.", subcommands: [Install.self, Uninstall.self, Status.self])

  static let commandNames = ["install", "uninstall", "status"]

  /// Where sign-offs and what a server says about them stand: no clone fetches it by itself.
  static let records = "refs/contracts/"

  struct Install: ContractCommand {
    static let configuration = CommandConfiguration(
      abstract: "Install the hooks: those of a developer's clone, or in a bare repository those of a server.",
      discussion: """
        A hook that somebody else wrote is never overwritten; the line to add is printed, or what belongs into the configuration of \
        pre-commit, lefthook or husky where one of them keeps it. In a clone 'git fetch' takes along the \
        sign-offs of its remotes from then on.
        """)

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
      let installer = HookInstaller(directory: directory, events: events, workTree: repository.workTree)
      let rival = update ? "pre-receive" : "update"
      if repository.isBare, case .ours = try installer.state(of: rival) {
        throw CommandError(
          "'\(rival)' is installed already, and a push must not be judged twice", hints: ["git contract hooks uninstall"])
      }
      let foreign = try installer.install()
      for event in events where !foreign.contains(event) { context.console.write("installed \(directory.printable)/\(event)\n") }
      if !repository.isBare {
        for remote in try repository.trackReferences(under: Hooks.records) {
          context.console.write("sign-offs of '\(remote.printable)' come along with git fetch\n")
        }
      }
      for event in foreign {
        let (place, lines) = try installer.advice(event)
        context.console.note("warning: '\(directory.printable)/\(event)' is not ours and was left alone; \(place):\n")
        for line in lines { context.console.note("  \(line)\n") }
      }
      return foreign.isEmpty ? .pass : .refuse
    }
  }

  struct Uninstall: ContractCommand {
    static let configuration = CommandConfiguration(abstract: "Remove the hooks that 'hooks install' wrote.")

    func run(in context: Context) throws -> ExitStatus {
      let repository = try context.openRepository()
      let directory = repository.hooksDirectory
      let (removed, calling) = try HookInstaller(
        directory: directory, events: HookScripts.all, workTree: repository.workTree
      ).uninstall()
      if !repository.isBare {
        for remote in try repository.stopTrackingReferences(under: Hooks.records) {
          context.console.write("sign-offs of '\(remote.printable)' do not come along with git fetch any more\n")
        }
      }
      for event in removed { context.console.write("removed \(directory.printable)/\(event)\n") }
      for event in calling {
        context.console.note("warning: '\(directory.printable)/\(event)' is not ours and still calls git-contract; take that out\n")
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
      let installer = HookInstaller(directory: directory, events: wanted, workTree: repository.workTree)
      var complete = true
      for event in HookScripts.all {
        let state = try installer.state(of: event)
        // A server decides in one of the two.
        let isReplaced = try event == "pre-receive" && installer.state(of: "update") != .missing
        let isNeeded = wanted.contains(event) && !isReplaced
        switch state {
        case .ours(isExecutable: true): context.console.write("installed  \(event)\n")
        case .ours(isExecutable: false):
          context.console.write("idle       \(event) (not executable, so Git passes over it)\n")
          if isNeeded { complete = false }
        case .foreign(callsUs: true): context.console.write("installed  \(event) (called by a hook of your own)\n")
        case .foreign(callsUs: false):
          let (place, lines) = try installer.advice(event)
          let isLine = lines.count == 1
          context.console.write(
            "foreign    \(event) (\(isLine ? "\(place): \(lines[0])" : "\(place) what 'git contract hooks install' prints"))\n")
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

/// `git contract hook EVENT`: here for the help; the events themselves go past argument-parser, which takes milliseconds.
struct HookCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "What the hooks start: judge a commit, a message or a push.",
    usage: "git contract hook EVENT [ARGUMENTS]",
    discussion: """
      pre-commit, pre-merge-commit: judge the index; refuse what cannot be read and a version that is too low.
      commit-msg FILE: refuse malformed 'Contract-...' trailers.
      pre-push: judge as the server will; for branches that are not protected only warn.
      pre-receive, update REF OLD NEW: the decision on the server.
      post-receive: write down what was accepted (refs/contracts/log), and the notices of it.

      Arguments and standard input are those of githooks(5). What is found goes to stderr.
      """)

  @Argument(help: "The event, by Git's name of its hook.")
  var event: String

  @Argument(help: "What Git gives the hook.")
  var arguments: [String] = []

  static func asksForHelp(_ call: [String]) -> Bool {
    call.count == 2 && ["-h", "--help"].contains(call[1])
  }

  func run(in context: Context) throws -> ExitStatus {
    try HookEvent.run([event] + arguments, context)
  }
}
