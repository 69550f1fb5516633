/// A `CODEOWNERS` file: who owns which path.
///
/// Forges fail open on what they cannot read. Here three answers stay apart (owned, cleared, unmatched), and every line that is skipped
/// or that means something else than it seems to is a diagnostic with its line and column.
package struct CodeOwners: Sendable {
  /// One line that could be read.
  package struct Rule: Sendable, Hashable {
    /// Where the pattern stands.
    package let position: SourcePosition
    /// The pattern as it is written, without `!`.
    package let pattern: String
    /// The owners in the order of the line; those of the section where the line names none. Empty: the line takes ownership away.
    package let owners: [Owner]
    /// GitLab: the section's name as first written, `codeowners` above the first header. `nil` in other dialects.
    package let section: String?
    /// GitLab: approval of the section is not required (`^[Name]`).
    package let isOptional: Bool
    /// How many approvals the section asks for; 0 where it does not say, which counts as 1.
    package let approvals: Int

    /// The rule's line, from 1.
    package var line: Int { position.line }

    package init(
      position: SourcePosition, pattern: String, owners: [Owner], section: String? = nil, isOptional: Bool = false, approvals: Int = 0
    ) {
      self.position = position
      self.pattern = pattern
      self.owners = owners
      self.section = section
      self.isOptional = isOptional
      self.approvals = approvals
    }
  }

  /// The largest file that GitHub loads; a larger one owns nothing at all. 3 MB, read as 3 x 1024 x 1024 bytes.
  package static let largestFile = 3 * 1024 * 1024

  /// Where the file stands; what diagnostics name.
  package let path: String
  package let dialect: CodeOwnersDialect
  /// The lines that could be read, in their order, exclusions (`!`) left out.
  package let rules: [Rule]
  /// What is wrong with the file, in its order, with what it can alter.
  let faults: [CodeOwnersFault]
  /// The lines that own nothing because they could not be read, from 1.
  package let skippedLines: [Int]

  private let matcher: Matcher

  /// In the order of the file.
  package var diagnostics: [Diagnostic] { faults.map(\.diagnostic) }

  /// The rules of all diagnostics about a file.
  package static let diagnosticRules: Set<String> = [
    "codeowners-byte-order-mark", "codeowners-invalid-approvals", "codeowners-invalid-owner", "codeowners-invalid-pattern",
    "codeowners-invalid-section", "codeowners-missing-owner", "codeowners-not-a-file", "codeowners-not-utf8", "codeowners-too-large",
  ]

  /// How the dialect decides between several lines that cover a path.
  enum Matcher: Sendable {
    /// GitHub: the last line.
    case last(RuleIndex)
    /// GitLab: the last line of each section, unless an exclusion of that section covers the path.
    case sections([Section])
    /// Gitea: every line.
    case all([Condition])

    struct Section: Sendable {
      /// The offsets in `rules` of what is filed in `index`.
      let rules: [Int]
      let index: RuleIndex
      let exclusions: RuleIndex
    }

    /// One line of Gitea's: it decides for the paths that its expression matches, or with `!` for those that it does not.
    struct Condition: Sendable {
      let expression: RegularExpression
      let isInverted: Bool
    }
  }

  init(
    path: String, dialect: CodeOwnersDialect, rules: [Rule], matcher: Matcher, faults: [CodeOwnersFault], skippedLines: [Int]
  ) {
    self.path = path
    self.dialect = dialect
    self.rules = rules
    self.matcher = matcher
    self.faults = faults
    self.skippedLines = skippedLines
  }

  /// What the file says of one path.
  ///
  /// - Parameter path: relative to the top of the repository, with `/` between its segments and none at its ends, compared byte by byte.
  package func owners(of path: String) -> PathOwnership {
    let path = PathPattern.Path(path)
    switch matcher {
    case .last(let index):
      return PathOwnership(rules: index.last(covering: path).map { [rules[$0]] } ?? [])
    case .sections(let sections):
      return PathOwnership(
        rules: sections.compactMap { section in
          guard section.exclusions.last(covering: path) == nil, let last = section.index.last(covering: path) else { return nil }
          return rules[section.rules[last]]
        })
    case .all(let conditions):
      return PathOwnership(
        rules: zip(rules, conditions).compactMap { rule, condition in
          condition.expression.matches(path.bytes) != condition.isInverted ? rule : nil
        })
    }
  }

  /// The lines that cover a path, in the order of the file, whether they decide about it or others do.
  package func rules(covering path: String) -> [Rule] {
    let path = PathPattern.Path(path)
    switch matcher {
    case .last(let index): return index.all(covering: path).map { rules[$0] }
    case .sections(let sections):
      return sections.flatMap { section in section.index.all(covering: path).map { section.rules[$0] } }.sorted().map { rules[$0] }
    case .all(let conditions):
      return zip(rules, conditions).compactMap { rule, condition in
        condition.expression.matches(path.bytes) != condition.isInverted ? rule : nil
      }
    }
  }
}

/// What `CODEOWNERS` says of one path.
package struct PathOwnership: Sendable, Hashable {
  /// Three answers that forges mix up.
  package enum State: String, Sendable, CaseIterable {
    /// Somebody is named.
    case owned
    /// A line covers the path and names nobody: ownership was taken away on purpose.
    case cleared
    /// No line covers the path.
    case unmatched
  }

  /// The lines that decide: at most one for GitHub, one for each section for GitLab, each that matched for Gitea.
  package let rules: [CodeOwners.Rule]

  package init(rules: [CodeOwners.Rule]) {
    self.rules = rules
  }

  package var state: State {
    if rules.isEmpty { return .unmatched }
    return rules.contains { !$0.owners.isEmpty } ? .owned : .cleared
  }

  /// All owners of all deciding lines, each once.
  package var owners: [Owner] {
    var seen = Set<Owner>()
    return rules.flatMap(\.owners).filter { seen.insert($0).inserted }
  }
}
