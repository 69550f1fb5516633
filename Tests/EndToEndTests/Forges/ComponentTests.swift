import ContractKit
import ContractTestSupport
import Foundation
import Testing

/// The component for GitLab, its script run as a runner runs it.
struct ComponentTests {
  private static let agreed = "Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>"

  @Test(arguments: ["detached", "merged_result", "merge_train"])
  func `a merge request passes, or is refused, in each kind of pipeline`(kind: String) throws {
    for (message, status, verdict) in [(Self.agreed, 0, "pass"), ("Drop amount", 1, "refuse")] as [(String, Int32, String)] {
      let company = try Company()
      let job = try ForgeJob.mergeRequest(company, company.propose(message: message), kind: kind)
      #expect(try job.isShallow)
      let result = try job.runComponent()
      #expect(result.status == status, "\(result.output)\(result.errors)")
      #expect(result.outputs["contract_verdict"] == verdict && result.outputs["contract_breaking"] == "1", "\(result.outputs)")
      #expect(result.output.contains("orders 1.4.2 -> 2.0.0 (contracts/orders.odcs.yaml): breaking"))
      #expect(result.summary.contains("**orders** 1.4.2 → 2.0.0, breaking"))
      let quality = Data(try job.scratch.read("checkout/.git-contract/gl-code-quality-report.json").utf8)
      let issues = try #require(try JSONSerialization.jsonObject(with: quality) as? [[String: Any]])
      #expect(issues.contains { $0["severity"] as? String == "blocker" } == (status == 1))
      let junit = try job.scratch.read("checkout/.git-contract/git-contract.junit.xml")
      #expect(junit.contains("<failure") == (status == 1), "\(junit)")
    }
  }

  @Test func `a train judges its own step, not those before it`() throws {
    let company = try Company()
    _ = try company.propose(message: Self.agreed)
    try company.developer.git("switch", "--quiet", "--detach", "main")
    try company.developer.write(Company.orders(name: "refunds", identifier: "refunds-1"), to: "contracts/refunds.odcs.yaml")
    try company.commit("The request before it", by: Company.ben)
    let head = try company.head("topic")
    let merge = try company.developer.merge("topic", "Train", by: Company.cat)
    try company.server.git("fetch", "--quiet", "file://" + company.developer.path, "+\(merge):refs/merge-requests/7/train")
    let trial = Company.Trial(head: head, base: try company.head("main"), merge: merge)
    let result = try ForgeJob.mergeRequest(company, trial, kind: "merge_train").runComponent()
    #expect(result.status == 0 && result.outputs["contract_contracts"] == "1", "\(result.output)\(result.errors)")
    // As a result of a merge it would be judged with everything that main lacks.
    let whole = try ForgeJob.mergeRequest(company, trial, kind: "merged_result").runComponent()
    #expect(whole.outputs["contract_contracts"] == "2", "\(whole.output)\(whole.errors)")
  }

  @Test func `what cannot be looked at is undecided, and an error in the reports`() throws {
    let company = try Company()
    let job = try ForgeJob.mergeRequest(company, company.propose(message: Self.agreed), kind: "merged_result")
    try FileManager.default.removeItem(atPath: company.server.path)
    let result = try job.runComponent()
    #expect(result.status == 128 && result.outputs["contract_verdict"] == "undecided", "\(result.output)\(result.errors)")
    #expect(try job.scratch.read("checkout/.git-contract/git-contract.junit.xml").contains("type=\"undecided\""))
    #expect(result.summary.contains("This is no pass."))
  }

  @Test func `a pipeline in a fork decides nothing`() throws {
    let company = try Company()
    let job = try ForgeJob.mergeRequest(company, company.propose(message: Self.agreed), kind: "detached")
    job.variables["CI_PROJECT_ID"] = "99"
    let result = try job.runComponent()
    #expect(result.status == 128 && result.errors.contains("runs in a fork"), "\(result.errors)")
  }

  @Test func `a push to the default branch is judged from what was there`() throws {
    let company = try Company()
    try company.server.git("contract", "hooks", "uninstall")
    let before = try company.head()
    try company.commitOrders(version: "2.0.0", columns: [Company.orderID, Company.email], by: Company.ben)
    try company.commit("Something else", by: Company.ann)
    try company.developer.git("push", "--quiet", "origin", "main")
    let job = try ForgeJob(
      company, commit: try company.head(), reference: "origin/main",
      variables: ["CI_COMMIT_SHA": try company.head(), "CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": before])
    let result = try job.runComponent()
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    job.variables["CI_COMMIT_BRANCH"] = ""
    #expect(try job.runComponent().status == 128)
  }
}

/// What can be said of `action.yml` and `template.yml` without running them.
struct ForgeFileTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: ForgeJob.root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func `each input of the action is declared, used, and stays out of the text of scripts`() throws {
    let text = try Self.text("action.yml")
    let action = try YAMLDocument(Array(text.utf8), path: "action.yml").root
    let declared = Set((action["inputs"]?.pairs ?? []).map(\.key.text))
    let used = Set(text.matches(of: /\${{ inputs\.([a-z-]+) }}/).map { String($0.output.1) })
    #expect(declared == used && !declared.isEmpty)
    #expect(action["runs"]?["using"]?.text == "composite")
    let script = try Self.text("Forges/check")
    for step in action["runs"]?["steps"]?.items ?? [] {
      let run = try #require(step["run"]?.text)
      #expect(!run.contains("${{"))
      #expect(step["shell"]?.text == "bash")
      let called = try #require(run.firstMatch(of: /\$GITHUB_ACTION_PATH\/([A-Za-z\/-]+)/)?.output.1)
      #expect(FileManager.default.isExecutableFile(atPath: ForgeJob.root.appendingPathComponent(String(called)).path))
      for pair in step["env"]?.pairs ?? [] { #expect(script.contains("{\(pair.key.text)"), "\(pair.key.text) is read by nobody") }
    }
    // What an output is made of is what the script writes.
    let written = ["verdict=undecided\n", "exit_code=", "comment_file=", "report_file="]
    for output in action["outputs"]?.pairs ?? [] {
      let name = try #require(output.value["value"]?.text.firstMatch(of: /steps\.check\.outputs\.([a-z_]+) }}/)?.output.1)
      let known =
        written.contains { $0.hasPrefix(name + "=") }
        || ["required_bump", "breaking", "dangerous", "contracts", "consumers_hurt"].contains(name)
      #expect(known, "\(name)")
    }
  }

  @Test func `the component holds the script as it is, and each of its inputs`() throws {
    let documents = try YAMLDocument.all(in: Array(Self.text("templates/check/template.yml").utf8), path: "template.yml")
    #expect(documents.count == 2)
    let declared = Set((documents[0].root["spec"]?["inputs"]?.pairs ?? []).map(\.key.text))
    let body = try Self.text("templates/check/template.yml").components(separatedBy: "\n---\n")[1]
    let used = Set(body.matches(of: /\$\[\[ inputs\.([a-z-]+) \]\]/).map { String($0.output.1) })
    #expect(declared == used && !declared.isEmpty)
    #expect(
      body.matches(of: /\$\[\[/).count == body.matches(of: /"[^"\n]*\$\[\[ inputs\.[a-z-]+ \]\]"/).count, "an input that is no quoted value"
    )
    let job = try #require(documents[1].root.pairs.first?.value)
    let script = try #require(job["script"]?.items.first?.text)
    let inside = script.components(separatedBy: "<<'end of Forges/check'\n").last?.components(separatedBy: "end of Forges/check\n").first
    #expect(try inside == Self.text("Forges/check"), "mend it with: Scripts/forge-template")
  }
}
