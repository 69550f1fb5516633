internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// What was found out about the files that decide.
struct RulesChecks {
  var checks: [DoctorAnswer.Check]
  /// Nil where they cannot be read.
  var rulebook: Rulebook?

  /// Whether people have keys, so that signatures will have to be checked.
  var needsSignatures: Bool { rulebook?.people?.persons.contains { !$0.keys.isEmpty } ?? false }
}

extension ContractRepository {
  /// Policy, people and owners: in a clone as they stand in the work tree, on a server as the next push will be judged by them.
  borrowing func rulesChecks(_ context: Context) throws -> RulesChecks {
    let state: RepositoryState = git.isBare ? try defaultBranchTip().map { .commit($0.target) } ?? .nothing : .workTree
    let rulebook: Rulebook
    do {
      rulebook = try self.rulebook(at: state)
    } catch let error as ReadingError {
      let found = error.diagnostics.map { diagnostic -> DoctorAnswer.Check in
        let place = "\(diagnostic.path):\(diagnostic.position.line):\(diagnostic.position.column)"
        let editing = "${EDITOR:-vi} +\(diagnostic.position.line) \(ShellWord.quoted(diagnostic.path))"
        return .init(
          Self.subject(of: diagnostic.path), .mend, "\(place): \(diagnostic.message)", command: git.isBare ? nil : editing)
      }
      return RulesChecks(checks: found, rulebook: nil)
    }
    let hasPolicy = try !git.isBare && git.readWorkTreeFile(Policy.path, limit: Self.largestGovernanceFile) != nil
    return RulesChecks(
      checks: Self.policyChecks(rulebook, isBare: git.isBare, hasPolicy: hasPolicy) + Self.ownerChecks(rulebook, isBare: git.isBare)
        + Self.keeperChecks(rulebook, ownershipState(rulebook, context.today)), rulebook: rulebook)
  }

  /// `.contracts/people.yaml` is `people`.
  private static func subject(of path: String) -> String {
    let name = path.split(separator: "/").last ?? path[...]
    return String(name.prefix { $0 != "." })
  }

  private static func policyChecks(_ rulebook: Rulebook, isBare: Bool, hasPolicy: Bool) -> [DoctorAnswer.Check] {
    var checks: [DoctorAnswer.Check] = []
    let policy = rulebook.policy
    checks.append(.init("policy", .ok, "the policy can be read; ownership: \(policy.ownership.rawValue)"))
    let people = rulebook.people?.persons ?? []
    let signers = people.filter { !$0.keys.isEmpty }
    if rulebook.people != nil {
      checks.append(.init("people", .ok, "the people can be read: \(people.count), \(signers.count) with a key"))
    }
    if policy.repository.isEmpty {
      checks.append(
        .init(
          "records", signers.isEmpty ? .advice : .mend, "nobody can sign: the policy does not say which repository this is",
          command: isBare
            ? nil : hasPolicy ? "printf 'repository: %s\\n' \"$(\(randomUUID))\" >> \(Policy.path)" : "git contract init"
        ))
    } else if policy.records.hasPrefix("refs/heads/") {
      checks.append(
        .init("records", .advice, "'\(policy.records)' holds the sign-offs: let the forge refuse that it is rewritten or deleted"))
    } else {
      checks.append(.init("records", .ok, "sign-offs are kept in '\(policy.records)'"))
    }
    return checks
  }

  /// What `uuidgen` prints, which many systems lack.
  private static let randomUUID =
    "head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \\n' | sed -E 's/(.{8})(.{4})(.{4})(.{4})/\\1-\\2-\\3-\\4-/'"

  /// Once somebody signs, whoever keeps the people file has to: else a forged trailer in their name puts anybody's key into it.
  private static func keeperChecks(_ rulebook: Rulebook, _ state: OwnershipState) -> [DoctorAnswer.Check] {
    guard rulebook.policy.forge == .none, rulebook.people?.persons.contains(where: { !$0.keys.isEmpty }) ?? false else { return [] }
    let paths = [People.path, Policy.path, rulebook.codeOwners?.path].compactMap { $0 }
    let weak = paths.filter { path in state.lines(of: path).contains { line in !line.persons.contains { state.roster.hasKey($0) } } }
    guard let first = weak.first else { return [.init("keepers", .ok, "those who own '\(People.path)' have keys")] }
    let names = Set(state.lines(of: first).flatMap(\.persons).map(\.id)).sorted().map { "'\($0)'" }.joined(separator: ", ")
    return [
      .init(
        "keepers", .mend,
        "nobody who owns '\(first)' has a key (\(names)): a forged trailer in their name could give anybody's key to an owner")
    ]
  }

  private static func ownerChecks(_ rulebook: Rulebook, isBare: Bool) -> [DoctorAnswer.Check] {
    guard let codeOwners = rulebook.codeOwners else {
      return [
        .init(
          "owners", rulebook.policy.ownership == .enforce ? .mend : .advice, "there is no CODEOWNERS: nobody owns a contract",
          command: isBare ? nil : "git contract init")
      ]
    }
    guard let first = rulebook.diagnostics.first else { return [.init("owners", .ok, "'\(codeOwners.path)' can be read")] }
    let more = rulebook.diagnostics.count - 1
    let message = "\(first.path):\(first.position.line):\(first.position.column): \(first.message)"
    return [
      .init(
        "owners", .advice, message + (more == 0 ? "" : ", and \(more) more"), command: "git contract owners --format json")
    ]
  }
}
