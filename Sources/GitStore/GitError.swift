/// Why Git could not be asked, or could not answer. Every kind ends the program with exit code 128: nothing was looked at.
package struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, for code that must tell cases apart.
  package enum Kind: Hashable, Sendable {
    /// No repository at the directory, or in those above it.
    case notARepository
    /// A repository, but of a form that cannot be read: SHA-256, reftable, an extension that nobody here knows.
    case unsupported
    /// The repository belongs to somebody else and is not in `safe.directory`.
    case unsafe
    /// An object that should be there is not: shallow clone, partial clone, quarantine, corruption.
    case missing
    /// Text that names no commit because its form is wrong, or because it names something else.
    case invalidRevision
    /// An abbreviated revision that names several objects.
    case ambiguous
    /// A compare-and-swap was lost: the reference or index entry is no longer what was expected.
    case referenceMoved
    /// A blob or file above the limit that the caller set.
    case tooLarge
    /// Something that is there could not be read: permissions, malformed data, a failing disk.
    case unreadable
    /// Anything else.
    case other
  }

  package let kind: Kind
  /// One line, lower case, names in single quotes, no full stop: what stands after `fatal: `.
  package let message: String
  /// What to do, with the exact command where there is one: what stands after `hint: `.
  package let hint: String?

  package init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  package var description: String { hint.map { "\(message) (hint: \($0))" } ?? message }
}
