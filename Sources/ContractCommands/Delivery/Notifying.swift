internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

struct NotifyRequest {
  /// What is told.
  enum Kind {
    /// Each step at once, to whom it concerns at once.
    case events
    /// What was in no hurry, to each consumer in one message.
    case digest
    /// What ends soon and is still used.
    case reminders
  }

  var kind = Kind.events
  /// The full name of the branch.
  var reference: String
  /// Its tip, where the branch itself is not here.
  var tip: ObjectID?
  /// Where to start, whatever the cursor says.
  var since: ObjectID?
  /// Where to start if there is no cursor yet: what the branch was before the push that is told.
  var fallback: ObjectID?
  /// Nothing is written, sent or moved.
  var dryRun = false
  /// What was told before is told, too: for looking at, in a dry run.
  var isRepeated = false
  /// Only writes down what is about to be gathered, for a run that ends it.
  var onlyBegins = false

  init(reference: String, tip: ObjectID? = nil, since: ObjectID? = nil, fallback: ObjectID? = nil, dryRun: Bool = false) {
    self.reference = reference
    self.tip = tip
    self.since = since
    self.fallback = fallback
    self.dryRun = dryRun
  }

  /// The full name of the ref that says what was told.
  var cursorName: String {
    let short = reference.hasPrefix("refs/") ? String(reference.dropFirst(5)) : reference
    return switch kind {
    case .events: ContractRepository.cursorName(of: reference)
    case .digest: ContractRepository.cursorName(of: "digest/" + short)
    case .reminders: ContractRepository.cursorName(of: "reminders/" + short)
    }
  }
}

/// What a run of `notify` did for one branch.
struct NotifyResult {
  var request: NotifyRequest
  var letters: [PreparedLetter] = []
  /// What leaves the house for these letters.
  var parcels: [Parcel] = []
  /// Ids of those that are new in the outbox.
  var deposited: [String] = []
  /// Files that were written, relative to the Git directory.
  var files: [String] = []
  /// Letters that no channel of the policy takes anywhere.
  var unreached: [PreparedLetter] = []
  /// Events that were not told, because the gate refuses them.
  var refused: [NotificationEvent] = []
  /// Said aloud: the first run starts at the tip.
  var started: String?

  init(_ request: NotifyRequest) { self.request = request }

  var isDryRun: Bool { request.dryRun }

  func lines(verbose: Bool) -> [String] {
    var lines: [String] = []
    if let started, verbose { lines.append(started) }
    for event in refused {
      let rules = Set(event.answer.findings.filter { $0.level == .error && $0.isPrice }.map(\.rule)).sorted()
      lines.append(
        "not told: \(event.transition.title) \(event.diff.toVersion ?? (event.diff.isDeleted ? "deleted" : "without a version")) in \(event.commit.id.short()) is refused (\(rules.joined(separator: ", ")))"
      )
    }
    for prepared in letters {
      let kind = prepared.letter.kind.rawValue
      lines.append("\(kind) \(isDryRun ? "that would be written" : "written"): \(prepared.letter.subject)")
    }
    for prepared in unreached {
      let consumer = prepared.letter.consumer.identifier
      lines.append("nobody was reached: no channel of 'delivery.channels' leads to '\(consumer)': \(prepared.letter.subject)")
    }
    if verbose { lines += files.map { "  " + $0 } }
    if verbose, lines.isEmpty { lines.append(nothing) }
    return lines
  }

  private var nothing: String {
    switch request.kind {
    case .events: "nobody has to be told anything"
    case .digest: "nothing gathered for a digest"
    case .reminders: "nobody has to be reminded of anything"
    }
  }
}

extension ContractRepository {
  /// Hands over what is to be told of a branch since its cursor, and moves the cursor when all of it is on disk. What an earlier run had
  /// begun is ended first, as that run meant it.
  borrowing func notify(_ request: NotifyRequest, _ post: LetterPost, _ context: Context) throws -> NotifyResult {
    var result = NotifyResult(request)
    if !request.isRepeated, !request.dryRun, request.kind != .events,
      let intent = try notificationCursor(name: request.cursorName).intent, try holds(intent, request, context)
    {
      // Whoever begins leaves it to the next who tells.
      guard !request.onlyBegins else { return result }
      var earlier = request
      earlier.tip = intent.tip
      earlier.since = intent.start
      do {
        try tell(earlier, on: intent.day, post, &result, context)
      } catch {
        var failure = CommandError(error)
        failure.message += " (of what was begun for \(intent.tip.short()) on \(intent.day))"
        throw failure
      }
    }
    try tell(request, on: context.today, post, &result, context)
    return result
  }

  /// Writes down from where a branch is to be told, where nobody has told anything of it yet.
  borrowing func beginCursor(of reference: String, at old: ObjectID, _ context: Context) throws {
    let cursor = try notificationCursor(for: reference)
    if cursor.tip == nil, !old.isZero { try advance(cursor, to: old, receipts: [], context) }
  }

  /// False where it is not, or no longer, the branch's own past: after a force push nobody tells what was taken back, and whoever can push
  /// the cursor's ref must not have anything told that the branch never held.
  private borrowing func holds(_ intent: NotificationCursor.Intent, _ request: NotifyRequest, _ context: Context) throws -> Bool {
    guard intent.day <= context.today, git.contains(intent.tip), let tip = try request.tip ?? git.reference(request.reference),
      try intent.tip == tip || git.isAncestor(intent.tip, of: tip)
    else { return false }
    guard let start = intent.start else { return request.kind == .reminders }
    return try git.contains(start) && (start == intent.tip || git.isAncestor(start, of: intent.tip))
  }

  private borrowing func tell(
    _ request: NotifyRequest, on day: CalendarDay, _ post: LetterPost, _ result: inout NotifyResult, _ context: Context
  ) throws {
    guard let tip = try request.tip ?? git.reference(request.reference) else {
      throw CommandError("there is no branch '\(request.reference)'")
    }
    var cursor = try notificationCursor(name: request.cursorName)
    let known = request.isRepeated ? [] : cursor.receipts
    if request.kind == .reminders { return try remind(at: tip, on: day, cursor, known, post, &result, context) }
    let fallback = request.fallback.flatMap { $0.isZero ? nil : $0 }
    if let fallback, request.since == nil, cursor.tip == nil, !request.dryRun {
      // From where this push is to be told is known to its hook alone: whoever comes after a run that fails must know it too.
      try advance(cursor, to: fallback, receipts: [], context)
      cursor = try notificationCursor(name: request.cursorName)
    }
    guard let start = request.since ?? cursor.tip ?? fallback else {
      if request.isRepeated {
        throw CommandError(
          "nobody was told anything of '\(request.reference)' yet", hints: ["git contract notify --preview DIRECTORY --since REVISION"])
      }
      if !request.dryRun { try advance(cursor, to: tip, receipts: [], context) }
      let what = request.kind == .digest ? "no digest is sent of what came before" : "nothing is sent for what came before"
      result.started = "first run: starting at \(tip.short()) of \(request.reference); \(what)"
      return
    }
    var receipts: [(event: String, text: String)] = []
    var passed: [NotificationEvent] = []
    // Who was told what in this very run.
    var told: [String: Set<String>] = [:]
    var next = tip
    for event in try events(on: request.reference, after: start, to: tip, today: day)
    where !known.contains(event.event.identifier) && !known.contains(event.endIdentifier) {
      guard event.answer.verdict == .pass else {
        // What is refused is told by nobody, and reported once: history holds it as it is. What may still become something else waits.
        if request.kind == .events { result.refused.append(event) }
        if event.isUnfinished, let base = event.base {
          // The oldest of them: events come in the order in which they ended.
          if try next == tip || git.isAncestor(base, of: next) { next = base }
        } else {
          receipts.append((event.event.identifier, "refused\n"))
          receipts.append((event.endIdentifier, ""))
        }
        continue
      }
      guard request.kind == .events else {
        passed.append(event)
        continue
      }
      let notices = try notices(of: event, on: request.reference) { try told[$0] ?? toldConsumers(of: $0, by: cursor) }
      told[event.event.identifier] = Set(notices.map(\.consumer.identifier))
      let letters = try notices.map { try post.prepare($0.letter, at: event.base, self) }
      receipts.append((event.event.identifier, try post.hand(post.pack(letters), over: &result, self).joined()))
      receipts.append((event.endIdentifier, ""))
    }
    if request.kind == .digest {
      let letters = try post.pack(digests(of: passed, on: request.reference, at: tip, post))
      if !request.dryRun, !letters.isEmpty {
        cursor = try begin(.init(start: start, tip: tip, day: day), at: cursor, context)
      }
      if request.onlyBegins { return }
      _ = try post.hand(letters, over: &result, self)
      // Everything that a digest told is on the disk before it is said to be told.
      receipts += passed.flatMap { [($0.event.identifier, ""), ($0.endIdentifier, "")] }
    }
    if !request.dryRun, cursor.tip != next || !receipts.isEmpty { try advance(cursor, to: next, receipts: receipts, context) }
  }

  /// What gathered, for each consumer. Whoever asks for digests decides how often there are any.
  private borrowing func digests(
    of events: [NotificationEvent], on reference: String, at tip: ObjectID, _ post: LetterPost
  ) throws -> [PreparedLetter] {
    var steps: [(impact: [ConsumerImpact], facts: NoticeFacts)] = []
    for event in events { steps.append((event.impact, facts(of: event, on: reference))) }
    var letters: [PreparedLetter] = []
    for var digest in DigestLetter.all(of: steps) {
      digest.consumer.commit = try declarationCommit(of: digest.consumer, at: tip)
      letters.append(try post.prepare(digest.letter, at: tip, self))
    }
    return letters
  }

  /// Reminds each consumer, once for each period of `notice.reminders`, of what ends soon and is still used. What ends is derived from the
  /// contracts as they stand; the cursor says what was told.
  private borrowing func remind(
    at tip: ObjectID, on day: CalendarDay, _ cursor: NotificationCursor, _ known: Set<String>, _ post: LetterPost,
    _ result: inout NotifyResult, _ context: Context
  ) throws {
    var cursor = cursor
    // Two ranges of one consumer may end with one day: it is told once.
    var known = known
    var letters: [PreparedLetter] = []
    let catalog = try catalog(at: .commit(tip), rulebook: rulebook(at: tip))
    var receipts: [(event: String, text: String)] = []
    for sunset in try reminders(at: tip, today: day) {
      guard var due = sunset.without(known) else { continue }
      due.consumer.commit = try declarationCommit(of: due.consumer, at: tip)
      let reminder = Reminder(
        due, owners: try ownerNames(of: due.path, at: tip, today: context.today),
        contract: catalog.contracts.first { $0.path == due.path }?.contract, today: context.today)
      letters.append(try post.prepare(reminder.letter, at: tip, self))
      known.formUnion(due.identifiers)
      receipts += due.identifiers.map { ($0, "\(due.consumer.identifier) \(reminder.identifier)\n") }
    }
    let packed = try post.pack(letters)
    if !result.isDryRun, !packed.isEmpty { cursor = try begin(.init(start: nil, tip: tip, day: day), at: cursor, context) }
    if result.request.onlyBegins { return }
    _ = try post.hand(packed, over: &result, self)
    if !result.isDryRun, !receipts.isEmpty { try advance(cursor, to: tip, receipts: receipts, context) }
  }

  private borrowing func begin(
    _ intent: NotificationCursor.Intent, at cursor: NotificationCursor, _ context: Context
  ) throws -> NotificationCursor {
    context.steps.pass()
    return try intend(intent, at: cursor, now: context.now)
  }

  private borrowing func advance(
    _ cursor: NotificationCursor, to tip: ObjectID, receipts: [(event: String, text: String)], _ context: Context
  ) throws {
    context.steps.pass()
    try move(cursor, to: tip, receipts: receipts, now: context.now)
    context.steps.pass()
  }
}

/// Tells branches, together with a remote where the cursors are shared.
struct Teller {
  let post: LetterPost
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

  private var deliveries: Deliveries { post.deliveries }

  func tell(_ request: NotifyRequest, _ contracts: borrowing ContractRepository, _ context: Context) throws -> Told {
    let name = request.cursorName
    for _ in 0..<5 {
      try cursors?.adopt(name, contracts)
      guard let shared else { return Told(result: try contracts.notify(request, post, context)) }
      let before = Set(try deliveries.outbox.identifiers(.pending))
      let start = try contracts.git.reference(name)
      let restored: Set<String>
      let others: Int
      let result: NotifyResult
      do {
        // Everybody knows what is begun before anything of it is on a disk: a clone that is left half-way and used again would else send it
        // beside what others have told since.
        if request.kind != .events, !request.dryRun {
          var beginning = request
          beginning.onlyBegins = true
          _ = try contracts.notify(beginning, post, context)
          if try contracts.git.reference(name) != start, try !shared.publish(name, [], claims: true, contracts) {
            try takeBack(name, to: start, contracts)
            try cursors?.fetch(contracts)
            continue
          }
        }
        (restored, others) = try shared.restore(name, contracts, at: request.tip ?? contracts.git.reference(request.reference))
        result = try contracts.notify(request, post, context)
      } catch {
        // What was put into the outbox on the way was told to nobody who would write it down: the next run derives it again.
        try takeBack(name, to: start, contracts)
        try deliveries.outbox.withdraw(Set(try deliveries.outbox.identifiers(.pending)).subtracting(before))
        throw error
      }
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
    _ = try shared.publish(told.result.request.cursorName, told.ours, claims: false, contracts)
    deliveries.outbox.files.steps.pass()
    try deliveries.outbox.withdraw(told.ours)
  }
}

/// `--dry-run --output`: every byte that would leave, as files.
struct DryRun {
  let directory: String

  /// Every form of each letter. Gives the paths that were written.
  func preview(_ result: NotifyResult) throws -> [String] {
    try LocalFile.makeDirectory(directory)
    return try result.letters.flatMap(\.preview).map { file in
      try LocalFile.write(file.bytes, to: directory + "/" + file.name)
      return directory + "/" + file.name
    }
  }

  /// What would leave, and the files that would be written. Gives the paths.
  func write(_ result: NotifyResult, channels: Set<DeliveryChannel>, now: Int) throws -> [String] {
    try LocalFile.makeDirectory(directory)
    var written: [String] = []
    func write(_ bytes: [UInt8], _ name: String) throws {
      try LocalFile.write(bytes, to: directory + "/" + name)
      written.append(directory + "/" + name)
    }
    for file in result.letters.flatMap({ $0.files(channels) }) { try write(file.bytes, file.name) }
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
