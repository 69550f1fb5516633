/// Reads what the programs of forges print about the reviews of a pull request. What each text is shows by its members:
///
/// - GitHub: `gh pr view NUMBER --json reviews,baseRefName` (https://cli.github.com/manual/gh_pr_view), or the list of
///   `GET /repos/{owner}/{repo}/pulls/{number}/reviews` (https://docs.github.com/en/rest/pulls/reviews).
/// - GitLab: `GET /projects/:id/merge_requests/:iid/approvals`
///   (https://docs.gitlab.com/api/merge_request_approvals/), which names no commit; `GET .../versions`
///   (https://docs.gitlab.com/api/merge_requests/) says which one was under review when, and `GET .../merge_requests/:iid` for which branch.
package struct ForgeReviewReader {
  private var reviews: [ForgeReview] = []
  /// GitLab's approvals, which wait for the versions.
  private var approvals: [(login: String, moment: Timestamp)] = []
  /// GitLab's versions of the merge request.
  private var versions: [(commit: String, base: String?, moment: Timestamp)] = []
  private var branch: String?
  private var forge = Forge.none

  package init() {}

  /// Takes in one text.
  ///
  /// - Parameter file: its name, for diagnostics.
  /// - Throws: `ReadingError` where it is no JSON, or none of the texts above.
  package mutating func add(_ bytes: [UInt8], file: String) throws {
    let json: JSON
    do throws(JSON.Malformed) {
      json = try JSON(reading: bytes)
    } catch {
      throw ReadingError(path: file, position: error.position, rule: "reviews-invalid", message: error.description)
    }
    do throws(Fault) {
      try add(json)
    } catch {
      throw ReadingError(path: file, position: .start, rule: "reviews-invalid", message: error.message)
    }
  }

  /// What all texts say together.
  package var answer: ForgeReviews {
    var all = reviews
    for approval in approvals {
      // The forge counts in fractions of a second, and an approval is not for what was pushed in the same one.
      let seen = versions.filter { $0.moment < approval.moment }.max { $0.moment < $1.moment }
      all.append(ForgeReview(login: approval.login, decision: .approved, commit: seen?.commit, base: seen?.base, moment: approval.moment))
    }
    for place in all.indices where all[place].branch == nil { all[place].branch = branch }
    return ForgeReviews(all, forge: forge)
  }

  private struct Fault: Error {
    var message: String
  }

  private mutating func add(_ json: JSON) throws(Fault) {
    if let list = json["reviews"]?.items {
      try belong(to: .github)
      let branch = json["baseRefName"]?.text
      for (place, item) in list.enumerated() {
        try addGitHub(
          item, login: item["author"]?["login"], commit: item["commit"]?["oid"], moment: item["submittedAt"], branch, "reviews[\(place)]")
      }
    } else if let list = json["approved_by"]?.items {
      try belong(to: .gitlab)
      for (place, item) in list.enumerated() {
        let login = try text(item["user"]?["username"], "approved_by[\(place)].user.username")
        // Older servers do not say when, and then nobody knows what was approved.
        guard item["approved_at"] != nil, item["approved_at"] != .null else {
          throw Fault(message: "'approved_by[\(place)]' has no 'approved_at': this GitLab does not say when somebody approved")
        }
        approvals.append((login, try moment(item["approved_at"], "approved_by[\(place)].approved_at")))
      }
    } else if let target = json["target_branch"]?.text {
      try belong(to: .gitlab)
      branch = target
    } else if let list = json.items {
      for (place, item) in list.enumerated() {
        if item["head_commit_sha"] != nil {
          try belong(to: .gitlab)
          let base = item["base_commit_sha"]
          let isKnown = base != nil && base != .null
          versions.append(
            (
              try commit(item["head_commit_sha"], "[\(place)].head_commit_sha"),
              isKnown ? try commit(base, "[\(place)].base_commit_sha") : nil,
              try moment(item["created_at"], "[\(place)].created_at")
            ))
        } else if item["commit_id"] != nil {
          try belong(to: .github)
          try addGitHub(
            item, login: item["user"]?["login"], commit: item["commit_id"], moment: item["submitted_at"], nil, "[\(place)]")
        } else {
          throw Fault(message: "'[\(place)]' is no review and no version of a merge request")
        }
      }
    } else {
      throw Fault(
        message:
          "this holds no reviews: 'gh pr view NUMBER --json reviews,baseRefName' prints them, and GitLab's approvals and versions API")
    }
  }

  private mutating func belong(to other: Forge) throws(Fault) {
    guard forge == .none || forge == other else { throw Fault(message: "these are reviews of two forges") }
    forge = other
  }

  private mutating func addGitHub(
    _ item: JSON, login: JSON?, commit: JSON?, moment: JSON?, _ branch: String?, _ place: String
  ) throws(Fault) {
    let decision: ForgeReview.Decision
    switch try text(item["state"], place + ".state") {
    case "APPROVED": decision = .approved
    case "CHANGES_REQUESTED": decision = .changesRequested
    case "DISMISSED": decision = .dismissed
    // A remark leaves standing what its author said before; what is pending was not said yet.
    case "COMMENTED", "PENDING": return
    case let other: throw Fault(message: "'\(place).state' cannot be '\(other.printable)'")
    }
    // The forge keeps reviews of accounts that are gone, without saying whose they were: nobody stands behind them.
    guard let login, login != .null, login != .string("") else { return }
    // Nobody knows for which bytes a review is that names no commit: it is kept, so that its author learns why it does not count.
    let isKnown = commit != nil && commit != .null && commit != .string("")
    reviews.append(
      ForgeReview(
        login: try text(login, place + ": the login"), decision: decision,
        commit: isKnown ? try self.commit(commit, place + ": the commit") : nil,
        moment: try self.moment(moment, place + ": the time"), branch: branch))
  }

  private func text(_ json: JSON?, _ place: String) throws(Fault) -> String {
    guard let text = json?.text, !text.isEmpty else { throw Fault(message: "'\(place)' is missing, or no text") }
    return text
  }

  private func commit(_ json: JSON?, _ place: String) throws(Fault) -> String {
    let text = try text(json, place)
    guard [40, 64].contains(text.utf8.count), Fingerprint.isLowercaseHexadecimal(text) else {
      throw Fault(message: "'\(place)' is no object id: '\(text.printable)'")
    }
    return text
  }

  private func moment(_ json: JSON?, _ place: String) throws(Fault) -> Timestamp {
    let text = try text(json, place)
    guard let moment = Timestamp(rfc3339: text) else { throw Fault(message: "'\(place)' is no time: '\(text.printable)'") }
    return moment
  }
}
