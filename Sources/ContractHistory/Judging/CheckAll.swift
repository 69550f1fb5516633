package import ContractKit
package import GitStore

extension ContractRepository {
  /// Everything as it stands, without a change: unreadable contracts, faults of their text, versions that cannot be ordered, ids that
  /// collide, contracts that nobody owns, consumer files that name what is not there.
  package func checkAll(at state: RepositoryState, rulebookCommit: ObjectID?, today: CalendarDay) throws -> CheckAnswer {
    let rulebook = try rulebook(at: rulebookCommit)
    let catalog = try catalog(at: state, rulebook: rulebook)
    let request = CheckRequest(
      pair: JudgedPair(target: nil, head: state, base: nil, headCommit: rulebookCommit), moment: .gate, today: today)
    var prices = rulebook.diagnostics.map {
      Price(rule: $0.rule, path: $0.path, position: $0.position, message: $0.message, isInherited: true)
    }
    var seen: [String: String] = [:]
    for version in catalog.contracts {
      let subject = StepSubject(transition: Transition(old: nil, new: version), request: request, rulebook: rulebook)
      prices += readingPrices(subject)
      guard let contract = version.contract else { continue }
      if contract.version.flatMap({ SemanticVersion($0.value) }) == nil {
        prices.append(
          Price(
            rule: "version-not-semver", contract: contract.identifier, path: version.path,
            position: contract.version?.position ?? contract.root.position,
            message: contract.version.map { "'\($0.value)' is no semantic version" } ?? "contract '\(contract.title)' has no version",
            hint: "write MAJOR.MINOR.PATCH, for example 1.0.0"))
      }
      let line = contract.identifier + "@" + String(contract.major)
      if let rival = seen[line], !contract.identifier.isEmpty {
        prices.append(
          Price(
            rule: "contract-id-collision", contract: contract.identifier, path: version.path,
            position: contract.root["id"]?.position ?? .start,
            message: "id '\(contract.identifier)' with major \(contract.major) is that of '\(rival)' already"))
      }
      seen[line] = version.path
      prices += try acceptancePrices(
        version, branch: nil, tip: rulebookCommit, rulebook: rulebook, today: today, isInherited: false)
      let isOwned = rulebook.codeOwners?.owners(of: version.path).state == .owned
      if !isOwned, rulebook.policy.stewards.isEmpty, rulebook.policy.ownership != .off {
        prices.append(
          Price(
            rule: "owner-missing", contract: contract.identifier, path: version.path, message: "nobody owns contract '\(contract.title)'",
            hint: "add a line for '\(version.path)' to CODEOWNERS, or name stewards in .contracts/policy.yaml"))
      }
    }
    let surroundings = ConsumerSurroundings(contracts: catalog.contracts.compactMap(\.contract))
    for consumer in try consumers(at: rulebookCommit, rulebook: rulebook) {
      prices += (consumer.diagnostics + consumer.diagnostics(against: surroundings, today: today)).map {
        Price(rule: $0.rule, path: $0.path, position: $0.position, message: $0.message, isInherited: true)
      }
    }
    prices += peopleCheck(rulebook, catalog, today: today).prices
    let judgement = Judgement(steps: [], prices: prices, policy: rulebook.policy, today: today)
    return CheckAnswer(verdict: judgement.verdict, findings: judgement.findings, contracts: [], signOffs: [], impact: [])
  }
}
