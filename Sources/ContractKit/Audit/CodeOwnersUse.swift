/// Which lines of a CODEOWNERS file decide anything in a tree.
package struct CodeOwnersUse: Sendable {
  /// A line that decides about no file.
  package struct Idle: Sendable, Hashable {
    package var rule: CodeOwners.Rule
    /// The line that decides in its place about the first of its files; nil where it has none.
    package var overruledBy: Int?
  }

  /// In the order of the file.
  package let idle: [Idle]

  /// - Parameter paths: every file of the tree.
  package init(_ codeOwners: CodeOwners, paths: [String]) {
    var deciding: Set<Int> = []
    var overruled: [Int: Int] = [:]
    for path in paths {
      let rules = codeOwners.owners(of: path).rules
      for rule in rules { deciding.insert(rule.line) }
      for rule in codeOwners.rules(covering: path) where overruled[rule.line] == nil && !rules.contains(rule) {
        overruled[rule.line] = (rules.first { $0.section == rule.section } ?? rules.first)?.line
      }
    }
    idle = codeOwners.rules.filter { !deciding.contains($0.line) }.map { Idle(rule: $0, overruledBy: overruled[$0.line]) }
  }
}
