internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// `git contract notify`.
struct Notify: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Write to the consumers whom the changes of a branch hurt, once each.",
    discussion: """
      Tells what happened between the cursor (refs/contracts/notified/...) and the tip. The first run starts at the tip and sends \
      nothing, unless --since says from where. By which channels is policy ('delivery.channels'); files in the Git directory are the default.

      What leaves the house is put into the outbox first, and the cursor moves when all of it is on the disk. It is delivered by a worker in \
      the background, or with --wait by this process. In a clone with a remote the cursor is fetched first; with --wait it is pushed before \
      and after, so that the next fresh clone goes on where this one stopped. --catch-up tells all protected branches: for cron and CI.

      What 'check' would refuse is reported, not told, and the exit code is 1. Where the next commit may still raise the version, the \
      cursor waits for it.

      --digest writes what was in no hurry: to each consumer one message on all that gathered since the last one. --reminders writes to \
      those who still use what ends soon, once for each period of 'notice.reminders'. Let a clock run both: daily, or as often as you like.

      --requests writes to owners instead: to each once what waits for them on branches that are not merged yet.

      --preview writes every form of each message into a directory: text, HTML, mail, and the bodies for webhooks, Slack, Teams, GitHub and \
      GitLab. It sends nothing and moves no cursor.
      """)

  @Argument(help: "The branch; that of HEAD by default.")
  var branch: String?

  @Option(help: ArgumentHelp("Tell everything after this revision, whatever the cursor says.", valueName: "revision"))
  var since: String?

  @Flag(name: .customLong("catch-up"), help: "Tell what happened on every protected branch.")
  var catchUp = false

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Print the notices, write nothing, move no cursor, ask no remote.")
  var dryRun = false

  @Option(help: ArgumentHelp("With --dry-run: write every byte that would leave into files of this directory.", valueName: "directory"))
  var output: String?

  @OptionGroup var delivery: DeliveryWait

  @Flag(help: "Ask no remote what was told already.")
  var local = false

  /// For post-receive: on a small server whoever pushed should not share the processor with this before the push has ended.
  @Option(help: ArgumentHelp("Begin after so many milliseconds.", visibility: .hidden))
  var after = 0

  @Flag(help: "Write to the owners who still have to agree to something.")
  var requests = false

  @Flag(help: "Write the digests that are due.")
  var digest = false

  @Flag(help: "Write the reminders that are due.")
  var reminders = false

  @Option(help: ArgumentHelp("Write all forms of each message into this directory, and send nothing.", valueName: "directory"))
  var preview: String?

  private static let greatestDelay = 60_000

  func validate() throws {
    guard [requests, digest, reminders].count(where: { $0 }) <= 1 else {
      throw ValidationError("'--requests', '--digest' and '--reminders' are of three kinds: name one")
    }
    if requests, preview != nil { throw ValidationError("'--preview' shows what consumers are sent, and '--requests' writes to owners") }
    if reminders, since != nil { throw ValidationError("'--since' is about what happened, and '--reminders' about what will") }
    if dryRun, preview != nil { throw ValidationError("'--preview' sends nothing: '--dry-run' adds nothing to it") }
    if requests, since != nil { throw ValidationError("'--since' is about what happened, and '--requests' about what waits") }
    if requests, catchUp { throw ValidationError("'--catch-up' is about what happened, and '--requests' about what waits") }
    if catchUp, branch != nil || since != nil { throw ValidationError("'--catch-up' tells all branches, each from its cursor") }
    if output != nil, !dryRun { throw ValidationError("'--output' says where '--dry-run' writes") }
    if !(0...Self.greatestDelay).contains(after) { throw ValidationError("'--after' takes 0 to \(Self.greatestDelay) milliseconds") }
    if dryRun, delivery.wait != nil { throw ValidationError("'--dry-run' delivers nothing that could be waited for") }
  }

  func run(in context: Context) throws -> ExitStatus {
    if after > 0 { usleep(UInt32(after) * 1000) }
    let contracts = ContractRepository(try context.openRepository())
    // To look is to touch nothing.
    let isLooking = dryRun || preview != nil
    let cursors = isLooking || local ? nil : SharedCursors(contracts)
    let seconds = isLooking ? nil : delivery.seconds(context)
    // What post-receive has left says also from where its branches are to be told.
    var status = isLooking ? .pass : try ReceivedPushes(contracts, context).writeDown(contracts, context)
    try cursors?.fetch(contracts)
    if requests {
      let delivery = RequestDelivery(target: branch, dryRun: dryRun, cursors: cursors, publishes: seconds != nil)
      return status.worst(with: try delivery.run(contracts, context))
    }
    let deliveries = try Deliveries(contracts, context)
    let shared = seconds == nil ? nil : cursors.map { SharedOutbox(deliveries: deliveries, cursors: $0, now: context.now) }
    let teller = Teller(post: LetterPost(deliveries, context), cursors: cursors, shared: shared)
    var told: [Teller.Told] = []
    for reference in try references(contracts, cursors) {
      do {
        let answer = try teller.tell(try request(reference, contracts, cursors), contracts, context)
        told.append(answer)
        try report(answer, channels: deliveries.settings.channels, context)
        if !answer.result.refused.isEmpty || !answer.result.unreached.isEmpty { status = status.worst(with: .refuse) }
      } catch  where catchUp {
        // One branch that cannot be told keeps nobody of the others from hearing.
        context.console.note("\(reference.printable):\n" + CommandError(error).text)
        status = status.worst(with: CommandError(error).status)
      }
    }
    if isLooking { return status }
    if let seconds {
      status = status.worst(with: try deliver(seconds, told, teller, deliveries, contracts, context))
    } else {
      try deliveries.startWorker()
    }
    try deliveries.outbox.warn(context)
    return status
  }

  /// Delivers in this process, and writes down beside the cursors what came of it, whatever that is.
  private func deliver(
    _ seconds: Int, _ told: [Teller.Told], _ teller: Teller, _ deliveries: Deliveries, _ contracts: borrowing ContractRepository,
    _ context: Context
  ) throws -> ExitStatus {
    var status: ExitStatus
    do {
      status = try deliveries.workAndTell(seconds: seconds, context)
    } catch {
      context.console.note(CommandError(error).text)
      status = CommandError(error).status
    }
    for answer in told {
      do {
        try teller.leave(answer, contracts)
      } catch {
        context.console.note(CommandError(error).text)
        status = status.worst(with: CommandError(error).status)
      }
    }
    return status
  }

  private func report(_ answer: Teller.Told, channels: Set<DeliveryChannel>, _ context: Context) throws {
    let result = answer.result
    if catchUp { context.console.write("\(result.request.reference.printable):\n") }
    for line in result.lines(verbose: true) { context.console.write(line.printable + "\n") }
    if answer.others > 0 {
      context.console.write("\(answer.others) \(answer.others == 1 ? "message is" : "messages are") in the hands of another run\n")
    }
    guard result.isDryRun else { return }
    if let preview {
      for path in try DryRun(directory: context.absolutePath(preview)).preview(result) { context.console.write("  \(path.printable)\n") }
    } else if let output {
      for file in try DryRun(directory: context.absolutePath(output)).write(result, channels: channels, now: context.now) {
        context.console.write("  \(file.printable)\n")
      }
    } else {
      for prepared in result.letters { context.console.write("\n" + prepared.markdown) }
    }
  }

  // MARK: Which branches

  private func references(_ contracts: borrowing ContractRepository, _ cursors: SharedCursors?) throws -> [String] {
    guard catchUp else { return [try reference(contracts, cursors)] }
    var names = try contracts.git.references(under: "refs/heads/").map(\.name)
    if let cursors {
      // A job has but the branch that it was started for; of the others it has what it fetched.
      let start = "refs/remotes/\(cursors.remote)/"
      names += try contracts.git.references(under: start).map { "refs/heads/" + $0.name.dropFirst(start.count) }.filter {
        $0 != "refs/heads/HEAD"
      }
    }
    let protected = try Set(names).sorted().filter { try contracts.isProtected($0) }
    guard !protected.isEmpty else { throw CommandError("there is no protected branch", hints: ["git contract notify BRANCH"]) }
    return protected
  }

  private func reference(_ contracts: borrowing ContractRepository, _ cursors: SharedCursors?) throws -> String {
    if let branch {
      let full = branch.hasPrefix("refs/") ? branch : "refs/heads/" + branch
      guard try tip(of: full, contracts, cursors) != nil else { throw CommandError("there is no branch '\(branch)'") }
      return full
    }
    guard case .branch(let name, _) = try contracts.git.head() else {
      throw CommandError("HEAD is on no branch", hints: ["git contract notify BRANCH"])
    }
    return name
  }

  /// A clone of a job often has no branch, only what it fetched of the remote's.
  private func tip(of reference: String, _ contracts: borrowing ContractRepository, _ cursors: SharedCursors?) throws -> ObjectID? {
    if let tip = try contracts.git.reference(reference) { return tip }
    guard let cursors else { return nil }
    return try contracts.git.reference(ContractRepository.trackingReference(of: reference, remote: cursors.remote))
  }

  private func request(
    _ reference: String, _ contracts: borrowing ContractRepository, _ cursors: SharedCursors?
  ) throws -> NotifyRequest {
    var request = NotifyRequest(
      reference: reference, tip: try tip(of: reference, contracts, cursors), since: try since.map { try contracts.git.requireCommit($0) },
      dryRun: dryRun || preview != nil)
    request.kind = digest ? .digest : reminders ? .reminders : .events
    request.isRepeated = preview != nil
    return request
  }
}

extension ExitStatus {
  /// The one that must be told: undecided before refused, refused before passed.
  func worst(with other: ExitStatus) -> ExitStatus { rawValue >= other.rawValue ? self : other }
}
