internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// With several merge bases, or while a merge is made, what the other side brings is not the change of this one: it was judged where it
  /// came from (semantics.md, "The judged pair").
  ///
  /// Only what the other side *changed* is its own. A file that it merely still has as it was before, while this side has gone on, is
  /// taken back by whoever takes that one.
  func keepOwn(_ differences: inout StateDifferences, pair: JudgedPair, rulebook: Rulebook) throws {
    guard let base = pair.base, !pair.otherBases.isEmpty else { return }
    if pair.base == pair.headCommit {
      let sides = try pair.otherBases.map { head in
        (before: try git.mergeBases(base, head).first, after: head)
      }
      func isBrought(_ path: String, _ blob: ObjectID?) throws -> Bool {
        try sides.contains { side in
          let after = try blobID(path, at: side.after)
          return try after == blob && after != blobID(path, at: side.before)
        }
      }
      differences.transitions = try differences.transitions.filter { try !isBrought($0.path, $0.new?.blob) }
      differences.governance = try differences.governance.filter { try !isBrought($0.path, $0.new?.id) }
      return
    }
    // What differs from one of the bases only is seen from that one.
    for other in pair.otherBases {
      let more = try self.differences(from: other, to: pair.head, rulebook: rulebook)
      let paths = Set(differences.transitions.map { Array($0.path.utf8) })
      differences.transitions += more.transitions.filter { !$0.isMove && !paths.contains(Array($0.path.utf8)) }
      let governing = Set(differences.governance.map { Array($0.path.utf8) })
      differences.governance += more.governance.filter { !governing.contains(Array($0.path.utf8)) }
    }
    let tip = pair.target?.tip
    differences.transitions = try differences.transitions.compactMap { transition in
      let (blob, place) = try mergedBase(transition.path, base, pair.otherBases)
      if try transition.new?.blob == blob || tip.map({ try blobID(transition.path, at: $0) == transition.new?.blob }) ?? false {
        return nil
      }
      // Judged is what this side did to what the bases are together.
      guard !transition.isMove, blob != transition.old?.blob else { return transition }
      let entry = try git.entry(transition.path, in: git.treeID(ofCommit: place))
      let old = try entry.map { try version(of: $0, in: .commit(place), limits: rulebook.limits) }
      return Transition(old: old.isContract ? old : nil, new: transition.new)
    }
    differences.governance = try differences.governance.filter { difference in
      let (blob, _) = try mergedBase(difference.path, base, pair.otherBases)
      return try difference.new?.id != blob && (tip.map { try blobID(difference.path, at: $0) != difference.new?.id } ?? true)
    }
  }

  /// What several merge bases hold at a path together, as Git's recursive merge finds it: the one that changed it since they parted.
  /// Where both did, that of the first.
  private func mergedBase(_ path: String, _ first: ObjectID, _ others: [ObjectID]) throws -> (blob: ObjectID?, place: ObjectID) {
    var place = first
    var blob = try blobID(path, at: first)
    for other in others {
      let theirs = try blobID(path, at: other)
      guard theirs != blob, try blobID(path, at: git.mergeBases(place, other).first) == blob else { continue }
      (blob, place) = (theirs, other)
    }
    return (blob, place)
  }

  private func blobID(_ path: String, at commit: ObjectID?) throws -> ObjectID? {
    try commit.flatMap { try git.entry(path, in: git.commit($0).tree)?.id }
  }
}
