package import ContractKit

// The answers as records for scripts; PorcelainTable says what the fields are.

extension ListAnswer {
  package var porcelain: [Porcelain.Record] {
    entries.map { entry in
      [
        entry.problem == nil ? entry.status : "unreadable", entry.identifier?.nonEmpty, entry.version, entry.name,
        entry.owners.joined(separator: " ").nonEmpty, String(entry.consumers.count), entry.path,
      ]
    }
  }
}

extension CheckAnswer {
  package func porcelain(quiet: Bool) -> [Porcelain.Record] {
    findings.filter { !quiet || $0.level == .error }.map { finding in
      [
        finding.level.rawValue, finding.rule, finding.contract.nonEmpty, finding.fingerprint, String(finding.place.position.line),
        String(finding.place.position.column), finding.message, finding.place.path,
      ]
    }
  }
}

extension DiffAnswer {
  package var porcelain: [Porcelain.Record] {
    diagnostics.map { sided in
      let (line, diagnostic) = (String(sided.diagnostic.position.line), sided.diagnostic)
      return [
        "unreadable", diagnostic.rule, nil, nil, nil, nil, sided.side == .old ? line : nil, sided.side == .new ? line : nil, nil,
        diagnostic.message, diagnostic.path,
      ]
    } + contracts.flatMap(\.porcelain)
  }
}

extension TransitionDiff {
  fileprivate var porcelain: [Porcelain.Record] {
    guard !changes.isEmpty else { return [["none", nil, nil, identifier, fromVersion, toVersion, nil, nil, nil, nil, path]] }
    return changes.map { judged in
      [
        judged.impact.rawValue, judged.rule, judged.change.element.description, identifier, fromVersion, toVersion,
        judged.change.oldPosition.map { String($0.line) }, judged.change.newPosition.map { String($0.line) }, judged.fingerprint,
        judged.message, path,
      ]
    }
  }
}

extension LogAnswer {
  package var porcelain: [Porcelain.Record] {
    lines.flatMap { line in
      line.versions.map { release in
        [
          release.diff.fromVersion == nil ? "new" : release.diff.impact?.rawValue ?? "none", line.identifier, String(line.major),
          release.version, release.diff.fromVersion, release.commit.nonEmpty, release.date, String(release.signOffs.count), release.author,
          release.summary, line.name, line.path,
        ]
      }
    }
  }
}

extension OwnersAnswer {
  package var porcelain: [Porcelain.Record] {
    entries.flatMap { entry -> [Porcelain.Record] in
      let state = entry.ownership.state.rawValue
      guard !entry.ownership.rules.isEmpty else { return [[state, nil, nil, nil, nil, nil, entry.path]] }
      return entry.ownership.rules.map { rule in
        [
          state, String(rule.line), rule.owners.map(\.text).joined(separator: " ").nonEmpty, rule.section, rule.isOptional ? "yes" : "no",
          String(rule.approvals), entry.path,
        ]
      }
    }
  }
}

extension ImpactAnswer {
  package var porcelain: [Porcelain.Record] {
    consumers.flatMap(\.porcelain)
      + observed.map { impact in
        [
          impact.status.rawValue, "observed", impact.use.consumer, nil, impact.contract, nil, nil, impact.use.name.description,
          impact.status.rawValue, nil, nil, impact.use.path,
        ]
      }
  }
}

extension ConsumerImpact {
  fileprivate var porcelain: [Porcelain.Record] {
    let who = [
      status.rawValue, rangeVerdict.rawValue, consumer.identifier, consumer.team, contract, fromVersion?.description,
      toVersion?.description,
    ]
    guard !touches.isEmpty else { return [who + [nil, nil, nil, nil, consumer.path]] }
    return touches.flatMap { touch -> [Porcelain.Record] in
      // What hits the contract as a whole names no field.
      let fields = touch.fields.isEmpty ? [nil] : touch.fields.map { Optional($0.description) }
      let element = touch.change.change.element.description
      return fields.map { who + [$0, touch.status.rawValue, element, touch.change.rule, consumer.path] }
    }
  }
}

extension UsesAnswer {
  package var porcelain: [Porcelain.Record] {
    uses.users.flatMap { user -> [Porcelain.Record] in
      let fields = user.fields.isEmpty ? [nil] : user.fields.map { Optional($0.name.description) }
      return fields.map { field in
        [
          user.how.rawValue, user.hasMovedOn ? "left" : "stays", user.consumer.identifier, user.consumer.team, user.use?.range, field,
          user.consumer.path,
        ]
      }
    } + uses.observed.map { ["observed", "stays", $0.consumer, nil, nil, $0.name.description, $0.path] }
  }
}
