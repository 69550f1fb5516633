internal import ContractHistory
internal import ContractKit

extension Sign {
  /// Breaks the glass: by a record where the person has a key, else by the trailer that says so.
  func breakGlass(
    _ subject: SigningCase, _ signer: Person, _ contracts: borrowing ContractRepository, _ context: Context
  ) throws -> ExitStatus {
    guard case .contract = subject.subject else {
      throw CommandError(
        "'\(subject.title)' decides about others, and breaking the glass changes no rules", hints: ["its owners or the stewards sign it"])
    }
    let roster = contracts.ownershipState(subject.rulebook, context.today).roster
    if let fault = subject.rulebook.policy.overrideFault(of: signer, roster: roster) {
      throw CommandError("you cannot break the glass: \(fault)", hints: ["git contract check names the owners who can agree"])
    }
    if roster.hasKey(signer) { return try sign(subject, signer, contracts, context) }
    guard let reason = try askReason(context) else { throw CommandError("who breaks the glass says why", status: .usage) }
    guard SignOffRecord.isValue(reason) else { throw CommandError("a reason is one line of visible text", status: .usage) }
    let trailer = "\(BreakGlass.trailer): \(reason)"
    context.console.write(trailer + "\n")
    context.hint(
      "you have no key in '\(People.path)', so say it in your commit: git commit --amend --no-edit --trailer "
        + ShellWord.quoted(trailer))
    return .pass
  }
}
