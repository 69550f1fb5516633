/// CODEOWNERS, people and stewards of one state of the repository: what says who owns a path in it.
package struct OwnershipState: Sendable {
  package let codeOwners: CodeOwners
  package let roster: Roster
  /// Who owns what nobody owns.
  package let stewards: [Owner]

  package init(codeOwners: CodeOwners, roster: Roster, stewards: [Owner]) {
    self.codeOwners = codeOwners
    self.roster = roster
    self.stewards = stewards
  }

  /// Who owns a path: each deciding line that names somebody, else the stewards, else nobody.
  package func lines(of path: String) -> [OwningLine] {
    let ownership = codeOwners.owners(of: path)
    guard ownership.state == .owned else { return stewardLine.map { [$0] } ?? [] }
    return ownership.rules.filter { !$0.owners.isEmpty }.map { rule in
      OwningLine(
        rule: rule, resolutions: rule.owners.map { roster.resolve($0) }, approvals: max(1, rule.approvals), isOptional: rule.isOptional)
    }
  }

  /// All lines that name somebody, the stewards among them.
  package var allLines: [OwningLine] {
    let lines = codeOwners.rules.filter { !$0.owners.isEmpty }.map { rule in
      OwningLine(rule: rule, resolutions: rule.owners.map { roster.resolve($0) }, approvals: 1, isOptional: rule.isOptional)
    }
    return lines + (stewardLine.map { [$0] } ?? [])
  }

  /// The stewards as a line of their own; `nil` where the policy names none.
  package var stewardLine: OwningLine? {
    guard !stewards.isEmpty else { return nil }
    return OwningLine(rule: nil, resolutions: stewards.map { roster.resolve($0) }, approvals: 1, isOptional: false)
  }
}

/// Some owners of whom a number must agree: a deciding line of CODEOWNERS, or the stewards.
package struct OwningLine: Sendable, Hashable {
  /// The line; `nil` for those whom the policy names.
  package let rule: CodeOwners.Rule?
  package let resolutions: [Roster.Resolution]
  /// How many distinct persons are asked where each line is, at least 1.
  package let approvals: Int
  /// GitLab: the section does not have to agree.
  package let isOptional: Bool

  /// Who can sign for it, each once.
  package var persons: [Person] {
    var seen = Set<String>()
    return resolutions.flatMap(\.persons).filter { seen.insert($0.id).inserted }
  }

  /// The owner for whom somebody may decide in another's place; nil where that other is nobody on the line. For those whom the policy names,
  /// stewards and the owners of security, nobody else does.
  package func owner(behind standIn: Agreement.StandIn) -> Owner? {
    guard rule != nil else { return nil }
    return resolutions.first { resolution in
      standIn.owners.contains(resolution.owner.text) && resolution.persons.contains { $0.id == standIn.principal.id }
    }?.owner
  }

  /// The owners as they are written, `'@acme/data' or 'ann@acme.example'`.
  var names: String {
    StrictReader.alternatives(resolutions.map { "'\($0.owner.text)'" })
  }
}

extension OwningLine {
  /// For whom a person stands in some lines, as CODEOWNERS writes it.
  package static func names(of person: Person, in lines: [OwningLine]) -> [String] {
    var owners: [String] = []
    for resolution in lines.flatMap(\.resolutions) where resolution.persons.contains(where: { $0.id == person.id }) {
      if !owners.contains(resolution.owner.text) { owners.append(resolution.owner.text) }
    }
    return owners
  }
}
