internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// What is wrong with the text of a contract. A fault that the base has too is told and refuses nothing: a repair, or a change
  /// elsewhere in the file, is never refused for it.
  func readingPrices(_ subject: StepSubject) -> [Price] {
    let transition = subject.transition
    guard let new = transition.new else { return [] }
    switch new.file {
    case .unparsable(let diagnostics):
      return diagnostics.map { diagnostic in
        Price(
          rule: "unparsable", contract: transition.identifier, path: new.path, position: diagnostic.position,
          message: "contract cannot be read: \(diagnostic.message)",
          hint: transition.old == nil ? nil : "git show HEAD:\(new.path) has the text that could be read")
      }
    case .somethingElse:
      // A contract gave way to a link, or to a file that is no contract: for its readers it is gone, which the deletion says.
      return []
    case .contract(let contract):
      let known = Set((transition.old?.contract?.diagnostics ?? []).map { FaultKey($0) })
      return contract.diagnostics.map { diagnostic in
        Price(
          rule: diagnostic.rule, contract: contract.identifier, path: new.path, position: diagnostic.position, message: diagnostic.message,
          isInherited: known.contains(FaultKey(diagnostic)))
      }
    }
  }

  /// A fault without its place, which moves when a line is added above it.
  private struct FaultKey: Hashable {
    var rule: String
    var message: String

    init(_ diagnostic: Diagnostic) {
      rule = diagnostic.rule
      message = diagnostic.message
    }
  }

  /// Contracts that share id and major with another file. Only a contract that is new, or whose id or major changed, can bring one
  /// about, so only then are the others read.
  func collisions(_ transitions: [Transition], _ request: CheckRequest, _ rulebook: Rulebook) throws -> [Price] {
    let newcomers = transitions.filter { transition in
      guard let new = transition.new?.contract else { return false }
      guard let old = transition.old?.contract else { return true }
      return old.identifier != new.identifier || old.major != new.major
    }
    guard !newcomers.isEmpty else { return [] }
    let catalog = try catalog(at: request.pair.head, rulebook: rulebook)
    return newcomers.compactMap { transition in
      guard let contract = transition.new?.contract, !contract.identifier.isEmpty else { return nil }
      let rivals = catalog.contracts.filter {
        $0.path != transition.path && $0.contract?.identifier == contract.identifier && $0.contract?.major == contract.major
      }
      guard let rival = rivals.first else { return nil }
      return Price(
        rule: "contract-id-collision", contract: contract.identifier, path: transition.path,
        position: contract.root["id"]?.position ?? .start,
        message: "id '\(contract.identifier)' with major \(contract.major) is that of '\(rival.path)' already",
        hint: "a copy needs an id of its own; two versions that live side by side need different majors")
    }
  }

  /// True if the line was active in any state along the target's first parents: then calling it a draft frees nobody.
  ///
  /// Only asked where a draft would be let off, so most checks never walk.
  func wasEverActive(_ subject: StepSubject) throws -> Bool {
    guard let old = subject.transition.old?.contract else { return false }
    guard old.status == .draft || old.status == .proposed else { return true }
    guard let start = subject.request.pair.base else { return false }
    let path = subject.transition.old?.path ?? old.path
    for commit in try git.firstParents(from: start) {
      guard let entry = try git.entry(path, in: commit.tree), entry.mode.isFile else { return false }
      guard let state = try version(of: entry, in: .commit(commit.id), limits: subject.rulebook.limits).contract else { continue }
      if state.identifier == old.identifier, [.active, .deprecated, .retired].contains(state.status) { return true }
    }
    return false
  }
}
