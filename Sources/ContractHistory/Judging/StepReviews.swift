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

/// The paths whose bytes a review has to have shown: those of a contract, or of a file that decides about others with all that decide with it.
package struct ReviewedStep: Sendable {
  package var paths: [String]
  /// The path of a contract that is gone after it: a review of its move is none of that.
  package var deleted: String?

  package init(_ transition: Transition) {
    paths = [transition.old?.path, transition.new?.path].compactMap { $0 }
    deleted = transition.new == nil ? transition.old?.path : nil
  }

  /// - Parameter deciding: the files of both sides that say who owns what; the same line means something else beside other ones.
  package init(_ difference: TreeDifference, deciding: Set<String>) {
    paths = [difference.path] + deciding.sorted().filter { $0 != difference.path }
    deleted = nil
  }
}

extension ContractRepository {
  /// Holds the reviews that CI handed over against a step.
  ///
  /// A review counts for exactly the bytes that the commit under review holds, and for the change from exactly those that stood where its
  /// branch was cut: newer bytes void it for this file alone, a rebase that leaves both sides as they were does not. Source: ownership.md,
  /// "What is asked, by what the change costs".
  ///
  /// - Parameters:
  ///   - rulebook: the base's; reviews of a forge that its policy does not name count nothing.
  ///   - silenced: when somebody said "no" by a record: what they said on the forge before does not count.
  package func stepReviews(
    _ step: ReviewedStep, _ request: CheckRequest, _ rulebook: Rulebook, roster: Roster, silenced: [String: Timestamp] = [:]
  ) throws -> StepReviews {
    var result = StepReviews()
    guard request.moment == .gate, case .commit(let head) = request.pair.head else { return result }
    let branch = request.pair.target.map { Self.short($0.branch) }
    for (person, review) in lastWords(request.reviews, roster) {
      func remark(_ why: String) { result.remarks.append(.init(person: person.id, text: "\(review.name) \(why)")) }
      if let why = Self.whyUncounted(review, of: person, branch, request, rulebook.policy, roster, silenced) {
        remark(why)
        continue
      }
      guard let hex = review.commit, let commit = ObjectID(hex: hex), git.contains(commit) else {
        result.missing = GitError(
          .missing, "\(review.name) is of commit \((review.commit ?? "").prefix(12)), which is not here",
          hint: "git fetch origin \(review.commit ?? "")")
        continue
      }
      if let why = try whyVoid(step, review, at: commit, head: head, request, rulebook) {
        remark(why)
      } else {
        result.counted.append(.init(person: person, review: review))
      }
    }
    return result
  }

  /// The last word of each person, whatever logins they have.
  private func lastWords(_ reviews: ForgeReviews, _ roster: Roster) -> [(person: Person, review: ForgeReview)] {
    var last: [(person: Person, review: ForgeReview)] = []
    for review in reviews.lastWords {
      guard let person = roster.people.person(handle: "@" + review.login) else { continue }
      guard let place = last.firstIndex(where: { $0.person.id == person.id }) else {
        last.append((person, review))
        continue
      }
      // Of two in one second a "no" is the last, for it is safe to ask again.
      let isLater = last[place].review.moment < review.moment
      if isLater || last[place].review.moment == review.moment && review.decision != .approved { last[place].review = review }
    }
    return last
  }

  /// What speaks against a review whatever it is of; nil for nothing.
  private static func whyUncounted(
    _ review: ForgeReview, of person: Person, _ branch: String?, _ request: CheckRequest, _ policy: Policy, _ roster: Roster,
    _ silenced: [String: Timestamp]
  ) -> String? {
    guard policy.forge != .none, policy.forge == request.reviews.forge else {
      return "does not count: 'forge' in '\(Policy.path)' is '\(policy.forge.rawValue)' on the target"
    }
    switch roster.absence(of: person) {
    case .bot: return "is of a bot or agent, which never signs off"
    case .left(let day): return "is of somebody who left after \(day)"
    case nil: break
    }
    switch review.decision {
    case .changesRequested: return "asks for changes"
    case .dismissed: return "was dismissed"
    case .approved: break
    }
    if let meant = review.branch, let branch, meant != branch { return "is for '\(meant)'" }
    if review.commit == nil { return "does not say of which commit it is" }
    if let no = silenced[person.id], review.moment <= no { return "was taken back by a record of \(no)" }
    if !request.isPast, review.moment.day > request.today.adding(days: 1) { return "is of a time that is still to come" }
    return nil
  }

  /// Why a review of a commit is not one of a step; nil where it is.
  private func whyVoid(
    _ step: ReviewedStep, _ review: ForgeReview, at commit: ObjectID, head: ObjectID, _ request: CheckRequest, _ rulebook: Rulebook
  ) throws -> String? {
    let reviewed = try git.treeID(ofCommit: commit)
    let now = try git.treeID(ofCommit: head)
    for path in step.paths where try !isSame(path, reviewed, now) { return "is of other bytes: '\(path)' was changed since" }
    // What the reviewer saw was the difference to where the branch was cut: after a rebase onto another state it is another change, and of
    // what was merged before it the review says nothing.
    let from = request.pair.reviewBase ?? request.pair.base
    let seen = try review.base.flatMap { ObjectID(hex: $0) } ?? from.flatMap { try cut(commit, from: $0) }
    if let seen, !git.contains(seen) {
      return "is of a branch that was cut from \(seen.short()), which is not here: git fetch origin \(seen)"
    }
    let before = try seen.map { try git.treeID(ofCommit: $0) }
    let base = try request.pair.base.map { try git.treeID(ofCommit: $0) }
    for path in step.paths where try !isSame(path, before, base) {
      return "is of another change: '\(path)' was another one where the branch was cut"
    }
    if let deleted = step.deleted {
      let shown = try differences(from: seen, to: .commit(commit), rulebook: rulebook).transitions
      guard shown.contains(where: { $0.new == nil && $0.old.map { $0.path.utf8.elementsEqual(deleted.utf8) } == true }) else {
        return "is of a move of '\(deleted)', not of its deletion"
      }
    }
    return nil
  }

  /// Whether two trees hold the same at a path: the same bytes in the same form, or both nothing.
  private func isSame(_ path: String, _ left: ObjectID?, _ right: ObjectID?) throws -> Bool {
    let one = try left.flatMap { try git.entry(path, in: $0) }
    let other = try right.flatMap { try git.entry(path, in: $0) }
    return one?.id == other?.id && one?.mode == other?.mode
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
