import ContractTestSupport
import Foundation
import Testing

/// `doctor` finds what is wrong, and what it tells to type mends it.
struct DoctorTests {
  private struct Check {
    let subject: String
    let status: String
    let message: String
    let command: String?
  }

  private static func checks(_ repository: TestRepository) throws -> [Check] {
    let output = try repository.tryGit("contract", "doctor", "--format", "json")
    guard let answer = try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [String: Any],
      let checks = answer["checks"] as? [[String: Any]]
    else { throw TestFailure("no answer: \(output.output)\(output.errors)") }
    #expect(answer["schema"] as? String == "git-contract/doctor/1")
    let found = checks.map { check in
      Check(
        subject: check["subject"] as? String ?? "", status: check["status"] as? String ?? "", message: check["message"] as? String ?? "",
        command: check["command"] as? String)
    }
    let isHealthy = !found.contains { $0.status == "mend" }
    #expect(answer["healthy"] as? Bool == isHealthy)
    #expect(output.status == (isHealthy ? 0 : 1), "\(output.errors)")
    return found
  }

  private static func shell(_ script: String, in repository: TestRepository) throws {
    let output = try repository.environment.run("sh", ["-e", "-c", script], in: repository.path)
    guard output.status == 0 else { throw TestFailure("\(script): \(output.errors)") }
  }

  /// Breaks something, and lets doctor mend it.
  private static func mend(_ fault: Fault, in repository: TestRepository) throws {
    try shell(fault.script, in: repository)
    let found = try checks(repository).filter { $0.subject == fault.subject && $0.status == fault.status }
    #expect(!found.isEmpty, "\(fault.script)")
    #expect(found.contains { $0.message.contains(fault.message) }, "\(found.map(\.message))")
    for check in found { try shell(try #require(check.command, "\(check.message)"), in: repository) }
    let left = try checks(repository).filter { $0.subject == fault.subject }
    // Of HEAD nothing is said where it is right.
    #expect(!left.isEmpty || fault.subject == "head", "nothing is said of \(fault.subject)")
    #expect(left.allSatisfy { $0.status == "ok" }, "\(left.map(\.message))")
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let script: String
    let subject: String
    var status = "mend"
    let message: String

    var testDescription: String { script }
  }

  static let serverFaults: [Fault] = [
    Fault(script: "chmod -x hooks/pre-receive", subject: "hooks", message: "not executable"),
    Fault(script: "rm hooks/pre-receive", subject: "hooks", message: "pre-receive; no push is judged"),
    Fault(script: "rm hooks/post-receive", subject: "hooks", message: "post-receive; nobody writes down what was accepted"),
    Fault(
      script: "sed 's/pre-receive/update/g' hooks/pre-receive > hooks/update; chmod 755 hooks/update", subject: "hooks",
      message: "judged twice"),
    Fault(script: "git symbolic-ref HEAD refs/heads/trunk", subject: "head", message: "a clone gets no files"),
    Fault(script: ":", subject: "receive.fsckObjects", message: "receive.fsckObjects is off"),
    Fault(
      script: "git config transfer.fsckObjects true; git config receive.fsckObjects false", subject: "receive.fsckObjects",
      message: "receive.fsckObjects is off"),
    Fault(script: ":", subject: "receive.denyNonFastForwards", status: "advice", message: "rewritten"),
    Fault(script: ":", subject: "receive.denyDeletes", status: "advice", message: "deleted"),
    Fault(script: ":", subject: "receive.advertisePushOptions", status: "advice", message: "options"),
    Fault(
      script: "git config gpg.ssh.allowedSignersFile /x", subject: "receive.certNonceSeed", status: "advice",
      message: "receive.certNonceSeed is not set"),
    Fault(
      script: "git config receive.certNonceSeed x", subject: "receive.certNonceSeed", status: "advice",
      message: "gpg.ssh.allowedSignersFile is not set"),
    Fault(script: "git config transfer.hideRefs refs/contracts", subject: "hidden-refs", message: "cannot be fetched"),
    Fault(script: "git config receive.hideRefs refs/contracts/signoffs/", subject: "hidden-refs", message: "cannot be pushed"),
    Fault(
      script: "git config uploadpack.hideRefs refs/contracts; git config --add transfer.hideRefs '!refs/contracts/signoffs'",
      subject: "hidden-refs", message: "'refs/contracts/log' cannot be fetched"),
    Fault(
      script: "git update-ref refs/contracts/log $(echo x | git hash-object -w --stdin)", subject: "log", message: "no push is written down"
    ),
  ]

  @Test(arguments: serverFaults)
  func `what is wrong on a server is named, and its command mends it`(fault: Fault) throws {
    try Self.mend(fault, in: try Company().server)
  }

  @Test func `refs that are not hidden any more can be fetched`() throws {
    let company = try Company()
    try company.server.git("config", "transfer.hideRefs", "refs/contracts")
    try company.server.git("update-ref", "refs/contracts/signoffs", "main")
    #expect(try !company.developer.git("ls-remote", "origin").contains("refs/contracts/signoffs"))
    for check in try Self.checks(company.server) where check.subject == "hidden-refs" {
      try Self.shell(try #require(check.command), in: company.server)
    }
    #expect(try company.developer.git("ls-remote", "origin").contains("refs/contracts/signoffs"))
  }

  static let cloneFaults: [Fault] = [
    Fault(script: ":", subject: "hooks", message: "pre-commit, pre-merge-commit, commit-msg, pre-push"),
    Fault(script: ":", subject: "fetch", message: "'origin' do not come along"),
    Fault(script: "git replace HEAD~0 $(git commit-tree -m x HEAD^{tree})", subject: "history", status: "advice", message: "refs/replace/"),
  ]

  @Test(arguments: cloneFaults.dropLast())
  func `what is wrong in a clone is named, and its command mends it`(fault: Fault) throws {
    try Self.mend(fault, in: try Company().developer)
  }

  @Test func `missing history is named and fetched`() throws {
    let company = try Company()
    try company.developer.write("More words.\n", to: "README")
    try company.commit("Write on", by: Company.ben)
    #expect(try company.push("main").status == 0)
    let clone = try company.server.clone("shallow", options: ["--depth=1"])
    try Self.mend(Fault(script: ":", subject: "history", message: "the clone is shallow"), in: clone)
    let replacing = try #require(Self.cloneFaults.last)
    try Self.shell(replacing.script, in: clone)
    #expect(try Self.checks(clone).contains { $0.subject == "history" && $0.status == "advice" && $0.message.contains(replacing.message) })
  }

  @Test func `the files that decide are read as they stand`() throws {
    // Whose word decides about the people must not be forged where others sign.
    let weak = try Self.checks(Company.withKeys().developer).filter { $0.subject == "keepers" }
    #expect(weak.count == 1 && weak.first?.status == "mend" && weak.first?.message.contains("'cat'") == true, "\(weak)")
    let company = try Company.withKeys([Company.ann, Company.ben, Company.cat])
    try company.developer.git("contract", "hooks", "install")
    try company.developer.git("fetch", "--quiet")
    #expect(try Self.checks(company.developer).allSatisfy { $0.status == "ok" })
    // Keys, and nobody knows for which repository they sign.
    let policy = try company.developer.read(".contracts/policy.yaml")
    try company.developer.write("version: 1\nownership: enforce\n", to: ".contracts/policy.yaml")
    try Self.mend(Fault(script: ":", subject: "records", message: "nobody can sign"), in: company.developer)
    try company.developer.write("version: 1\nownership: maybe\n", to: ".contracts/policy.yaml")
    let broken = try Self.checks(company.developer).filter { $0.status == "mend" }
    #expect(broken.count == 1 && broken.first?.subject == "policy", "\(broken)")
    #expect(broken.first?.message.hasPrefix(".contracts/policy.yaml:2:12: ") == true, "\(broken)")
    #expect(broken.first?.command == "${EDITOR:-vi} +2 .contracts/policy.yaml")
    try company.developer.write(policy, to: ".contracts/policy.yaml")
    try company.developer.write("people: [{name: Ann}]\n", to: ".contracts/people.yaml")
    #expect(try Self.checks(company.developer).contains { $0.subject == "people" && $0.status == "mend" })
    try company.developer.git("checkout", "--quiet", "--", ".contracts")
    try company.developer.write("/contracts/\n/x @\n", to: "CODEOWNERS")
    #expect(try Self.checks(company.developer).contains { $0.subject == "owners" && $0.status == "advice" })
    try company.developer.remove("CODEOWNERS")
    #expect(try Self.checks(company.developer).contains { $0.subject == "owners" && $0.status == "mend" })
    // Where there is no policy there is nothing to add a line to.
    try company.developer.remove(".contracts/policy.yaml")
    #expect(try Self.checks(company.developer).contains { $0.subject == "records" && $0.command == "git contract init" })
  }

  @Test func `what was pushed while nobody wrote is seen`() throws {
    let company = try Company()
    func log() throws -> Check { try #require(Self.checks(company.server).first { $0.subject == "log" }) }
    #expect(try log().message.contains("no push has been written down yet"))
    for (hooks, status, message) in [
      ("install", "ok", "pushed it at 20"), ("uninstall", "advice", "the hook was off"), ("install", "advice", "the hook was off"),
    ] {
      try company.server.git("contract", "hooks", hooks)
      let unseen = try company.developer.git("rev-parse", "--short=12", "HEAD")
      try company.commit("Write on", by: Company.ben)
      #expect(try company.push("main").status == 0)
      let check = try log()
      if status == "advice", hooks == "install" { #expect(check.message.contains("pushed \(unseen)"), "what came since does not hide it") }
      #expect(check.status == status && check.message.contains(message), "\(check)")
    }
  }
}
