internal import ContractKit

extension AnswerSchemas {
  /// `git-contract/audit/1`: stands for `Audit.json`.
  static var audit: SchemaNode {
    let finding = SchemaNode.answer([
      "kind": .choice(AuditFinding.Kind.self), "risk": .choice(AuditFinding.Risk.self), "contract": .string.orNull, "title": .string.orNull,
      "path": .string, "line": .integer.orNull, "commit": .string.orNull.described("Null for what is true now."), "date": .day.orNull,
      "message": .string,
    ])
    let share = SchemaNode.answer(["count": .integer, "percent": .integer.described("Of all, rounded.")])
    let team = SchemaNode.answer([
      "name": .string.orNull.described("Null for what nobody answers for."), "contracts": share, "breaking": share, "counts": counts,
    ])
    return answer(
      .audit,
      [
        "tip": .string, "base": .string.orNull.described("History was told of what came after it."),
        "ownership": .choice(OwnershipMode.self),
        "ownersFile": SchemaNode.answer(["path": .string, "dialect": .choice(CodeOwnersDialect.self)]).orNull,
        "sentences": SchemaNode.list(of: .string).described("At most ten, the riskiest first."), "findings": .list(of: finding),
        "contracts": .list(of: auditedContract), "teams": .list(of: team), "counts": counts,
      ])
  }

  private static var auditedContract: SchemaNode {
    let line = SchemaNode.answer(["path": .string, "line": .integer, "pattern": .string, "owners": .list(of: .string)])
    let signOff = SchemaNode.answer([
      "date": .day, "commit": .string, "version": .string.orNull, "assurance": .choice(Assurance.self), "by": .string,
    ])
    let factor = SchemaNode.answer([
      "value": .integer, "basis": .choice(BusFactor.Basis.self),
      "signers": .integer.orNull.described("Null where nobody in the repository has a key."), "authors": .integer,
    ])
    let activity = SchemaNode.answer([
      "authors": .integer, "undeclared": .integer, "undeclaredTeams": .list(of: .string), "absent": .list(of: .string),
      "assistedAgreedBy": .list(of: .string),
      "persons": SchemaNode.list(of: .string).described("By name, never by number; empty without '--persons'."),
    ])
    let other = SchemaNode.answer([
      "dialect": .choice(CodeOwnersDialect.self), "state": .choice(PathOwnership.State.self), "owners": .list(of: .string),
    ])
    return .answer([
      "id": .string, "name": .string, "path": .string, "version": .string.orNull, "status": .choice(Contract.Status.self).orNull,
      "deleted": .boolean, "problem": .string.orNull.described("Why the contract cannot be read."),
      "state": .choice(AuditedContract.State.self), "lines": .list(of: line), "parties": .list(of: .string), "busFactor": factor,
      "lastSignOff": signOff.orNull.described("The last one that was more than the author's own word."), "counts": counts,
      "activity": activity, "otherDialects": .list(of: other),
    ])
  }

  private static var counts: SchemaNode {
    .answer([
      "transitions": .integer, "breaking": .integer, "unsigned": .integer, "unsignedBreaking": .integer, "withoutBump": .integer,
      "withoutNotice": .integer, "selfApproved": .integer, "overrides": .integer, "assisted": .integer, "assistedAgreed": .integer,
    ])
  }
}
