package import ContractKit
package import GitStore

/// Up to where the consumers of one branch have been told, and what they were told: the ref `refs/contracts/notified/<branch>`.
///
/// It is a commit without relation to the branch. Its tree holds `tip`, the commit of the branch up to which everything was handed over,
/// a receipt for each event, so that a force push sends nothing twice, and `intent` while a digest or reminders are handed over.
package struct NotificationCursor: Sendable {
  /// The full name of the ref that holds the cursor.
  package var name: String
  /// The commit that it points at now; zero where there is none yet.
  package var commit: ObjectID
  /// Up to where; nil on the first run.
  package var tip: ObjectID?
  /// Ids of events that were handed over.
  package var receipts: Set<String>
  /// What a run has set out to hand over; nil where nothing is under way.
  package var intent: Intent?

  /// A digest and a reminder are named by all that they tell, so a run that takes over from one that was ended must gather the same: else
  /// who has the first would be told it again under another name.
  package struct Intent: Hashable, Sendable {
    /// After which commit of the branch; nil where what is told does not depend on it.
    package var start: ObjectID?
    /// Up to which commit.
    package var tip: ObjectID
    /// On which day.
    package var day: CalendarDay

    package init(start: ObjectID?, tip: ObjectID, day: CalendarDay) {
      self.start = start
      self.tip = tip
      self.day = day
    }

    fileprivate var text: String { "\(start?.hex ?? "-") \(tip.hex) \(day)\n" }

    fileprivate init?(_ text: String) {
      let words = text.split(whereSeparator: \.isWhitespace)
      guard words.count == 3, let tip = ObjectID(hex: String(words[1])), let day = CalendarDay(words[2]) else { return nil }
      self.init(start: ObjectID(hex: String(words[0])), tip: tip, day: day)
    }
  }
}

extension ContractRepository {
  /// The cursor of a branch.
  package func notificationCursor(for reference: String) throws -> NotificationCursor {
    try notificationCursor(name: Self.cursorName(of: reference))
  }

  /// The ref of a branch's cursor, or of what is not about a branch.
  package static func cursorName(of reference: String) -> String {
    "refs/contracts/notified/" + (reference.hasPrefix("refs/") ? String(reference.dropFirst(5)) : reference)
  }

  /// The cursor that a ref holds.
  package func notificationCursor(name: String) throws -> NotificationCursor {
    guard let commit = try git.reference(name) else {
      return NotificationCursor(name: name, commit: .zero, tip: nil, receipts: [], intent: nil)
    }
    let tree = try git.treeID(ofCommit: commit)
    var receipts: Set<String> = []
    try git.forEachEntry(in: tree, under: "receipts") { entry in
      if entry.mode.isFile { receipts.insert(String(entry.path.dropFirst("receipts/".count))) }
      return true
    }
    guard let entry = try git.entry("tip", in: tree),
      let tip = ObjectID(hex: String(decoding: try git.blob(entry.id, limit: 100).prefix(40), as: UTF8.self))
    else { throw GitError(.unreadable, "cannot understand '\(name)'", hint: "git update-ref -d \(name) starts anew at the tip") }
    let intent = try git.entry("intent", in: tree).flatMap { entry in
      NotificationCursor.Intent(String(decoding: try git.blob(entry.id, upTo: 200), as: UTF8.self))
    }
    return NotificationCursor(name: name, commit: commit, tip: tip, receipts: receipts, intent: intent)
  }

  /// Moves a cursor on, by compare-and-swap, and with it ends what was under way.
  ///
  /// - Parameters:
  ///   - receipts: a text for each event that was handed over, by its id.
  /// - Throws: `GitError` of kind `referenceMoved` where another run was faster.
  package func move(_ cursor: NotificationCursor, to tip: ObjectID, receipts: [(event: String, text: String)], now: Int) throws {
    let texts = [("tip", tip.hex + "\n")] + receipts.map { ("receipts/" + $0.event, $0.text) }
    try write(cursor, texts, removing: ["intent"], message: "Consumers were told up to \(tip.short())", now: now)
  }

  /// Writes down beside a cursor, by compare-and-swap, what is about to be handed over. Gives the cursor as it is then.
  ///
  /// - Throws: `GitError` of kind `referenceMoved` where another run was faster.
  package func intend(_ intent: NotificationCursor.Intent, at cursor: NotificationCursor, now: Int) throws -> NotificationCursor {
    guard cursor.intent != intent else { return cursor }
    var texts = [("intent", intent.text)]
    if cursor.tip == nil { texts.append(("tip", (intent.start ?? intent.tip).hex + "\n")) }
    try write(cursor, texts, message: "Consumers are about to be told up to \(intent.tip.short())", now: now)
    return try notificationCursor(name: cursor.name)
  }

  private func write(
    _ cursor: NotificationCursor, _ texts: [(path: String, text: String)], removing: [String] = [], message: String, now: Int
  ) throws {
    let tree = cursor.commit.isZero ? nil : try git.commit(cursor.commit).tree
    let entries = try texts.map { TreeEntry(path: $0.path, mode: .file, id: try git.writeBlob(Array($0.text.utf8))) }
    let author = Signature(name: "git contract", email: "git-contract@localhost", time: Int64(now), offset: 0)
    let commit = try git.createCommit(
      tree: try git.writeTree(tree, setting: entries, removing: removing), parents: cursor.commit.isZero ? [] : [cursor.commit],
      author: author, committer: author, message: message)
    try git.updateReference(cursor.name, to: commit, expecting: cursor.commit, message: "notify")
  }
}
