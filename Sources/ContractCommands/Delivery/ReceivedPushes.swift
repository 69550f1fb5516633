internal import ContractHistory
internal import ContractKit
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Accepted pushes that are not written down yet, a file each: post-receive leaves them here, since a person waits for it, and a process of
/// its own takes them into the acceptance log. Where that process dies the next run of `notify` does it.
struct ReceivedPushes {
  /// Absolute, below the Git directory that all work trees share.
  let path: String
  private let files: DurableFiles
  private let now: Int

  init(_ contracts: borrowing ContractRepository, _ context: Context) {
    path = contracts.git.commonDirectory + "/contracts/received"
    files = DurableFiles(steps: context.steps)
    now = context.now
  }

  private static let suffix = ".json"
  private static let unfinished = ".new"

  /// Puts a push there; it is on the disk when this returns.
  func add(_ push: ReceivedPush) throws {
    try files.makeDirectory(path)
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    // Names in the order in which the pushes came; a number has 19 digits until the year 2286.
    let name = "\(path)/\(Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec))-\(getpid())"
    do throws(DurableFiles.Failure) {
      try files.write(Array(push.json.canonical.utf8), to: name + Self.suffix, through: name + Self.unfinished)
    } catch {
      throw error.error
    }
  }

  /// Writes down what waits here, the oldest first. What cannot be written down is told and stays, and keeps none of the others back.
  func writeDown(_ contracts: borrowing ContractRepository, _ context: Context) throws -> ExitStatus {
    guard try !names().isEmpty else { return .pass }
    guard let lock = try FileLock(path + "/lock", waitingMilliseconds: 20_000) else {
      throw CommandError("cannot write down accepted pushes: another process holds the lock of '\(path)'")
    }
    return try withExtendedLifetime(lock) {
      var status = ExitStatus.pass
      try removeUnfinished()
      var tried: Set<String> = []
      // Those that come meanwhile, too: their processes may wait for this one, but not for ever.
      while let name = try names().first(where: { !tried.contains($0) }) {
        tried.insert(name)
        do {
          try writeDown(path + "/" + name, contracts, context)
        } catch {
          context.console.note(CommandError(error).text.replacing("fatal: ", with: "error: an accepted push is not written down: "))
          status = .undecided
        }
      }
      return status
    }
  }

  private func writeDown(_ file: String, _ contracts: borrowing ContractRepository, _ context: Context) throws {
    // Another process may have been there first.
    guard let bytes = try LocalFile.read(file) else { return }
    guard let push = ReceivedPush(bytes) else {
      throw CommandError(
        "'\(file)' tells of none" + (bytes.isEmpty ? "; a power cut may have emptied it" : ""),
        hints: ["look at it, and remove it: rm '\(file)'"])
    }
    // First of all, for whoever finds no cursor begins at the tip.
    try contracts.beginCursors(of: push, context)
    try contracts.writeDown(push, context)
    try files.remove(file)
  }

  /// What a hook had begun that was ended; an hour later nobody goes on writing it.
  private func removeUnfinished() throws {
    for name in try files.names(in: path) where name.hasSuffix(Self.unfinished) {
      if let modified = files.modified(path + "/" + name), modified < now - 3600 { try files.remove(path + "/" + name) }
    }
  }

  private func names() throws -> [String] {
    try files.names(in: path).filter { $0.hasSuffix(Self.suffix) }.sorted()
  }

  // MARK: What nobody comes for

  /// How long it may take to write down a push, in seconds, before somebody has to hear of it.
  private static let patience = 60

  /// What is wrong, where pushes wait that should have been written down long ago; nil where none do.
  func fault() throws -> (message: String, command: String)? {
    let overdue = try names().count { name in files.modified(path + "/" + name).map { $0 < now - Self.patience } ?? false }
    guard overdue > 0 else { return nil }
    return (
      "\(overdue) accepted \(overdue == 1 ? "push is" : "pushes are") not written down in '\(AcceptanceLog.reference)' yet",
      "git contract notify --catch-up"
    )
  }

  /// Tells a pusher, who is the only one that hears anything of a server.
  func warn(_ context: Context) throws {
    guard let fault = try fault() else { return }
    context.console.note("error: \(fault.message)\n")
    context.hint("tell the server's administrator, who does it, and sees why, with: \(fault.command)")
  }
}

extension ContractRepository {
  /// From where its branches are to be told is known to the hook of a push alone.
  borrowing func beginCursors(of push: ReceivedPush, _ context: Context) throws {
    for update in push.updates where try !update.new.isZero && isProtected(update.name) {
      try beginCursor(of: update.name, at: update.old, context)
    }
  }

  /// Writes a push into the acceptance log; says where that does not tell which sign-offs counted.
  borrowing func writeDown(_ push: ReceivedPush, _ context: Context) throws {
    for (reference, reason) in try logAcceptance(of: push).unjudged {
      context.warn("the acceptance log does not say which sign-offs counted for '\(reference)': \(CommandError(reason).message)")
    }
  }
}
