internal import ContractKit

extension Notice {
  /// What stands in `git-contract/notice/1`, whole: nothing is cut here.
  var members: [String: JSON] {
    [
      "id": .string(event.identifier), "subject": .string(subject), "topic": .string(topic?.rawValue ?? "repaired"),
      "consumer": consumer.noticeJSON,
      "contract": [
        "id": .string(event.contract), "title": .string(contract), "path": .string(contractPath), "fromVersion": JSON(event.fromVersion),
        "toVersion": JSON(event.toVersion),
      ],
      "status": .string(status.rawValue), "rangeVerdict": .string(rangeVerdict.rawValue), "range": JSON(range), "tested": JSON(tested),
      "changes": .array(items.map(\.json)), "othersCount": .integer(othersCount), "effective": .string(effective.description),
      "lastDay": JSON(lastDay?.description), "migration": .array(migration.map { .string($0) }),
      "views": .array(
        views.map { ["table": .string($0.table), "sql": .string($0.sql), "warnings": .array($0.warnings.map { .string($0) })] }),
      "owners": .array(owners.map { .string($0) }), "support": .array(support.map { .string($0.line) }),
      "signOffs": .array(
        agreements.map { ["person": .string($0.person), "owner": .string($0.owner), "assurance": .string($0.assurance)] }),
      "followUps": .array(followUps.map(\.json)), "commit": .string(commit), "target": .string(target),
    ]
  }
}

extension ConsumerDeclaration {
  /// Who is written to, and by which file: what every letter says.
  var noticeJSON: JSON {
    [
      "id": .string(identifier), "name": .string(title), "team": JSON(team),
      "declaredIn": ["path": .string(path), "commit": JSON(commit)],
    ]
  }
}

extension Notice.Item {
  var json: JSON {
    [
      "fields": .array(fields.map { .string($0) }), "status": .string(status.rawValue), "impact": .string(impact.rawValue),
      "rule": .string(rule), "message": .string(message), "before": JSON(before), "after": JSON(after), "replacement": JSON(replacement),
      "removal": JSON(removal),
    ]
  }
}

extension FollowUp {
  fileprivate var json: JSON {
    [
      "event": .string(event.identifier), "version": JSON(event.toVersion), "day": .string(day.description),
      "repaired": .array(repaired.map { .string($0) }), "standing": .array(standing.map { .string($0) }), "moved": .boolean(hasMoved),
    ]
  }
}
