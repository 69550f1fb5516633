internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// What is wrong with the declarations of consumers that a change brings, held against the contracts as they are with it. It refuses
  /// nothing, for a reader's mistake is no fault of those who make the data; but who is not understood is warned of nothing either.
  ///
  /// - Parameter differences: files that govern, of which those of consumers are looked at.
  func consumerFaults(_ differences: [TreeDifference], _ request: CheckRequest, _ rulebook: Rulebook) throws -> [Finding] {
    let changed = differences.compactMap(\.new).filter { $0.mode.isFile && rulebook.isConsumer($0.path) }
    guard !changed.isEmpty, !request.isPast, let commit = request.pair.headCommit else { return [] }
    let head = request.pair.head
    let files = try changed.map { entry in
      // What is too large is its reader's to refuse.
      let limit = rulebook.limits.bytes + 1
      let bytes =
        head == .workTree ? try git.readWorkTreeFile(entry.path, limit: limit) ?? [] : try git.blob(entry.id, upTo: limit)
      return ConsumerFile.read(bytes, path: entry.path, limits: rulebook.limits)
    }
    let declarations = try consumers(of: files, at: commit, rulebook: rulebook)
    let identifiers = Set(declarations.flatMap { $0.uses.map(\.contract) }).sorted()
    let found = try catalog(at: head, identified: identifiers, or: [], rulebook: rulebook).contracts
    let surroundings = ConsumerSurroundings(contracts: found.compactMap(\.contract))
    // What cannot be read may be the very contract.
    let isAllRead = found.allSatisfy { $0.contract != nil }
    let faults = declarations.flatMap { $0.diagnostics + $0.diagnostics(against: surroundings) }
      .filter { isAllRead || $0.rule != "consumer-unknown-contract" }
    let prices = faults.map { Price(rule: $0.rule, path: $0.path, position: $0.position, message: $0.message, isInherited: true) }
    return Judgement(steps: [], prices: prices, policy: rulebook.policy, today: request.today).findings
  }
}
