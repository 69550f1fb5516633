package import ContractKit

// The answer of `audit` for programs.

extension Audit {
  /// `git-contract/audit/1`.
  package func json(toolVersion: String) -> JSON {
    let all = counts
    return [
      "schema": "git-contract/audit/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "tip": .string(tip), "base": JSON(base), "ownership": .string(ownership.rawValue),
      "ownersFile": ownersFile.map { ["path": .string($0.path), "dialect": .string($0.dialect.rawValue)] } ?? .null,
      "sentences": .array(sentences.map { .string($0) }),
      "findings": .array(findings.map(\.json)),
      "contracts": .array(contracts.map(\.json)),
      "teams": .array(
        teams.map { team in
          [
            "name": team.isNobody ? .null : .string(team.name),
            "contracts": Self.share(team.contracts.count, of: standing.count),
            "breaking": Self.share(team.counts.breaking, of: all.breaking), "counts": team.counts.json,
          ]
        }),
      "counts": all.json,
    ]
  }

  private static func share(_ part: Int, of whole: Int) -> JSON {
    ["count": .integer(part), "percent": .integer(AuditedTeam.percent(part, of: whole))]
  }
}

extension AuditFinding {
  var json: JSON {
    [
      "kind": .string(kind.rawValue), "risk": .string(kind.risk.rawValue), "contract": JSON(contract), "title": JSON(title),
      "path": .string(path), "line": JSON(line), "commit": JSON(commit), "date": JSON(day), "message": .string(message),
    ]
  }
}

extension AuditedContract {
  var json: JSON {
    let signOff: JSON =
      lastSignOff.map {
        [
          "date": .string($0.date), "commit": .string($0.commit), "version": JSON($0.version), "assurance": .string($0.assurance),
          "by": .string($0.party),
        ]
      } ?? .null
    return [
      "id": .string(identifier), "name": .string(title), "path": .string(path), "version": JSON(version), "status": JSON(status?.rawValue),
      "deleted": .boolean(isGone), "problem": JSON(problem), "state": .string(state.rawValue),
      "lines": .array(
        lines.map {
          [
            "path": .string($0.path), "line": .integer($0.line), "pattern": .string($0.pattern),
            "owners": .array($0.owners.map { .string($0) }),
          ]
        }),
      "parties": .array(parties.map { .string($0) }),
      "busFactor": [
        "value": .integer(busFactor.value), "basis": .string(busFactor.basis.rawValue), "signers": JSON(busFactor.signers),
        "authors": .integer(busFactor.authors),
      ],
      "lastSignOff": signOff, "counts": counts.json, "activity": activity.json,
      "otherDialects": .array(
        otherReadings.map {
          [
            "dialect": .string($0.dialect.rawValue), "state": .string($0.state.rawValue), "owners": .array($0.owners.map { .string($0) }),
          ]
        }),
    ]
  }
}

extension AuditedContract.Counts {
  var json: JSON {
    [
      "transitions": .integer(transitions), "breaking": .integer(breaking), "unsigned": .integer(unsigned),
      "unsignedBreaking": .integer(unsignedBreaking), "withoutBump": .integer(withoutBump), "withoutNotice": .integer(withoutNotice),
      "selfApproved": .integer(selfApproved), "overrides": .integer(overrides), "assisted": .integer(assisted),
      "assistedAgreed": .integer(assistedAgreed),
    ]
  }
}

extension AuditedContract.Activity {
  var json: JSON {
    [
      "authors": .integer(authors), "undeclared": .integer(undeclared), "undeclaredTeams": .array(undeclaredTeams.map { .string($0) }),
      "absent": .array(absent.map { .string($0) }), "assistedAgreedBy": .array(assistedAgreedBy.map { .string($0) }),
      "persons": .array(persons.map { .string($0) }),
    ]
  }
}
