internal import ContractHistory
internal import ContractKit
internal import GitStore

/// `git contract hook post-receive`: what follows an accepted push. Its failure never fails the push, which has happened already; it is told.
enum AfterReceive {
  static func run(_ context: Context) -> ExitStatus {
    do {
      let updates = try RefUpdate.parse(context.console.readAll())
      let contracts = ContractRepository(try context.openRepository())
      let received = ReceivedPushes(contracts, context)
      warn(of: received, context)
      var push = ReceivedPush(
        time: Timestamp(secondsSince1970: context.now), evidence: try evidence(context),
        updates: updates.map { ReferenceUpdate(name: $0.reference, old: $0.old, new: $0.new) }, tips: [:])
      if tellsInBackground(contracts.git.configuration, context), let program = context.program {
        try leave(&push, in: received, contracts, context)
        do {
          try startTeller(program, contracts, context)
        } catch {
          // Nobody else comes for it soon.
          _ = try received.writeDown(contracts, context)
          throw error
        }
        // What came of the messages of earlier pushes; of this one's nobody knows yet.
        try OutboxDirectory(commonDirectory: contracts.git.commonDirectory, steps: context.steps).warn(context)
      } else {
        takeIn(received, contracts, context)
        log(push, contracts, context)
        try tell(updates, contracts, context)
      }
    } catch {
      let failure = CommandError(error)
      context.console.note(failure.text.replacing("fatal: ", with: "warning: notices wait for the next run: "))
    }
    return .pass
  }

  /// Who pushed: a key of theirs that cannot be read is no reason to write down nothing.
  private static func evidence(_ context: Context) throws -> PushEvidence {
    do {
      return try PushEvidence(environment: context.environment)
    } catch {
      context.console.note(CommandError(error).text.replacing("fatal: ", with: "warning: the log does not tell the pusher's key: "))
      return try PushEvidence(environment: context.environment.filter { $0.key != "SSH_USER_AUTH" })
    }
  }

  /// That one cannot look keeps nobody from writing down this push.
  private static func warn(of received: ReceivedPushes, _ context: Context) {
    do {
      try received.warn(context)
    } catch {
      context.console.note(CommandError(error).text.replacing("fatal: ", with: "warning: "))
    }
  }

  /// `contract.notify`: whether the pusher waits for nothing (`background`), or hears who was told (`foreground`).
  private static func tellsInBackground(_ configuration: Configuration, _ context: Context) -> Bool {
    switch configuration.value("contract.notify") {
    case nil, "background": return true
    case "foreground": return false
    case let other?:
      context.warn("'contract.notify' is '\(other)', and must be foreground or background")
      context.hint("git config contract.notify background")
      return true
    }
  }

  // MARK: In the background

  /// Leaves what this hook alone knows of the push to whoever writes it down. Where the disk does not take even that, it is tried at once.
  private static func leave(
    _ push: inout ReceivedPush, in received: ReceivedPushes, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws {
    do {
      push.tips = try contracts.judgingTips()
      try received.add(push)
    } catch {
      push.tips = [:]
      log(push, contracts, context)
      try contracts.beginCursors(of: push, context)
    }
  }

  /// In milliseconds: a push has ended by then, and pushes that come together are told by one process.
  private static let tellerDelay = 200

  private static func startTeller(_ program: String, _ contracts: borrowing ContractRepository, _ context: Context) throws {
    // The policy is that process's to read.
    let place = DeliveryPlace(contracts.git)
    try DetachedProcess.start(
      program, ["notify", "--catch-up", "--local", "--no-wait", "--after", "\(tellerDelay)"], environment: place.workerEnvironment(),
      directory: place.gitDirectory)
  }

  // MARK: While the pusher waits

  /// What was left before, when a push did not wait.
  private static func takeIn(_ received: ReceivedPushes, _ contracts: borrowing ContractRepository, _ context: Context) {
    do {
      _ = try received.writeDown(contracts, context)
    } catch {
      context.console.note(CommandError(error).text.replacing("fatal: ", with: "warning: "))
    }
  }

  /// Writes the push into the acceptance log. Where that fails nobody will be able to say when it was accepted, so it is said as an error.
  private static func log(_ push: ReceivedPush, _ contracts: borrowing ContractRepository, _ context: Context) {
    do {
      try contracts.writeDown(push, context)
    } catch {
      let failure = CommandError(error)
      context.console.note(failure.text.replacing("fatal: ", with: "error: the push was accepted, but not written down: "))
      context.hint("tell the server's administrator: git contract doctor names what is missing in '\(AcceptanceLog.reference)'")
    }
  }

  private static func tell(_ updates: [RefUpdate], _ contracts: borrowing ContractRepository, _ context: Context) throws {
    let deliveries = try Deliveries(contracts, context)
    // What is in the outbox goes, also where one of the branches cannot be told.
    defer { startWorker(deliveries, context) }
    let post = LetterPost(deliveries, context)
    for update in updates where try !update.new.isZero && contracts.isProtected(update.reference) {
      tell(update, contracts, post, context)
    }
    try deliveries.outbox.warn(context)
  }

  /// One ref that cannot be told keeps nobody of the others from hearing.
  private static func tell(_ update: RefUpdate, _ contracts: borrowing ContractRepository, _ post: LetterPost, _ context: Context) {
    do {
      let result = try contracts.notify(NotifyRequest(reference: update.reference, fallback: update.old), post, context)
      for line in result.lines(verbose: false) { context.console.note(line.printable + "\n") }
    } catch {
      context.console.note(CommandError(error).text.replacing("fatal: ", with: "warning: notices wait for the next run: "))
    }
  }

  /// The pusher never waits for a delivery.
  private static func startWorker(_ deliveries: Deliveries, _ context: Context) {
    do {
      try deliveries.startWorker()
    } catch {
      context.console.note(CommandError(error).text.replacing("fatal: ", with: "warning: messages wait for the next run: "))
    }
  }
}
