/// What is wrong with a text that somebody wrote: the place, the rule that it breaks, and a sentence that says what to do.
///
/// A diagnostic speaks of one file by itself. A `Finding` is what policy makes of it.
package struct Diagnostic: Error, Hashable, Sendable {
  /// The file as the user knows it: relative to the top of the repository, or as it was named on the command line.
  package var path: String
  package var position: SourcePosition
  /// The kebab-case id of the rule, for example `duplicate-key`.
  package var rule: String
  package var message: String

  package init(path: String, position: SourcePosition, rule: String, message: String) {
    self.path = path
    self.position = position
    self.rule = rule
    self.message = message
  }
}

/// A file that could not be read at all, with every reason that was found. It holds at least one diagnostic.
package struct ReadingError: Error, Sendable {
  package var diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  package init(path: String, position: SourcePosition, rule: String, message: String) {
    diagnostics = [Diagnostic(path: path, position: position, rule: rule, message: message)]
  }
}
