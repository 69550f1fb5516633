internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// The outbox of a repository with everything that it takes to empty it.
struct Deliveries {
  let outbox: OutboxDirectory
  let settings: DeliverySettings
  let place: DeliveryPlace
  private let program: String?
  private let now: Int

  init(_ contracts: borrowing ContractRepository, _ context: Context) throws {
    settings = try DeliverySettings(contracts, program: context.program)
    place = DeliveryPlace(contracts.git)
    outbox = OutboxDirectory(commonDirectory: place.commonDirectory, steps: context.steps)
    program = context.program
    now = context.now
  }

  /// Puts the messages of one event into the outbox; they are on the disk when it returns. Gives the ids of those that are new.
  ///
  /// What one event may cause is limited, since addresses come by pull request: what is beyond becomes dead letters, which are told.
  func deposit(_ parcels: [Parcel]) throws -> [String] {
    let limit = max(1, settings.deliveriesPerEvent)
    var new = try outbox.deposit(parcels.prefix(limit).map { OutboxEntry($0, now: now) })
    if parcels.count > limit {
      new += try outbox.deposit(
        parcels.dropFirst(limit).map { parcel in
          var entry = OutboxEntry(parcel, now: now)
          entry.add(.init(time: now, code: nil, message: "one event causes more than \(limit) messages (contract.deliveriesPerEvent)"))
          return entry
        }, as: .dead)
    }
    return new
  }

  /// Whether something waits.
  func isSomethingPending() throws -> Bool {
    try !outbox.isAbsent && (!outbox.identifiers(.pending).isEmpty || !outbox.identifiers(.inflight).isEmpty)
  }

  /// Works in this process.
  ///
  /// - Parameters:
  ///   - linger: what becomes due within so many seconds is waited for.
  /// - Throws: what keeps a worker from working. It is also written down, since a worker in the background has nobody to tell.
  func work(linger: Int, waitsForLock: Bool) throws -> DeliveryOutcome {
    do {
      let worker = try DeliveryWorker(outbox, settings: settings, place: place, now: now)
      let outcome = try worker.run(linger: linger, waitsForLock: waitsForLock)
      if !outcome.isBusy, !outbox.isAbsent { try outbox.keep(fault: outcome.held.values.map(\.message).min()) }
      return outcome
    } catch {
      let failure = CommandError(error)
      do { try outbox.keep(fault: failure.message) } catch { throw failure }
      throw failure
    }
  }

  /// Starts a worker that nobody waits for, where something waits.
  func startWorker() throws {
    guard let program, try isSomethingPending() else { return }
    try DetachedProcess.start(
      program, ["outbox", "deliver", "--wait=\(Self.backgroundSeconds)"], environment: place.workerEnvironment(),
      directory: place.gitDirectory)
  }

  /// How long a worker in the background stays for what becomes due: long enough for the attempts after 5 seconds and 5 minutes. For later
  /// ones there is the next push, and cron.
  private static let backgroundSeconds = 600
}

extension DeliveryOutcome {
  /// For people: what left, and what did not.
  func lines(now: Int) -> [String] {
    var lines = sent.map { "delivered: \($0.parcel.subject) to \($0.parcel.destination)" }
    for entry in failed.values.sorted(by: { $0.identifier < $1.identifier }) {
      lines.append(
        "not delivered yet: \(entry.parcel.subject) to \(entry.parcel.destination): \(entry.lastAttempt?.message ?? ""); again at \(Timestamp(secondsSince1970: entry.due))"
      )
    }
    for entry in dead {
      lines.append("dead letter: \(entry.parcel.subject) to \(entry.parcel.destination): \(entry.lastAttempt?.message ?? "")")
    }
    if isBusy { lines.append("another worker is delivering") }
    return lines
  }
}
