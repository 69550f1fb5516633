package import ContractKit

/// A message to one consumer about one step of one contract: what breaks for them, and what to do. It holds nothing about columns that
/// they do not use.
package struct Notice: Sendable {
  /// One change that touches what the consumer uses.
  package struct Item: Sendable {
    /// What they use, as their declaration names it; empty where it concerns the contract as a whole.
    package var fields: [String]
    package var status: ConsumerImpact.Status
    package var impact: Impact
    package var rule: String
    /// One sentence: `property 'amount' was renamed to 'gross_amount'`.
    package var message: String
    /// Why it hurts a reader.
    package var reason: String?
    package var before: String?
    package var after: String?
    /// What takes its place, and the last day of what is deprecated, where the contract says so.
    package var replacement: String?
    package var removal: String?
  }

  /// Somebody who agreed to the step.
  package struct Agreement: Sendable {
    package var person: String
    package var owner: String
    /// `claim`, `witnessed`, `signature`.
    package var assurance: String

    package init(person: String, owner: String, assurance: String) {
      self.person = person
      self.owner = owner
      self.assurance = assurance
    }
  }

  /// Where the contract lets its readers ask or listen.
  package struct SupportChannel: Hashable, Sendable {
    package var name: String?
    package var url: String?
    package var isAnnouncement: Bool

    /// `#payments-data: https://chat.example/payments-data`.
    package var line: String {
      [name, url].compactMap { $0 }.joined(separator: ": ") + (isAnnouncement ? " (announcements)" : "")
    }
  }

  package var event: ContractEvent
  package var consumer: ConsumerDeclaration
  /// What there is to hear of; nil where it is only that something works again.
  package var topic: ConsumerDeclaration.Topic?
  /// What people call the contract, and where its file is.
  package var contract: String
  package var contractPath: String
  package var status: ConsumerImpact.Status
  package var rangeVerdict: ConsumerImpact.RangeVerdict
  package var range: String?
  package var tested: String?
  package var subject: String
  package var items: [Item]
  /// How many changes of the step do not concern them.
  package var othersCount: Int
  package var effective: CalendarDay
  /// The last day of the old line, where it is known.
  package var lastDay: CalendarDay?
  /// What the producers wrote on how to move.
  package var migration: [String]
  package var views: [CompatibilityView]
  /// Persons and channels to ask.
  package var owners: [String]
  package var support: [SupportChannel]
  package var agreements: [Agreement]
  /// What became of what they were told before, the oldest first.
  package var followUps: [FollowUp]
  /// The commit that made it so on the target, and the target's name.
  package var commit: String
  package var target: String
  /// When that commit was made, in seconds since 1970.
  package var time: Int

  /// Whether it only says that something works again.
  package var isRepair: Bool { topic == nil }
}

/// What is known of a step beside what it does to a consumer.
package struct NoticeFacts: Sendable {
  package var event: ContractEvent
  package var old: Contract?
  package var new: Contract?
  package var path: String
  package var commit: String
  package var target: String
  /// The day on which the step came to the target.
  package var effective: CalendarDay
  package var lastDay: CalendarDay?
  /// Values of the trailer `Contract-Migration`.
  package var migration: [String]
  /// Owners by name, as people know them.
  package var owners: [String]
  package var agreements: [Notice.Agreement]
  /// When the commit was made, in seconds since 1970.
  package var time: Int
  /// What became of what consumers were told before, by the consumer's id.
  package var followUps: [String: [FollowUp]]

  package init(
    event: ContractEvent, old: Contract?, new: Contract?, path: String, commit: String, target: String, effective: CalendarDay,
    lastDay: CalendarDay? = nil, migration: [String] = [], owners: [String] = [], agreements: [Notice.Agreement] = [],
    time: Int? = nil, followUps: [String: [FollowUp]] = [:]
  ) {
    self.event = event
    self.old = old
    self.new = new
    self.path = path
    self.commit = commit
    self.target = target
    self.effective = effective
    self.lastDay = lastDay
    self.migration = migration
    self.owners = owners
    self.agreements = agreements
    self.time = time ?? Timestamp(effective).secondsSince1970
    self.followUps = followUps
  }
}

extension ConsumerImpact {
  /// What there is to hear of for the consumer, the worst first; nil where nothing touches them.
  package var topic: ConsumerDeclaration.Topic? {
    switch status {
    case .broken: return .breaking
    case .potentially: return .dangerous
    case .deprecated: return .deprecated
    case .unknown:
      // What is unknown is as urgent as the worst that it may be.
      let worst = touches.filter { $0.status == .unknown }.map(\.change.impact).max()
      return worst == .dangerous ? .dangerous : worst == .compatible ? .deprecated : .breaking
    case .unaffected:
      guard let worst = touches.map(\.change.impact).max() else { return nil }
      return worst == .editorial ? .editorial : .compatible
    }
  }

  /// Whether and when the consumer is told. Whoever was elsewhere before, and whoever nothing touches, is not.
  package var urgency: ConsumerDeclaration.Urgency {
    guard rangeVerdict != .beyond, let topic else { return .never }
    return consumer.urgency(of: topic)
  }
}
