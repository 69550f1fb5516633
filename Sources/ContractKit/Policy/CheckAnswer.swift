/// The answer of `check` and of the hooks: the verdict with everything that led to it.
package struct CheckAnswer: Sendable {
  /// Who agreed to a contract's step, and how strong that is.
  package struct SignOff: Hashable, Sendable {
    package var contract: String
    package var person: String
    /// The owner of the CODEOWNERS line for whom the person agreed.
    package var owner: String
    /// `claim`, `witnessed`, `signature`.
    package var assurance: String
    package var decision: String
    /// The digest of the record; nil for a claim.
    package var record: String?
    /// The owner in whose place the person decided, by a delegation; nil where it is an owner's own word.
    package var inPlaceOf: String?

    package init(
      contract: String, person: String, owner: String, assurance: String, decision: String, record: String?, inPlaceOf: String? = nil
    ) {
      self.contract = contract
      self.person = person
      self.owner = owner
      self.assurance = assurance
      self.decision = decision
      self.record = record
      self.inPlaceOf = inPlaceOf
    }

    /// For people: `dan for @acme/data in place of ann (signature)`.
    package var words: String {
      "\(person) for \(owner)" + (inPlaceOf.map { " in place of \($0)" } ?? "") + " (\(assurance))"
    }
  }

  package var verdict: Verdict
  /// In the order in which they are to be read: by path, errors first.
  package var findings: [Finding]
  package var contracts: [TransitionDiff]
  package var signOffs: [SignOff]
  package var impact: [ConsumerImpact]

  package init(
    verdict: Verdict, findings: [Finding], contracts: [TransitionDiff], signOffs: [SignOff], impact: [ConsumerImpact]
  ) {
    self.verdict = verdict
    self.findings = findings
    self.contracts = contracts
    self.signOffs = signOffs
    self.impact = impact
  }
}
