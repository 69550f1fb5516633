import ContractKit
import ContractTestSupport
import Foundation

/// A job of a forge's CI: the shallow checkout that it begins with, its variables, and our steps run as the forge would run them.
final class ForgeJob {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// curl and jq, which the API takes, and a stub of it.
  static let hasAPI = ["curl", "jq"].allSatisfy { ServerProgram.path($0) != nil } && Sink.isPossible
  static let reason = "curl, jq or python3 is not installed"

  let checkout: TestRepository
  let scratch: Scratch
  /// What the job gives its steps.
  var variables: [String: String]
  /// The event as GitHub writes it to `GITHUB_EVENT_PATH`.
  var event: [String: Any] = [:]
  /// What the workflow says below `with:`, or the pipeline below `inputs:`.
  var inputs: [String: String] = [:]

  /// What a job left behind.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
    /// What it handed to later steps.
    var outputs: [String: String]
    var summary: String
  }

  /// Checks out one commit without its history, as actions/checkout and GitLab's runner do.
  init(_ company: Company, commit: String, reference: String, variables: [String: String]) throws {
    scratch = try Scratch()
    checkout = try TestRepository(in: scratch, name: "checkout")
    self.variables = variables
    checkout.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    try company.server.git("config", "uploadpack.allowAnySHA1InWant", "true")
    try checkout.git("remote", "add", "origin", "file://" + company.server.path)
    try checkout.git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", "+\(commit):refs/remotes/\(reference)")
    try checkout.git("checkout", "--quiet", "--detach", "refs/remotes/\(reference)")
  }

  var isShallow: Bool { get throws { try checkout.git("rev-parse", "--is-shallow-repository") == "true" } }

  private func run(_ script: String, adding more: [String: String], in directory: String) throws -> TestOutput {
    // Both runners start bash so that the first failure ends a step.
    try checkout.environment.run(
      "bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script], in: directory, adding: variables.merging(more) { $1 })
  }

  private func pairs(_ path: String) throws -> [String: String] {
    let lines = try scratch.read(path).split(separator: "\n")
    return Dictionary(
      lines.map { line in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
      }
    ) { $1 }
  }

  // MARK: GitHub

  /// A job for a pull request: its checkout stands on the merge that GitHub made to try it.
  static func pullRequest(_ company: Company, _ trial: Company.Trial, token: String = "") throws -> ForgeJob {
    let job = try ForgeJob(
      company, commit: trial.merge, reference: "pull/7/merge",
      variables: [
        "GITHUB_EVENT_NAME": "pull_request", "GITHUB_SHA": trial.merge, "GITHUB_REF": "refs/pull/7/merge", "GITHUB_REF_NAME": "7/merge",
        "GITHUB_REF_TYPE": "branch", "GITHUB_BASE_REF": "main", "GITHUB_HEAD_REF": "topic",
      ])
    job.event = [
      "repository": ["default_branch": "main"],
      "pull_request": ["number": 7, "base": ["ref": "main"], "head": ["sha": trial.head, "ref": "topic"]],
    ]
    if !token.isEmpty { job.inputs["token"] = token }
    return job
  }

  /// Runs the steps of `action.yml` as a composite action is run.
  func runAction(api: String = "http://127.0.0.1:9") throws -> Result {
    let text = try Data(contentsOf: Self.root.appendingPathComponent("action.yml"))
    let action = try YAMLDocument(Array(text), path: "action.yml").root
    for name in ["output", "summary"] { try scratch.write("", to: name) }
    try scratch.write(String(decoding: try JSONSerialization.data(withJSONObject: event), as: UTF8.self), to: "event.json")
    let github = [
      "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_REPOSITORY": "acme/contracts", "GITHUB_API_URL": api,
      "GITHUB_ACTION_PATH": Self.root.path, "GITHUB_EVENT_PATH": scratch.path("event.json"), "GITHUB_OUTPUT": scratch.path("output"),
      "GITHUB_STEP_SUMMARY": scratch.path("summary"), "RUNNER_TEMP": try scratch.makeDirectory("temporary"),
      "GITHUB_WORKSPACE": checkout.path,
    ]
    var last: TestOutput?
    for step in action["runs"]?["steps"]?.items ?? [] {
      var settings = github
      for pair in step["env"]?.pairs ?? [] { settings[pair.key.text] = try value(of: pair.value.text, action) }
      let folder = try value(of: step["working-directory"]?.text ?? ".", action)
      last = try run(step["run"]?.text ?? "", adding: settings, in: checkout.path + "/" + folder)
      if last?.status != 0 { break }
    }
    guard let last else { throw TestFailure("action.yml has no step") }
    return Result(
      status: last.status, output: last.output, errors: last.errors, outputs: try pairs("output"), summary: try scratch.read("summary"))
  }

  /// An expression of the kinds that `action.yml` uses: `inputs.NAME` and `github.event.A.B`; an absent one is empty.
  private func value(of text: String, _ action: YAMLNode) throws -> String {
    guard text.hasPrefix("${{"), text.hasSuffix("}}") else { return text }
    let path = text.dropFirst(3).dropLast(2).trimmingCharacters(in: .whitespaces).split(separator: ".").map(String.init)
    if path.first == "inputs", path.count == 2 {
      guard let input = action["inputs"]?[path[1]] else { throw TestFailure("action.yml declares no input '\(path[1])'") }
      return inputs[path[1]] ?? input["default"]?.text ?? ""
    }
    guard path.starts(with: ["github", "event"]) else { throw TestFailure("cannot evaluate '\(text)'") }
    var found: Any? = event
    for name in path.dropFirst(2) { found = (found as? [String: Any])?[name] }
    return found.map { "\($0)" } ?? ""
  }

  // MARK: GitLab

  /// A job for a merge request, in a pipeline of a kind: `detached`, `merged_result`, `merge_train`.
  static func mergeRequest(_ company: Company, _ trial: Company.Trial, kind: String, token: String = "") throws -> ForgeJob {
    let commit = kind == "detached" ? trial.head : trial.merge
    let job = try ForgeJob(
      company, commit: commit, reference: "merge",
      variables: [
        "CI_COMMIT_SHA": commit, "CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_PROJECT_ID": "12", "CI_PROJECT_ID": "12",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_EVENT_TYPE": kind, "CI_PIPELINE_SOURCE": "merge_request_event",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": kind == "detached" ? "" : trial.head, "CI_MERGE_REQUEST_DIFF_BASE_SHA": trial.base,
      ])
    if !token.isEmpty { job.variables["CONTRACT_TOKEN"] = token }
    return job
  }

  /// Runs the script of GitLab's component, its inputs put in as GitLab does: as text, before the YAML is read.
  func runComponent(api: String = "http://127.0.0.1:9") throws -> Result {
    let file = Self.root.appendingPathComponent("templates/check/template.yml")
    let text = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n---\n")
    let header = try YAMLDocument(Array(text[0].utf8), path: "template.yml").root
    var body = text[1]
    for pair in header["spec"]?["inputs"]?.pairs ?? [] {
      let value = inputs[pair.key.text] ?? pair.value["default"]?.text ?? "debian"
      body = body.replacingOccurrences(of: "$[[ inputs.\(pair.key.text) ]]", with: value)
    }
    guard let job = try YAMLDocument(Array(body.utf8), path: "template.yml").root["git-contract"] else {
      throw TestFailure("the component has no job")
    }
    var settings = [
      "GITLAB_CI": "true", "CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_DIR": checkout.path, "CI_API_V4_URL": api,
      "TMPDIR": try scratch.makeDirectory("temporary"),
    ]
    for pair in job["variables"]?.pairs ?? [] { settings[pair.key.text] = pair.value.text }
    let script = (job["script"]?.items ?? []).map(\.text).joined(separator: "\n")
    let output = try run(script, adding: settings, in: checkout.path)
    let outputs = try pairs("checkout/" + (job["artifacts"]?["reports"]?["dotenv"]?.text ?? ""))
    return Result(
      status: output.status, output: output.output, errors: output.errors, outputs: outputs,
      summary: try scratch.read("checkout/" + (job["artifacts"]?["paths"]?.items.first?.text ?? "")))
  }
}

extension Company {
  /// What a forge makes of a pull request: its head, the commit on main from which it parts, and the merge that nobody made.
  struct Trial {
    var head: String
    var base: String
    var merge: String
  }

  /// Puts a branch 'topic' in which Ben drops a column, and the forge's merge of it, on the server; main goes on meanwhile.
  ///
  /// - Parameters:
  ///   - message: of the commit that drops it, trailers included.
  ///   - merging: who stands as the author of the merge, as the forge writes it.
  func propose(version: String = "2.0.0", message: String = "Drop amount", merging: TestPerson = Company.ann) throws -> Trial {
    for number in 1...8 { try commit("Work \(number)", by: Self.ann) }
    let base = try head("HEAD~5")
    try developer.git("switch", "--quiet", "--create", "topic", base)
    try developer.write(Self.orders(version: version, columns: [Self.orderID, Self.email]), to: "contracts/orders.odcs.yaml")
    try commit(message, by: Self.ben)
    let head = try head()
    try developer.git("switch", "--quiet", "main")
    try developer.git("push", "--quiet", "origin", "main", "topic")
    try developer.git("switch", "--quiet", "--detach", "main")
    let merge = try developer.merge("topic", "Merge \(head) into main", by: merging)
    // The forge keeps it itself: no push brings it, and no hook is asked.
    try server.git("fetch", "--quiet", "file://" + developer.path, "+\(merge):refs/pull/7/merge", "+\(head):refs/pull/7/head")
    try developer.git("switch", "--quiet", "main")
    return Trial(head: head, base: base, merge: merge)
  }
}
