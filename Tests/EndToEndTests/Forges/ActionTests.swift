import ContractTestSupport
import Foundation
import Testing

/// `action.yml`, its steps run as GitHub runs them, by the real program and in the shallow checkout of actions/checkout.
struct ActionTests {
  @Test func `a change whose price is paid passes`() throws {
    let company = try Company()
    let trial = try company.propose(message: "Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>")
    let job = try ForgeJob.pullRequest(company, trial)
    #expect(try job.isShallow)
    let result = try job.runAction()
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.outputs["verdict"] == "pass" && result.outputs["exit_code"] == "0", "\(result.outputs)")
    #expect(result.outputs["required_bump"] == "major" && result.outputs["breaking"] == "1")
    #expect(result.summary.hasPrefix("<!-- git-contract:check -->\n## Data contracts: ✅ passed\n"))
    #expect(result.summary.contains("**orders** 1.4.2 → 2.0.0, breaking\n"), "\(result.summary)")
  }

  @Test func `a change that nobody agreed to is refused, though the forge put the owner over its merge`() throws {
    let company = try Company()
    let job = try ForgeJob.pullRequest(company, company.propose(merging: Company.ann))
    // Shallow at first, and deepened as far as it takes, no farther.
    job.variables["CONTRACT_DEPTHS"] = "2 20"
    let result = try job.runAction()
    #expect(result.status == 1, "\(result.output)\(result.errors)")
    #expect(result.errors.contains("a history of 2 commits is not enough"))
    #expect(result.output.contains("::error file=contracts/orders.odcs.yaml,line=5,col=10,title=owner-sign-off-missing::"))
    #expect(result.outputs["verdict"] == "refuse" && result.outputs["errors"] == "2", "\(result.outputs)")
    #expect(result.summary.contains("❌ refused") && result.summary.contains("### Who must act"))
    let file = try #require(result.outputs["comment_file"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == result.summary)
    let report = try Data(contentsOf: URL(fileURLWithPath: #require(result.outputs["report_file"])))
    let answer = try #require(try JSONSerialization.jsonObject(with: report) as? [String: Any])
    #expect(answer["verdict"] as? String == "refuse")
  }

  @Test func `a version that main took meanwhile, or a branch of releases, is taken`() throws {
    for branch in ["main", "release/2.x"] {
      let company = try Company()
      let trial = try company.propose(message: "Drop amount\n\nApproved-by: Ann Owner <ann@acme.example>")
      try company.commitOrders(version: "2.0.0", columns: [Company.orderID, Company.amount], by: Company.ann)
      #expect(try company.push("HEAD:" + branch).status == 0)
      let result = try ForgeJob.pullRequest(company, trial).runAction()
      #expect(result.status == 1 && result.output.contains("title=version-reused::"), "\(branch): \(result.output)\(result.errors)")
    }
  }

  @Test func `sign-offs are fetched, wherever the policy keeps them`() throws {
    for records in ["refs/contracts/signoffs", "refs/heads/contract-records"] {
      let company = try Company.withKeys(more: "records: \(records)\n")
      let trial = try company.propose()
      #expect(try ForgeJob.pullRequest(company, trial).runAction().status == 1)
      try company.developer.git("switch", "--quiet", "topic")
      let signed = try company.atTerminal(["sign", "contracts/orders.odcs.yaml", "topic"], by: Company.ann, answers: ["y", "y"])
      #expect(signed.output.contains("signed: "), "\(signed.output)\(signed.errors)")
      let pushed = try company.push("+\(records):\(records)")
      #expect(pushed.status == 0, "\(pushed.errors)")
      let result = try ForgeJob.pullRequest(company, trial).runAction()
      #expect(result.status == 0, "\(records): \(result.output)\(result.errors)")
      #expect(result.summary.contains("ann for ann@&#8203;acme.example (signature)"), "\(result.summary)")
    }
  }

  @Test(arguments: ["gone", "no binary", "no base", "no head", "hostile base", "tag", "history gone"])
  func `what cannot be looked at is undecided, and said everywhere`(fault: String) throws {
    let company = try Company()
    let job = try ForgeJob.pullRequest(company, company.propose(message: "Drop\n\nApproved-by: Ann Owner <ann@acme.example>"))
    switch fault {
    case "gone": try FileManager.default.removeItem(atPath: company.server.path)
    case "no binary": job.inputs["binary"] = job.scratch.path("nothing")
    case "no base": job.event["pull_request"] = ["number": 7, "base": ["ref": "gone"], "head": ["sha": job.variables["GITHUB_SHA"]]]
    case "no head": job.variables["GITHUB_SHA"] = String(repeating: "1", count: 40)
    case "hostile base": job.event["pull_request"] = ["number": 7, "base": ["ref": "x; touch \(job.scratch.path("pwned")) `$(id)`\n::set"]]
    case "tag": job.variables.merge(["GITHUB_EVENT_NAME": "push", "GITHUB_REF_TYPE": "tag"]) { $1 }
    default: job.inputs["remote"] = "nowhere"
    }
    let result = try job.runAction()
    #expect(result.status == 128, "\(result.output)\(result.errors)")
    #expect(result.output.split(separator: "\n").contains { $0.hasPrefix("::error title=undecided::") }, "\(result.output)")
    #expect(!result.output.contains("\n::set"))
    #expect(result.errors.contains("fatal: "))
    #expect(result.outputs["verdict"] == "undecided" && result.outputs["exit_code"] == "128", "\(result.outputs)")
    #expect(result.outputs["required_bump"] == nil)
    #expect(result.summary.contains("⚠️ undecided") && result.summary.contains("This is no pass."))
    #expect(!FileManager.default.fileExists(atPath: job.scratch.path("pwned")))
  }

  @Test func `a push to main is judged from what was there, one to a branch as it would be merged`() throws {
    let company = try Company()
    // Nobody stood at the gate.
    try company.server.git("contract", "hooks", "uninstall")
    let before = try company.head()
    try company.commitOrders(version: "2.0.0", columns: [Company.orderID, Company.email], by: Company.ben)
    try company.commit("Something else", by: Company.ann)
    try company.developer.git("push", "--quiet", "origin", "main", "main:topic")
    let after = try company.head()
    for (branch, status) in [("main", 1), ("topic", 0)] as [(String, Int32)] {
      let job = try ForgeJob(
        company, commit: after, reference: "origin/" + branch,
        variables: [
          "GITHUB_EVENT_NAME": "push", "GITHUB_SHA": after, "GITHUB_REF": "refs/heads/" + branch, "GITHUB_REF_NAME": branch,
          "GITHUB_REF_TYPE": "branch", "GITHUB_REF_PROTECTED": "false",
        ])
      job.event = ["before": before, "after": after, "repository": ["default_branch": "main"]]
      let result = try job.runAction()
      #expect(result.status == status, "\(branch): \(result.output)\(result.errors)")
    }
  }

  @Test func `a merge queue judges the step of its own group`() throws {
    let company = try Company()
    let trial = try company.propose()
    // Another request stands before it in the queue, whose group the branch of the queue holds, too.
    try company.developer.git("switch", "--quiet", "--detach", "main")
    try company.developer.write(Company.orders(name: "refunds", identifier: "refunds-1"), to: "contracts/refunds.odcs.yaml")
    try company.commit("Refunds, which nobody owns yet", by: Company.ben)
    let first = try company.head()
    let group = try company.developer.merge("topic", "Merge pull request #7", by: Company.ann)
    try company.developer.git("push", "--quiet", "origin", "\(group):refs/heads/gh-readonly-queue/main/pr-7")
    _ = trial
    let job = try ForgeJob(
      company, commit: group, reference: "origin/queue",
      variables: ["GITHUB_EVENT_NAME": "merge_group", "GITHUB_SHA": group, "GITHUB_REF_NAME": "gh-readonly-queue/main/pr-7"])
    job.event = [
      "repository": ["default_branch": "main"],
      "merge_group": ["base_ref": "refs/heads/main", "base_sha": first, "head_sha": group],
    ]
    let result = try job.runAction()
    // Whoever put it into the queue is the author of the merge that will be on main.
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.outputs["contracts"] == "1", "\(result.outputs)")
  }
}

extension Company {
  func commitOrders(version: String, columns: [String], by person: TestPerson) throws {
    try developer.write(Self.orders(version: version, columns: columns), to: "contracts/orders.odcs.yaml")
    try commit("Orders \(version)", by: person)
  }
}
