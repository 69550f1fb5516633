/// What somebody said about a pull request on a forge, behind the forge's login.
package struct ForgeReview: Sendable, Hashable {
  package enum Decision: Sendable, Hashable {
    case approved
    case changesRequested
    /// Somebody took the review back, its author or another.
    case dismissed
  }

  /// As the forge has it, without `@`.
  package var login: String
  package var decision: Decision
  /// The object id of the commit that was under review, 40 or 64 hexadecimal digits; nil where the forge does not say.
  package var commit: String?
  /// Where its branch was cut from the target, in the same form; nil where the forge does not say.
  package var base: String?
  package var moment: Timestamp
  /// The short name of the branch that the pull request is for; nil where the forge does not say.
  package var branch: String?

  package init(login: String, decision: Decision, commit: String?, base: String? = nil, moment: Timestamp, branch: String? = nil) {
    self.login = login
    self.decision = decision
    self.commit = commit
    self.base = base
    self.moment = moment
    self.branch = branch
  }

  /// For people: `the review of '@ann' of 2026-11-22T10:00:00Z`.
  package var name: String { "the review of '@\(login.printable)' of \(moment)" }
}

/// All that a forge tells of the reviews of one pull request.
package struct ForgeReviews: Sendable {
  package var reviews: [ForgeReview]
  /// The forge whose answer it is; `none` where nothing in it says so.
  package var forge: Forge

  package init(_ reviews: [ForgeReview] = [], forge: Forge = .none) {
    self.reviews = reviews
    self.forge = forge
  }

  /// The last word of each login: whoever approved and asked for changes later has not approved.
  package var lastWords: [ForgeReview] {
    var last: [String: ForgeReview] = [:]
    for review in reviews {
      let login = review.login.lowercasedASCII
      // Of two in one second the later in the list, as forges sort them.
      if let known = last[login], review.moment < known.moment { continue }
      last[login] = review
    }
    return last.sorted { $0.key < $1.key }.map(\.value)
  }
}
