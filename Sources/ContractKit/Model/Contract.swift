/// A data contract as it was read from one file: the tree of its elements, and what the tool must know of it at once.
package struct Contract: Sendable {
  /// The standard that the file was written in. What a contract means does not depend on it; what is valid does.
  package enum Dialect: Hashable, Sendable {
    /// Open Data Contract Standard; the text of `apiVersion` without a leading `v`, for example `3.1.0`.
    case odcs(String)
    /// Data Contract Specification; the text of `dataContractSpecification`, for example `1.1.0`.
    case specification(String)
  }

  /// The life cycle, without case (`ACTIVE` is `active`). A contract without a status is active: nobody said otherwise.
  package enum Status: String, Sendable, CaseIterable {
    case proposed, draft, active, deprecated, retired
  }

  /// Where it was read: relative to the top of the repository, or as it was named on the command line.
  package var path: String
  package var dialect: Dialect
  /// The contract's own `id`. Empty where the file has none, which is a diagnostic.
  package var identifier: String
  package var name: String?
  /// `version` as it is written, for example `v1.4`; nil where the file has none.
  package var version: Located<String>?
  package var status: Status
  /// The whole contract: kind `contract`, its objects and sections below it.
  package var root: Element
  /// What is wrong with a file that could be read nonetheless: unknown keys, wrong types, the same name twice.
  package var diagnostics: [Diagnostic]

  package init(
    path: String, dialect: Dialect, identifier: String, name: String?, version: Located<String>?, status: Status, root: Element,
    diagnostics: [Diagnostic]
  ) {
    self.path = path
    self.dialect = dialect
    self.identifier = identifier
    self.name = name
    self.version = version
    self.status = status
    self.root = root
    self.diagnostics = diagnostics
  }

  /// The tables, views, topics and files that it promises.
  package var objects: [Element] { root.children(.object) }

  /// What people call it: its name, else its id, else its path.
  package var title: String {
    if let name, !name.isEmpty { return name }
    return identifier.isEmpty ? path : identifier
  }
}

/// A value and where it stands: the position for people, the bytes for whoever rewrites them (`bump`).
package struct Located<Wrapped: Sendable>: Sendable {
  package var value: Wrapped
  package var position: SourcePosition
  /// Offsets into the file, from the first to behind the last byte, quotes included.
  package var bytes: Range<Int>

  package init(_ value: Wrapped, position: SourcePosition, bytes: Range<Int>) {
    self.value = value
    self.position = position
    self.bytes = bytes
  }
}
