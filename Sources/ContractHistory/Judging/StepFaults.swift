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
    case .somethingElse: return []
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

  /// Contracts that share id and major with another file, or whose paths are one on some file systems. Only a contract that is new or
  /// moved, or whose id or major changed, can bring that about, so only then are the others read.
  func collisions(_ transitions: [Transition], _ request: CheckRequest, _ rulebook: Rulebook) throws -> [Price] {
    let newcomers = transitions.filter { transition in
      guard let new = transition.new?.contract else { return false }
      guard let old = transition.old?.contract else { return true }
      return transition.isMove || old.identifier != new.identifier || old.major != new.major
    }
    guard !newcomers.isEmpty else { return [] }
    let identifiers = newcomers.compactMap { $0.new?.contract?.identifier }.filter { !$0.isEmpty }
    func rivals(at state: RepositoryState) throws -> Catalog {
      try self.catalog(at: state, identified: identifiers, or: newcomers.map(\.path), rulebook: rulebook)
    }
    let catalog = try rivals(at: request.pair.head)
    // What one commit of a push takes away another may bring back: then the two meet at its end.
    let atEnd = try request.pair.pushedTip.map { try rivals(at: .commit($0)).contracts } ?? []
    let tombstones = try tombstones(in: request.pair)
    return newcomers.compactMap { clash(of: $0, with: catalog) } + newcomers.compactMap { returned($0, tombstones) }
      + newcomers.compactMap { transition in
        guard let contract = transition.new?.contract, !contract.identifier.isEmpty else { return nil }
        func isSameLine(_ other: ContractVersion) -> Bool {
          other.contract?.identifier == contract.identifier && other.contract?.major == contract.major
        }
        func isHere(_ other: ContractVersion) -> Bool { other.path.utf8.elementsEqual(transition.path.utf8) }
        let stays = atEnd.contains { isHere($0) && isSameLine($0) }
        let others = catalog.contracts + (stays ? atEnd : [])
        guard let rival = others.first(where: { !isHere($0) && isSameLine($0) }) else { return nil }
        return Price(
          rule: "contract-id-collision", contract: contract.identifier, path: transition.path,
          position: contract.root["id"]?.position ?? .start,
          message: "id '\(contract.identifier)' with major \(contract.major) is that of '\(rival.path)' already",
          hint: "a copy needs an id of its own; two versions that live side by side need different majors")
      }
  }

  /// A new contract under the id and major of one that was retired.
  private func returned(_ transition: Transition, _ tombstones: [Tombstone]) -> Price? {
    guard let contract = transition.new?.contract, let tombstone = tombstones.first(where: { $0.marks(contract) }) else { return nil }
    return Price(
      rule: "contract-id-collision", contract: contract.identifier, path: transition.path,
      position: contract.root["id"]?.position ?? .start,
      message:
        "id '\(contract.identifier)' with major \(contract.major) was retired at \(tombstone.version) (line \(tombstone.position.line) "
        + "of '\(Tombstone.file)'), and somebody may still read what it meant",
      hint: "give the new contract an id of its own, or the next line another major version")
  }

  /// A new path that is no text, or that some file systems take for that of another contract: they ignore case, or compose letters.
  private func clash(of transition: Transition, with catalog: Catalog) -> Price? {
    let path = transition.path
    func price(_ message: String) -> Price {
      Price(rule: "tree-malformed", contract: transition.identifier, path: path, message: message, hint: "give the file another name")
    }
    if path.unicodeScalars.contains("\u{FFFD}") { return price("the path '\(path)' is not UTF-8") }
    let folded = path.lowercased()
    let rival = catalog.contracts.first { $0.path.lowercased() == folded && !$0.path.utf8.elementsEqual(path.utf8) }
    return rival.map { price("'\(path)' and '\($0.path)' are the same name on some file systems") }
  }

  /// True if the line was active in any state along the target's first parents: then calling it a draft frees nobody.
  ///
  /// Only asked where a draft would be let off, so most checks never walk.
  func wasEverActive(_ subject: StepSubject) throws -> Bool {
    guard let old = subject.transition.old?.contract else { return false }
    guard old.status == .draft || old.status == .proposed else { return true }
    guard let start = subject.request.pair.base else { return false }
    var last: ObjectID?
    var wasActive = false
    try walkStates(of: subject.transition.old?.path ?? old.path, identifier: old.identifier, from: start, rulebook: subject.rulebook) {
      _, state in
      guard state.blob != last else { return true }
      last = state.blob
      guard let contract = state.contract, contract.identifier == old.identifier else { return true }
      wasActive = [.active, .deprecated, .retired].contains(contract.status)
      return !wasActive
    }
    return wasActive
  }

  /// A transition whose base cannot be read, with the nearest state along the first parents that can: a repair is judged by what the
  /// contract meant before. Where there is none, it is new, with its old owners (semantics.md, "Adoption and repair").
  func readable(_ transition: Transition, before base: ObjectID?, rulebook: Rulebook) throws -> Transition {
    guard let base, let old = transition.old, old.contract == nil else { return transition }
    var result = transition
    let identifier = transition.new?.contract?.identifier ?? ""
    try walkStates(of: old.path, identifier: identifier, from: base, rulebook: rulebook) { _, state in
      guard state.contract != nil else { return true }
      result.old = ContractVersion(path: old.path, blob: state.blob, file: state.file)
      return false
    }
    return result
  }
}
