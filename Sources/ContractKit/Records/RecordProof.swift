/// What `verify` found: the transitions of a history, each with who agreed to it by the rules of its day.
package struct RecordProof: Sendable {
  /// One transition of a contract, or one change of a file that decides about others.
  package struct Transition: Sendable {
    package var contract: String
    /// What people call it; for a file its path.
    package var title: String
    package var path: String
    package var fromVersion: String?
    package var toVersion: String?
    /// The commit with which it was complete.
    package var commit: String
    /// ISO 8601, the committer's word.
    package var date: String
    package var author: String
    package var change: SignOffKind
    package var state: State
    /// Of how many steps it consists, each of which was agreed to by itself: 1, but where a version was written in several pushes.
    package var parts: Int
    package var signOffs: [CheckAnswer.SignOff]
    /// What was asked of owners and not given.
    package var findings: [Finding]
    package var uncounted: [Uncounted]
    /// When a server took it in, and from whom; nil where no log says so: then the time is not witnessed.
    package var accepted: Acceptance?

    package init(
      contract: String, title: String, path: String, fromVersion: String?, toVersion: String?, commit: String, date: String, author: String,
      change: SignOffKind, state: State, parts: Int = 1, signOffs: [CheckAnswer.SignOff], findings: [Finding], uncounted: [Uncounted]
    ) {
      self.contract = contract
      self.title = title
      self.path = path
      self.fromVersion = fromVersion
      self.toVersion = toVersion
      self.commit = commit
      self.date = date
      self.author = author
      self.change = change
      self.state = state
      self.parts = parts
      self.signOffs = signOffs
      self.findings = findings
      self.uncounted = uncounted
    }
  }

  /// What a server wrote down of it.
  package struct Acceptance: Sendable, Hashable {
    package var time: Timestamp
    package var pusher: String

    package init(time: Timestamp, pusher: String) {
      self.time = time
      self.pusher = pusher
    }
  }

  package enum State: String, Sendable, CaseIterable {
    /// Whoever was asked agreed.
    case agreed
    /// Somebody was asked, is bound by the policy of that day, and did not agree.
    case open
    /// Whoever may break the glass did, in place of those who were asked.
    case overridden
    /// Somebody was asked and did not agree, and the policy of that day let it pass.
    case unenforced
    /// Nobody was asked.
    case unasked
  }

  /// A record that is there and counts for nothing.
  package struct Uncounted: Sendable, Hashable {
    package var record: String
    package var person: String
    /// The end of "the record ...", without full stop.
    package var why: String

    package init(record: String, person: String, why: String) {
      self.record = record
      self.person = person
      self.why = why
    }
  }

  /// Where records were read.
  package struct Store: Sendable, Hashable {
    /// A full name of a ref; `the tree` for the files that travel with a branch.
    package var name: String
    package var commit: String
    /// Whether somebody could have rewritten it without anybody's noticing here.
    package var isRewritable: Bool
    /// Why, for people: one sentence without full stop.
    package var remark: String

    package init(name: String, commit: String, isRewritable: Bool, remark: String) {
      self.name = name
      self.commit = commit
      self.isRewritable = isRewritable
      self.remark = remark
    }
  }

  /// The newest commit that was looked at, and the one before the oldest; nil for all of history.
  package var tip: String
  package var base: String?
  package var stores: [Store]
  /// Oldest first.
  package var transitions: [Transition]
  /// What is wrong with the stores themselves: a record that was taken away.
  package var faults: [Finding]

  package init(tip: String, base: String?, stores: [Store], transitions: [Transition], faults: [Finding]) {
    self.tip = tip
    self.base = base
    self.stores = stores
    self.transitions = transitions
    self.faults = faults
  }

  /// Refuses where somebody who was bound to agree did not, or a record is gone.
  package var verdict: Verdict {
    transitions.contains { $0.state == .open } || faults.contains { $0.level == .error } ? .refuse : .pass
  }
}
