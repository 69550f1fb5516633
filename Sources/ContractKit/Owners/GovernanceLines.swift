/// Lines of CODEOWNERS that a change alters and of which no path that matters today tells anything.
///
/// They decide about the files of tomorrow, so they ask an owner of the file although the change has an effect elsewhere: else whoever may
/// agree to that effect could claim a folder beside it before its first contract comes.
extension OwnershipRules {
  /// Whether the change alters a line that takes no part in its effects, or the order of those that stay.
  func altersLines(beyond effects: [Effect]) -> Bool {
    let old = base.codeOwners.rules
    let new = head.codeOwners.rules
    // Also a line that takes ownership away decides.
    let paths = effects.flatMap(\.paths)
    let before = Set(paths.flatMap { base.codeOwners.owners(of: $0).rules })
    let after = Set(paths.flatMap { head.codeOwners.owners(of: $0).rules })
    let (gone, kept) = Self.split(old, by: new)
    let (come, stayed) = Self.split(new, by: old)
    return !gone.allSatisfy { before.contains($0) } || !come.allSatisfy { after.contains($0) } || kept != stayed
  }

  /// What stands in one file only, and what in both, each in its order.
  private static func split(
    _ rules: [CodeOwners.Rule], by others: [CodeOwners.Rule]
  ) -> (only: [CodeOwners.Rule], common: [PlainLine]) {
    var left = others.reduce(into: [PlainLine: Int]()) { $0[PlainLine($1), default: 0] += 1 }
    var only: [CodeOwners.Rule] = []
    var common: [PlainLine] = []
    for rule in rules {
      let line = PlainLine(rule)
      if let count = left[line], count > 0 {
        left[line] = count - 1
        common.append(line)
      } else {
        only.append(rule)
      }
    }
    return (only, common)
  }

  /// A line without its place in the file.
  private struct PlainLine: Hashable {
    let pattern: String
    let owners: [Owner]
    let section: String?
    let isOptional: Bool
    let approvals: Int

    init(_ rule: CodeOwners.Rule) {
      pattern = rule.pattern
      owners = rule.owners
      section = rule.section
      isOptional = rule.isOptional
      approvals = rule.approvals
    }
  }
}
