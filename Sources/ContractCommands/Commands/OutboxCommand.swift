internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract outbox`.
struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "Show, retry and drop what is on its way to consumers.",
    discussion: """
      What leaves the house waits in the Git directory, in 'contracts/outbox', until it has arrived: tried again after 5 seconds, 5 minutes, \
      30 minutes, 2, 5, 10, 14, 20 and 24 hours, and then a dead letter. Receipts are kept for 90 days.
      """,
    subcommands: [OutboxList.self, OutboxShow.self, OutboxRetry.self, OutboxDrop.self, OutboxDeliver.self])

  static let commandNames = ["list", "show", "retry", "drop", "deliver"]
}

extension OutboxEntry.State: ExpressibleByArgument {}

/// `git contract outbox list`.
struct OutboxList: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what waits, what is in hand, and what nobody tries any more.",
    discussion: "What was sent is listed with --state sent or --all.")

  @Option(help: ArgumentHelp("Only what is in this state: pending, inflight, sent or dead.", valueName: "state"))
  var state: OutboxEntry.State?

  @Flag(help: "Also what was sent.")
  var all = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if all, state != nil { throw ValidationError("'--all' and '--state' exclude each other") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let repository = try context.openRepository()
    let form = try output.form(for: "outbox list", of: [.text, .json], repository.configuration, context)
    let outbox = OutboxDirectory(commonDirectory: repository.commonDirectory, steps: context.steps)
    let states = state.map { [$0] } ?? (all ? OutboxEntry.State.allCases : [.pending, .inflight, .dead])
    var answer = OutboxAnswer(disabled: try outbox.goneEndpoints().map(\.reported))
    answer.entries = try outbox.items(in: states)
    switch form {
    case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    default: context.console.write(answer.text(output.style(repository.configuration, context)))
    }
    return .pass
  }
}

/// `git contract outbox show`.
struct OutboxShow: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one message: where it goes, what came of it, and what it says.")

  @Argument(help: "The id of the delivery, or its beginning.")
  var identifier: String

  @OptionGroup var output: OutputOptions

  func run(in context: Context) throws -> ExitStatus {
    let repository = try context.openRepository()
    let form = try output.form(for: "outbox show", of: [.text, .json], repository.configuration, context)
    let outbox = OutboxDirectory(commonDirectory: repository.commonDirectory, steps: context.steps)
    let (identifier, state) = try outbox.find(identifier)
    guard var item = try outbox.item(identifier, state) else {
      throw CommandError("'\(identifier)' has gone elsewhere meanwhile", hints: ["git contract outbox list --all"])
    }
    item.showsContent = state != .sent
    switch form {
    case .json:
      let answer = OutboxAnswer(entries: [item], disabled: [])
      context.console.write(answer.json(toolVersion: GitContract.version).pretty)
    default: context.console.write(item.page(output.style(repository.configuration, context)))
    }
    return .pass
  }
}

/// `git contract outbox retry`.
struct OutboxRetry: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try again what waits or what nobody tries any more.",
    discussion: """
      The message is due at once and begins its schedule anew. An address that had said that it is gone for good (410) is tried again, \
      with everything that comes for it later.
      """)

  @Argument(help: "Ids of deliveries, or their beginnings.")
  var identifiers: [String] = []

  @Flag(help: "Everything that nobody tries any more.")
  var all = false

  @OptionGroup var delivery: DeliveryWait

  func validate() throws {
    if identifiers.isEmpty != all { throw ValidationError("'outbox retry' takes ids, or '--all'") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let deliveries = try Deliveries(contracts, context)
    let outbox = deliveries.outbox
    let found = try all ? outbox.identifiers(.dead).map { ($0, .dead) } : identifiers.map { try outbox.find($0) }
    // All are looked at before the first is touched.
    for (identifier, state) in found where !all { try outbox.ensureMovable(identifier, state, verb: "retry") }
    for (identifier, state) in found {
      guard case .entry(var entry) = try outbox.look(identifier, state) else {
        guard all else {
          throw CommandError("cannot retry '\(identifier)': its file is damaged", hints: ["git contract outbox drop \(identifier)"])
        }
        context.warn("'\(identifier)' cannot be tried again: its file is damaged")
        continue
      }
      entry.tries = 0
      entry.due = context.now
      try outbox.enable(consumer: entry.parcel.consumer, address: entry.parcel.address)
      if try outbox.replace(entry, state, by: .pending) {
        context.console.write("due now: \(entry.parcel.subject.printable) to \(entry.parcel.destination.printable)\n")
      }
    }
    if found.isEmpty { context.console.write("there is nothing to try again\n") }
    if let seconds = delivery.seconds(context) { return try deliveries.workAndTell(seconds: seconds, context) }
    try deliveries.startWorker()
    return .pass
  }
}

/// `git contract outbox drop`.
struct OutboxDrop: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Give up a message that waits or that nobody tries any more.",
    discussion: "A receipt stays, so that the same message is not written again.")

  @Argument(help: "Ids of deliveries, or their beginnings.")
  var identifiers: [String] = []

  @Flag(help: "Everything that nobody tries any more.")
  var all = false

  func validate() throws {
    if identifiers.isEmpty != all { throw ValidationError("'outbox drop' takes ids, or '--all'") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let repository = try context.openRepository()
    let outbox = OutboxDirectory(commonDirectory: repository.commonDirectory, steps: context.steps)
    let found = try all ? outbox.identifiers(.dead).map { ($0, .dead) } : identifiers.map { try outbox.find($0) }
    for (identifier, state) in found { try outbox.ensureMovable(identifier, state, verb: "drop") }
    for (identifier, state) in found {
      guard case .entry(var entry) = try outbox.look(identifier, state) else {
        try outbox.remove(identifier, state)
        context.console.write("dropped: \(identifier), whose file was damaged\n")
        continue
      }
      entry.add(.init(time: context.now, code: nil, message: OutboxAnswer.dropped))
      if try outbox.replace(entry, state, by: .sent) {
        context.console.write("dropped: \(entry.parcel.subject.printable) to \(entry.parcel.destination.printable)\n")
      }
    }
    if found.isEmpty { context.console.write("there is nothing to drop\n") }
    return .pass
  }
}

/// `git contract outbox deliver`.
struct OutboxDeliver: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Deliver what is due: what hooks start in the background.",
    discussion: """
      One worker at a time: a second one leaves at once. Exit code 1 if something is undelivered at the end, 128 if the server is not set up \
      for it. For cron, 'notify --catch-up' also finds what a hook has missed.
      """)

  @OptionGroup var delivery: DeliveryWait

  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let deliveries = try Deliveries(contracts, context)
    let outcome = try deliveries.work(linger: delivery.wait ?? 0, waitsForLock: false)
    if outcome.isBusy {
      if verbose { context.console.write("another worker is delivering\n") }
      return .pass
    }
    return deliveries.tell(outcome, context)
  }
}
