package import ContractKit
package import GitStore

extension ContractRepository {
  /// Who made each element of a contract what it is.
  ///
  /// Versions come from the first parents, as everywhere; within a version the commit that did it is looked for in all of history, so that
  /// a merge takes nobody's work.
  ///
  /// - Parameters:
  ///   - state: the contract as it stands at `tip`.
  ///   - isWanted: by the element's path; the others are not told.
  /// - Throws: `GitError` where the contract cannot be read, or a part of the history is missing.
  package func blame(
    _ state: ContractVersion, from tip: ObjectID, rulebook: Rulebook, where isWanted: (ElementPath) -> Bool = { _ in true }
  ) throws -> Blame {
    guard let contract = state.contract else { throw GitError(.unreadable, "'\(state.path)' cannot be read") }
    // What could not be read in between has no elements; it is passed over.
    let past = try versions(leadingTo: contract, from: tip, rulebook: rulebook).filter { $0.state.contract != nil }
    guard !past.isEmpty else { throw GitError(.other, "'\(state.path)' has no history at '\(tip.short())'") }

    var known: [Int: (signOffs: [CheckAnswer.SignOff], edits: [VersionEdit])] = [:]
    func origin(_ point: ElementOrigin.Point, where did: (ElementStep) -> Bool) throws -> Blame.Origin {
      let version = past[point.state]
      let facts =
        try known[point.state]
        ?? (release(LineState(version), tip: tip, rulebook: rulebook).signOffs, edits(in: version, rulebook: rulebook))
      known[point.state] = facts
      let edit = facts.edits.first { edit in edit.paths[point.path].flatMap { edit.steps[$0] }.map(did) ?? false }
      let commit = edit?.commit ?? version.commit
      return Blame.Origin(
        version: version.version, commit: commit.id.hex, date: commit.author.isoDate, author: commit.author.name, summary: commit.subject,
        signOffs: facts.signOffs)
    }
    let lines = try ElementOrigin.all(in: past.compactMap(\.state.contract)).filter { isWanted($0.path) }.map { element in
      Blame.Line(
        path: element.path, kind: element.element.kind, position: element.element.position, depth: element.depth,
        introduced: try origin(element.introduced) { $0.oldPath == nil }, changed: try origin(element.changed) { $0.isChanged })
    }
    return Blame(
      identifier: contract.identifier, major: contract.major, name: contract.title, path: state.path,
      version: contract.version?.value ?? "", lines: lines)
  }

  /// The versions that a contract went through, oldest first, those of the lines that it came from included.
  private func versions(leadingTo contract: Contract, from tip: ObjectID, rulebook: Rulebook) throws -> [LineVersion] {
    let lines = try lines(of: contract.identifier, from: tip, rulebook: rulebook)
    var found: [LineVersion] = []
    var next = lines.first { $0.major == contract.major }?.versions[...]
    while let versions = next {
      found += versions
      next = nil
      guard let origin = versions.last?.previous else { break }
      for line in lines where line.major != contract.major {
        guard let place = line.versions.firstIndex(where: { $0.state.blob == origin.blob }) else { continue }
        // A line that was told already: two histories never lead into each other.
        if found.contains(where: { $0.commit.id == line.versions[place].commit.id && $0.state.path == line.versions[place].state.path }) {
          continue
        }
        next = line.versions[place...]
        break
      }
    }
    return found.reversed()
  }

  /// The commits that wrote a version, newest first, and what each did.
  private func edits(in version: LineVersion, rulebook: Rulebook) throws -> [VersionEdit] {
    guard let final = version.state.contract else { return [] }
    let paths = [version.state.path, version.previous?.path].compactMap { $0 }
    let identifiers = Set([version.state, version.previous].compactMap { $0?.contract?.identifier })
    func contract(at commit: ObjectID?) throws -> (blob: ObjectID, contract: Contract?)? {
      guard let commit else { return nil }
      for path in paths {
        guard let entry = try git.entry(path, in: git.treeID(ofCommit: commit)), entry.mode.isFile else { continue }
        let there = try self.version(of: entry, in: .commit(commit), limits: rulebook.limits).contract
        // Another contract's file, where two have changed places.
        if let there, !identifiers.contains(there.identifier) { continue }
        return (entry.id, there)
      }
      // Moved within the version: it is known by its id.
      let lines = try catalog(at: .commit(commit), rulebook: rulebook).lines(of: final.identifier)
      return lines.first { $0.contract?.major == final.major }.map { ($0.blob, $0.contract) }
    }
    var edits: [VersionEdit] = []
    for id in try git.commits(reachableFrom: [version.commit.id], excluding: version.base.map { [$0] } ?? []) {
      guard let now = try contract(at: id), let state = now.contract else { continue }
      let commit = try git.commit(id)
      let before = try commit.parents.map { try contract(at: $0) }
      // Whoever merges what somebody wrote has not written it.
      guard !before.contains(where: { $0?.blob == now.blob }) else { continue }
      let sides = before.compactMap { $0?.contract }
      // What a merge has from one of its parents was written there.
      var steps = ElementStep.all(from: sides.first, to: state)
      for side in sides.dropFirst() {
        for (path, step) in ElementStep.all(from: side, to: state) {
          if steps[path]?.oldPath == nil { steps[path]?.oldPath = step.oldPath }
          if !step.isChanged { steps[path]?.isChanged = false }
        }
      }
      edits.append(
        VersionEdit(
          commit: commit, steps: steps,
          paths: ElementStep.all(from: state, to: final).compactMapValues(\.oldPath)))
    }
    return edits
  }
}

/// One commit's part in a version.
private struct VersionEdit {
  var commit: Commit
  /// What it did, by the path in its own state.
  var steps: [ElementPath: ElementStep]
  /// The path in its own state, by that in the version as it was complete.
  var paths: [ElementPath: ElementPath]
}
