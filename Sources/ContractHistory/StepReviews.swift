package import ContractKit
package import GitStore

/// What the reviews of a forge say about one step: `witnessed`, for the forge stands behind the login.
package struct StepReviews: Sendable {
  package struct Counted: Sendable {
    package var person: Person
    package var review: ForgeReview
  }

  package var counted: [Counted] = []
  /// Why what somebody said there does not count.
  package var remarks: [OwnedStep.Remark] = []
  /// A review about a commit that is not here: what it was for cannot be looked at. To be thrown where an agreement is missing.
  package var missing: GitError?

  /// Who agreed by them.
  var agreements: [Agreement] {
    counted.map { Agreement(person: $0.person, assurance: .witnessed, source: .review(by: $0.review.login, of: $0.review.moment)) }
  }
}

/// One file of a step, on both sides: a contract, or a file that decides about others.
package struct ReviewedStep: Sendable {
  package typealias Side = (path: String, blob: ObjectID)
  package var old: Side?
  package var new: Side?

  package init(old: Side?, new: Side?) {
    self.old = old
    self.new = new
  }

  package init(_ transition: Transition) {
    self.init(old: transition.old.map { ($0.path, $0.blob) }, new: transition.new.map { ($0.path, $0.blob) })
  }

  package init(_ difference: TreeDifference) {
    self.init(old: difference.old.map { (difference.path, $0.id) }, new: difference.new.map { (difference.path, $0.id) })
  }
}

extension ContractRepository {
  /// Holds the reviews that CI handed over against a step.
  ///
  /// A review counts for exactly the bytes that the commit under review holds on both sides: newer bytes void it for this file alone, a rebase
  /// that leaves the file as it was does not. Source: ownership.md, "What is asked, by what the change costs".
  ///
  /// - Parameter policy: the base's; reviews of a forge that it does not name count nothing.
  package func stepReviews(_ step: ReviewedStep, _ request: CheckRequest, _ policy: Policy, roster: Roster) throws -> StepReviews {
    var result = StepReviews()
    guard request.moment == .gate else { return result }
    let branch = request.pair.target.map { Self.short($0.branch) }
    for review in request.reviews.lastWords {
      guard let person = roster.people.person(handle: "@" + review.login) else { continue }
      func remark(_ why: String) { result.remarks.append(.init(person: person.id, text: "\(review.name) \(why)")) }
      guard policy.forge != .none, policy.forge == request.reviews.forge else {
        remark("does not count: 'forge' in '\(Policy.path)' is '\(policy.forge.rawValue)' on the target")
        continue
      }
      switch roster.absence(of: person) {
      case .bot:
        remark("is of a bot or agent, which never signs off")
        continue
      case .left(let day):
        remark("is of somebody who left after \(day)")
        continue
      case nil: break
      }
      switch review.decision {
      case .changesRequested: remark("asks for changes")
      case .dismissed: remark("was dismissed")
      case .approved:
        if let meant = review.branch, let branch, meant != branch {
          remark("is for '\(meant)'")
        } else if let hex = review.commit {
          guard let commit = ObjectID(hex: hex), git.contains(commit) else {
            result.missing = GitError(
              .missing, "\(review.name) is of commit \(hex.prefix(12)), which is not here", hint: "git fetch origin \(hex)")
            continue
          }
          if let why = try whyVoid(step, reviewedAt: commit, base: request.pair.base) {
            remark(why)
          } else {
            result.counted.append(.init(person: person, review: review))
          }
        } else {
          remark("does not say of which commit it is")
        }
      }
    }
    return result
  }

  /// Why a review of a commit is not one of a step; nil where it is.
  private func whyVoid(_ step: ReviewedStep, reviewedAt commit: ObjectID, base: ObjectID?) throws -> String? {
    let tree = try git.treeID(ofCommit: commit)
    if let new = step.new {
      guard try git.entry(new.path, in: tree)?.id == new.blob else { return "is of other bytes: '\(new.path)' was changed since" }
    }
    if let old = step.old, step.new.map({ !$0.path.utf8.elementsEqual(old.path.utf8) }) ?? true, try git.entry(old.path, in: tree) != nil {
      return "is of a state in which '\(old.path)' was still there"
    }
    // What the reviewer saw was the difference to where the branch was cut: after a rebase onto another state it is another change.
    let seen = try base.flatMap { try cut(commit, from: $0) }.map { try git.treeID(ofCommit: $0) }
    let path = step.old?.path ?? step.new?.path ?? ""
    guard try seen.flatMap({ try git.entry(path, in: $0)?.id }) == step.old?.blob else {
      return "is of another change: '\(path)' was another one where the branch was cut"
    }
    return nil
  }

  /// Where a branch was cut from a base. Many contracts of one pull request ask for the same.
  private func cut(_ commit: ObjectID, from base: ObjectID) throws -> ObjectID? {
    let key = ParsedContracts.Range(base: base, tip: commit)
    if let known = parsed.cuts[key] { return known }
    let found = try git.mergeBases(commit, base).first
    parsed.cuts[key] = found
    return found
  }
}
