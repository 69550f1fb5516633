/// The answer of `blame`: for each element of a contract who made it so, when, and who agreed.
package struct Blame: Sendable {
  /// A version of the contract, and the commit in it that did something to an element.
  package struct Origin: Sendable {
    package var version: String
    /// 40 hexadecimal digits.
    package var commit: String
    /// ISO 8601, in the author's zone.
    package var date: String
    package var author: String
    /// The subject of the commit.
    package var summary: String
    /// Who agreed to the version.
    package var signOffs: [CheckAnswer.SignOff]

    package init(version: String, commit: String, date: String, author: String, summary: String, signOffs: [CheckAnswer.SignOff]) {
      self.version = version
      self.commit = commit
      self.date = date
      self.author = author
      self.summary = summary
      self.signOffs = signOffs
    }

    package var day: String { String(date.prefix(10)) }
  }

  package struct Line: Sendable {
    package var path: ElementPath
    package var kind: Element.Kind
    package var position: SourcePosition
    package var depth: Int
    /// Since when it is there.
    package var introduced: Origin
    /// Since when it is as it is.
    package var changed: Origin

    package init(
      path: ElementPath, kind: Element.Kind, position: SourcePosition, depth: Int, introduced: Origin, changed: Origin
    ) {
      self.path = path
      self.kind = kind
      self.position = position
      self.depth = depth
      self.introduced = introduced
      self.changed = changed
    }
  }

  package var identifier: String
  package var major: Int
  package var name: String
  package var path: String
  package var version: String
  package var lines: [Line]

  package init(identifier: String, major: Int, name: String, path: String, version: String, lines: [Line]) {
    self.identifier = identifier
    self.major = major
    self.name = name
    self.path = path
    self.version = version
    self.lines = lines
  }
}
