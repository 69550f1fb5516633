/// Whose reading of `CODEOWNERS` counts. The same file means different owners in each, so a dialect is always stated.
package enum CodeOwnersDialect: String, Sendable, Hashable, CaseIterable {
  /// <https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners>
  case github
  /// <https://docs.gitlab.com/user/project/codeowners/reference/>
  case gitlab
  /// <https://docs.gitea.com/usage/code-owners>; Forgejo reads the same.
  case gitea

  /// The dialect of a file that stands at `path`, where the policy names none: `.gitlab/` means GitLab, `.gitea/` and `.forgejo/` mean
  /// Gitea, everything else GitHub.
  package init(locatedAt path: String) {
    if path.hasPrefix(".gitlab/") {
      self = .gitlab
    } else if path.hasPrefix(".gitea/") || path.hasPrefix(".forgejo/") {
      self = .gitea
    } else {
      self = .github
    }
  }

  /// Where the forge of this dialect looks, in its order. It reads the first file that it finds and no other.
  package var candidatePaths: [String] {
    switch self {
    case .github: [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]
    case .gitlab: ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]
    case .gitea: ["CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"]
    }
  }

  /// Where to look if the policy leaves file and dialect to us: GitHub's places, then those that only another forge has. The dialect then
  /// follows from the place of the file that was found.
  package static let automaticCandidatePaths = [
    ".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS",
  ]

  /// The places to look in, in order, for what the policy says under `codeowners`.
  ///
  /// - Parameters:
  ///   - file: the one path that the policy names; `nil` for `file: auto`.
  ///   - dialect: the dialect that the policy names; `nil` for `dialect: auto`.
  /// - Returns: paths with the dialect in which a file found there is read; the first that exists counts, all others are ignored.
  package static func candidates(file: String?, dialect: CodeOwnersDialect?) -> [(path: String, dialect: CodeOwnersDialect)] {
    let paths = file.map { [$0] } ?? dialect?.candidatePaths ?? automaticCandidatePaths
    return paths.map { ($0, dialect ?? CodeOwnersDialect(locatedAt: $0)) }
  }
}
