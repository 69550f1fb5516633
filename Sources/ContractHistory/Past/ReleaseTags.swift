package import ContractKit
package import GitStore

extension Contract {
  /// What a contract may be called in refs and folders: its name, where it can stand in a ref, then the hash of its id, by which it goes
  /// where it has no such name or another contract has it too (semantics.md, "Lines").
  package var slugs: [String] {
    (slug.map { [$0] } ?? []) + [identifierSlug]
  }

  /// The first of them: a long history asks for it at each of its versions.
  var folder: String { slug ?? identifierSlug }

  private var identifierSlug: String { String(Digest.sha256(of: Array(identifier.utf8)).prefix(12)) }

  /// The contract's name where it can stand in a ref.
  var slug: String? {
    guard let name, let first = name.utf8.first, !name.hasSuffix(".lock"), !name.contains("..") else { return nil }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard letters.contains(first) || digits.contains(first) else { return nil }
    return name.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || [0x2E, 0x5F, 0x2D].contains($0) } ? name : nil
  }
}

extension Policy {
  /// The full names that the release tag of a version of a contract may have; the first one is that of a new tag, where no other contract
  /// has the name.
  package func releaseTags(of contract: Contract, version: String) -> [String] {
    let plain = SemanticVersion(version)?.unprefixed ?? (version.hasPrefix("v") ? String(version.dropFirst()) : version)
    return contract.slugs.map { "refs/tags/" + tagName(slug: $0, version: plain) }
  }
}

/// A version of a contract, and the tag that releases it or is to.
package struct ReleaseTag: Sendable {
  package enum State: Hashable, Sendable {
    case missing
    /// At the commit that made the version, or at another one that holds the same bytes.
    case right(commit: ObjectID)
    /// What is there has another version or other bytes; one sentence, without full stop.
    case wrong(commit: ObjectID, reason: String)
  }

  /// The full name of the ref.
  package var name: String
  package var version: LineVersion
  package var state: State
}

extension ContractRepository {
  /// The release tags of the versions of a line, newest version first.
  ///
  /// - Parameter others: all contracts of the state, so that two of one name do not share a tag.
  package func releaseTags(of line: LineHistory, others: Catalog, rulebook: Rulebook) throws -> [ReleaseTag] {
    try line.versions.compactMap { version in
      guard let contract = version.state.contract, !version.version.isEmpty else { return nil }
      let names = rulebook.policy.releaseTags(of: contract, version: version.version)
      for name in names {
        guard let target = try git.reference(name) else { continue }
        let state = try state(ofTagAt: target, version: version, rulebook: rulebook)
        // A tag of that name may be another contract's.
        if case .wrong = state, name != names.last, try !holds(contract.identifier, at: target, rulebook: rulebook) { continue }
        return ReleaseTag(name: name, version: version, state: state)
      }
      let isShared = others.contracts.contains { other in
        guard let other = other.contract, other.identifier != contract.identifier else { return false }
        return other.slug != nil && other.slug == contract.slug
      }
      return ReleaseTag(name: (isShared ? names.last : names.first) ?? "", version: version, state: .missing)
    }
  }

  private func holds(_ identifier: String, at target: ObjectID, rulebook: Rulebook) throws -> Bool {
    guard let commit = try git.commit(behind: target) else { return false }
    return try !catalog(at: .commit(commit), rulebook: rulebook).lines(of: identifier).isEmpty
  }

  private func state(ofTagAt target: ObjectID, version: LineVersion, rulebook: Rulebook) throws -> ReleaseTag.State {
    guard let commit = try git.commit(behind: target) else { return .wrong(commit: target, reason: "it names no commit") }
    if commit == version.commit.id { return .right(commit: commit) }
    guard let contract = version.state.contract else { return .wrong(commit: commit, reason: "the version cannot be read") }
    let found = try catalog(at: .commit(commit), rulebook: rulebook).lines(of: contract.identifier)
      .first { $0.contract?.major == contract.major }
    guard let found else { return .wrong(commit: commit, reason: "the contract is not there at \(commit.short())") }
    guard found.contract?.version?.value == version.version else {
      return .wrong(commit: commit, reason: "at \(commit.short()) the contract has version '\(found.contract?.version?.value ?? "")'")
    }
    return found.blob == version.state.blob
      ? .right(commit: commit)
      : .wrong(
        commit: commit,
        reason: "at \(commit.short()) version '\(version.version)' has another content than \(version.commit.id.short()) gave it")
  }

  /// Whether a protected branch, here or as a remote has it, counts this version with this content: nobody releases what was not merged, nor what
  /// stood only on the side or on the way.
  package func isMerged(_ version: LineVersion, of line: LineHistory, rulebook: Rulebook) throws -> Bool {
    let defaultBranch = try defaultBranch()
    var tips = try protectedBranches(rulebook: rulebook).map(\.tip)
    for remote in git.remotes {
      let start = "refs/remotes/\(remote)/"
      for reference in try git.references(under: start) {
        let name = "refs/heads/" + reference.name.dropFirst(start.count)
        if rulebook.policy.protectsBranch(name, defaultBranch: defaultBranch) { tips.append(reference.target) }
      }
    }
    for tip in Set(tips) {
      guard try tip == version.commit.id || git.isAncestor(version.commit.id, of: tip) else { continue }
      let isCounted = try lines(from: tip, identifier: line.identifier, rulebook: rulebook).contains { known in
        known.major == line.major && known.versions.contains { $0.version == version.version && $0.state.blob == version.state.blob }
      }
      if isCounted { return true }
    }
    return false
  }
}
