package import ContractKit
package import GitStore

/// What a server knows of a push beside the refs that it moved.
package struct PushEvidence: Sendable {
  package var pusher: AcceptanceRecord.Pusher
  package var options: [String]
  package var certificate: AcceptanceRecord.PushCertificate?

  package init(pusher: AcceptanceRecord.Pusher, options: [String], certificate: AcceptanceRecord.PushCertificate?) {
    self.pusher = pusher
    self.options = options
    self.certificate = certificate
  }
}

/// What came of writing down a push.
package struct AcceptanceOutcome: Sendable {
  /// What stands in the log now.
  package var records: [AcceptanceRecord] = []
  /// Branches of which the log does not say which sign-offs counted, with the reason.
  package var unjudged: [(reference: String, reason: any Error)] = []
}

extension ContractRepository {
  /// Writes down what was accepted, in one commit on the log: protected branches, release tags, records, and whatever was deleted. A
  /// repository that has adopted nothing gets no log.
  ///
  /// What stands there already is not written again, so whoever was ended in the middle of it may begin anew.
  ///
  /// - Throws: `GitError` where it could not be written down.
  package func logAcceptance(of received: ReceivedPush) throws -> AcceptanceOutcome {
    let (push, evidence, now) = (received.updates, received.evidence, received.time)
    var outcome = AcceptanceOutcome()
    guard let home = try homeOfPush(push, received.tips), try hasAdopted(home, push) else { return outcome }
    for update in push where try !isWrittenDown(update, received) {
      guard let place = try judgedPlace(of: update, home: home) else { continue }
      var signOffs: [String] = []
      if place.since != nil, !update.new.isZero {
        do {
          signOffs = try countedSignOffs(of: update, in: received, records: place.policy.records, today: now.day)
        } catch {
          outcome.unjudged.append((update.name, error))
        }
      }
      outcome.records.append(
        AcceptanceRecord(
          time: now, pusher: evidence.pusher, reference: update.name, old: update.old.hex, new: update.new.hex, since: place.since?.hex,
          policy: try place.base.flatMap { try git.entry(Policy.path, in: git.treeID(ofCommit: $0))?.id.hex }, signOffs: signOffs,
          options: evidence.options, certificate: evidence.certificate))
    }
    if !outcome.records.isEmpty { try append(outcome.records, now: now) }
    return outcome
  }

  /// Whether an earlier attempt wrote it: the server's clock, the pusher and both ends tell one move of a ref from all others.
  private func isWrittenDown(_ update: ReferenceUpdate, _ received: ReceivedPush) throws -> Bool {
    try acceptances(ofTip: update.new.isZero ? update.old : update.new).contains { record in
      record.time == received.time && record.pusher == received.evidence.pusher && record.reference == AcceptanceRecord.value(update.name)
        && record.old == update.old.hex && record.new == update.new.hex
    }
  }

  /// The default branch before and after the push.
  private struct HomeOfPush {
    var name: String
    var old: ObjectID?
    var new: ObjectID?
  }

  private func homeOfPush(_ push: [ReferenceUpdate], _ tips: [String: ObjectID]) throws -> HomeOfPush? {
    guard let name = try push.lazy.compactMap({ try defaultBranch(receiving: $0.name) }).first else { return nil }
    let tip = try tips[name] ?? git.reference(name)
    let old = push.first { $0.name == name }.map { $0.old.isZero ? nil : $0.old } ?? tip
    return HomeOfPush(name: name, old: old, new: tip)
  }

  /// Looks on the default branch, and on what is pushed.
  private func hasAdopted(_ home: HomeOfPush, _ push: [ReferenceUpdate]) throws -> Bool {
    let branches = push.filter { $0.name.hasPrefix("refs/heads/") }.flatMap { [$0.old, $0.new] }.filter { !$0.isZero }
    return try ([home.old, home.new].compactMap { $0 } + branches).contains { try hasAdopted(at: $0) }
  }

  /// Whether there are rules or people of ours: then what is accepted is written down.
  package func hasAdopted(at commit: ObjectID) throws -> Bool {
    try git.entry(".contracts", in: git.treeID(ofCommit: commit))?.mode == .tree
  }

  private struct JudgedPlace {
    /// Whose rules were in force.
    var base: ObjectID?
    /// The commit from which a branch was judged.
    var since: ObjectID?
    var policy: Policy
  }

  /// By what an update was decided; nil for one that is nobody's business.
  private func judgedPlace(of update: ReferenceUpdate, home: HomeOfPush) throws -> JudgedPlace? {
    let rules = try protectingRulebook(home: home.old ?? home.new, base: nil).policy
    let isBranch = update.name.hasPrefix("refs/heads/")
    let isDeletion = update.new.isZero && (isBranch || update.name.hasPrefix("refs/tags/"))
    guard
      isDeletion || rules.isReleaseTag(update.name) || rules.protectsBranch(update.name, defaultBranch: home.name)
        || [rules.records, Policy().records].contains(update.name)
    else { return nil }
    guard isBranch, !update.new.isZero else { return JudgedPlace(base: home.old ?? home.new, since: nil, policy: rules) }
    let since = update.old.isZero ? try home.old.flatMap { try git.mergeBases($0, update.new).first } : update.old
    return JudgedPlace(base: since ?? home.old, since: since, policy: rules)
  }

  /// The digests of the records by which owners agreed to what a push brought to a branch.
  private func countedSignOffs(
    of update: ReferenceUpdate, in received: ReceivedPush, records: String, today: CalendarDay
  ) throws -> [String] {
    let inTree = try git.entry(String(Self.recordsInTree.dropLast()), in: git.treeID(ofCommit: update.new))
    // Without any record nobody has to judge it all once more.
    guard try inTree != nil || git.reference(records) != nil else { return [] }
    // What was said later has not counted then.
    guard try received.tips.isEmpty || received.tips == judgingTips() else {
      throw GitError(.other, "the default branch or a record has moved since the push was accepted")
    }
    let answer = try judge(update, among: received.updates, moment: .gate, today: today)
    return Set(answer.signOffs.compactMap(\.record)).sorted()
  }

  private func append(_ records: [AcceptanceRecord], now: Timestamp) throws {
    var entries: [TreeEntry] = []
    for record in records {
      entries.append(TreeEntry(path: record.path, mode: .file, id: try git.writeBlob(Array(record.text.utf8))))
    }
    for blob in Set(records.compactMap { $0.certificate?.blob }) {
      guard let id = ObjectID(hex: blob), git.contains(id) else { continue }
      entries.append(TreeEntry(path: "\(AcceptanceLog.certificates)/\(blob.prefix(2))/\(blob.dropFirst(2))", mode: .file, id: id))
    }
    let server = Signature(name: "git contract", email: "git-contract@localhost", time: Int64(now.secondsSince1970), offset: 0)
    try advance(AcceptanceLog.reference, message: "accept") { tip in
      let known = try tip.map { try git.treeID(ofCommit: $0) }
      let tree = try git.writeTree(known, setting: entries)
      guard tree != known else { return nil }
      return try git.createCommit(
        tree: tree, parents: tip.map { [$0] } ?? [], author: server, committer: server, message: Self.subject(of: records))
    }
    acceptances.trees = nil
    acceptances.folders = [:]
  }

  private static func subject(of records: [AcceptanceRecord]) -> String {
    guard let first = records.first else { return "" }
    let more = records.count > 1 ? " and \(records.count - 1) more" : ""
    return "Accept \(short(first.reference)) \(first.old.prefix(10))..\(first.new.prefix(10))\(more) from \(first.pusher.name)"
  }
}
