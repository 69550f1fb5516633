import ContractTestSupport
import GitStore
import Testing

@Suite struct ConfigurationTests {
  private static let files = [
    "[core]\n\tA = b\n", "[a \"B c\"]\n\tKey = v\n[A \"B c\"] other = w\n", "[a.SUB] x = 1\n", "[a]\nflag\n  empty =\n",
    "[a]\nx = \"  q # ; \" ; c\n",
    "[a]\nx = one \\\n  two\n", "[a]\nx = tab\\tnew\\nquote\\\"back\\\\\n", "# c\n; d\n[a] # e\nx = y # z\n",
    "[a]\r\nx = y\r\nz = \"w\"\r\n",
    "\u{FEFF}[a]\nx = y\n", "[a \"q\\\"u\\\\o\"]\nx = 1\n", "[a]\nx = a  b\n", "[a]\nx=1\nx=2\n", "[a-b]\nx-1 = ok",
    "x = 1\n[a]\nx = \"un\"quo\"ted\"\n",
  ]

  @Test(arguments: files)
  func readsWhatGitReads(_ text: String) throws {
    let repository = try TestRepository()
    try TestFiles.write(Array(text.utf8), to: repository.scratch.path("home/other"))
    let git = try repository.tryGit("config", "--file", repository.scratch.path("home/other"), "--list", "-z")
    #expect(git.status == 0)
    let store = try repository.open(adding: ["GIT_CONFIG_GLOBAL": repository.scratch.path("home/other")])
    let own = store.configuration.entries.filter { $0.scope == .global }
      .map { entry in entry.value.map { "\(entry.key)\n\($0)" } ?? entry.key }
    #expect(own == git.output.split(separator: "\0").map(String.init))
  }

  @Test(arguments: ["[a\nx=1\n", "[a]\n1x = 2\n", "[a]\nx = \"open\n", "[a \"b]\nx=1\n", "[a]\nx = \\q\n", "[a \"b\"x]\n", "[a]\nx ! y\n"])
  func refusesWhatGitRefuses(_ text: String) throws {
    let repository = try TestRepository()
    let file = repository.scratch.path("home/other")
    try TestFiles.write(Array(text.utf8), to: file)
    #expect(try repository.tryGit("config", "--file", file, "--list").status != 0)
    let error = #expect(throws: GitError.self) { _ = try repository.open(adding: ["GIT_CONFIG_GLOBAL": file]) }
    #expect(error?.kind == .unreadable)
    #expect(error?.message.contains(file) == true)
  }

  /// Whether the system has settings is theirs to say.
  private static let isWithoutSettings = ConditionTrait.enabled(if: TestEnvironment.keepsHistory)

  @Test(isWithoutSettings) func laterFilesWin() throws {
    let repository = try TestRepository()
    let home = repository.scratch.path("home")
    try TestFiles.write(Array("[x]\na = user\nb = user\nc = user\nd = user\n".utf8), to: home + "/.config/git/config")
    try TestFiles.write(Array("[x]\nb = home\nc = home\nd = home\n".utf8), to: home + "/.gitconfig")
    try repository.git("config", "x.c", "local")
    try repository.git("config", "x.d", "local")
    let store = try repository.open(adding: ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "X.d", "GIT_CONFIG_VALUE_0": "command"])
    #expect(["x.a", "x.b", "x.c", "x.d", "x.e"].map { store.configuration.value($0) } == ["user", "home", "local", "command", nil])
    #expect(store.configuration.all(under: "x").filter { $0.key == "x.d" }.map(\.scope) == [.global, .global, .local, .command])
    #expect(store.configuration.values("x.b") == ["user", "home"])
    let other = repository.scratch.path("home/other")
    try TestFiles.write(Array("[x]\na = other\n".utf8), to: other)
    #expect(try repository.open(adding: ["GIT_CONFIG_GLOBAL": other]).configuration.value("x.b") == nil)
    #expect(try repository.open(adding: ["GIT_CONFIG_GLOBAL": ""]).configuration.value("x.a") == nil)
    #expect(try repository.open(adding: ["XDG_CONFIG_HOME": "/nowhere"]).configuration.value("x.a") == nil)
    let system = ["GIT_CONFIG_NOSYSTEM": "0", "GIT_CONFIG_SYSTEM": other]
    #expect(try repository.open(adding: system).configuration.values("x.a") == ["other", "user"])
    #expect(try repository.open(adding: ["GIT_CONFIG_SYSTEM": other]).configuration.values("x.a") == ["user"])
  }

  @Test(isWithoutSettings) func readsTheCommandLineOfGit() throws {
    let repository = try TestRepository()
    let shown = try repository.git(
      "-c", "alias.reveal=!printf %s \"$GIT_CONFIG_PARAMETERS\"", "-c", "contract.a=it's !here", "-c", "contract.b", "-c", "contract.c=",
      "-c", "contract.d= x = y ", "-c", "contract.Some.Thing.e=1", "reveal")
    let store = try repository.open(adding: ["GIT_CONFIG_PARAMETERS": shown])
    let entries = store.configuration.all(under: "contract")
    #expect(entries.map(\.key) == ["contract.a", "contract.b", "contract.c", "contract.d", "contract.Some.Thing.e"])
    #expect(entries.map(\.value) == ["it's !here", nil, "", " x = y ", "1"])
    #expect(entries.allSatisfy { $0.scope == .command })
  }

  @Test(arguments: [
    ("'contract.a=b'", ["b"]), ("'contract.a=it'\\''s' 'contract.a=2'", ["it's", "2"]), ("  'contract.a'  ", [""]),
    ("'contract.a=x'\\!'y'", ["x!y"]), ("'contract.a'='b=c'", ["b=c"]), ("'contract.a'=", [""]), ("", []),
  ])
  func readsBothForms(_ text: String, _ values: [String]) throws {
    let repository = try TestRepository()
    #expect(try repository.open(adding: ["GIT_CONFIG_PARAMETERS": text]).configuration.values("contract.a") == values)
  }

  @Test(arguments: [
    ["GIT_CONFIG_PARAMETERS": "contract.a=b"], ["GIT_CONFIG_PARAMETERS": "'contract.a"], ["GIT_CONFIG_PARAMETERS": "'contract.a'=b"],
    ["GIT_CONFIG_PARAMETERS": "'a'='b'"], ["GIT_CONFIG_COUNT": "x"], ["GIT_CONFIG_COUNT": "-1"], ["GIT_CONFIG_COUNT": "1"],
    ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "a.b"],
  ])
  func refusesBrokenParameters(_ variables: [String: String]) throws {
    let repository = try TestRepository()
    #expect(try repository.tryGit("config", "--list", adding: variables).status != 0)
    #expect(throws: GitError.self) { _ = try repository.open(adding: variables) }
  }

  @Test func parametersWinOverCount() throws {
    let repository = try TestRepository()
    let variables = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "x.y", "GIT_CONFIG_VALUE_0": "count", "GIT_CONFIG_PARAMETERS": "'x.y'='parameters'",
    ]
    #expect(try repository.git("config", "x.y", adding: variables) == "parameters")
    #expect(try repository.open(adding: variables).configuration.value("x.y") == "parameters")
  }

  @Test func followsIncludes() throws {
    let repository = try TestRepository()
    try repository.commit()
    let home = repository.scratch.path("home")
    try TestFiles.write(Array("[x]\na = included\n".utf8), to: home + "/one")
    try TestFiles.write(Array("[x]\nb = here\n".utf8), to: home + "/two")
    try TestFiles.write(Array("[x]\nc = never\n".utf8), to: home + "/three")
    try TestFiles.write(Array("[x]\nd = branch\n".utf8), to: home + "/four")
    let settings = """
      [x]
      a = before
      [include]
      path = ~/one
      path = missing
      [includeIf "gitdir:**/repository/.git"]
      path = two
      [includeIf "gitdir:~/"]
      path = three
      [includeIf "onbranch:ma*"]
      path = four
      [includeIf "unknown:x"]
      path = three

      """
    try TestFiles.write(Array(settings.utf8), to: home + "/.gitconfig")
    let store = try repository.open()
    let keys = ["x.a", "x.b", "x.c", "x.d"]
    #expect(keys.map { store.configuration.value($0) } == ["included", "here", nil, "branch"])
    for key in keys { #expect(try repository.tryGit("config", key).line == store.configuration.value(key) ?? "") }
    try TestFiles.write(Array("[include]\npath = .gitconfig\n".utf8), to: home + "/.gitconfig")
    #expect(throws: GitError.self) { _ = try repository.open() }
  }

  @Test(arguments: [
    ("true", true), ("YES", true), ("on", true), ("1", true), ("-1", true), ("1k", true), ("false", false), ("No", false), ("off", false),
    ("0", false), ("", false),
  ])
  func readsTruths(_ text: String, _ truth: Bool) throws {
    let configuration = Configuration(entries: [.init(key: "a.b", value: text, scope: .local)])
    #expect(try configuration.bool("A.B") == truth)
  }

  @Test func refusesOtherTruthsAndNumbers() throws {
    let configuration = Configuration(entries: [
      .init(key: "a.b", value: "maybe", scope: .local), .init(key: "a.c", value: nil, scope: .local),
      .init(key: "a.d", value: "2M", scope: .local), .init(key: "a.e", value: "99999999999g", scope: .local),
    ])
    #expect(throws: GitError.self) { try configuration.bool("a.b") }
    #expect(try configuration.bool("a.c") == true)
    #expect(try configuration.bool("a.z") == nil)
    #expect(try configuration.integer("a.d") == 2 << 20)
    #expect(throws: GitError.self) { try configuration.integer("a.e") }
    #expect(throws: GitError.self) { try configuration.integer("a.c") }
  }
}
