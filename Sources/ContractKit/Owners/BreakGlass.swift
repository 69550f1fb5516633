/// That somebody whom the policy lists let a change through that its owners had not agreed to.
///
/// It pays what is asked of owners and nothing else: no version, no consumer, no fault of a text, and no change of the files that decide
/// about others, for who opens the door once does not get to keep the key. It is always told.
package struct BreakGlass: Sendable, Hashable {
  /// The id of the person.
  package let person: String
  package let reason: String
  package let assurance: Assurance
  package let source: Agreement.Source

  package init(person: String, reason: String, assurance: Assurance, source: Agreement.Source) {
    self.person = person
    self.reason = reason
    self.assurance = assurance
    self.source = source
  }

  /// The trailer's key.
  package static let trailer = "Contract-Override"

  /// What a record has as its one owner that is no agreement but breaks the glass: no owner can be called so.
  package static let owner = "override"

  /// The prices that it pays.
  static let rules: Set<String> = [
    "owner-missing", "owner-unknown", "owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing",
  ]

  /// Reads the trailers of a step's commits.
  ///
  /// A trailer is the word of the commit's author alone: nobody breaks the glass in somebody's name. It counts for a human whom the base's
  /// policy lists and who has no key; whoever has one signs.
  package static func claims(
    in commits: [ClaimCommit], policy: Policy, roster: Roster
  ) -> (uses: [BreakGlass], remarks: [OwnedStep.Remark]) {
    var uses: [BreakGlass] = []
    var remarks: [OwnedStep.Remark] = []
    for commit in commits where commit.changesPath || commit.bringsChange {
      for trailer in commit.trailers where trailer.key.lowercased() == Self.trailer.lowercased() {
        let source = Agreement.Source.trailer(Self.trailer, commit: commit.id)
        let person = roster.person(email: commit.author.email)
        if let why = fault(trailer.value, commit, person, policy: policy, roster: roster) {
          remarks.append(OwnedStep.Remark(person: "", text: "\(source) breaks no glass: \(why)"))
        } else {
          uses.append(BreakGlass(person: person.id, reason: trailer.value, assurance: .claim, source: source))
        }
      }
    }
    return (uses, remarks)
  }

  private static func fault(
    _ reason: String, _ commit: ClaimCommit, _ person: Person, policy: Policy, roster: Roster
  ) -> String? {
    guard reason.contains(where: { !$0.isWhitespace }) else { return "it gives no reason" }
    if let assistance = commit.assistance(by: roster) { return "the commit \(assistance)" }
    if let fault = policy.overrideFault(of: person, roster: roster) { return fault }
    guard !roster.hasKey(person) || policy.repository.isEmpty else {
      return "'\(person.id)' has a key, so only a record counts ('git contract sign --override')"
    }
    return nil
  }

  /// One sentence for people, without full stop.
  package var sentence: String { "'\(person)' broke the glass by a \(assurance.rawValue), \(source)" }
}

extension Policy {
  /// Why a person may not break glass, as a sentence without full stop; nil if they may. The list has ids, handles and e-mails.
  package func overrideFault(of person: Person, roster: Roster) -> String? {
    let isListed = override.contains { entry in
      if entry == person.id { return true }
      guard entry.contains("@") else { return false }
      return (entry.hasPrefix("@") ? roster.people.person(handle: entry) : roster.person(email: entry))?.id == person.id
    }
    guard isListed else { return "'\(person.id.printable)' is not among 'override' of '\(Policy.path)'" }
    switch roster.absence(of: person) {
    case .bot: return "'\(person.id)' is a bot or agent"
    case .left(let day): return "'\(person.id)' left after \(day)"
    case nil: return nil
    }
  }
}

extension SignOffRecord {
  /// Whether it breaks the glass: then it is no owner's agreement, whoever signed it.
  package var breaksGlass: Bool { owners.contains(BreakGlass.owner) }
}
