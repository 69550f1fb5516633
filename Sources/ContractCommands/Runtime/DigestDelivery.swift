internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `notify --digest`: tells each consumer in one message what gathered since the last digest. Whoever runs it decides how often: a digest is
/// due when somebody asks for it.
///
/// What gathered is derived from history; `refs/contracts/notified/digest/<branch>` says up to where. Where nothing gathered nothing is sent.
struct DigestDelivery {
  let request: NotifyRequest
  /// Where every form is written instead of being sent.
  let preview: String?

  func run(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    let reference = request.reference
    guard let tip = try contracts.git.reference(reference) else { throw CommandError("there is no branch '\(reference)'") }
    let cursor = try contracts.notificationCursor(for: "digest/" + request.shortReference)
    let isKept = !request.dryRun && preview == nil
    guard let start = request.since ?? cursor.tip else {
      if isKept { try contracts.move(cursor, to: tip, receipts: [], now: context.now) }
      context.console.write("first run: starting at \(tip.short()) of \(reference.printable); no digest of what came before\n")
      return .pass
    }
    var steps: [(impact: [ConsumerImpact], facts: NoticeFacts)] = []
    var receipts: [(event: String, text: String)] = []
    var next = tip
    for event in try contracts.events(on: reference, after: start, to: tip, today: context.today)
    where preview != nil || !cursor.receipts.contains(event.event.identifier) {
      guard event.answer.verdict == .pass else {
        // What is refused is told by nobody; 'notify' reports it. What may still become something else is waited for.
        if event.isUnfinished, let base = event.base {
          if next == tip { next = base }
        } else {
          receipts.append((event.event.identifier, "refused\n"))
        }
        continue
      }
      steps.append((event.impact, contracts.facts(of: event, on: reference)))
      receipts.append((event.event.identifier, ""))
    }
    let rules = try contracts.rulebook(at: tip)
    let desk = LetterDesk(context)
    let outbox = Outbox(gitDirectory: contracts.git.commonDirectory)
    let digests = Digest.all(of: steps)
    for var digest in digests {
      digest.consumer.commit = try contracts.declarationCommit(of: digest.consumer, at: tip)
      let letter = digest.letter
      try contracts.deliver(letter, by: desk, outbox, rules, dryRun: request.dryRun, preview: preview, context)
    }
    if digests.isEmpty { context.console.write("nothing gathered for a digest\n") }
    if isKept, cursor.tip != next || !receipts.isEmpty { try contracts.move(cursor, to: next, receipts: receipts, now: context.now) }
    return .pass
  }
}
