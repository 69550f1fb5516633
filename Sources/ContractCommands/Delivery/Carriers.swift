internal import ContractKit
internal import GitStore

/// The courier of a run: started with the first errand, one process for all.
final class Courier {
  private let settings: DeliverySettings
  private let environment: [String: String]
  private let directory: String
  private var conversation: Conversation?
  /// What it was asked for and did not answer yet, with the moment after which nobody waits for it.
  private var open: [String: Int] = [:]

  /// How long the courier may need beyond what an errand may take.
  private static let graceMilliseconds = 15_000
  /// How long it may need to end when nothing is left to do.
  private static let endMilliseconds = 2000

  init(settings: DeliverySettings, environment: [String: String], directory: String) {
    self.settings = settings
    self.environment = environment
    self.directory = directory
  }

  /// Why there is none; nil where there is one.
  static func fault(_ settings: DeliverySettings) -> CommandError? {
    if let program = settings.courier, program.hasPrefix("/"), LocalFile.isExecutable(program) { return nil }
    return CommandError(
      "cannot find the courier" + (settings.courier.map { " '\($0)'" } ?? ""),
      hints: ["install 'git-contract-courier' beside 'git-contract'", "git config contract.courier /absolute/path"])
  }

  /// Starts the courier.
  ///
  /// - Throws: `CommandError` where there is none.
  func start() throws {
    guard conversation == nil else { return }
    if let fault = Self.fault(settings) { throw fault }
    let program = settings.courier ?? ""
    conversation = try Conversation(Subprocess(program, [], environment: environment, directory: directory))
  }

  func send(_ request: CourierRequest) {
    open[request.identifier] = Monotonic.milliseconds() + request.timeout * 1000 + Self.graceMilliseconds
    conversation?.send(Array((request.line + "\n").utf8))
  }

  /// The answers that have come; waits for at most so long for one. What a courier that died or hangs leaves open is answered as
  /// unanswered: it may have arrived.
  func answers(milliseconds: Int) throws -> [CourierAnswer] {
    guard let conversation, !open.isEmpty else { return [] }
    var answers: [CourierAnswer] = []
    for line in try conversation.exchange(milliseconds: milliseconds) {
      guard let answer = CourierAnswer(line: line), open.removeValue(forKey: answer.identifier) != nil else { continue }
      answers.append(answer)
    }
    let now = Monotonic.milliseconds()
    if conversation.isOver || open.values.contains(where: { $0 < now }) {
      let complaint = conversation.complaint
      let why = conversation.isOver ? "the courier ended" : "the courier does not answer"
      answers += open.keys.sorted().map {
        CourierAnswer(identifier: $0, stage: .unanswered, message: complaint.map { "\(why): \($0)" } ?? why)
      }
      open = [:]
      end(within: 0)
    }
    return answers
  }

  func end(within milliseconds: Int = endMilliseconds) {
    guard let conversation else { return }
    self.conversation = nil
    // How it ends is nobody's business any more: everything was answered.
    do { _ = try conversation.end(within: milliseconds) } catch { return }
  }
}

/// The system's own way for mail.
struct Sendmail {
  let program: String
  let environment: [String: String]
  let directory: String

  private static let milliseconds = 60_000

  /// Why it cannot be used; nil where it can.
  var fault: CommandError? {
    guard !program.hasPrefix("/") || !LocalFile.isExecutable(program) else { return nil }
    return CommandError(
      "mail waits: cannot run '\(program)'", hints: ["git config contract.sendmail /usr/sbin/sendmail", "or set contract.smtpUrl"])
  }

  /// - Throws: `GitError` where the program cannot be started: then nothing was tried.
  func send(_ content: [UInt8], to recipient: String) throws -> (judgement: DeliveryJudgement, code: Int, message: String) {
    let conversation = try Conversation(
      Subprocess(program, ["-i", "--", recipient], environment: environment, directory: directory))
    conversation.send(content)
    let status = Int(try conversation.end(within: Self.milliseconds))
    let words = SystemExit.words(status) + (status == 0 ? "" : conversation.complaint.map { ": " + $0 } ?? "")
    return (DeliveryJudgement(sendmailStatus: status), status, words)
  }
}
