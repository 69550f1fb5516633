import ContractTestSupport
import Testing

/// What somebody does to references, and to what a server knows of history.
struct ReferenceAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  private static func changed(_ company: Company) throws -> String {
    try company.developer.write(dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
    return try company.developer.git("rev-parse", "HEAD")
  }

  @Test func `a branch deleted and recreated is judged from where it left main`() throws {
    let company = try Company()
    passed(try company.push("main:release/1.x"))
    try company.attack([":release/1.x"], says: ["'refs/heads/release/1.x' is protected: it is not deleted"])
    // Somebody who may do so on the server takes it away. It does not begin anew with whatever somebody pushes.
    try company.server.git("update-ref", "-d", "refs/heads/release/1.x")
    let harmful = try Self.changed(company)
    try company.attack(["\(harmful):refs/heads/release/1.x"], says: ["property 'amount' was removed", "[owner-sign-off-missing]"])
    try company.attack([":refs/heads/release/1.x", "\(harmful):refs/heads/release/1.y"], says: ["[owner-sign-off-missing]"])
    passed(try company.push("main~1:refs/heads/release/1.x"))
  }

  @Test func `a symbolic reference of the server is judged as what it moves`() throws {
    // The default branch was once called otherwise, and the server keeps the old name.
    let company = try Company()
    try company.server.git("symbolic-ref", "refs/heads/master", "refs/heads/main")
    try company.server.git("symbolic-ref", "refs/heads/old", "refs/heads/master")
    let harmful = try Self.changed(company)
    // Its HEAD may lead there by a detour, and main is the default branch all the same.
    try company.server.git("symbolic-ref", "HEAD", "refs/heads/old")
    for name in ["main", "master", "old"] {
      let push = try company.push("\(harmful):refs/heads/\(name)")
      refused(push, "property 'amount' was removed", "[owner-sign-off-missing]")
      refused(try company.push(":refs/heads/\(name)"), "'refs/heads/main' is protected: it is not deleted")
    }
    try company.server.git("symbolic-ref", "refs/heads/records", Company.records)
    refused(try company.push("\(harmful):refs/heads/records"), "[reference-protected]")
    try company.server.git("contract", "hooks", "uninstall")
    try company.server.git("contract", "hooks", "install", "--update")
    refused(try company.push("\(harmful):refs/heads/master"), "[owner-sign-off-missing]")
    try company.startOver()
    try company.developer.write(GateTests.grown, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    passed(try company.push("main:master"))
    #expect(try company.server.git("rev-parse", "main") == company.developer.git("rev-parse", "HEAD"))
  }

  @Test func `a branch for which the server's HEAD waits takes nothing over`() throws {
    // The server was set up where new repositories begin with master, and everybody has pushed main ever since.
    let company = try Company()
    try company.server.git("symbolic-ref", "HEAD", "refs/heads/master")
    try company.developer.write("version: 1\nownership: off\nprotect: {branches: []}\n", to: ".contracts/policy.yaml")
    try company.commit("Off", by: Company.ben)
    let words = "'refs/heads/master' would become the default branch in place of 'refs/heads/main'"
    try company.attack(["main:master"], says: [words, "on the server: git symbolic-ref HEAD refs/heads/main"])
    // As it is it would free main, whatever it holds.
    try company.startOver()
    try company.attack(["main:master"], says: [words])
    try company.server.git("symbolic-ref", "HEAD", "refs/heads/main")
    passed(try company.push("main:master"))
    try company.attack(["\(Self.changed(company)):refs/heads/main"], says: ["[owner-sign-off-missing]"])
  }

  @Test(arguments: ["refs/contracts/LOG", "refs/contracts/Notified/heads/main", "refs/contracts/Signoffs", "refs/contracts/SIGNOFFS/below"])
  func `references in other letters are not another store of the server`(name: String) throws {
    let company = try Company.withKeys()
    try company.attack(["main:\(name)"], says: ["[reference-protected]", name])
    passed(try company.push("main:refs/contracts/mine"))
  }

  @Test func `grafts and shallow clones deceive nobody`() throws {
    let company = try Company()
    let main = try company.developer.git("rev-parse", "HEAD")
    let harmful = try Self.changed(company)
    try company.developer.git("reset", "--quiet", "--hard", main)
    try company.developer.write("Words.\n", to: "words")
    try company.commit("Words", by: Company.ben)
    let harmless = try company.developer.git("rev-parse", "HEAD")
    passed(try company.push("\(harmless):refs/heads/harmless", "\(harmful):refs/heads/harmful"))
    // By its grafts the server takes the harmful commit for the child of another that has it all already.
    let grafts = try company.server.environment.run(
      "sh", ["-c", "mkdir -p info && echo '\(harmful) \(harmless)' > info/grafts"], in: company.server.path)
    #expect(grafts.status == 0)
    try company.attack(["\(harmful):refs/heads/main"], says: ["property 'amount' was removed", "[owner-sign-off-missing]"])
    // A clone without a past says nothing about what the past was, even to a server that takes such pushes.
    try company.server.git("config", "receive.shallowUpdate", "true")
    try company.developer.git("branch", "--force", "cut", harmful)
    let shallow = try company.developer.clone("shallow", options: ["--depth=1", "--branch=cut"])
    let push = try shallow.tryGit("push", "--quiet", company.server.path, "cut:refs/heads/release/9.x")
    #expect(push.status != 0, "\(push.errors)")
    #expect(push.errors.contains("shallow") || push.errors.contains("[owner-sign-off-missing]"), "\(push.errors)")
    #expect(try company.server.tryGit("rev-parse", "--verify", "--quiet", "refs/heads/release/9.x").status != 0)
  }

  @Test func `pre-receive quarantine is read, and what is refused stays outside`() throws {
    let company = try Company()
    let harmful = try Self.changed(company)
    let blob = try company.developer.git("rev-parse", "HEAD:\(Self.path)")
    // What is judged lies in the quarantine alone, and is gone with it.
    try company.attack(["main"], says: ["property 'amount' was removed"])
    for object in [harmful, blob] { #expect(try company.server.tryGit("cat-file", "-e", object).status != 0) }
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Drop amount\n\nApproved-by: Ann <ann@acme.example>")
    passed(try company.push("main"))
    #expect(try company.server.git("cat-file", "-t", blob) == "blob")
    // A quarantine that somebody names from outside holds nothing that counts.
    let elsewhere = [
      "GIT_QUARANTINE_PATH": company.developer.gitDirectory + "/objects", "GIT_OBJECT_DIRECTORY": company.server.path + "/objects",
    ]
    let output = try company.server.environment.run(
      "git-contract", ["hook", "pre-receive"], in: company.server.path, adding: elsewhere.merging(["GIT_DIR": "."]) { first, _ in first },
      input: "\(String(repeating: "0", count: 40)) \(harmful) refs/heads/release/2.x\n")
    #expect(output.status == 128, "\(output.errors)")
  }
}
