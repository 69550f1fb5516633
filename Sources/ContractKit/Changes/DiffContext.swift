/// What a comparison of two elements must know of the contracts around them.
package struct DiffContext: Sendable {
  /// New names of the objects and columns that were renamed, by the old dotted path: what refers to them says the same as before.
  package var renames: [String: String]
  /// True where readers of one of the contracts find columns by their place.
  package var isPositional: Bool

  /// Whose words the physical types are written in, on either side.
  package var oldDialect: SQLDialect
  package var newDialect: SQLDialect

  package init(
    renames: [String: String] = [:], isPositional: Bool = false, oldDialect: SQLDialect = .generic, newDialect: SQLDialect = .generic
  ) {
    self.renames = renames
    self.isPositional = isPositional
    self.oldDialect = oldDialect
    self.newDialect = newDialect
  }
}
