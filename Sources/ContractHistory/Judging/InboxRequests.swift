package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The agreements that branches wait for: each branch here, and each of a remote, that the target does not have yet, judged as its merge
  /// will be.
  ///
  /// - Parameters:
  ///   - target: the branch that `--target` named.
  ///   - person: only what this person may give, by id; nil for everybody.
  /// - Returns: nil where there is no branch that anything could be meant for.
  package func inbox(target named: String?, person: String?, environment: [String: String], today: CalendarDay) throws -> Inbox? {
    guard let target = try judgedPair(head: .nothing, target: named, environment: environment).target else { return nil }
    let rulebook = try rulebook(at: target.tip)
    var requests: [Inbox.Request] = []
    var unreadable: [(branch: String, why: String)] = []
    var seen: Set<ObjectID> = []
    let there = try git.treeID(ofCommit: target.tip)
    for branch in try branches(besides: rulebook.policy.records) where seen.insert(branch.tip).inserted {
      guard branch.tip != target.tip, try !git.isAncestor(branch.tip, of: target.tip) else { continue }
      let answer: CheckAnswer
      let request: CheckRequest
      do {
        let base = try git.mergeBases(target.tip, branch.tip).first
        let pair = JudgedPair(target: target, head: .commit(branch.tip), base: base, headCommit: branch.tip)
        request = CheckRequest(pair: pair, moment: .gate, today: today)
        answer = try check(request)
      } catch let error as ReadingError {
        unreadable.append(
          (branch.name, error.diagnostics.first.map { "\($0.path):\($0.position.line): \($0.message)" } ?? "it cannot be read"))
        continue
      } catch let error as GitError {
        unreadable.append((branch.name, error.message))
        continue
      }
      let commit = try git.commit(branch.tip)
      let rules = try self.rulebook(at: request.rulebookCommit)
      let before = try request.pair.base.map { try git.treeID(ofCommit: $0) }
      for var finding in answer.findings where finding.isPrice && finding.level > .note && Self.asksOwners.contains(finding.rule) {
        if finding.persons.isEmpty {
          finding.persons = ownershipState(rules, today).lines(of: finding.path).flatMap { $0.persons.map(\.id) }
        }
        // A branch that was merged as a squash or rebased is no ancestor, and what the target has already waits for nobody.
        guard try git.entry(finding.path, in: commit.tree)?.id != git.entry(finding.path, in: there)?.id else { continue }
        guard person.map({ finding.persons.contains($0) }) ?? true else { continue }
        let diff = answer.contracts.first { $0.path == finding.path }
        requests.append(
          Inbox.Request(
            contract: finding.contract, title: diff?.title ?? finding.path, path: finding.path, fromVersion: diff?.fromVersion,
            toVersion: diff?.toVersion, impact: diff?.impact,
            oldBlob: try before.flatMap { try git.entry(finding.path, in: $0)?.id.hex },
            blob: try git.entry(finding.path, in: commit.tree)?.id.hex,
            branch: branch.name, commit: branch.tip.hex, author: commit.author.name, date: commit.author.isoDate, finding: finding,
            fixes: finding.fixes.map { Self.fix($0, on: branch.name) }))
      }
    }
    let order = requests.sorted { ($0.date, $0.path, $0.branch) < ($1.date, $1.path, $1.branch) }
    return Inbox(target: target.name, person: person, requests: order, unreadable: unreadable)
  }

  /// What an owner can mend by agreeing.
  private static let asksOwners: Set<String> = ["owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing"]

  /// The same command for somebody who has the branch, but has not checked it out.
  private static func fix(_ fix: Finding.Fix, on branch: String) -> Finding.Fix {
    guard fix.command.hasPrefix("git contract sign ") else { return fix }
    return Finding.Fix(
      title: fix.title, command: fix.command + " " + ShellWord.quoted(branch.hasPrefix("-") ? "refs/heads/" + branch : branch),
      needsHuman: fix.needsHuman)
  }

  /// Every branch by the name that the user may give it, local ones first.
  private func branches(besides records: String) throws -> [(name: String, tip: ObjectID)] {
    let own = try git.references(under: "refs/heads/")
    let tracked = try git.references(under: "refs/remotes/").filter { !$0.name.hasSuffix("/HEAD") }
    let remotes = git.configuration.subsections(of: "remote").map { Self.trackingReference(of: records, remote: $0) }
    return (own + tracked).filter { $0.name != records && !remotes.contains($0.name) }.map { (Self.short($0.name), $0.target) }
  }
}
