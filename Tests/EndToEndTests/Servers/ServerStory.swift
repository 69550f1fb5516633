import ContractTestSupport
import Foundation
import Testing

/// A company whose server is reached over the network, and the pushes that every server has to answer alike.
final class ServerStory {
  /// How somebody logs in: the URL to push to, and what Git needs in its environment.
  struct Login {
    var url: String
    var environment: [String: String] = [:]
  }

  /// What the log should say of a pusher.
  struct Pusher {
    var name: String
    var source: String
    var key: String?
  }

  let company: Company
  /// The repository that the server serves.
  let server: TestRepository
  let login: (TestPerson) -> Login
  let pusher: (TestPerson) -> Pusher
  /// Whether 'update' is installed in place of 'pre-receive'.
  let decidesByUpdate: Bool

  private static let path = "contracts/orders.odcs.yaml"

  init(
    company: Company, server: TestRepository, login: @escaping (TestPerson) -> Login, pusher: @escaping (TestPerson) -> Pusher,
    decidesByUpdate: Bool = false
  ) {
    self.company = company
    self.server = server
    self.login = login
    self.pusher = pusher
    self.decidesByUpdate = decidesByUpdate
  }

  /// The PATH of a server's hooks: it finds the program that this run built.
  static func path(_ company: Company) -> String { company.developer.environment.variables["PATH"] ?? "" }

  func push(by person: TestPerson, _ options: String..., to references: [String] = ["HEAD:main"]) throws -> TestOutput {
    let login = login(person)
    return try company.developer.tryGit(
      arguments: ["push", "--quiet"] + options + [login.url] + references, adding: login.environment)
  }

  /// Sets the served repository up as 'doctor' asks for it.
  func configure() throws {
    let signers = [Company.ann, Company.ben].map { "\($0.email) \(key(of: $0))" }.joined(separator: "\n")
    try company.scratch.write(signers + "\n", to: "signers")
    for (name, value) in [
      ("receive.advertisePushOptions", "true"), ("receive.certNonceSeed", "a seed of this test"), ("receive.certNonceSlop", "60"),
      ("gpg.ssh.allowedSignersFile", company.scratch.path("signers")),
    ] { try server.git("config", name, value) }
  }

  func key(of person: TestPerson) -> String {
    do { return try company.keys?.read(person.key + ".pub").split(separator: "\n").first.map(String.init) ?? "" } catch { return "" }
  }

  /// Refused for the version, accepted with an option, refused for the owner, accepted as a signed push and with an owner's record; each
  /// as the pusher sees it, and as the log tells it.
  func run() throws {
    try configure()
    let start = try server.git("rev-parse", "main")
    try change(Company.orders(columns: [Company.orderID, Company.email]), "Drop amount", by: Company.ann)
    let version = try push(by: Company.ann)
    #expect(version.status != 0)
    expect(
      version, says: "remote: ", "error: property 'amount' was removed", "[version-not-bumped]",
      "hint: write the version that is due: git contract bump orders")
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")

    try change(grown(version: "1.5.0"), "Add phone", by: Company.ann)
    let passing = try push(by: Company.ann, "--push-option=ticket=ORD-12")
    #expect(passing.status == 0, "\(passing.errors)")
    expect(passing, says: "remote: passed")

    try change(grown(version: "1.6.0", "{name: fax, logicalType: string, physicalType: VARCHAR(40)}"), "Add fax", by: Company.ben)
    let owner = try push(by: Company.ben)
    #expect(owner.status != 0)
    expect(owner, says: "error: 'ann@acme.example'", "[owner-sign-off-missing]", "'ann' can agree", "Approved-by")
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")

    try change("More words.\n", to: "README", "Write on", by: Company.ben)
    let keys = try #require(company.keys)
    try company.developer.git("config", "gpg.format", "ssh")
    try company.developer.git("config", "user.signingKey", keys.path(Company.ben.key))
    let signed = try push(by: Company.ben, "--signed=yes")
    #expect(signed.status == 0, "\(signed.errors)")
    #expect(try server.git("rev-parse", "main") == company.developer.git("rev-parse", "HEAD"))
    try checkLog(since: start)
    try agreed()
  }

  /// A breaking change, and the owner's record that comes along with it.
  private func agreed() throws {
    try company.developer.git("remote", "set-url", "origin", login(Company.ann).url)
    try company.developer.git("fetch", "--quiet", "origin", adding: login(Company.ann).environment)
    try company.developer.git("switch", "--quiet", "--create", "drop-amount")
    try change(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email, Company.phone]), "Drop amount", by: Company.ben)
    let refused = try push(by: Company.ben)
    #expect(refused.status != 0)
    expect(refused, says: "'ann' can agree with ", "git contract sign contracts/orders.odcs.yaml")
    let signed = try company.atTerminal(["sign", "orders", "--no-push"], by: Company.ann)
    #expect(signed.status == 0, "\(signed.output)")
    let digest = try #require(signed.output.split(separator: "signed: ").dropFirst().first).prefix(64)
    // 'update' sees one ref at a time, and no record of the same push.
    if decidesByUpdate { #expect(try push(by: Company.ben, to: [Company.records]).status == 0) }
    let pushed = try push(by: Company.ben, "--atomic", to: ["HEAD:main"] + (decidesByUpdate ? [] : [Company.records]))
    #expect(pushed.status == 0, "\(pushed.errors)")
    let entry = try acceptances(3).last
    #expect(entry?["sign-off"] == String(digest), "\(entry ?? [:])")
  }

  /// What the log says of main, once it says so much: a push does not wait for it.
  private func acceptances(_ count: Int) throws -> [[String: String]] {
    var entries: [[String: String]] = []
    for _ in 0..<100 {
      entries = try server.acceptances().filter { $0["ref"] == "refs/heads/main" && $0["since"] != "-" }
      if entries.count >= count { break }
      usleep(100_000)
    }
    return entries
  }

  private func checkLog(since start: String) throws {
    let entries = try acceptances(2)
    #expect(entries.map { $0["old"] } == [start, try server.git("rev-parse", "main~1")], "\(entries)")
    guard entries.count == 2 else { return }
    for (entry, person) in zip(entries, [Company.ann, Company.ben]) {
      let expected = pusher(person)
      #expect(entry["pusher"] == expected.name && entry["pusher-from"] == expected.source, "\(entry)")
      #expect(entry["pusher-key"] == expected.key, "\(entry)")
    }
    #expect(entries[0]["option"] == "ticket=ORD-12" && entries[0]["certificate"] == nil, "\(entries[0])")
    #expect(entries[1]["certificate-status"] == "G" && entries[1]["certificate-nonce"] == "OK", "\(entries[1])")
    #expect(entries[1]["certificate-signer"] == Company.ben.email, "\(entries[1])")
    // The certificate stays: it can be read, and nothing of the log is collected as garbage.
    try server.git("gc", "--quiet", "--prune=now")
    let certificate = try server.git("cat-file", "blob", try #require(entries[1]["certificate"]))
    #expect(certificate.contains("certificate version 0.1") && certificate.contains("BEGIN SSH SIGNATURE"), "\(certificate)")
  }

  private func grown(version: String, _ more: String...) -> String {
    Company.orders(version: version, columns: [Company.orderID, Company.amount, Company.email, Company.phone] + more)
  }

  private func change(_ text: String, to file: String = path, _ message: String, by person: TestPerson) throws {
    try company.developer.write(text, to: file)
    try company.commit(message, by: person)
  }

  private func expect(_ output: TestOutput, says parts: String...) {
    for part in parts { #expect(output.errors.contains(part), "\(output.errors)") }
  }
}
