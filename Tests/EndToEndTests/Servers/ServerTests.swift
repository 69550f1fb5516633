import ContractTestSupport
import Testing

/// Real servers on loopback, each started and ended by its test. Where one is not installed its test is skipped and says so.
struct ServerTests {
  @Test(.enabled(if: SSHServer.isPossible, "\(SSHServer.reason)"), arguments: ["pre-receive", "update"])
  func `over ssh the account and its key are the pusher`(hook: String) throws {
    let company = try Company.withKeys()
    if hook == "update" {
      try company.server.git("contract", "hooks", "uninstall")
      try company.server.git("contract", "hooks", "install", "--update")
    }
    let keys = try #require(company.keys)
    let server = try SSHServer(home: company.scratch.path("home"), path: ServerStory.path(company))
    defer { server.end() }
    for person in [Company.ann, Company.ben] { try server.admit(keys.read(person.key + ".pub")) }
    let story = ServerStory(
      company: company, server: company.server,
      login: { .init(url: server.url(company.server.path), environment: ["GIT_SSH_COMMAND": server.command(key: keys.path($0.key))]) },
      pusher: { .init(name: server.account, source: "LOGNAME", key: company.fingerprint(of: $0)) }, decidesByUpdate: hook == "update")
    try story.run()
  }

  @Test(.enabled(if: SSHServer.isPossible, "\(SSHServer.reason)"))
  func `whoever gets git-shell cannot go around the hooks`() throws {
    let company = try Company.withKeys()
    let keys = try #require(company.keys)
    let server = try SSHServer(home: company.scratch.path("home"), path: ServerStory.path(company))
    defer { server.end() }
    try server.admit(keys.read("ann.pub"))
    try server.admit(keys.read("ben.pub"), onlyGit: true)
    let before = try company.server.git("rev-parse", "main")
    try company.developer.write(Company.orders(columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ben)
    func push(_ person: TestPerson, _ options: String...) throws -> TestOutput {
      try company.developer.tryGit(
        arguments: ["push", "--quiet"] + options + [server.url(company.server.path), "main"],
        adding: ["GIT_SSH_COMMAND": server.command(key: keys.path(person.key))])
    }
    let around = "--receive-pack=git -c core.hooksPath=/dev/null receive-pack"
    let judged = try push(Company.ben)
    #expect(judged.status != 0 && judged.errors.contains("[version-not-bumped]"), "\(judged.errors)")
    #expect(try push(Company.ben, around).status != 0)
    #expect(try company.server.git("rev-parse", "main") == before)
    // A shell is as good as the repository's files.
    #expect(try push(Company.ann, around).status == 0)
  }

  @Test(.enabled(if: WebServer.isPossible, "\(WebServer.reason)"))
  func `over smart HTTP the login is the pusher`() throws {
    let company = try Company.withKeys()
    let users = ["ann": "secret of ann", "ben": "secret of ben"]
    let server = try WebServer(root: company.scratch.path, path: ServerStory.path(company), users: users)
    defer { server.end() }
    let story = ServerStory(
      company: company, server: company.server,
      login: { .init(url: server.url("server.git", user: $0.key, password: "secret%20of%20\($0.key)")) },
      pusher: { .init(name: $0.key, source: "REMOTE_USER") })
    try story.run()
    // Without a login nobody pushes.
    let stranger = try company.developer.tryGit("push", "http://127.0.0.1:\(server.port)/git/server.git", "HEAD:other")
    #expect(stranger.status != 0)
  }

  @Test(.enabled(if: Gitolite.isPossible, "\(Gitolite.reason)"))
  func `under gitolite its user is the pusher, and update stays its own`() throws {
    let company = try Company.withKeys()
    let keys = try #require(company.keys)
    let users = [Company.ann, Company.ben].map(\.key)
    let gitolite = try Gitolite(repository: "contracts", users: users, keys: keys.path, path: ServerStory.path(company))
    defer { gitolite.end() }
    func login(_ person: TestPerson) -> ServerStory.Login {
      .init(url: gitolite.url("contracts"), environment: ["GIT_SSH_COMMAND": gitolite.ssh.command(key: keys.path(person.key))])
    }
    // The first push makes the branch; from then on its rules are in force.
    let first = try company.developer.tryGit(
      arguments: ["push", "--quiet", gitolite.url("contracts"), "main"], adding: login(Company.ann).environment)
    #expect(first.status == 0, "\(first.errors)")
    let server = try TestRepository(bare: true, in: gitolite.scratch, name: gitolite.place(of: "contracts"))
    let story = ServerStory(
      company: company, server: server, login: login,
      pusher: { .init(name: $0.key, source: "GL_USER", key: company.fingerprint(of: $0)) })
    try story.run()
    #expect(try server.read("hooks/update").contains("gitolite"), "the hook of gitolite")
    server.environment.variables["PATH"] = ServerStory.path(company)
    let doctor = try server.tryGit("contract", "doctor")
    #expect(doctor.output.contains("ok       hooks are installed: pre-receive, post-receive\n"), "\(doctor.output)\(doctor.errors)")
    #expect(doctor.output.contains("as \(Company.ben.key) pushed it at"), "\(doctor.output)")
  }
}

extension Company {
  /// The name of a person's key, as `ssh-keygen -l` prints it.
  func fingerprint(of person: TestPerson) -> String? {
    do {
      let keys = try #require(keys)
      let output = try developer.environment.run("ssh-keygen", ["-l", "-f", keys.path(person.key) + ".pub"], in: "/")
      return output.line.split(separator: " ").dropFirst().first.map(String.init)
    } catch {
      return nil
    }
  }
}
