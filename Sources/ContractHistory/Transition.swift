package import ContractKit
package import GitStore

/// One side of a transition: a file that holds a contract, or that calls itself one.
package struct ContractVersion: Sendable {
  package var path: String
  package var blob: ObjectID
  package var file: ContractFile

  package init(path: String, blob: ObjectID, file: ContractFile) {
    self.path = path
    self.blob = blob
    self.file = file
  }

  package var contract: Contract? { file.contract }
}

/// What one contract became between two states: changed, moved, added or deleted.
package struct Transition: Sendable {
  package var old: ContractVersion?
  package var new: ContractVersion?

  package init(old: ContractVersion?, new: ContractVersion?) {
    self.old = old
    self.new = new
  }

  /// The path by which people know it now.
  package var path: String { new?.path ?? old?.path ?? "" }

  /// The contract's id; the old side's where both have one, for a change cannot rename its way out of its obligations.
  package var identifier: String {
    for contract in [old?.contract, new?.contract] {
      if let contract, !contract.identifier.isEmpty { return contract.identifier }
    }
    return ""
  }

  package var title: String { new?.contract?.title ?? old?.contract?.title ?? path }

  /// The path whose rules hold: that of the base, so that no move escapes them.
  package var ruledPath: String { old?.path ?? path }

  /// True for a file that moved: both paths' owners are asked.
  package var isMove: Bool {
    guard let old, let new else { return false }
    // Byte for byte: Swift takes composed and decomposed letters for the same, Git does not.
    return !old.path.utf8.elementsEqual(new.path.utf8)
  }
}

/// Everything that differs between two states, sorted by what it is.
package struct StateDifferences: Sendable {
  package var transitions: [Transition]
  /// Paths that govern: CODEOWNERS, `.contracts/**`, consumer files.
  package var governance: [TreeDifference]
}

extension ContractRepository {
  /// What changed between a base and a head.
  ///
  /// Trees with equal ids are not read, blobs that did not change are not parsed.
  package func differences(from base: ObjectID?, to head: RepositoryState, rulebook: Rulebook) throws -> StateDifferences {
    let tree = try base.map { try git.commit($0).tree }
    let differences = try treeDifferences(from: tree, to: head, rulebook: rulebook)
    var changed: [Transition] = []
    var governance: [TreeDifference] = []
    for difference in differences {
      if rulebook.governs(difference.path) {
        governance.append(difference)
      } else if rulebook.mayHoldContract(difference.path) {
        let old = try difference.old.map { try version(of: $0, in: .nothing, limits: rulebook.limits) }
        let new = try difference.new.map { try version(of: $0, in: head, limits: rulebook.limits) }
        changed.append(Transition(old: old, new: new))
      }
    }
    return StateDifferences(transitions: Self.pairMoves(changed), governance: governance)
  }

  private func treeDifferences(from tree: ObjectID?, to head: RepositoryState, rulebook: Rulebook) throws -> [TreeDifference] {
    switch head {
    case .nothing: try git.differences(from: tree, to: nil)
    case .commit(let id): try git.differences(from: tree, to: git.treeID(ofCommit: id))
    case .index: try stagedDifferences(from: tree)
    case .workTree: try git.workTreeDifferences(from: tree) { rulebook.governs($0) || rulebook.mayHoldContract($0) }
    }
  }

  /// What is staged, held against a tree. The index of a large repository is worth reading once only.
  func stagedDifferences(from tree: ObjectID?) throws -> [TreeDifference] {
    if let known = parsed.staged, known.tree == tree { return known.changes }
    let changes = try git.indexDifferences(from: tree).changes
    parsed.staged = (tree, changes)
    return changes
  }

  /// Reads one side of a difference.
  func version(of entry: TreeEntry, in state: RepositoryState, limits: YAMLDocument.Limits) throws -> ContractVersion {
    guard entry.mode == .file || entry.mode == .executable else {
      // A link is never followed: what it points at is not what is versioned here.
      return ContractVersion(path: entry.path, blob: entry.id, file: .somethingElse)
    }
    do {
      let file = try parsed.file(.init(blob: entry.id, path: entry.path, limits: limits)) {
        let bytes =
          state == .workTree
          ? try git.readWorkTreeFile(entry.path, limit: limits.bytes) ?? [] : try git.blob(entry.id, limit: limits.bytes)
        return Self.read(bytes, path: entry.path, limits: limits)
      }
      return ContractVersion(path: entry.path, blob: entry.id, file: file)
    } catch let error as GitError where error.kind == .tooLarge {
      return try tooLarge(entry, in: state, limits: limits)
    }
  }

  /// A file above the limit is a contract that cannot be read if its beginning says that it is one. Others are of no concern, whatever
  /// their size; and a contract that says so no more is gone for its readers.
  private func tooLarge(_ entry: TreeEntry, in state: RepositoryState, limits: YAMLDocument.Limits) throws -> ContractVersion {
    let start: [UInt8]
    if state == .workTree {
      start = Array((try git.readWorkTreeFile(entry.path, limit: Self.largestFile) ?? []).prefix(limits.bytes))
    } else {
      start = try git.blob(entry.id, upTo: limits.bytes)
    }
    guard ContractDetection.claims(start) else { return ContractVersion(path: entry.path, blob: entry.id, file: .somethingElse) }
    let diagnostic = Diagnostic(
      path: entry.path, position: .start, rule: "file-too-large",
      message: "the file has more than \(limits.bytes) bytes, the limit of this repository's policy")
    return ContractVersion(path: entry.path, blob: entry.id, file: .unparsable([diagnostic]))
  }

  static var largestFile: Int { 67_108_864 }

  /// Reads a file that may be a contract.
  package static func read(_ bytes: [UInt8], path: String, limits: YAMLDocument.Limits) -> ContractFile {
    guard ContractDetection.claims(bytes) else { return .somethingElse }
    do throws(ReadingError) {
      return .contract(try ContractReader.read(bytes, path: path, limits: limits))
    } catch {
      return error.diagnostics.allSatisfy { $0.rule == "not-a-contract" } ? .somethingElse : .unparsable(error.diagnostics)
    }
  }

  /// Puts a deletion and an addition of the same line together: the file moved. Drops what was no contract on either side.
  ///
  /// A contract that gave way to a link, a submodule or a file of another kind is gone for its readers: that is a deletion.
  static func pairMoves(_ changed: [Transition]) -> [Transition] {
    var result = changed.map { transition in
      Transition(old: transition.old.isContract ? transition.old : nil, new: transition.new.isContract ? transition.new : nil)
    }
    result.removeAll { $0.old == nil && $0.new == nil }
    var additions: [String: [Int]] = [:]
    for (place, transition) in result.enumerated() where transition.old == nil {
      if let contract = transition.new?.contract, !contract.identifier.isEmpty {
        additions[contract.identifier, default: []].append(place)
      }
    }
    var absorbed: Set<Int> = []
    for (place, transition) in result.enumerated() where transition.new == nil {
      guard let gone = transition.old?.contract, let candidates = additions[gone.identifier] else { continue }
      // The line of the same major is the one that moved; another major beside it is a new line.
      let free = candidates.filter { !absorbed.contains($0) }
      guard let match = free.first(where: { result[$0].new?.contract?.major == gone.major }) ?? free.first else { continue }
      result[place].new = result[match].new
      absorbed.insert(match)
    }
    return result.enumerated().filter { !absorbed.contains($0.offset) }.map(\.element)
  }
}

extension ContractVersion {
  /// True for a side that holds a contract, also one that cannot be read.
  var isContract: Bool {
    switch file {
    case .contract, .unparsable: true
    case .somethingElse: false
    }
  }
}

extension ContractVersion? {
  var isContract: Bool { self?.isContract ?? false }
}
