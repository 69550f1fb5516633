internal import ArgumentParser
internal import ContractKit

/// Whether a command delivers itself and waits, or leaves it to a worker in the background.
struct DeliveryWait: ParsableArguments {
  /// What `--wait` alone waits: long enough for a second attempt.
  static let usual = 30
  /// Within what a run in hosted CI answers for what it has in hand.
  static let greatest = 600

  @Option(
    help: ArgumentHelp(
      "Deliver in this process, wait for what becomes due within so many seconds (30), and exit with 1 if something is left. The default where CI=true.",
      valueName: "seconds"))
  var wait: Int?

  @Flag(name: .customLong("no-wait"), help: "Leave the delivery to a worker in the background.")
  var noWait = false

  func validate() throws {
    if wait != nil, noWait { throw ValidationError("'--wait' and '--no-wait' exclude each other") }
    guard let wait else { return }
    if !(0...Self.greatest).contains(wait) { throw ValidationError("'--wait' takes 0 to \(Self.greatest) seconds") }
  }

  /// How long is waited; nil for not at all.
  func seconds(_ context: Context) -> Int? {
    if noWait { return nil }
    return wait ?? (context.environment["CI"] == "true" ? Self.usual : nil)
  }
}

extension Deliveries {
  /// Delivers in this process and tells; gives the exit code.
  func workAndTell(seconds: Int, _ context: Context) throws -> ExitStatus {
    tell(try work(linger: seconds, waitsForLock: true), context)
  }

  /// Tells what a worker did; gives the exit code.
  func tell(_ outcome: DeliveryOutcome, _ context: Context) -> ExitStatus {
    for line in outcome.lines(now: context.now) { context.console.write(line.printable + "\n") }
    let faults = Dictionary(outcome.held.values.map { ($0.message, $0) }) { first, _ in first }
    for (_, fault) in faults.sorted(by: { $0.key < $1.key }) { context.console.note(fault.text) }
    if !faults.isEmpty { return .undecided }
    if outcome.pending > 0 { context.console.write("\(outcome.pending) still \(outcome.pending == 1 ? "waits" : "wait") in the outbox\n") }
    return outcome.pending > 0 || !outcome.dead.isEmpty || outcome.isBusy ? .refuse : .pass
  }
}
