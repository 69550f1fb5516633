internal import ContractHistory
internal import ContractKit
internal import GitStore

/// What `init` finds in a repository before it proposes anything.
struct AdoptionFacts {
  let rulebook: Rulebook
  let catalog: Catalog
  let hasPolicy: Bool
  /// Who wrote contracts, those with the most changes first, and whoever runs this.
  let contributors: [Contributor]
  /// Who is to answer for what nobody owns: whoever runs this, else who wrote the most.
  let steward: Contributor?
  let forge: Forge
  let owners: OwnerProposal
  /// Handles in CODEOWNERS that no person found here has.
  let unresolvedHandles: [String]
  private(set) var notes: [String] = []

  init(_ contracts: borrowing ContractRepository, _ context: Context) throws {
    rulebook = try contracts.rulebook(at: .workTree)
    catalog = try contracts.catalog(at: .workTree, rulebook: rulebook)
    hasPolicy = try contracts.git.readWorkTreeFile(Policy.path, limit: ContractRepository.largestGovernanceFile) != nil
    let paths = catalog.contracts.map(\.path)
    for version in catalog.contracts {
      if case .unparsable(let diagnostics) = version.file, let first = diagnostics.first {
        notes.append("\(first.path):\(first.position.line):\(first.position.column): \(first.message)")
      }
    }
    let agents = AgentList(additional: rulebook.policy.agents)
    let mailmap = Mailmap(try contracts.git.readWorkTreeFile(".mailmap", limit: 1 << 20) ?? [])
    var contributors: [Contributor] = []
    var files: [String] = []
    if let tip = try contracts.git.head().commit {
      try contracts.git.forEachEntry(in: contracts.git.treeID(ofCommit: tip)) { entry in
        if entry.mode != .tree { files.append(entry.path) }
        return true
      }
      contributors = Contributor.all(in: try contracts.edits(of: Set(paths), from: tip), mailmap: mailmap, agents: agents)
    }
    let user = Self.user(contracts, context, mailmap: mailmap, agents: agents, among: contributors)
    if let user, !contributors.contains(user) { contributors.append(user) }
    steward = user ?? contributors.first
    self.contributors = contributors
    forge = Self.forge(of: contracts.git.configuration)
    let place = Self.ownersFile(rulebook, forge)
    owners = OwnerProposal(
      path: place.path, dialect: place.dialect,
      current: try contracts.git.readWorkTreeFile(place.path, limit: CodeOwners.largestFile + 1), contracts: paths,
      files: files, contributors: contributors)
    let known = Set(contributors.compactMap { $0.handle?.lowercased() })
    var seen: Set<String> = []
    unresolvedHandles = (rulebook.codeOwners?.rules ?? []).flatMap(\.owners).compactMap { owner in
      switch owner {
      case .user(let text), .team(let text): !known.contains(text.lowercased()) && seen.insert(owner.key).inserted ? text : nil
      case .email, .role: nil
      }
    }
  }

  var summary: String {
    let contracts = catalog.contracts.count
    guard contracts > 0 else {
      return "found no contract yet: a file with 'kind: DataContract' or 'dataContractSpecification:', wherever it is"
    }
    let folders = Set(catalog.contracts.map { OwnerProposal.folder(of: $0.path) })
    let people = contributors.count { !$0.edits.isEmpty }
    return "found \(contracts) contract\(contracts == 1 ? "" : "s") in \(folders.count) folder\(folders.count == 1 ? "" : "s"), "
      + "written by \(people) person\(people == 1 ? "" : "s")"
  }

  /// Whoever runs this, by the address in Git's configuration; nil where there is none or it is a bot's.
  private static func user(
    _ contracts: borrowing ContractRepository, _ context: Context, mailmap: Mailmap, agents: AgentList, among contributors: [Contributor]
  ) -> Contributor? {
    guard let email = SigningCase.email(contracts, context), email.contains("@") else { return nil }
    let name = contracts.git.configuration.value("user.name") ?? ""
    let identity = mailmap.resolve(ClaimCommit.Identity(name: name, email: email))
    guard !agents.contains(name: identity.name, email: identity.email) else { return nil }
    if let known = contributors.first(where: { $0.emails.contains { $0.lowercased() == identity.email.lowercased() } }) { return known }
    return Contributor(identity, besides: contributors)
  }

  /// By the hosts of the remotes.
  private static func forge(of configuration: Configuration) -> Forge {
    let urls = configuration.subsections(of: "remote").compactMap { configuration.value("remote.\($0).url")?.lowercased() }
    let hosts = urls.map { url -> Substring in
      var rest = url[...]
      if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
      if let at = rest.firstIndex(of: "@") { rest = rest[rest.index(after: at)...] }
      return rest.prefix { $0 != "/" && $0 != ":" }
    }
    if hosts.contains(where: { $0 == "github.com" || $0.hasPrefix("github.") }) { return .github }
    if hosts.contains(where: { $0 == "gitlab.com" || $0.hasPrefix("gitlab.") }) { return .gitlab }
    return .none
  }

  /// The file that is there, else where the forge looks for it.
  private static func ownersFile(_ rulebook: Rulebook, _ forge: Forge) -> (path: String, dialect: CodeOwnersDialect) {
    if let there = rulebook.codeOwners { return (there.path, there.dialect) }
    let named = CodeOwnersDialect(rawValue: rulebook.policy.codeOwnersDialect.rawValue)
    if let file = rulebook.policy.codeOwnersFile { return (file, named ?? CodeOwnersDialect(locatedAt: file)) }
    switch forge {
    case .github: return (".github/CODEOWNERS", named ?? .github)
    case .gitlab: return (".gitlab/CODEOWNERS", named ?? .gitlab)
    case .none: return ("CODEOWNERS", named ?? .github)
    }
  }
}
