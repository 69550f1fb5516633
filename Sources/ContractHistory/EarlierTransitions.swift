internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// Whether a state of a contract differs from another one in nothing that anybody reads: in a comment, say.
  func isSameMeaning(
    _ blob: ObjectID, _ other: ContractVersion, rulebook: Rulebook, today: CalendarDay
  ) throws -> Bool {
    guard let contract = other.contract else { return false }
    let bytes = try git.blob(blob, upTo: rulebook.limits.bytes + 1)
    let state = ContractVersion(path: other.path, blob: blob, file: Self.read(bytes, path: other.path, limits: rulebook.limits))
    guard let mine = state.contract, mine.version?.value == contract.version?.value, mine.identifier == contract.identifier else {
      return false
    }
    return try diff(of: Transition(old: state, new: other), base: nil, rulebook: rulebook, today: today).changes.isEmpty
  }

  /// How often the target went from the same old to the same new state before, whatever lay between. What differs from it in nothing that
  /// anybody reads is the same state; nothing at all is a state too.
  ///
  /// - Parameter meaning: the contract that is new; nil for a file that is none.
  func timesMadeBefore(
    _ path: String, from old: ObjectID?, to new: ObjectID?, isMove: Bool, meaning: ContractVersion?, pair: JudgedPair, rulebook: Rulebook,
    today: CalendarDay
  ) throws -> Int {
    guard let base = pair.base else { return 0 }
    var states: [ObjectID?] = []
    var failure: (any Error)?
    try git.forEachFirstParent(from: base) { commit in
      do {
        let here = try git.entry(path, in: commit.tree)?.id
        if states.last.map({ $0 != here }) ?? true { states.append(here) }
      } catch {
        failure = error
      }
      return failure == nil
    }
    if let failure { throw failure }
    var known: [ObjectID: Bool] = [:]
    func isNew(_ state: ObjectID?) throws -> Bool {
      guard let state, state != new else { return state == new }
      if let answer = known[state] { return answer }
      let answer = try meaning.map { try isSameMeaning(state, $0, rulebook: rulebook, today: today) } ?? false
      known[state] = answer
      return answer
    }
    var count = 0
    var wasOld = false
    // Oldest first; before the first commit there was nothing.
    for state in ([nil] + states.reversed()) {
      if try wasOld && isNew(state) {
        count += 1
        wasOld = false
      }
      if state == old || (isMove && state == nil) { wasOld = true }
    }
    return count
  }
}
