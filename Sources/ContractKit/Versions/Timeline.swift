/// One line of a contract with its versions, newest first: what `log` and `changelog` tell.
package struct Timeline: Sendable {
  package var identifier: String
  package var major: Int
  package var name: String
  package var path: String
  package var versions: [Release]
  /// What is deprecated in the newest state, derived from history; nothing where the line has ended.
  package var deprecated: [Deprecation]
  /// Nil while it stands.
  package var end: End?

  package init(
    identifier: String, major: Int, name: String, path: String, versions: [Release], deprecated: [Deprecation], end: End? = nil
  ) {
    self.identifier = identifier
    self.major = major
    self.name = name
    self.path = path
    self.versions = versions
    self.deprecated = deprecated
    self.end = end
  }

  /// How a line came to its end.
  package struct End: Sendable {
    package enum How: Hashable, Sendable {
      /// The file is there no more, or is none of a contract.
      case deleted
      /// The file holds another major of the contract.
      case succeeded(by: Int)
      /// The file holds another contract, of this id.
      case replaced(by: String)
    }

    package var how: How
    /// The commit, 40 hexadecimal digits, and its date as in ``Release``.
    package var commit: String
    package var date: String
    package var author: String

    package init(how: How, commit: String, date: String, author: String) {
      self.how = how
      self.commit = commit
      self.date = date
      self.author = author
    }
  }

  /// A version and how it came about.
  package struct Release: Sendable {
    /// As the file spells it.
    package var version: String
    /// The commit that made it, 40 hexadecimal digits; empty for what is not committed.
    package var commit: String
    /// The commit's date, `2026-11-22T10:00:00+01:00`, in the author's zone.
    package var date: String
    package var author: String
    /// The subject of the commit.
    package var summary: String
    package var diff: TransitionDiff
    package var signOffs: [CheckAnswer.SignOff]
    /// The text of the commit's `Contract-Migration:` trailers.
    package var migration: [String]
    /// Consumers whom the change hits, by name.
    package var consumers: [ConsumerImpact]
    /// For the first version of a contract: what changed since its first commit, under the same version. Nil where nothing did that means
    /// anything.
    package var sinceBegun: TransitionDiff?
    /// Who let it through although its owners had not agreed; each is among `signOffs` too.
    package var overrides: [BreakGlass] = []

    package init(
      version: String, commit: String, date: String, author: String, summary: String, diff: TransitionDiff,
      signOffs: [CheckAnswer.SignOff], migration: [String], consumers: [ConsumerImpact]
    ) {
      self.version = version
      self.commit = commit
      self.date = date
      self.author = author
      self.summary = summary
      self.diff = diff
      self.signOffs = signOffs
      self.migration = migration
      self.consumers = consumers
    }

    package var day: String { String(date.prefix(10)) }

    package func count(_ impact: Impact) -> Int {
      diff.changes.count { $0.impact == impact }
    }

    /// What the version did: `major`, `minor`, `patch`, `none`; `new` for the first.
    package var bump: String {
      diff.fromVersion == nil ? "new" : diff.actualBump?.rawValue ?? "unknown"
    }
  }

  /// An element that readers should leave, and by when.
  package struct Deprecation: Sendable {
    /// Dotted, as consumers write it: `orders.amount`.
    package var element: String
    /// The day and version in which it was first said.
    package var since: String
    package var sinceVersion: String
    package var removeAfter: String?
    package var replacedBy: String?

    package init(element: String, since: String, sinceVersion: String, removeAfter: String?, replacedBy: String?) {
      self.element = element
      self.since = since
      self.sinceVersion = sinceVersion
      self.removeAfter = removeAfter
      self.replacedBy = replacedBy
    }
  }
}
