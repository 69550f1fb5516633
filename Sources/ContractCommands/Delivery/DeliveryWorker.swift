internal import ContractHistory
internal import ContractKit
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// What a run of the worker did.
struct DeliveryOutcome {
  var sent: [OutboxEntry] = []
  /// Failed, and will be tried again.
  var failed: [String: OutboxEntry] = [:]
  /// Became dead letters in this run.
  var dead: [OutboxEntry] = []
  /// Another worker has the lock: nothing was done.
  var isBusy = false
  /// Why something waits although it is due: the server is not set up for it.
  var held: [String: CommandError] = [:]
  /// How many wait at the end.
  var pending = 0
}

/// Delivers what is due. One at a time in a repository.
///
/// Its clock starts at the time of the run and goes on by a clock that nobody sets, so that neither a jump back nor a jump forward in the
/// middle of a run does anything. Between runs a clock may have jumped: see `DeliverySchedule.isDue`.
final class DeliveryWorker {
  private let outbox: OutboxDirectory
  private let settings: DeliverySettings
  private let maker: ErrandMaker
  private let courier: Courier
  private let sendmail: Sendmail
  private let startSeconds: Int
  private let startMilliseconds = Monotonic.milliseconds()
  private var limit: HostLimit
  private var outcome = DeliveryOutcome()

  /// What waits, with the moment at which it is due. A host whose minute is full moves it.
  private var waiting: [String: Waiting] = [:]
  /// What is in hand.
  private var flying: [String: (entry: OutboxEntry, secrets: [String])] = [:]

  private struct Waiting {
    var due: Int
    var tries: Int
    var written: Int
    /// The file that said so.
    var file: UInt64?
  }

  /// So many are in hand at once.
  private static let width = 16

  init(_ outbox: OutboxDirectory, settings: DeliverySettings, place: DeliveryPlace, now: Int) throws {
    self.outbox = outbox
    self.settings = settings
    let resolver = SecretResolver(
      settings: settings, environment: place.environment, workTree: place.workTree, directory: place.gitDirectory)
    maker = ErrandMaker(settings: settings, resolver: resolver)
    let environment = place.carrierEnvironment
    courier = Courier(settings: settings, environment: environment, directory: place.gitDirectory)
    sendmail = Sendmail(program: settings.sendmail, environment: environment, directory: place.gitDirectory)
    startSeconds = now
    limit = try outbox.hostLimit(perMinute: settings.perHostPerMinute)
  }

  private var now: Int { startSeconds + (Monotonic.milliseconds() - startMilliseconds) / 1000 }

  /// Delivers what is due, and what becomes due within so many seconds.
  ///
  /// - Parameter waitsForLock: whether it waits for another worker as long; else it leaves at once.
  func run(linger: Int, waitsForLock: Bool = false) throws -> DeliveryOutcome {
    guard !outbox.isAbsent else { return outcome }
    let deadline = now + linger
    // What somebody put in while this one was about to end, and found the lock taken, is seen after the lock was given back.
    for _ in 0..<100 {
      let patience = waitsForLock ? max(0, deadline - now) * 1000 : 0
      guard let lock = try outbox.workerLock(waitingMilliseconds: patience) else {
        outcome.isBusy = true
        break
      }
      try withExtendedLifetime(lock) { try work(until: deadline) }
      guard try holdsSomethingDue() else { break }
    }
    outcome.pending = try outbox.identifiers(.pending).count
    return outcome
  }

  private func holdsSomethingDue() throws -> Bool {
    for identifier in try outbox.identifiers(.pending) where waiting[identifier] == nil && outcome.held[identifier] == nil {
      if case .entry(let entry) = try outbox.look(identifier, .pending), DeliverySchedule.isDue(entry.due, now: now) { return true }
    }
    return false
  }

  private func work(until deadline: Int) throws {
    try outbox.prepare()
    try outbox.recover(now: now)
    defer { courier.end() }
    while true {
      try lookAround()
      try takeMore()
      if !flying.isEmpty {
        try receive()
        continue
      }
      // A place that is free was not taken where nothing is due.
      if waiting.values.contains(where: { DeliverySchedule.isDue($0.due, now: now) }) { continue }
      guard let next = waiting.values.map(\.due).min(), next <= deadline else { break }
      sleep(until: next)
    }
    try outbox.keep(limit, now: now)
    _ = try outbox.prune(now: now)
  }

  /// Short, for others may put something in meanwhile.
  private func sleep(until next: Int) {
    usleep(next > now ? 250_000 : 1000)
  }

  // MARK: What is due

  /// Takes notice of what came and went, and of what `outbox retry` has written anew.
  private func lookAround() throws {
    let present = Set(try outbox.identifiers(.pending))
    for identifier in waiting.keys where !present.contains(identifier) { waiting[identifier] = nil }
    for identifier in present where outcome.held[identifier] == nil {
      let file = outbox.files.number(outbox.file(identifier, .pending))
      if let known = waiting[identifier], known.file == file { continue }
      switch try outbox.look(identifier, .pending) {
      case .entry(let entry): waiting[identifier] = Waiting(due: entry.due, tries: entry.tries, written: entry.written, file: file)
      case .damaged: try outbox.bury(damaged: identifier)
      case .absent: break
      }
    }
  }

  /// What is due, those that were tried least first, then the oldest.
  private func due() -> [String] {
    let now = now
    return waiting.filter { DeliverySchedule.isDue($0.value.due, now: now) }.sorted { left, right in
      (left.value.tries, left.value.written, left.key) < (right.value.tries, right.value.written, right.key)
    }.map(\.key)
  }

  /// Takes in hand what there is room for, and sends it off.
  private func takeMore() throws {
    var errands: [String: (entry: OutboxEntry, errand: Errand)] = [:]
    for identifier in due() {
      guard flying.count + errands.count < Self.width else { break }
      guard case .entry(let entry) = try outbox.look(identifier, .pending) else {
        waiting[identifier] = nil
        continue
      }
      let errand = try errand(for: entry)
      switch errand {
      case .held(let error):
        hold(identifier, error)
        continue
      case .courier(_, let host, _), .sendmail(_, _, let host):
        guard limit.take(host, now: now) else {
          waiting[identifier]?.due = limit.free(host, now: now)
          continue
        }
      case .judged: break
      }
      errands[identifier] = (entry, errand)
    }
    let taken = try outbox.claim(errands.keys.sorted())
    for identifier in errands.keys { waiting[identifier] = nil }
    var outcomes: [(entry: OutboxEntry, state: OutboxEntry.State)] = []
    for (identifier, item) in errands.sorted(by: { $0.key < $1.key }) where taken.contains(identifier) {
      try carry(item.entry, item.errand, &outcomes)
    }
    try settle(outcomes)
  }

  private func hold(_ identifier: String, _ error: CommandError) {
    outcome.held[identifier] = error
    waiting[identifier] = nil
  }

  private func errand(for entry: OutboxEntry) throws -> Errand {
    if let gone = try outbox.gone(consumer: entry.parcel.consumer, address: entry.parcel.address) {
      let day = CalendarDay(secondsSince1970: gone.since)
      return .judged(.init(.dead), "the address said on \(day) that it is gone for good (410): git contract outbox retry")
    }
    let errand = try maker.errand(for: entry, now: now)
    do {
      switch errand {
      case .courier: try courier.start()
      case .sendmail: if let fault = sendmail.fault { return .held(fault) }
      case .judged, .held: break
      }
    } catch {
      return .held(CommandError(error))
    }
    return errand
  }

  private func carry(
    _ entry: OutboxEntry, _ errand: Errand, _ outcomes: inout [(entry: OutboxEntry, state: OutboxEntry.State)]
  ) throws {
    switch errand {
    case .courier(let request, _, let secrets):
      flying[entry.identifier] = (entry, secrets)
      outbox.files.steps.pass()
      courier.send(request)
    case .sendmail(let recipient, let content, _):
      outbox.files.steps.pass()
      let answer = try sendmail.send(content, to: recipient)
      outbox.files.steps.pass()
      outcomes.append(try judged(entry, answer.judgement, code: answer.code, message: answer.message.scrubbed(of: [])))
    case .judged(let judgement, let message): outcomes.append(try judged(entry, judgement, code: nil, message: message.scrubbed(of: [])))
    case .held: break
    }
  }

  // MARK: What came of it

  private func receive() throws {
    outbox.files.steps.pass()
    var outcomes: [(entry: OutboxEntry, state: OutboxEntry.State)] = []
    for answer in try courier.answers(milliseconds: 1000) {
      guard let (entry, secrets) = flying.removeValue(forKey: answer.identifier) else { continue }
      let judgement = DeliveryJudgement(answer, kind: entry.parcel.kind, now: now)
      outcomes.append(try judged(entry, judgement, code: answer.code, message: answer.message.scrubbed(of: secrets)))
    }
    outbox.files.steps.pass()
    try settle(outcomes)
  }

  /// What an entry becomes.
  private func judged(
    _ entry: OutboxEntry, _ judgement: DeliveryJudgement, code: Int?, message: String
  ) throws -> (entry: OutboxEntry, state: OutboxEntry.State) {
    var entry = entry
    let now = now
    entry.tries += 1
    entry.add(.init(time: now, code: code, message: message))
    if judgement.mayHaveArrived { entry.isPossibleDuplicate = true }
    switch judgement.verdict {
    case .sent: return (entry, .sent)
    case .dead: return (entry, .dead)
    case .gone:
      try outbox.disable(
        GoneEndpoint(consumer: entry.parcel.consumer, address: entry.parcel.address, since: now, delivery: entry.identifier))
      return (entry, .dead)
    case .retry(let after):
      guard let due = DeliverySchedule.due(afterAttempts: entry.tries, of: entry.identifier, now: now, retryAfter: after) else {
        return (entry, .dead)
      }
      entry.due = due
      return (entry, .pending)
    }
  }

  private func settle(_ outcomes: [(entry: OutboxEntry, state: OutboxEntry.State)]) throws {
    try outbox.settle(outcomes)
    for (entry, state) in outcomes {
      outcome.failed[entry.identifier] = nil
      switch state {
      case .sent: outcome.sent.append(entry)
      case .dead: outcome.dead.append(entry)
      case .pending, .inflight:
        outcome.failed[entry.identifier] = entry
        let file = outbox.files.number(outbox.file(entry.identifier, .pending))
        waiting[entry.identifier] = Waiting(due: entry.due, tries: entry.tries, written: entry.written, file: file)
      }
    }
  }
}
