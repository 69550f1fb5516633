internal import ContractKit
package import GitStore

/// What a walk over the states of a branch keeps: trees that it will meet again, and which paths may hold contracts.
package struct ContractWalk: ~Copyable {
  package let rulebook: Rulebook
  fileprivate var trees = ReadTrees()
  private var known: [String: Bool] = [:]
  /// Where contracts are, as far as the policy names folders; empty: anywhere.
  package let folders: [String]
  fileprivate let folderBytes: [[UInt8]]

  package init(_ rulebook: Rulebook) {
    self.rulebook = rulebook
    let named = Set(rulebook.policy.contractsInclude.map(\.folder))
    folders = named.contains("") ? [] : named.sorted()
    folderBytes = folders.map { Array($0.utf8) }
  }

  fileprivate mutating func mayHoldContract(_ path: String) -> Bool {
    // Of other texts Swift takes several for the same.
    guard path.utf8.allSatisfy({ $0 < 0x80 }) else { return rulebook.mayHoldContract(path) }
    if let answer = known[path] { return answer }
    let answer = rulebook.mayHoldContract(path)
    if known.count >= 100_000 { known = [:] }
    known[path] = answer
    return answer
  }
}

extension ContractRepository {
  /// The files that differ between two trees and may hold contracts, by their paths.
  package func differences(from old: ObjectID?, to new: ObjectID, _ walk: inout ContractWalk) throws -> [TreeDifference] {
    var found = try git.differences(from: old, to: new, below: walk.folderBytes, &walk.trees)
    found.removeAll { !walk.mayHoldContract($0.path) }
    return found
  }
}
