import ContractTestSupport
import Foundation
import Testing

/// `init` in repositories as people have them.
struct InitTests {
  private static let adopter = ["GIT_AUTHOR_EMAIL": "cat@acme.example"]

  private static func company() throws -> Company {
    let company = try Company(
      policy: nil, codeOwners: nil,
      contracts: [
        "contracts/orders/orders.odcs.yaml": Company.orders(), "people.yaml": Company.orders(name: "people", identifier: "people"),
      ])
    try company.developer.write(Company.orders(version: "1.4.3") + "# mended\n", to: "contracts/orders/orders.odcs.yaml")
    try company.commit("Mend", by: TestPerson("B. Analyst", "ben@home.example"))
    try company.developer.write("Ben Analyst <ben@acme.example> <ben@home.example>\n", to: ".mailmap")
    // The same bytes elsewhere: whoever moved the file wrote nothing.
    try company.developer.git("mv", "people.yaml", "contracts/people.odcs.yaml")
    try company.commit("Move", by: Company.cat)
    return company
  }

  @Test func `it shows everything, asks, and a second run has nothing to do`() throws {
    let company = try Self.company()
    let developer = company.developer
    let shown = try developer.git("contract", "init", "--dry-run", adding: Self.adopter)
    #expect(shown.contains("found 2 contracts in 2 folders, written by 2 persons"))
    #expect(try developer.git("status", "--porcelain").isEmpty)
    #expect(try developer.tryGit("contract", "hooks", "status").status == 1)
    // Nobody can be asked here.
    let unasked = try developer.tryGit("contract", "init", adding: Self.adopter)
    #expect(unasked.status == 129)
    #expect(try developer.git("status", "--porcelain").isEmpty)

    let written = try developer.git("contract", "init", "--yes", adding: Self.adopter)
    // But for the id, which is new each time, what was shown is what was written.
    func withoutID(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.contains("repository: ") } }
    #expect(withoutID(written).starts(with: withoutID(shown)))
    #expect(
      try developer.read("CODEOWNERS").split(separator: "\n").filter { !$0.hasPrefix("#") } == [
        "/contracts/people.odcs.yaml ann@acme.example", "/contracts/orders/ ben@acme.example ann@acme.example",
      ])
    let people = try developer.read(".contracts/people.yaml")
    #expect(people.contains("ben@acme.example") && !people.contains("ben@home.example"))
    #expect(try developer.read(".contracts/policy.yaml").contains("stewards: [\"cat@acme.example\"]"))
    #expect(try developer.tryGit("contract", "hooks", "status").status == 0)
    #expect(try developer.git("config", "--get-all", "remote.origin.fetch").contains("+refs/contracts/*:"))

    let again = try developer.tryGit("contract", "init", adding: Self.adopter)
    #expect(again.output.contains("nothing is left to set up"))
    #expect(again.errors.contains("git contract init --enforce"))
    // And everything that it wrote is in order.
    #expect(try developer.tryGit("contract", "people", "check").status == 0)
    let doctor = try developer.tryGit("contract", "doctor")
    #expect(doctor.status == 0, "\(doctor.output)")
    try company.commit("Adopt", by: Company.cat)
    let push = try company.push("main")
    #expect(push.status == 0 && !push.errors.contains("error:"), "\(push.errors)")
  }

  @Test func `files name the schema by which editors know them, and it is the one that is printed`() throws {
    let developer = try Self.company().developer
    try developer.git("contract", "init", "--yes", adding: Self.adopter)
    for kind in ["policy", "people"] {
      let first = try #require(try developer.read(".contracts/\(kind).yaml").split(separator: "\n").first)
      let path = try #require(first.split(separator: "=").last)
      #expect(first.hasPrefix("# yaml-language-server: $schema="))
      #expect(try developer.read(".contracts/\(path)") == developer.git("contract", "schema", kind) + "\n")
    }
    #expect(try developer.read(".contracts/schemas/consumer.json") == developer.git("contract", "schema", "consumer") + "\n")
  }

  @Test func `nothing that is there is overwritten`() throws {
    let company = try Self.company()
    let developer = company.developer
    try developer.write("version: 1\nstewards: [cat@acme.example]\n", to: ".contracts/policy.yaml")
    try developer.write("people:\n  - {id: ann, emails: [ann@acme.example]}\n", to: ".contracts/people.yaml")
    try developer.write("* ann@acme.example\n", to: "docs/CODEOWNERS")
    try developer.installHook("pre-push", "exit 0\n")
    let hook = try developer.read(".git/hooks/pre-push")
    try developer.write(#"{"$id": "mine"}"#, to: ".contracts/schemas/policy.json")
    let output = try developer.git("contract", "init", "--yes", adding: Self.adopter)
    #expect(try developer.read(".contracts/policy.yaml") == "version: 1\nstewards: [cat@acme.example]\n")
    #expect(try developer.read(".contracts/people.yaml") == "people:\n  - {id: ann, emails: [ann@acme.example]}\n")
    #expect(try developer.read("docs/CODEOWNERS") == "* ann@acme.example\n")
    #expect(try developer.read(".git/hooks/pre-push") == hook)
    #expect(try developer.read(".contracts/schemas/policy.json") == #"{"$id": "mine"}"#)
    #expect(output.contains("'ben@acme.example' changed contracts 1 time and is not in '.contracts/people.yaml'"))
    #expect(output.contains("git-contract hook pre-push"))
  }

  @Test func `ownership becomes binding only where everything has somebody who can agree`() throws {
    let developer = try Self.company().developer
    let early = try developer.tryGit("contract", "init", "--enforce", "--yes", adding: Self.adopter)
    #expect(early.status == 128 && early.errors.contains("git contract init"))
    try developer.write("version: 1\n", to: ".contracts/policy.yaml")
    try developer.write("/contracts/orders/ @acme/nobody\n/contracts/people.odcs.yaml ann@acme.example\n", to: "CODEOWNERS")
    let refused = try developer.tryGit("contract", "init", "--enforce", "--yes", adding: Self.adopter)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("'contracts/orders/orders.odcs.yaml', '.contracts/policy.yaml'"), "\(refused.errors)")
    try developer.write("version: 1\nstewards: [cat@acme.example] # us\n", to: ".contracts/policy.yaml")
    try developer.write("/contracts/ ann@acme.example\n", to: "CODEOWNERS")
    try developer.git("contract", "init", "--enforce", "--yes", adding: Self.adopter)
    #expect(
      try developer.read(".contracts/policy.yaml") == "version: 1\nstewards: [cat@acme.example] # us\nownership: enforce\n")
  }

  @Test func `a server, a history that is not all there and a link in the way are told`() throws {
    let company = try Self.company()
    let server = try company.server.tryGit("contract", "init", "--yes")
    #expect(server.status == 128 && server.errors.contains("git contract hooks install"))

    let shallow = try company.developer.clone("shallow", options: ["--depth", "1", "--no-local"])
    shallow.environment.variables["PATH"] = company.developer.environment.variables["PATH"]
    let cut = try shallow.tryGit("contract", "init", "--yes")
    #expect(cut.status == 128 && cut.errors.contains("git fetch --unshallow"), "\(cut.errors)")

    let outside = company.scratch.path("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: company.developer.path + "/.contracts", withDestinationPath: outside)
    let linked = try company.developer.tryGit("contract", "init", "--yes", adding: Self.adopter)
    #expect(linked.status == 128, "\(linked.output)\(linked.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
  }
}
