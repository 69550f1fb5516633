package import ContractKit
package import GitStore

/// The acceptance log: what a server accepted, from whom and when, a file for each ref that a push moved.
///
/// Clients cannot push to it, and the server only adds to it. A clone has what was fetched of its remotes' logs.
package enum AcceptanceLog {
  package static let reference = "refs/contracts/log"
  /// The folder of the push certificates, which nothing else would keep from being collected as garbage.
  static let certificates = "certificates"
}

/// What was read of the log already.
final class ReadAcceptances {
  /// The trees of the logs that are here; nil before anybody looked.
  var trees: [ObjectID]?
  /// The files of one of the 256 folders, by name.
  var folders: [String: [TreeEntry]] = [:]
  var walks: [Walk.Key: Walk] = [:]

  /// A way back along the pushes of a branch.
  struct Walk {
    struct Key: Hashable {
      var reference: String?
      var tip: ObjectID
    }

    /// The commits that the pushes up to here brought.
    var known: [ObjectID: AcceptanceRecord] = [:]
    /// Commits on the way that no push brought, as far as the log knows. What accepts a commit stands before it on the way, not behind.
    var passed: Set<ObjectID> = []
    /// Where the way goes on; nil at its end.
    var next: ObjectID?
  }
}

extension ContractRepository {
  /// When and from whom a server took in what a commit of a branch holds; nil where no server has written that down.
  ///
  /// - Parameters:
  ///   - reference: the full name of the branch; nil for the default branch, or any if the log does not know that one.
  ///   - tip: a later commit of the branch, from which the way back begins.
  package func acceptance(of commit: ObjectID, on reference: String?, within tip: ObjectID) throws -> AcceptanceRecord? {
    guard try !logTrees().isEmpty else { return nil }
    let key = ReadAcceptances.Walk.Key(reference: reference, tip: tip)
    var walk = acceptances.walks.removeValue(forKey: key) ?? .init(next: tip)
    defer { acceptances.walks[key] = walk }
    while walk.known[commit] == nil, !walk.passed.contains(commit), let current = walk.next {
      if let record = try acceptances(of: current, on: reference), let since = record.since.flatMap({ ObjectID(hex: $0) }),
        since != current, git.contains(since)
      {
        for id in try git.commits(reachableFrom: [current], excluding: [since]) where walk.known[id] == nil { walk.known[id] = record }
        walk.next = since
      } else {
        walk.passed.insert(current)
        walk.next = git.isBoundary(current) ? nil : try git.parents(of: current).first
      }
    }
    return walk.known[commit]
  }

  /// A state of a branch that came with a push which nobody wrote down, although one before it was: the newest; nil where there is none.
  package func acceptanceGap(on reference: String, tip: ObjectID) throws -> ObjectID? {
    var gap: ObjectID?
    var current = tip
    for _ in 0..<Self.longestGapSearch {
      if let since = try acceptances(of: current, on: reference)?.since.flatMap({ ObjectID(hex: $0) }) {
        if let gap { return gap }
        guard git.contains(since) else { return nil }
        current = since
      } else {
        gap = gap ?? current
        guard !git.isBoundary(current), let parent = try git.parents(of: current).first else { return nil }
        current = parent
      }
    }
    return nil
  }

  private static var longestGapSearch: Int { 10_000 }

  /// What the log says of a tip, on the branch that is asked about. Of several the earliest: it was accepted then, whatever came later.
  private func acceptances(of tip: ObjectID, on reference: String?) throws -> AcceptanceRecord? {
    let records = try acceptances(ofTip: tip).filter { $0.reference.hasPrefix("refs/heads/") && $0.since != nil }
    guard !records.isEmpty else { return nil }
    let name = try reference ?? defaultBranch()
    let own = records.filter { $0.reference == name }
    return (own.isEmpty && reference == nil ? records : own).min { $0.time < $1.time }
  }

  /// Everything that the log says of a tip: an object id that a ref got, or had when it was deleted.
  ///
  /// - Throws: `GitError` where a file of the log is no record: a log that cannot be read proves nothing.
  package func acceptances(ofTip tip: ObjectID) throws -> [AcceptanceRecord] {
    let folder = String(tip.hex.prefix(2))
    if acceptances.folders[folder] == nil {
      var files: [TreeEntry] = []
      for tree in try logTrees() {
        try git.forEachEntry(in: tree, under: folder) { entry in
          if entry.mode.isFile, !files.contains(entry) { files.append(entry) }
          return entry.mode != .tree
        }
      }
      acceptances.folders[folder] = files
    }
    let prefix = folder + "/" + tip.hex.dropFirst(2) + "-"
    return try (acceptances.folders[folder] ?? []).filter { $0.path.hasPrefix(prefix) }.map { try acceptanceRecord($0) }
  }

  /// The whole log, in the order of the server's clock.
  package func acceptanceRecords() throws -> [AcceptanceRecord] {
    var files: Set<TreeEntry> = []
    for tree in try logTrees() {
      try git.forEachEntry(in: tree) { entry in
        if entry.mode.isFile { files.insert(entry) }
        return entry.path != AcceptanceLog.certificates || entry.mode != .tree
      }
    }
    let records = try files.map { try acceptanceRecord($0) }
    return records.sorted { ($0.time, $0.reference, $0.new) < ($1.time, $1.reference, $1.new) }
  }

  private func acceptanceRecord(_ entry: TreeEntry) throws -> AcceptanceRecord {
    let bytes = try git.blob(entry.id, limit: Self.largestAcceptance)
    do throws(MalformedRecord) {
      return try AcceptanceRecord.read(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw GitError(.unreadable, "'\(AcceptanceLog.reference):\(entry.path)' is no acceptance record: \(error)")
    }
  }

  private static var largestAcceptance: Int { 1_048_576 }

  /// The trees of the log: the server's own, in a clone also what its remotes have.
  private func logTrees() throws -> [ObjectID] {
    if let known = acceptances.trees { return known }
    let trees = try tips(of: AcceptanceLog.reference).map { try git.treeID(ofCommit: $0) }
    acceptances.trees = trees
    return trees
  }
}
