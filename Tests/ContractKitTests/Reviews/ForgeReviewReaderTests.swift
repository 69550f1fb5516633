import ContractKit
import Testing

struct ForgeReviewReaderTests {
  private let first = String(repeating: "a", count: 40)
  private let second = String(repeating: "b", count: 40)

  private func read(_ texts: String...) throws -> ForgeReviews {
    var reader = ForgeReviewReader()
    for text in texts { try reader.add(Array(text.utf8), file: "reviews.json") }
    return reader.answer
  }

  private func github(_ reviews: String...) -> String {
    #"{"baseRefName": "main", "number": 7, "reviews": [\#(reviews.joined(separator: ", "))]}"#
  }

  private func review(_ login: String, _ state: String, _ commit: String, at minute: Int) -> String {
    #"{"author": {"login": "\#(login)"}, "body": "", "state": "\#(state)", "submittedAt": "2026-11-22T10:\#(minute):00Z", "#
      + #""commit": {"oid": "\#(commit)"}}"#
  }

  @Test func `reads what gh prints, and keeps the last word of each`() throws {
    let answer = try read(
      github(
        review("Ann", "APPROVED", first, at: 10), review("ben", "CHANGES_REQUESTED", first, at: 11),
        review("ann", "COMMENTED", second, at: 20),
        review("ben", "APPROVED", second, at: 21), review("cat", "APPROVED", first, at: 12), review("cat", "DISMISSED", second, at: 30)))
    #expect(answer.forge == .github)
    #expect(answer.lastWords.map(\.login) == ["Ann", "ben", "cat"])
    #expect(answer.lastWords.map(\.decision) == [.approved, .approved, .dismissed])
    #expect(answer.lastWords.map(\.commit) == [first, second, second])
    #expect(answer.lastWords.allSatisfy { $0.branch == "main" })
  }

  @Test func `reads GitHub's REST list, which names no branch`() throws {
    let answer = try read(
      #"[{"user": {"login": "ann"}, "state": "APPROVED", "commit_id": "\#(first)", "submitted_at": "2026-11-22T10:00:00Z"}]"#)
    #expect(answer.reviews.map(\.commit) == [first])
    #expect(answer.reviews.map(\.branch) == [nil])
  }

  /// GitLab's approvals name no commit: the versions tell which one was there when somebody approved.
  @Test(arguments: [
    ("2026-11-22T10:00:00.900Z", nil), ("2026-11-22T10:00:01.000Z", "a"), ("2026-11-22T11:00:00.100Z", "a"),
    ("2026-11-22T12:00:01.500+01:00", "b"),
  ])
  func `finds the commit that a GitLab approval is of`(approved: String, commit: Character?) throws {
    let answer = try read(
      #"{"approved": true, "approved_by": [{"user": {"username": "ann"}, "approved_at": "\#(approved)"}]}"#,
      #"""
      [{"head_commit_sha": "\#(second)", "created_at": "2026-11-22T11:00:00.050Z"},
       {"head_commit_sha": "\#(first)", "created_at": "2026-11-22T10:00:00.100Z"}]
      """#, #"{"iid": 7, "target_branch": "main", "sha": "\#(second)"}"#)
    #expect(answer.forge == .gitlab)
    #expect(answer.reviews.map(\.commit) == [commit.map { String(repeating: $0, count: 40) }])
    #expect(answer.reviews.map(\.branch) == ["main"])
  }

  @Test func `keeps a review of no commit, and drops one of no account`() throws {
    let nobody = #"{"author": null, "state": "APPROVED", "submittedAt": "2026-11-22T10:00:00Z", "commit": {"oid": "\#(first)"}}"#
    let old = #"{"author": {"login": "ann"}, "state": "APPROVED", "submittedAt": "2026-11-22T10:00:00Z"}"#
    #expect(try read(github(nobody, old)).reviews.map(\.commit) == [nil])
    #expect(try read("[]").reviews.isEmpty)
  }

  @Test(arguments: [
    ("{", "1:2"), ("{}", "holds no reviews"), ("3", "holds no reviews"), ("[{}]", "'[0]' is no review"),
    (#"{"reviews": [{"author": {"login": "ann"}, "state": "LIKED"}]}"#, "cannot be 'LIKED'"),
    (#"{"reviews": [{"author": {"login": "ann"}, "state": "APPROVED", "commit": {"oid": "main"}, "submittedAt": "now"}]}"#, "'main'"),
    (#"{"reviews": [{"author": {"login": "ann"}, "state": "APPROVED", "commit": {}, "submittedAt": "now"}]}"#, "'now'"),
    (#"{"approved_by": [{"user": {"username": "ann"}}]}"#, "does not say when"),
  ])
  func `refuses what it does not understand`(text: String, reason: String) throws {
    let error = #expect(throws: ReadingError.self) { try read(text) }
    let fault = try #require(error?.diagnostics.first)
    #expect("\(fault.position.line):\(fault.position.column) \(fault.message)".contains(reason), "\(fault)")
  }

  @Test func `mixes no two forges`() {
    #expect(throws: ReadingError.self) { try read(github(), #"{"approved_by": []}"#) }
  }
}
