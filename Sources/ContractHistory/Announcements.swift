package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The elements of a contract whose removal was announced in time: `deprecated: true` stood in a committed state of the base's branch,
  /// and the notice period and the day of `removeAfter` have passed since (change-kinds.md, row 9).
  func announcedRemovals(_ transition: Transition, base: ObjectID?, rulebook: Rulebook, today: CalendarDay) throws -> Set<ElementPath> {
    guard let old = transition.old, let contract = old.contract else { return [] }
    let notice = NoticeCase(
      old: contract, new: transition.new?.contract, changes: [], title: transition.title, path: old.path,
      notice: rulebook.policy.effective(for: old.path, status: contract.status).notice, today: today)
    var announced: Set<ElementPath> = []
    for (path, since) in try deprecationDays(transition, base: base, rulebook: rulebook) {
      let promised = contract.root.element(at: path)?.customProperty("removeAfter").flatMap { CalendarDay($0) }
      if promised.map({ $0 < today }) ?? true, since.adding(notice.period) <= today { announced.insert(path) }
    }
    return announced
  }

  /// Since when the elements that a transition removes have been deprecated, as far as they are.
  ///
  /// The day is derived from history, never typed. Only what is deprecated at the base and gone at head is looked up, so most steps never
  /// walk.
  func deprecationDays(_ transition: Transition, base: ObjectID?, rulebook: Rulebook) throws -> [ElementPath: CalendarDay] {
    guard let base, let old = transition.old, let contract = old.contract else { return [:] }
    let deprecated = Self.deprecatedElements(contract)
    guard !deprecated.isEmpty else { return [:] }
    let kept = transition.new?.contract.map { Set(ElementNames.all(of: $0).map(\.path)) } ?? []
    var days: [ElementPath: CalendarDay] = [:]
    for (path, _) in deprecated where !kept.contains(path) {
      days[path] = try deprecationDay(of: path, in: old, from: base, rulebook: rulebook)
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
    try walkStates(of: contract.path, identifier: identifier, from: start, rulebook: rulebook) { commit, state in
      let day = CalendarDay(secondsSince1970: Int(commit.committer.time))
      if state.blob != last {
        guard let text = state.contract else { return true }
        guard Self.deprecatedElements(text).contains(where: { $0.path == path }) else {
          // Whoever writes a commit sets its clock; but it is no older than the one that it stands on.
          since = since.map { max($0, day) }
          return false
        }
        last = state.blob
      }
      since = day
      return true
    }
    return since
  }
}

/// Every object and property of a contract, to any depth, by its path.
package enum ElementNames {
  package static func all(of contract: Contract) -> [(path: ElementPath, element: Element)] {
    var found: [(ElementPath, Element)] = []
    func visit(_ element: Element, _ path: ElementPath) {
      for child in element.children {
        let below = path.appending(child.step)
        switch child.kind {
        case .object, .property:
          found.append((below, child))
          visit(child, below)
        case .arrayItem, .mapValue: visit(child, below)
        default: break
        }
      }
    }
    visit(contract.root, .root)
    return found
  }
}
