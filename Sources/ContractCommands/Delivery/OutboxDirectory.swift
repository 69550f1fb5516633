internal import ContractKit

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The outbox on the disk: one file for each delivery, in the directory of its state. A maildir, for the same reasons: a file is written in
/// `tmp/`, flushed, and renamed, so that whoever looks sees all of it or nothing.
///
///     tmp/  ->  pending/  ->  inflight/  ->  sent/ | dead/ | pending/
///
/// Every move is made under `lock`, which is held for moments. `worker.lock` is held by the one worker for as long as it works; what stands
/// in `inflight/` when somebody gets it belongs to a dead one. A move between two states writes the new file first and removes the one in
/// `inflight/` last: a process may end between any two steps, and ``recover(now:)`` puts in order what it leaves.
struct OutboxDirectory {
  /// Absolute, below the Git directory that all work trees share.
  let path: String
  let files: DurableFiles

  init(commonDirectory: String, steps: OutboxSteps) {
    path = commonDirectory + "/contracts/outbox"
    files = DurableFiles(steps: steps)
  }

  /// Whether nothing was ever put into it.
  var isAbsent: Bool { !LocalFile.exists(path + "/pending") }

  private static let suffix = ".json"

  func directory(_ state: OutboxEntry.State) -> String { path + "/" + state.rawValue }
  func file(_ identifier: String, _ state: OutboxEntry.State) -> String { directory(state) + "/" + identifier + Self.suffix }
  private func temporary(_ identifier: String) -> String { path + "/tmp/" + identifier + Self.suffix }

  func prepare() throws {
    try files.makeDirectory(path)
    for name in ["tmp", "gone"] + OutboxEntry.State.allCases.map(\.rawValue) { try files.makeDirectory(path + "/" + name) }
  }

  // MARK: Looking

  /// The ids of a state, sorted. Files of the channel `files` stand in `sent/` too; their names are no ids.
  func identifiers(_ state: OutboxEntry.State) throws -> [String] {
    try files.names(in: directory(state)).compactMap { name in
      guard name.hasSuffix(Self.suffix) else { return nil }
      let identifier = String(name.dropLast(Self.suffix.count))
      return OutboxEntry.isIdentifier(identifier) ? identifier : nil
    }.sorted()
  }

  enum Look {
    case entry(OutboxEntry)
    /// It is there, and is no entry.
    case damaged
    case absent
  }

  func look(_ identifier: String, _ state: OutboxEntry.State) throws -> Look {
    guard let bytes = try LocalFile.read(file(identifier, state)) else { return .absent }
    guard let entry = OutboxEntry(bytes), entry.identifier == identifier else { return .damaged }
    return .entry(entry)
  }

  /// Where a delivery is. One that was moved by a process which then died may still stand in `inflight/` too; its other place counts.
  func state(of identifier: String) -> OutboxEntry.State? {
    [.sent, .dead, .pending, .inflight].first { LocalFile.exists(file(identifier, $0)) }
  }

  // MARK: Locks

  /// Nobody holds the lock for longer than it takes to flush a few files.
  private static let patience = 20_000

  func withLock<Value>(_ body: () throws -> Value) throws -> Value {
    guard let lock = try FileLock(path + "/lock", waitingMilliseconds: Self.patience) else {
      throw CommandError("cannot use the outbox '\(path)': another process holds its lock", hints: ["git contract outbox list"])
    }
    return try withExtendedLifetime(lock) { try body() }
  }

  func workerLock(waitingMilliseconds: Int) throws -> FileLock? {
    try FileLock(path + "/worker.lock", waitingMilliseconds: waitingMilliseconds)
  }

  // MARK: Moves

  /// Puts entries into the outbox, all of them on the disk when it returns. One that is there already, in whatever state, stays as it is.
  /// Gives the ids of those that are new.
  func deposit(_ entries: [OutboxEntry], as state: OutboxEntry.State = .pending) throws -> [String] {
    guard !entries.isEmpty else { return [] }
    // It becomes the name of a file.
    if let wrong = entries.first(where: { !OutboxEntry.isIdentifier($0.identifier) }) {
      throw CommandError("cannot write a message: '\(wrong.identifier)' is no id of a delivery")
    }
    try prepare()
    return try withLock {
      var new: [String] = []
      for entry in entries where self.state(of: entry.identifier) == nil && !new.contains(entry.identifier) {
        try files.write(Array(entry.json().canonical.utf8), to: temporary(entry.identifier))
        _ = try files.move(temporary(entry.identifier), to: file(entry.identifier, state))
        new.append(entry.identifier)
      }
      if !new.isEmpty { try files.synchronise(directory(state)) }
      return new
    }
  }

  /// Takes entries in hand; gives those that were still there. They stand in `inflight/` on the disk before anything is sent.
  func claim(_ identifiers: [String]) throws -> Set<String> {
    guard !identifiers.isEmpty else { return [] }
    return try withLock {
      var taken: Set<String> = []
      for identifier in identifiers where try files.move(file(identifier, .pending), to: file(identifier, .inflight)) {
        taken.insert(identifier)
      }
      try files.synchronise(directory(.inflight))
      try files.synchronise(directory(.pending))
      return taken
    }
  }

  /// Writes down what came of entries that were in hand.
  ///
  /// Where the disk is full, one that was sent is moved as it is: without a receipt, but never sent again.
  func settle(_ outcomes: [(entry: OutboxEntry, state: OutboxEntry.State)]) throws {
    guard !outcomes.isEmpty else { return }
    try withLock {
      var written: [String] = []
      for (entry, state) in outcomes {
        do throws(DurableFiles.Failure) {
          try files.write(
            Array(entry.json(isReceipt: state == .sent).canonical.utf8), to: temporary(entry.identifier))
        } catch {
          guard state == .sent, error.number == ENOSPC || error.number == EDQUOT || error.number == EFBIG else { throw error.error }
          _ = try files.move(file(entry.identifier, .inflight), to: file(entry.identifier, state))
          continue
        }
        _ = try files.move(temporary(entry.identifier), to: file(entry.identifier, state))
        written.append(entry.identifier)
      }
      for state in Set(outcomes.map(\.state)) { try files.synchronise(directory(state)) }
      for identifier in written { try files.remove(file(identifier, .inflight)) }
    }
  }

  /// Puts in order what a dead worker left. Only for whoever holds the lock of the worker.
  ///
  /// What was in hand may have been sent, so it goes again, marked as a possible duplicate. Each such end counts as an attempt: a message
  /// that ends every worker is not tried for ever.
  func recover(now: Int) throws {
    try withLock {
      // Nobody else writes: all writing is done under the lock.
      for name in try files.names(in: path + "/tmp") { try files.remove(path + "/tmp/" + name) }
      for identifier in try identifiers(.inflight) {
        if let state = state(of: identifier), state != .inflight {
          try files.remove(file(identifier, .inflight))
          continue
        }
        guard case .entry(var entry) = try look(identifier, .inflight) else {
          _ = try files.move(file(identifier, .inflight), to: file(identifier, .dead))
          continue
        }
        entry.isPossibleDuplicate = true
        entry.tries += 1
        entry.due = now
        entry.add(.init(time: now, code: nil, message: "the worker ended before it knew what came of it"))
        let isExhausted = entry.tries >= DeliverySchedule.waits.count
        try files.write(Array(entry.json().canonical.utf8), to: temporary(identifier))
        _ = try files.move(temporary(identifier), to: file(identifier, .inflight))
        try files.synchronise(directory(.inflight))
        _ = try files.move(file(identifier, .inflight), to: file(identifier, isExhausted ? .dead : .pending))
      }
      for state in [OutboxEntry.State.pending, .dead, .inflight] { try files.synchronise(directory(state)) }
    }
  }

  /// Gives an entry of one state another form and state, unless somebody else has moved it meanwhile.
  func replace(_ entry: OutboxEntry, _ old: OutboxEntry.State, by state: OutboxEntry.State) throws -> Bool {
    try withLock {
      guard self.state(of: entry.identifier) == old else { return false }
      try files.write(Array(entry.json(isReceipt: state == .sent).canonical.utf8), to: temporary(entry.identifier))
      _ = try files.move(temporary(entry.identifier), to: file(entry.identifier, state))
      try files.synchronise(directory(state))
      if old != state {
        try files.remove(file(entry.identifier, old))
        try files.synchronise(directory(old))
      }
      return true
    }
  }

  /// Takes entries out that were put in by mistake: another clone has them in hand.
  func withdraw(_ identifiers: some Sequence<String>) throws {
    guard !isAbsent else { return }
    try withLock {
      for identifier in identifiers { try files.remove(file(identifier, .pending)) }
      try files.synchronise(directory(.pending))
    }
  }

  /// Moves a file that is no entry to where people look.
  func bury(damaged identifier: String) throws {
    try withLock { _ = try files.move(file(identifier, .pending), to: file(identifier, .dead)) }
  }

  func remove(_ identifier: String, _ state: OutboxEntry.State) throws {
    try withLock {
      try files.remove(file(identifier, state))
      try files.synchronise(directory(state))
    }
  }
}
