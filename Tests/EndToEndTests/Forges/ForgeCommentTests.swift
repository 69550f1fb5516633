import ContractTestSupport
import Foundation
import Testing

/// The comment of a job, against a stub of the forges' API.
@Suite(.enabled(if: ForgeJob.hasAPI, Comment(rawValue: ForgeJob.reason)))
struct ForgeCommentTests {
  private static let marker = "<!-- git-contract:check -->"
  /// A page full of what others said, one of them with our marker.
  private static let others =
    (1...100).map {
      "{\"id\": \($0), \"body\": \"\($0 == 50 ? marker + " ✅ passed" : "Nice")\", \"user\": {\"login\": \"mallory\", \"type\": \"User\"}, \"author\": {\"username\": \"mallory\"}}"
    }
    .joined(separator: ",")
  private static let own =
    "{\"id\": 777, \"body\": \"\(marker) old\", \"user\": {\"login\": \"github-actions[bot]\", \"type\": \"Bot\"}, \"author\": {\"username\": \"git-contract-bot\"}}"

  @Test func `the first comment is added, and a later run finds it on the second page`() throws {
    let company = try Company()
    let trial = try company.propose()
    for (comments, call) in [
      ("[]", "POST /repos/acme/contracts/issues/7/comments"), ("[\(Self.others)]", "POST /repos/acme/contracts/issues/7/comments"),
      ("[\(Self.others), \(Self.own)]", "PATCH /repos/acme/contracts/issues/comments/777"),
    ] {
      let stub = try ForgeStub("{\"comments\": \(comments)}")
      let result = try ForgeJob.pullRequest(company, trial, token: "ghs_secret").runAction(api: stub.url)
      #expect(result.status == 1, "\(result.output)\(result.errors)")
      let written = try stub.written
      #expect(written.map(\.call) == [call])
      #expect(written.first?.body == result.summary)
      #expect(try stub.requests.allSatisfy { $0.token == "Bearer ghs_secret" })
      #expect(!(result.output + result.errors).contains("ghs_secret"))
      stub.end()
    }
  }

  @Test(arguments: ["{\"denied\": true}", "{\"broken\": \"/comments\"}"])
  func `a comment that cannot be written is a warning and changes no verdict`(scenario: String) throws {
    let company = try Company()
    for (message, status, verdict) in [
      ("Drop", 1, "refuse"), ("Drop\n\nApproved-by: Ann Owner <ann@acme.example>", 0, "pass"),
    ] as [(String, Int32, String)] {
      let stub = try ForgeStub(scenario)
      let company = status == 1 ? company : try Company()
      let result = try ForgeJob.pullRequest(company, company.propose(message: message), token: "t").runAction(api: stub.url)
      #expect(result.status == status && result.outputs["verdict"] == verdict, "\(result.output)\(result.errors)")
      #expect(result.output.contains("::warning title=git contract::the comment could not be written"), "\(result.output)")
      stub.end()
    }
  }

  @Test func `nothing is posted where nothing is to be said, and an older word is taken back`() throws {
    let company = try Company()
    try company.developer.git("switch", "--quiet", "--create", "topic")
    try company.commit("Nothing of contracts", by: Company.ben)
    let head = try company.head()
    try company.developer.git("push", "--quiet", "origin", "main", "topic")
    let trial = Company.Trial(head: head, base: try company.head("main"), merge: head)
    for (comments, count) in [("[]", 0), ("[\(Self.own)]", 1)] {
      let stub = try ForgeStub("{\"comments\": \(comments)}")
      let result = try ForgeJob.pullRequest(company, trial, token: "t").runAction(api: stub.url)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try stub.written.count == count)
      #expect(try stub.written.allSatisfy { $0.body.contains("No data contract changes.") })
      stub.end()
    }
    let stub = try ForgeStub()
    defer { stub.end() }
    let job = try ForgeJob.pullRequest(company, trial, token: "t")
    job.inputs["comment"] = "false"
    #expect(try job.runAction(api: stub.url).status == 0)
    #expect(try stub.requests.isEmpty)
  }

  @Test func `undecided takes the place of an older verdict`() throws {
    let company = try Company()
    let job = try ForgeJob.pullRequest(company, company.propose(), token: "t")
    try FileManager.default.removeItem(atPath: company.server.path)
    let stub = try ForgeStub("{\"comments\": [\(Self.own)]}")
    defer { stub.end() }
    let result = try job.runAction(api: stub.url)
    #expect(result.status == 128)
    #expect(try stub.written.map(\.call) == ["PATCH /repos/acme/contracts/issues/comments/777"])
    #expect(try stub.written.first?.body.contains("undecided") == true)
  }

  @Test func `reviews on GitHub count, and one that cannot be read leaves it open`() throws {
    let (company, _) = try Company.hosted()
    let trial = try company.propose()
    func review(_ state: String, _ login: String = "ann-acme") -> String {
      """
      {"id": 1, "state": "\(state)", "user": {"login": "\(login)"}, "commit_id": "\(trial.head)", "submitted_at": "2026-11-20T10:00:00Z"}
      """
    }
    for (scenario, status) in [
      ("{}", 1), ("{\"reviews\": [\(review("APPROVED"))]}", 0), ("{\"reviews\": [\(review("APPROVED", "ben-acme"))]}", 1),
      ("{\"broken\": \"/reviews\"}", 128), ("{\"reviews\": [{\"state\": \"NEW\", \"user\": {\"login\": \"x\"}}]}", 128),
    ] as [(String, Int32)] {
      let stub = try ForgeStub(scenario)
      let result = try ForgeJob.pullRequest(company, trial, token: "t").runAction(api: stub.url)
      #expect(result.status == status, "\(scenario): \(result.output)\(result.errors)")
      stub.end()
    }
    let without = try ForgeJob.pullRequest(company, trial).runAction()
    #expect(without.status == 1 && without.output.contains("::notice title=git contract::reviews count here"), "\(without.output)")
  }

  @Test func `approvals on GitLab count for what was under review`() throws {
    let people = """
      people:
        - {id: ann, emails: [ann@acme.example], handles: ["@ann-acme"]}
        - {id: ben, emails: [ben@acme.example], handles: ["@ben-acme"]}

      """
    let company = try Company.withKeys(
      [], more: "forge: gitlab\n",
      contracts: ["contracts/orders.odcs.yaml": Company.orders(), ".contracts/people.yaml": people])
    let trial = try company.propose()
    func approved(_ commit: String) -> String {
      """
      {"approvals": [{"user": {"username": "ann-acme"}, "approved_at": "2026-11-20T10:00:05Z"}], \
      "versions": [{"head_commit_sha": "\(commit)", "base_commit_sha": null, "created_at": "2026-11-20T10:00:00Z"}]}
      """
    }
    for (scenario, status) in [
      ("{}", 1), (approved(trial.head), 0), (approved(trial.base), 1), ("{\"broken\": \"/approvals\"}", 128),
      ("{\"broken\": \"/versions\"}", 128),
    ] as [(String, Int32)] {
      let stub = try ForgeStub(scenario)
      let result = try ForgeJob.mergeRequest(company, trial, kind: "merged_result", token: "t").runComponent(api: stub.url)
      #expect(result.status == status, "\(scenario): \(result.output)\(result.errors)")
      stub.end()
    }
  }

  @Test func `on GitLab the note is found by its author and written anew`() throws {
    let company = try Company()
    let trial = try company.propose()
    for (scenario, call) in [
      ("{\"login\": \"git-contract-bot\", \"comments\": [\(Self.others)]}", "POST /projects/12/merge_requests/7/notes"),
      ("{\"login\": \"git-contract-bot\", \"comments\": [\(Self.others), \(Self.own)]}", "PUT /projects/12/merge_requests/7/notes/777"),
    ] {
      let stub = try ForgeStub(scenario)
      let result = try ForgeJob.mergeRequest(company, trial, kind: "detached", token: "glpat").runComponent(api: stub.url)
      #expect(result.status == 1, "\(result.output)\(result.errors)")
      #expect(try stub.written.map(\.call) == [call])
      #expect(try stub.requests.allSatisfy { $0.token == "glpat" })
      stub.end()
    }
  }
}
