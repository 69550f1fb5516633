package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The elements of a contract whose removal was announced in time: `deprecated: true` stood in a committed state of the base's branch,
  /// and the notice period of the policy and the day of `removeAfter` have passed since (change-kinds.md, row 9).
  ///
  /// The day of a deprecation is derived from history, never typed. Only what is deprecated at the base and gone at head is looked up,
  /// so most steps never walk.
  func announcedRemovals(_ transition: Transition, base: ObjectID?, rulebook: Rulebook, today: CalendarDay) throws -> Set<ElementPath> {
    guard let base, let old = transition.old, let contract = old.contract else { return [] }
    let kept = transition.new?.contract.map { Set(ElementNames.all(of: $0).map(\.path)) } ?? []
    let gone = Self.deprecatedElements(contract).filter { !kept.contains($0.path) }
    guard !gone.isEmpty else { return [] }
    let period = rulebook.policy.effective(for: old.path, status: contract.status).notice.period
    var announced: Set<ElementPath> = []
    for (path, element) in gone {
      if let day = element.customProperty("removeAfter").flatMap({ CalendarDay($0) }), today < day { continue }
      guard let since = try deprecationDay(of: path, in: old, from: base, rulebook: rulebook), since.adding(period) <= today else { continue }
      announced.insert(path)
    }
    return announced
  }

  /// The day of the oldest commit, in an unbroken row back from `start` along the first parents, in which the element is deprecated.
  private func deprecationDay(of path: ElementPath, in contract: ContractVersion, from start: ObjectID, rulebook: Rulebook) throws
    -> CalendarDay?
  {
    var since: CalendarDay?
    var last: ObjectID?
    for commit in try git.firstParents(from: start) {
      guard let entry = try git.entry(contract.path, in: commit.tree), entry.mode.isFile else { return since }
      if entry.id != last {
        last = entry.id
        guard let state = try version(of: entry, in: .commit(commit.id), limits: rulebook.limits).contract else { continue }
        guard Self.deprecatedElements(state).contains(where: { $0.path == path }) else { return since }
      }
      since = CalendarDay(secondsSince1970: Int(commit.committer.time))
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
