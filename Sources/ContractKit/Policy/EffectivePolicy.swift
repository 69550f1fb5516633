/// Who must agree to one kind of change, and how strong that must be.
package struct SignOffRule: Hashable, Sendable {
  package var who: SignOffWho
  package var assurance: Assurance
  /// An owner must acknowledge the change besides.
  package var acknowledge: Bool
  /// The successor must agree too.
  package var successor: Bool
  /// Asked in addition to the owners of the path: handles and e-mails.
  package var owners: [String]

  package init(
    who: SignOffWho, assurance: Assurance = .claim, acknowledge: Bool = false, successor: Bool = false, owners: [String] = []
  ) {
    self.who = who
    self.assurance = assurance
    self.acknowledge = acknowledge
    self.successor = successor
    self.owners = owners
  }
}

/// How long before a removal readers must know of it.
package struct NoticePolicy: Hashable, Sendable {
  package var period: CalendarPeriod
  /// How long before a sunset those who have not moved are reminded.
  package var reminders: [CalendarPeriod]
  /// Whether a removal without a released deprecation is a price at all.
  package var requireDeprecation: Bool

  package init(period: CalendarPeriod, reminders: [CalendarPeriod], requireDeprecation: Bool) {
    self.period = period
    self.reminders = reminders
    self.requireDeprecation = requireDeprecation
  }
}

/// A pattern over paths and one over elements, written `<path glob>#<element glob>`.
package struct ElementPattern: Hashable, Sendable {
  package var path: Glob
  package var element: Glob
  package var description: String { path.description + "#" + element.description }

  package init(path: Glob, element: Glob) {
    self.path = path
    self.element = element
  }

  /// Whether it covers an element of the contract at `path`. The element is taken by its dotted name, `orders.customer.status`.
  package func matches(path contract: String, element path: ElementPath) -> Bool {
    self.path.matches(contract) && element.matches(path.dotted)
  }
}

/// What the policy leaves open in the judgement of a change.
package struct JudgePolicy: Hashable, Sendable {
  package var perspective: Perspective
  package var profile: LengthProfile
  /// Growth across a machine width is breaking, not dangerous.
  package var strictWidths: Bool
  package var terms: TermsMode
  /// From the most open to the most closed.
  package var classifications: [String]
  /// Enums to which values may be added: their readers were told to expect more.
  package var extensibleEnums: [ElementPattern]
  /// What a change of a custom property costs, by its name.
  package var customProperties: [String: Impact]
  /// By how much a service level may slip before it is breaking, by its property, in the unit of the level.
  package var serviceLevelTolerance: [String: ExactNumber]

  package init(
    perspective: Perspective = .consumer, profile: LengthProfile = .auto, strictWidths: Bool = false, terms: TermsMode = .lenient,
    classifications: [String] = ["public", "internal", "confidential", "restricted"], extensibleEnums: [ElementPattern] = [],
    customProperties: [String: Impact] = [:], serviceLevelTolerance: [String: ExactNumber] = [:]
  ) {
    self.perspective = perspective
    self.profile = profile
    self.strictWidths = strictWidths
    self.terms = terms
    self.classifications = classifications
    self.extensibleEnums = extensibleEnums
    self.customProperties = customProperties
    self.serviceLevelTolerance = serviceLevelTolerance
  }
}

/// Where a value of the policy comes from.
package enum PolicySource: Hashable, Sendable {
  case builtIn
  /// A line of the policy file.
  case line(Int)
}

/// The part of a policy that may differ from path to path and from status to status.
package struct EffectivePolicy: Sendable {
  /// How loudly a rule speaks, by `rule` or `rule/impact`. What is not named has the default of `level(of:impact:)`.
  package var levels: [String: Level]
  /// By the word of the `SignOffKind`.
  private var signOff: [String: SignOffRule]
  package var notice: NoticePolicy
  package var judge: JudgePolicy
  /// By key, for example `sign-off.breaking.who`; a key that is absent is built in.
  package var sources: [String: PolicySource] = [:]

  /// What holds without a policy file.
  package init() {
    levels = [
      "version-not-bumped/editorial": .warning,
      "version-over-bumped": .note,
      "schema-invalid": .warning,
      "removed-without-deprecation": .warning,
      "sunset-too-soon": .warning,
      "unannounced": .warning,
      "consumer-acknowledgement-missing": .warning,
    ]
    signOff = [
      SignOffKind.editorial.rawValue: SignOffRule(who: .none),
      SignOffKind.compatible.rawValue: SignOffRule(who: .one),
      SignOffKind.dangerous.rawValue: SignOffRule(who: .one, acknowledge: true),
      SignOffKind.breaking.rawValue: SignOffRule(who: .each, assurance: .witnessed),
      SignOffKind.deletion.rawValue: SignOffRule(who: .each, assurance: .witnessed),
      SignOffKind.governance.rawValue: SignOffRule(who: .each, assurance: .witnessed),
      // Whoever owns a contract signs its changes, so ownership costs no less than they do.
      SignOffKind.handOver.rawValue: SignOffRule(who: .one, assurance: .witnessed, successor: true),
      SignOffKind.security.rawValue: SignOffRule(who: .one, assurance: .witnessed),
    ]
    notice = NoticePolicy(
      period: .zero, reminders: [CalendarPeriod(days: 30), CalendarPeriod(days: 7), CalendarPeriod(days: 1)], requireDeprecation: false)
    judge = JudgePolicy()
  }

  /// The level that the policy names for a rule: the one for its impact before the one for the rule as a whole; nil where it names
  /// neither.
  package func namedLevel(of rule: String, impact: Impact? = nil) -> Level? {
    impact.flatMap { levels[rule + "/" + $0.rawValue] } ?? levels[rule]
  }

  /// How loudly a price is spoken. A price that nobody named is an error.
  package func level(ofPrice rule: String, impact: Impact? = nil) -> Level {
    namedLevel(of: rule, impact: impact) ?? .error
  }

  /// What is asked for a kind of change.
  package func signOff(for kind: SignOffKind) -> SignOffRule {
    signOff[kind.rawValue] ?? SignOffRule(who: .each, assurance: .witnessed)
  }

  package mutating func setSignOff(_ rule: SignOffRule, for kind: SignOffKind) {
    signOff[kind.rawValue] = rule
  }
}
