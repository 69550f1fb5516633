internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

struct NotifyRequest {
  /// The full name of the branch.
  var reference: String
  /// Its tip, where the branch itself is not here.
  var tip: ObjectID?
  /// Where to start, whatever the cursor says.
  var since: ObjectID?
  /// Where to start if there is no cursor yet: what the branch was before the push that is told.
  var fallback: ObjectID?
  var dryRun = false

  init(reference: String, tip: ObjectID? = nil, since: ObjectID? = nil, fallback: ObjectID? = nil, dryRun: Bool = false) {
    self.reference = reference
    self.tip = tip
    self.since = since
    self.fallback = fallback
    self.dryRun = dryRun
  }
}

/// What a run of `notify` did for one branch.
struct NotifyResult {
  var reference: String
  var notices: [Notice] = []
  /// What leaves the house for these notices.
  var parcels: [Parcel] = []
  /// Ids of those that are new in the outbox.
  var deposited: [String] = []
  /// Files that were written, relative to the Git directory.
  var files: [String] = []
  /// Events that were not told, because the gate refuses them.
  var refused: [NotificationEvent] = []
  /// Said aloud: the first run starts at the tip.
  var started: String?
  var isDryRun = false

  init(reference: String) { self.reference = reference }

  func lines(verbose: Bool) -> [String] {
    var lines: [String] = []
    if let started, verbose { lines.append(started) }
    for event in refused {
      let rules = Set(event.answer.findings.filter { $0.level == .error && $0.isPrice }.map(\.rule)).sorted()
      lines.append(
        "not told: \(event.transition.title) \(event.diff.toVersion ?? "deleted") in \(event.commit.id.short()) is refused (\(rules.joined(separator: ", ")))"
      )
    }
    for notice in notices { lines.append((isDryRun ? "notice that would be written: " : "notice written: ") + notice.subject) }
    if verbose { lines += files.map { "  " + $0 } }
    if verbose, lines.isEmpty { lines.append("nobody has to be told anything") }
    return lines
  }
}

extension ContractRepository {
  /// Hands over what happened on a branch since its cursor, and moves the cursor when all of it is on disk.
  borrowing func notify(_ request: NotifyRequest, _ deliveries: Deliveries, _ context: Context) throws -> NotifyResult {
    guard let tip = try request.tip ?? git.reference(request.reference) else {
      throw CommandError("there is no branch '\(request.reference)'")
    }
    let cursor = try notificationCursor(for: request.reference)
    let fallback = request.fallback.flatMap { $0.isZero ? nil : $0 }
    var result = NotifyResult(reference: request.reference)
    result.isDryRun = request.dryRun
    guard let start = request.since ?? cursor.tip ?? fallback else {
      if !request.dryRun { try advance(cursor, to: tip, receipts: [], context) }
      result.started = "first run: starting at \(tip.short()) of \(request.reference); nothing is sent for what came before"
      return result
    }
    var receipts: [(event: String, text: String)] = []
    var next = tip
    for event in try events(on: request.reference, after: start, to: tip, today: context.today)
    where !cursor.receipts.contains(event.event.identifier) {
      guard event.answer.verdict == .pass else {
        result.refused.append(event)
        if event.isUnfinished, let base = event.base {
          if next == tip { next = base }
        } else {
          // History holds it as it is. It is reported once.
          receipts.append((event.event.identifier, "refused\n"))
        }
        continue
      }
      let lines = try handOver(event, request, deliveries, &result, context)
      receipts.append((event.event.identifier, lines.joined()))
    }
    if !request.dryRun, cursor.tip != next || !receipts.isEmpty { try advance(cursor, to: next, receipts: receipts, context) }
    return result
  }

  /// Writes the notices of an event: files, and parcels for the outbox. Gives the lines of its receipt.
  private borrowing func handOver(
    _ event: NotificationEvent, _ request: NotifyRequest, _ deliveries: Deliveries, _ result: inout NotifyResult, _ context: Context
  ) throws -> [String] {
    let notices = Self.notices(of: event, on: request.reference)
    let parcels = try notices.flatMap { try NoticeParcels.parcels($0, settings: deliveries.settings, now: context.now) }
    result.notices += notices
    result.parcels += parcels
    guard !request.dryRun else { return [] }
    var lines: [String] = []
    if deliveries.settings.channels.contains(.files) {
      for notice in notices {
        context.steps.pass()
        result.files += try Outbox(gitDirectory: git.commonDirectory).write(notice, now: context.now)
        lines.append(
          "\(notice.consumer.identifier) \(event.event.deliveryIdentifier(consumer: notice.consumer.identifier, channel: "files"))\n")
      }
    }
    result.deposited += try deliveries.deposit(parcels)
    return lines + parcels.map { "\($0.consumer) \($0.identifier)\n" }
  }

  private borrowing func advance(
    _ cursor: NotificationCursor, to tip: ObjectID, receipts: [(event: String, text: String)], _ context: Context
  ) throws {
    context.steps.pass()
    try move(cursor, to: tip, receipts: receipts, now: context.now)
    context.steps.pass()
  }

  private static func notices(of event: NotificationEvent, on reference: String) -> [Notice] {
    let old = event.transition.old?.contract
    let new = event.transition.new?.contract
    let facts = NoticeFacts(
      event: event.event, old: old, new: new, path: event.transition.path, commit: event.commit.id.hex, target: reference,
      effective: CalendarDay(secondsSince1970: Int(event.commit.committer.time)), migration: event.migration, owners: event.owners,
      agreements: event.answer.signOffs.map { .init(person: $0.person, owner: $0.owner, assurance: $0.assurance) })
    return event.impact.compactMap { Notice($0, facts: facts) }
  }
}

/// Tells branches, together with a remote where the cursors are shared.
struct Teller {
  let deliveries: Deliveries
  /// Nil where no remote is asked.
  let cursors: SharedCursors?
  /// Nil where this run delivers nothing itself, and so pushes nothing.
  let shared: SharedOutbox?

  struct Told {
    var result: NotifyResult
    /// What this run answers for, where the cursor is shared.
    var ours: Set<String> = []
    /// What another run has in hand.
    var others = 0
  }

  func tell(_ request: NotifyRequest, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Told {
    let name = ContractRepository.cursorName(of: request.reference)
    for _ in 0..<5 {
      try cursors?.adopt(name, contracts)
      guard let shared else { return Told(result: try contracts.notify(request, deliveries, context)) }
      let before = Set(try deliveries.outbox.identifiers(.pending))
      let start = try contracts.git.reference(name)
      let (restored, others) = try shared.restore(name, contracts, at: request.tip ?? contracts.git.reference(request.reference))
      let result = try contracts.notify(request, deliveries, context)
      let ours = restored.union(result.deposited)
      context.steps.pass()
      do {
        if try shared.publish(name, ours, claims: true, contracts) {
          context.steps.pass()
          return Told(result: result, ours: ours, others: others)
        }
      } catch {
        // Nobody will know that it was told, so it was not: the next run derives it again.
        try takeBack(name, to: start, contracts)
        try deliveries.outbox.withdraw(ours.subtracting(before))
        throw error
      }
      // Another run was faster, and may have the same in hand.
      try deliveries.outbox.withdraw(ours.subtracting(before))
      try cursors?.fetch(contracts)
    }
    throw CommandError("other runs keep moving '\(name)'", hints: ["git contract notify --wait"])
  }

  private func takeBack(_ name: String, to start: ObjectID?, _ contracts: borrowing ContractRepository) throws {
    guard let current = try contracts.git.reference(name), current != start else { return }
    if let start {
      try contracts.git.updateReference(name, to: start, expecting: current, message: "notify: could not be pushed")
    } else {
      try contracts.git.deleteReference(name, expecting: current)
    }
  }

  /// Leaves what this run could not deliver to the next one.
  func leave(_ told: Told, _ contracts: borrowing ContractRepository) throws {
    guard let shared else { return }
    deliveries.outbox.files.steps.pass()
    _ = try shared.publish(ContractRepository.cursorName(of: told.result.reference), told.ours, claims: false, contracts)
    deliveries.outbox.files.steps.pass()
    try deliveries.outbox.withdraw(told.ours)
  }
}

/// `--dry-run --output`: every byte that would leave, as files.
struct DryRun {
  let directory: String

  /// Gives the paths that were written.
  func write(_ result: NotifyResult, now: Int) throws -> [String] {
    try LocalFile.makeDirectory(directory)
    var written: [String] = []
    func write(_ bytes: [UInt8], _ name: String) throws {
      try LocalFile.write(bytes, to: directory + "/" + name)
      written.append(directory + "/" + name)
    }
    for (name, bytes) in result.notices.flatMap({ Outbox.files(of: $0, now: now) }) { try write(bytes, name) }
    for parcel in result.parcels {
      guard parcel.kind != .mail else {
        try write(parcel.content, parcel.identifier + ".eml")
        continue
      }
      // What is signed is signed at the moment of the attempt, so the signature alone is missing.
      let fields =
        parcel.kind == .webhook ? StandardWebhooks.fields(identifier: parcel.identifier, content: [], secret: nil, now: now) ?? [] : []
      let head = ([CourierRequest.Field("content-type", parcel.mediaType)] + fields).map { "\($0.name): \($0.value)\r\n" }.joined()
      try write(Array("POST \(parcel.address)\r\n\(head)\r\n".utf8) + parcel.content, parcel.identifier + ".http")
    }
    return written
  }
}
