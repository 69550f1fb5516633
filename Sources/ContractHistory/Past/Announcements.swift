package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The elements of a contract whose removal was announced in time: `deprecated: true` stood in a committed state of the base's branch,
  /// and the notice period and the day of `removeAfter` have passed since (change-kinds.md, row 9).
  func announcedRemovals(_ transition: Transition, base: ObjectID?, rulebook: Rulebook, today: CalendarDay) throws -> Set<String> {
    guard let old = transition.old, let contract = old.contract else { return [] }
    let notice = NoticeCase(
      old: contract, new: transition.new?.contract, changes: [], title: transition.title, path: old.path,
      notice: rulebook.policy.effective(for: old.path, status: contract.status).notice, today: today)
    var announced: Set<String> = []
    let days = try deprecationDays(transition, base: base, rulebook: rulebook)
    guard !days.isEmpty else { return [] }
    for (path, element) in Self.deprecatedElements(contract) {
      guard let since = days[path.description] else { continue }
      let promised = element.customProperty("removeAfter").flatMap { CalendarDay($0) }
      if promised.map({ $0 < today }) ?? true, since.adding(notice.period) <= today { announced.insert(path.description) }
    }
    return announced
  }

  /// Since when the elements that a transition removes have been deprecated, as far as they are, by the text of their path.
  ///
  /// The day is derived from history, never typed. Only what is deprecated at the base and gone at head is looked up, so most steps never
  /// walk.
  func deprecationDays(_ transition: Transition, base: ObjectID?, rulebook: Rulebook) throws -> [String: CalendarDay] {
    guard let base, let old = transition.old, let contract = old.contract else { return [:] }
    let deprecated = Self.deprecatedElements(contract)
    guard !deprecated.isEmpty else { return [:] }
    let kept = transition.new?.contract.map { Set(ElementNames.all(of: $0).map(\.path)) } ?? []
    var days: [String: CalendarDay] = [:]
    for (path, _) in deprecated where !kept.contains(path) {
      days[path.description] = try deprecationDay(of: path, in: old, from: base, rulebook: rulebook)
    }
    return days
  }

  /// The day of the oldest commit, in an unbroken row back from `start` along the first parents, in which the element is deprecated.
  private func deprecationDay(of path: ElementPath, in contract: ContractVersion, from start: ObjectID, rulebook: Rulebook) throws
    -> CalendarDay?
  {
    var since: CalendarDay?
    var last: ObjectID?
    let identifier = contract.contract?.identifier ?? ""
    var isDeprecated = false
    try walkStates(of: contract.path, identifier: identifier, from: start, rulebook: rulebook) { newest, state in
      if state.blob != last {
        isDeprecated = false
        guard let text = state.contract else { return true }
        guard Self.deprecatedElements(text).contains(where: { $0.path == path }) else {
          // Whoever writes a commit sets its clock; but it is no older than the one that it stands on.
          since = try since.map { max($0, try day(of: newest)) }
          return false
        }
        last = state.blob
      }
      isDeprecated = true
      return true
    } ended: { oldest in
      if isDeprecated { since = try day(of: oldest) }
    }
    return since
  }
}

extension ContractRepository {
  /// The day of a commit by its committer's clock.
  func day(of commit: ObjectID) throws -> CalendarDay { CalendarDay(secondsSince1970: Int(try git.time(of: commit))) }
}

/// Every object and property of a contract, to any depth, by its path.
package enum ElementNames {
  package static func all(
    of contract: Contract, where isWanted: (Element) -> Bool = { _ in true }
  ) -> [(path: ElementPath, element: Element)] {
    var found: [(ElementPath, Element)] = []
    var steps: [ElementPath.Step] = []
    func visit(_ element: Element) {
      for child in element.children {
        let isNamed = child.kind == .object || child.kind == .property
        guard isNamed || child.kind == .arrayItem || child.kind == .mapValue else { continue }
        steps.append(child.step)
        if isNamed, isWanted(child) { found.append((ElementPath(steps), child)) }
        visit(child)
        steps.removeLast()
      }
    }
    visit(contract.root)
    return found
  }
}
