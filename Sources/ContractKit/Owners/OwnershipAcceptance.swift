/// Whether those whom CODEOWNERS names have said that they own a contract: one person of each line that has to agree.
package struct OwnershipAcceptance: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    /// Who accepted, for which owner, and the last day on which that holds; the one that holds longest.
    case accepted(person: String, owner: String, until: CalendarDay, record: String)
    /// It held until that day.
    case expired(person: String, owner: String, until: CalendarDay, record: String)
    case missing
  }

  package let line: OwningLine
  package let state: State

  package init(line: OwningLine, state: State) {
    self.line = line
    self.state = state
  }

  /// The state of each line that has to agree to a contract.
  ///
  /// - Parameters:
  ///   - records: the records with the decision `accept-ownership` about the contract, and why one does not count.
  ///   - validity: how long one holds at most: the policy's `acceptance.expires`.
  package static func of(
    _ lines: [OwningLine], records: [(record: SignOffRecord, fault: RecordFault?)], validity: CalendarPeriod
  ) -> [OwnershipAcceptance] {
    lines.filter { $0.rule != nil && !$0.isOptional && !$0.persons.isEmpty }.map { line in
      var held: (until: CalendarDay, state: State)?
      var over: (until: CalendarDay, state: State)?
      for (record, fault) in records where record.decision == .acceptOwnership {
        let owner = line.resolutions.first { resolution in
          record.owners.contains(resolution.owner.text) && resolution.persons.contains { $0.id == record.signer }
        }?.owner.text
        guard let owner else { continue }
        let end = min(record.expires, Timestamp(record.issued.day.adding(validity)))
        let until = Timestamp(secondsSince1970: end.secondsSince1970 - 1).day
        switch fault {
        case nil where held.map({ $0.until < until }) ?? true:
          held = (until, .accepted(person: record.signer, owner: owner, until: until, record: record.digest))
        case .expired where over.map({ $0.until < until }) ?? true:
          over = (until, .expired(person: record.signer, owner: owner, until: until, record: record.digest))
        default: break
        }
      }
      return OwnershipAcceptance(line: line, state: held?.state ?? over?.state ?? .missing)
    }
  }

  /// What is due for it; nil where the ownership is accepted.
  ///
  /// - Parameters:
  ///   - codeOwners: the path of CODEOWNERS.
  ///   - isInherited: whether it is told beside a change, which did not bring it and is not refused for it.
  package func price(contract: String, title: String, path: String, codeOwners: String, isInherited: Bool) -> Price? {
    let place = line.rule.map { " (line \($0.line) of '\(codeOwners.printable)')" } ?? ""
    let rule: String
    let message: String
    switch state {
    case .accepted: return nil
    case .missing:
      rule = "ownership-not-accepted"
      message = "nobody of \(line.names)\(place) has accepted to own contract '\(title.printable)'"
    case .expired(let person, let owner, let until, _):
      rule = "ownership-expired"
      message = "'\(person)' accepted to own contract '\(title.printable)' for '\(owner)'\(place) until \(until), and nobody has since"
    }
    let names = StrictReader.alternatives(line.persons.prefix(5).map { "'\($0.id)'" })
    return Price(
      rule: rule, contract: contract, path: path, message: message, hint: "\(names) can accept it, with a key",
      fixes: [
        Finding.Fix(
          title: "as an owner", command: "git contract sign --accept-ownership " + ShellWord.quoted(path), needsHuman: true)
      ], isInherited: isInherited)
  }
}
