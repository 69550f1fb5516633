/// What `audit` found: who is declared, who really changes what, and whether the two agree. Teams are named; a person only where the caller
/// asked for it, and nobody is ever ranked.
package struct Audit: Sendable {
  /// The commit that was looked at.
  package var tip: String
  /// The commit after which history was told; nil where all of it was.
  package var base: String?
  /// Whether anybody is asked at all by the policy of the tip.
  package var ownership: OwnershipMode
  package var ownersFile: OwnersFile?
  /// False for a repository that does not say who its handles are.
  package var hasPeople: Bool
  /// By path; those that are gone behind those that are there.
  package var contracts: [AuditedContract]
  /// The riskiest first, then by place.
  package var findings: [AuditFinding]

  /// The CODEOWNERS file of the tip.
  package struct OwnersFile: Sendable {
    package var path: String
    package var dialect: CodeOwnersDialect

    package init(path: String, dialect: CodeOwnersDialect) {
      self.path = path
      self.dialect = dialect
    }
  }

  package init(
    tip: String, base: String?, ownership: OwnershipMode, ownersFile: OwnersFile?, hasPeople: Bool, contracts: [AuditedContract],
    findings: [AuditFinding]
  ) {
    self.tip = tip
    self.base = base
    self.ownership = ownership
    self.ownersFile = ownersFile
    self.hasPeople = hasPeople
    self.contracts = contracts
    self.findings = findings.sorted { $0.order < $1.order }
  }

  /// The contracts that are there.
  package var standing: [AuditedContract] { contracts.filter { !$0.isGone } }

  /// Whether anything of that risk, or a greater one, was found.
  package func reaches(_ threshold: AuditFinding.Risk) -> Bool {
    findings.contains { $0.kind.risk >= threshold }
  }
}

/// One contract: who answers for it now, and what its history holds.
package struct AuditedContract: Sendable {
  /// What is true of a contract's ownership at the tip.
  package enum State: String, Sendable, CaseIterable {
    case owned, cleared, unmatched
    /// A line names somebody whom the people file does not know.
    case unknownOwner = "unknown-owner"
    /// Everybody whom the line means has left, or is a bot.
    case ownerLeft = "owner-left"
    /// The policy asks owners to accept, and nobody did.
    case notAccepted = "not-accepted"
    case acceptanceExpired = "acceptance-expired"

    /// For people.
    package var words: String { rawValue.split(separator: "-").joined(separator: " ") }
  }

  /// A line that decides who owns it.
  package struct Line: Sendable {
    package var path: String
    package var line: Int
    package var pattern: String
    /// Teams, or what stands for persons who are not named.
    package var owners: [String]

    package init(path: String, line: Int, pattern: String, owners: [String]) {
      self.path = path
      self.line = line
      self.pattern = pattern
      self.owners = owners
    }
  }

  /// How another forge would read the same file.
  package struct OtherReading: Sendable, Hashable {
    package var dialect: CodeOwnersDialect
    package var state: PathOwnership.State
    package var owners: [String]

    package init(dialect: CodeOwnersDialect, state: PathOwnership.State, owners: [String]) {
      self.dialect = dialect
      self.state = state
      self.owners = owners
    }
  }

  /// An agreement that was more than the author's own word.
  package struct SignOff: Sendable {
    package var date: String
    package var commit: String
    package var version: String?
    package var assurance: String
    /// The team, or the person where persons are named.
    package var party: String

    package init(date: String, commit: String, version: String?, assurance: String, party: String) {
      self.date = date
      self.commit = commit
      self.version = version
      self.assurance = assurance
      self.party = party
    }
  }

  /// What was counted over its transitions.
  package struct Counts: Sendable, Hashable {
    package var transitions = 0
    package var breaking = 0
    /// Of the transitions those to which whoever was asked did not agree, and of them the breaking ones.
    package var unsigned = 0
    package var unsignedBreaking = 0
    package var withoutBump = 0
    package var withoutNotice = 0
    package var selfApproved = 0
    package var overrides = 0
    /// Transitions with a commit of a bot or agent, and of them those to which a human agreed.
    package var assisted = 0
    package var assistedAgreed = 0

    package init() {}

    package static func + (left: Counts, right: Counts) -> Counts {
      var sum = left
      sum.transitions += right.transitions
      sum.breaking += right.breaking
      sum.unsigned += right.unsigned
      sum.unsignedBreaking += right.unsignedBreaking
      sum.withoutBump += right.withoutBump
      sum.withoutNotice += right.withoutNotice
      sum.selfApproved += right.selfApproved
      sum.overrides += right.overrides
      sum.assisted += right.assisted
      sum.assistedAgreed += right.assistedAgreed
      return sum
    }
  }

  /// Who is declared against who is active.
  package struct Activity: Sendable {
    /// Distinct humans who wrote its changes.
    package var authors = 0
    /// Of them those whom nobody declares, and the teams in which they are.
    package var undeclared = 0
    package var undeclaredTeams: [String] = []
    /// Declared, and never seen.
    package var absent: [String] = []
    /// Who agreed to changes of bots and agents.
    package var assistedAgreedBy: [String] = []
    /// All authors by name, in the order of the alphabet; empty where persons are not named.
    package var persons: [String] = []

    package init() {}
  }

  package var identifier: String
  package var title: String
  package var path: String
  package var version: String?
  package var status: Contract.Status?
  /// True for one that was deleted.
  package var isGone = false
  /// Why it cannot be read; nil where it can.
  package var problem: String?
  package var state = State.unmatched
  package var lines: [Line] = []
  /// Who answers for it: teams, in the order of the lines; empty where nobody does.
  package var parties: [String] = []
  package var busFactor = BusFactor()
  package var lastSignOff: SignOff?
  package var counts = Counts()
  package var activity = Activity()
  package var otherReadings: [OtherReading] = []

  package init(identifier: String, title: String, path: String) {
    self.identifier = identifier
    self.title = title
    self.path = path
  }
}

/// What one team answers for.
package struct AuditedTeam: Sendable {
  package var name: String
  /// True for what nobody answers for.
  package var isNobody: Bool
  package var contracts: [AuditedContract]
  package var counts: AuditedContract.Counts

  /// Whole percents, rounded.
  package static func percent(_ part: Int, of whole: Int) -> Int { whole == 0 ? 0 : (part * 200 + whole) / (whole * 2) }
}

extension Audit {
  /// Each team with what it answers for, by name; what nobody answers for comes first. A contract of two teams counts for both, so that
  /// shares may sum up to more than all.
  package var teams: [AuditedTeam] {
    var byName: [String: [AuditedContract]] = [:]
    for contract in standing {
      for party in contract.parties.isEmpty ? [""] : contract.parties { byName[party, default: []].append(contract) }
    }
    return byName.sorted { $0.key < $1.key }.map { name, contracts in
      AuditedTeam(
        name: name.isEmpty ? "nobody" : name, isNobody: name.isEmpty, contracts: contracts,
        counts: contracts.reduce(.init()) { $0 + $1.counts })
    }
  }

  /// Of all contracts, those that are gone among them.
  package var counts: AuditedContract.Counts { contracts.reduce(.init()) { $0 + $1.counts } }
}
