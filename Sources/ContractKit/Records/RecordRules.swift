/// What is true of a transition, computed from the repository by whoever verifies: a record counts only if it says the same.
package struct TransitionFacts: Sendable {
  /// The identity of the repository, from the base's policy.
  package var repository: String
  /// The full name of the branch that the change is meant for; nil where history is told and any branch will do.
  package var target: String?
  package var path: String
  package var contract: String
  package var from: SignOffRecord.Side
  package var to: SignOffRecord.Side
  package var change: SignOffKind
  package var report: String
  package var catalogue: Int

  package init(
    repository: String, target: String?, path: String, contract: String, from: SignOffRecord.Side, to: SignOffRecord.Side,
    change: SignOffKind, report: String, catalogue: Int
  ) {
    self.repository = repository
    self.target = target
    self.path = path
    self.contract = contract
    self.from = from
    self.to = to
    self.change = change
    self.report = report
    self.catalogue = catalogue
  }
}

/// Why a record does not count for a transition.
package enum RecordFault: Error, Hashable, Sendable {
  case otherRepository
  case otherTarget([String])
  case otherPath(String)
  case otherContract(String)
  /// The old side is another one: something was merged in between, or this was signed for another branch.
  case otherBase
  /// The contract was changed after it was signed.
  case changedSince
  /// The change costs readers more than what was signed.
  case costsMore(SignOffKind)
  /// The report that was shown is not the one of this change.
  case otherReport
  case unknownSigner
  case bot
  case left(CalendarDay)
  /// The key is none of the signer's, or not on this day.
  case foreignKey(String)
  case revokedKey(String)
  case noTouch
  case notYet(Timestamp)
  case expired(Timestamp)
  case withdrawn
  /// The same transition was made with it before.
  case used
  case badSignature
  /// A record that stands for some time and does not agree with itself, or is about what nobody can be given.
  case inconsistent
  /// Whoever is to decide in the signer's place is nobody who can.
  case noDelegate(String)
}

extension SignedRecord {
  /// Holds the record against what is true of a transition and against the people of its base. What only `ssh-keygen` or the history
  /// can say is not looked at here.
  ///
  /// Source: ownership.md, "The record", in its order.
  ///
  /// - Parameters:
  ///   - isSameMeaning: says whether the bytes that were signed differ from the ones at head in nothing that anybody reads.
  ///   - revoked: fingerprints that are revoked elsewhere, beside those of the roster's people.
  ///   - validity: how long a record holds at most, whatever it says of itself.
  ///   - isWitnessed: whether a server looked at the key when the record came. Then a "no" stays one although the key is gone since.
  ///   - witnesses: keys of CI, under which a review on a forge is recorded: such a record is no signature of its person.
  ///   - now: the verifier's clock, never the committer's; nil where something is told that was accepted long ago, at a time that nobody
  ///     here has witnessed.
  package func fault(
    against facts: TransitionFacts, roster: Roster, revoked: Set<String> = [], touch: Bool, validity: CalendarPeriod? = nil,
    isWitnessed: Bool = false, witnesses: [PublicKey] = [], now: Timestamp?, isSameMeaning: (SignOffRecord.Side) throws -> Bool
  ) rethrows -> RecordFault? {
    guard !facts.repository.isEmpty, record.repository == facts.repository else { return .otherRepository }
    if let target = facts.target, !record.targets.contains(target) { return .otherTarget(record.targets) }
    guard record.contract.utf8.elementsEqual(facts.contract.utf8) else { return .otherContract(record.contract) }
    guard record.path.utf8.elementsEqual(facts.path.utf8) else { return .otherPath(record.path) }
    guard record.from == facts.from else { return .otherBase }
    guard facts.change.cost <= record.change.cost else { return .costsMore(facts.change) }
    // Whoever may not sign at all makes nobody read what they name.
    let fault =
      record.decision == .reject
      ? (isWitnessed ? nil : noFault(roster: roster))
      : signerFault(roster: roster, revoked: revoked, touch: touch, witnesses: witnesses) ?? now.flatMap { timeFault(now: $0, validity) }
    if let fault { return fault }
    if record.to == facts.to {
      // What a file that decides about others does comes of all of them together: its report names them, and nothing stands for it.
      guard facts.contract != SignOffRecord.none || record.report == facts.report else { return .otherReport }
      // A newer catalogue may write another report of the same change, and a removal that was announced costs less once its day has come:
      // then it counts what the change costs.
      guard record.catalogue != facts.catalogue || facts.change.cost < record.change.cost || record.report == facts.report else {
        return .otherReport
      }
    } else {
      guard record.to.version == facts.to.version, !record.to.isAbsent, !facts.to.isAbsent, try isSameMeaning(record.to) else {
        return .changedSince
      }
    }
    return nil
  }

  /// A "no" needs no more than to be its signer's: it does not expire, and neither does a key that was revoked since make it a "yes".
  package func noFault(roster: Roster) -> RecordFault? {
    guard let person = roster.people.person(id: record.signer) else { return .unknownSigner }
    let isOwn = person.keys.contains { $0.key.blob == signature.key.blob }
    return isOwn ? nil : .foreignKey(signature.key.fingerprint)
  }

  /// Whether it is a witness's: a review of its person on a forge, recorded under a key of CI. A witness says "yes" for somebody, and nothing
  /// else.
  package func isWitness(of witnesses: [PublicKey], people: People) -> Bool {
    guard record.decision == .approve, !record.breaksGlass, witnesses.contains(where: { $0.blob == signature.key.blob }) else {
      return false
    }
    return !(people.person(id: record.signer)?.keys.contains { $0.key.blob == signature.key.blob } ?? false)
  }

  /// Whether the signer may sign, and with this key.
  package func signerFault(roster: Roster, revoked: Set<String> = [], touch: Bool, witnesses: [PublicKey] = []) -> RecordFault? {
    guard let person = roster.people.person(id: record.signer) else { return .unknownSigner }
    switch roster.absence(of: person) {
    case .bot: return .bot
    case .left(let day): return .left(day)
    case nil: break
    }
    let fingerprint = signature.key.fingerprint
    if roster.people.revoked.contains(fingerprint) || revoked.contains(fingerprint) { return .revokedKey(fingerprint) }
    if isWitness(of: witnesses, people: roster.people) { return nil }
    guard roster.people.keys(of: person, on: roster.day).contains(where: { $0.key.blob == signature.key.blob }) else {
      return .foreignKey(fingerprint)
    }
    if touch, !signature.hasTouch { return .noTouch }
    return nil
  }

  /// Of what was accepted long ago nobody here knows when, but its key must have been the signer's on the day that it names itself: a commit
  /// whose date somebody set back revives no key.
  package func pastKeyFault(people: People, witnesses: [PublicKey]) -> RecordFault? {
    guard record.decision != .reject, !isWitness(of: witnesses, people: people), let person = people.person(id: record.signer) else {
      return nil
    }
    let isValid = people.keys(of: person, on: record.issued.day).contains { $0.key.blob == signature.key.blob }
    return isValid ? nil : .foreignKey(signature.key.fingerprint)
  }

  func timeFault(now: Timestamp, _ validity: CalendarPeriod?) -> RecordFault? {
    if now < Timestamp(record.issued.day) { return .notYet(record.issued) }
    let expires = validity.map { min(record.expires, Timestamp(record.issued.day.adding($0))) } ?? record.expires
    if now >= expires { return .expired(expires) }
    return nil
  }
}

extension SignOffKind {
  /// The order of what readers pay; a deletion costs most.
  fileprivate var cost: Int {
    switch self {
    case .editorial: 0
    case .compatible: 1
    case .dangerous, .security: 2
    case .breaking, .governance, .handOver: 3
    case .deletion: 4
    }
  }
}

extension RecordFault: CustomStringConvertible {
  /// The end of "the record ...", without full stop.
  package var description: String {
    switch self {
    case .otherRepository: "is for another repository"
    case .otherTarget(let targets): "is for \(targets.map { "'\($0.printable)'" }.joined(separator: ", "))"
    case .otherPath(let path): "is for '\(path.printable)'"
    case .otherContract(let contract): "is for contract '\(contract.printable)'"
    case .otherBase: "was signed against another state of the target"
    case .changedSince: "was signed for other bytes: the contract was changed since"
    case .costsMore(let kind): "was signed for less than a \(kind.rawValue) change"
    case .otherReport: "was signed for another report than that of this change"
    case .unknownSigner: "is of a signer whom '\(People.path)' does not have"
    case .bot: "is of a bot or agent, which never signs off"
    case .left(let day): "is of somebody who left after \(day)"
    case .foreignKey(let key): "is signed with a key that is not the signer's today (\(key))"
    case .revokedKey(let key): "is signed with a revoked key (\(key))"
    case .noTouch: "is not signed with a touch of a security key, which the policy asks for"
    case .notYet(let moment): "was issued at \(moment), which is still to come"
    case .expired(let moment): "expired at \(moment)"
    case .withdrawn: "was withdrawn"
    case .used: "was used for this change before: sign it once more"
    case .badSignature: "has a signature that is wrong"
    case .inconsistent: "does not agree with itself, so it says nothing"
    case .noDelegate(let person): "names '\(person.printable)', whom the people of the target do not have as a human who can sign"
    }
  }
}
