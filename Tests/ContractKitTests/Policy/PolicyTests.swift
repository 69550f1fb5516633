import ContractKit
import Testing

/// The policy with its defaults, as the specification prints it.
private let specified = """
  # .contracts/policy.yaml: every key optional, unknown keys are errors
  version: 1
  repository: ""                  # uuid, written by init; needed for records
  ownership: warn                 # off | warn | enforce
  codeowners: {file: auto, dialect: auto}
  stewards: []                    # own what nobody owns
  protect:
    branches: [default, refs/heads/release/*, refs/heads/hotfix/*]
    tags: [refs/tags/*/v*]
  contracts: {include: ["**/*.yaml", "**/*.yml"], exclude: [".*/**", "consumers/**"]}
  consumers: ["consumers/**/*.yaml", "consumers/**/*.yml"]
  consumers-complete: false       # true: owners promise that all consumers are declared with fields
  versioning: every-merge         # | release
  tag: "{slug}/v{version}"
  limits: {bytes: 4194304, depth: 128, aliases: 1000}
  judge:
    perspective: consumer         # | producer
    profile: auto                 # warehouse where servers[].type says so
    strict-widths: false
    terms: lenient                # | strict
    classifications: [public, internal, confidential, restricted]
    extensible-enums: []          # <path glob>#<element glob>
    custom-properties: {}         # name: impact
    service-level-tolerance: {}   # availability: 0.1
  levels:                         # rule or rule/impact: error | warning | note | off; a price not named: error
    version-not-bumped/editorial: warning
    version-over-bumped: note
    schema-invalid: warning
    removed-without-deprecation: warning
    sunset-too-soon: warning
    unannounced: warning
    consumer-acknowledgement-missing: warning
  sign-off:                       # who: none | one | each (line or section) | two
    editorial: {who: none}
    compatible: {who: one, assurance: claim}
    dangerous: {who: one, assurance: claim, acknowledge: true}
    breaking: {who: each, assurance: witnessed}      # witnessed or better: a review on the forge, or the owner's signature
    deletion: {who: each, assurance: witnessed}
    governance: {who: each, assurance: witnessed}    # by effect
    hand-over: {who: one, successor: true, assurance: witnessed}
    security: {who: one, owners: [], assurance: witnessed}
  without-keys: claim             # a line none of whose owners has a key, and no forge is named; | refuse
  forge: none                     # | github | gitlab
  records: refs/contracts/signoffs
  record: {expires: P90D, touch: false}
  witnesses: []                   # keys of CI
  agents: []                      # names and addresses beside the built-in list
  override: []                    # persons who may break glass
  notice: {period: P0D, reminders: [P30D, P7D, P1D], require-deprecation: false}
  consumers-agree: none           # | acknowledge | acknowledge-or-wait
  paths: []                       # {match, levels, sign-off, notice, judge}; the last match wins, key by key
  status: {}                      # deprecated: {levels: {}}
  acceptance: {owners: false, expires: P1Y}
  delivery: {channels: [files], hosts: [], per-host-per-minute: 60}
  """

private func read(_ text: String) throws -> Policy {
  try Policy.read(Array(text.utf8))
}

private func faults(_ text: String) -> [String] {
  do throws(ReadingError) {
    _ = try Policy.read(Array(text.utf8))
    return []
  } catch {
    return error.diagnostics.map { "\($0.position.line):\($0.position.column): \($0.message)" }
  }
}

@Test func defaultsAreThoseOfTheSpecification() throws {
  let policy = try read(specified)
  let values = Policy().entries.map { "\($0.key): \($0.text)" }
  #expect(policy.entries.map { "\($0.key): \($0.text)" } == values)
  #expect(values.count > 60)
}

@Test func nothingIsAPolicy() throws {
  for text in ["", "\n\n", "# nothing\n  # yet\n", "{}", "paths:\nstatus:\nlevels:\n"] {
    #expect(try read(text).rendered() == Policy().rendered())
  }
}

@Test func valuesRememberTheirLine() throws {
  let policy = try read("version: 1\nownership: enforce\nsign-off:\n  breaking: {who: one}\nlevels:\n  unannounced: off\n")
  #expect(policy.ownership == .enforce)
  #expect(policy.source(of: "ownership") == .line(2))
  #expect(policy.source(of: "tag") == .builtIn)
  #expect(policy.common.signOff(for: .breaking) == SignOffRule(who: .one, assurance: .witnessed))
  #expect(policy.source(of: "sign-off.breaking.who") == .line(4))
  #expect(policy.source(of: "sign-off.breaking.assurance") == .builtIn)
  #expect(policy.source(of: "levels.unannounced") == .line(6))
  #expect(policy.common.namedLevel(of: "unannounced") == .off)
}

@Test func theLastMatchingPathWinsKeyByKey() throws {
  let policy = try read(
    """
    levels: {unannounced: note}
    notice: {period: P30D}
    paths:
      - match: "contracts/**"
        levels: {unannounced: error, sunset-too-soon: error}
        sign-off: {compatible: {who: two}}
      - match: contracts/finance/**
        levels: {unannounced: off}
        notice: {period: P180D}
        judge: {custom-properties: {sourceSystem: breaking}}
    status:
      deprecated: {levels: {unannounced: warning, property-added: note}}
    """)
  let finance = policy.effective(for: "contracts/finance/a.yaml")
  #expect(finance.levels["unannounced"] == .off)
  #expect(finance.levels["sunset-too-soon"] == .error)
  #expect(finance.levels["version-over-bumped"] == .note)
  #expect(finance.signOff(for: .compatible) == SignOffRule(who: .two))
  #expect(finance.notice.period.days == 180)
  #expect(finance.notice.reminders.count == 3)
  #expect(finance.judge.customProperties == ["sourceSystem": .breaking])
  #expect(finance.sources["notice.period"] == .line(9))
  #expect(policy.effective(for: "other/a.yaml").levels["unannounced"] == .note)
  #expect(policy.effective(for: "other/a.yaml", status: .deprecated).levels["unannounced"] == .warning)
  #expect(policy.effective(for: "contracts/a.yaml", status: .deprecated).levels["unannounced"] == .error)
  #expect(policy.effective(for: "contracts/a.yaml", status: .deprecated).levels["property-added"] == .note)
}

@Test func levelsPreferTheImpact() throws {
  let policy = try read("levels: {version-not-bumped: error, version-not-bumped/compatible: note}").common
  #expect(policy.level(ofPrice: "version-not-bumped", impact: .editorial) == .warning)
  #expect(policy.level(ofPrice: "version-not-bumped", impact: .compatible) == .note)
  #expect(policy.level(ofPrice: "version-not-bumped", impact: .breaking) == .error)
  #expect(policy.level(ofPrice: "owner-missing") == .error)
}

@Test(arguments: [
  ("ownrship: warn", "1:1: unknown key 'ownrship' in the policy; did you mean 'ownership'?"),
  ("ownership: enforced", "1:12: 'ownership' takes off, warn or enforce, not 'enforced'; did you mean 'enforce'?"),
  ("ownership: [warn]", "1:12: 'ownership' takes off, warn or enforce, not a list"),
  ("version: 2", "1:10: 'version' must be a whole number from 1 to 1, not '2'"),
  ("limits: {bytes: many}", "1:17: 'limits.bytes' must be a whole number from 1024 to 1073741824, not 'many'"),
  ("limits: 3", "1:9: 'limits' must be a mapping of keys and values, not the text '3'"),
  ("judge: {strict-width: true}", "1:9: unknown key 'strict-width' in 'judge'; did you mean 'strict-widths'?"),
  ("judge: {strict-widths: \"true\"}", "1:24: 'judge.strict-widths' must be true or false, not 'true'"),
  ("sign-off: {breaking: {who: both}}", "1:28: 'sign-off.breaking.who' takes none, one, each or two, not 'both'"),
  ("notice: {period: 90}", "1:18: 'notice.period' must be a period of ISO 8601 such as P90D, P2W or P1Y, not '90'"),
  ("protect: {branches: [main]}", "1:22: an entry of 'protect.branches' takes full ref names such as 'refs/heads/main', not 'main'"),
  ("contracts: {include: [\"a[\"]}", "1:23: an entry of 'contracts.include' 'a[' is no pattern: '[' has no ']' behind it"),
  ("repository: mine", "1:13: 'repository' takes a UUID, which 'git contract init' writes, not 'mine'"),
  ("tag: \"v{major}\"", "1:6: 'tag' takes a name with '{version}' and, if wanted, '{slug}', not 'v{major}'"),
  ("stewards: [data team]", "1:12: an entry of 'stewards' takes a handle such as '@acme/data' or an e-mail, not 'data team'"),
  ("levels: {unannounced: loud}", "1:23: 'levels.unannounced' takes off, note, warning or error, not 'loud'"),
  ("levels: {version-not-bumpd: note}", "1:10: no rule is called 'version-not-bumpd'; did you mean 'version-not-bumped'?"),
  ("levels: {make-coffee: note}", "1:10: no rule is called 'make-coffee'; 'git contract rules' lists them"),
  ("levels: {version-not-bumped/major: note}", "1:10: 'major' is no impact; it is one of editorial, compatible, dangerous or breaking"),
  ("paths: [{levels: {}}]", "1:9: an entry of 'paths' needs 'match', the pattern of the paths that it speaks of"),
  ("paths: [{match: a, ownership: warn}]", "1:20: unknown key 'ownership' in an entry of 'paths'"),
  ("status: {actve: {}}", "1:10: unknown key 'actve' in 'status'; did you mean 'active'?"),
  ("- a", "1:1: the policy must be a mapping of keys and values, not a list"),
])
func policyFaultsHavePlaceAndWayOut(text: String, expected: String) {
  #expect(faults(text) == [expected])
}

@Test func everyFaultOfAFileIsNamed() {
  let found = faults("tag: x\nownership: maybe\npaths:\n  - match: a\n    levles: {}\nnotice: {reminders: [P1D, soon, 3]}\n")
  #expect(found.map { $0.prefix(4) } == ["1:6:", "2:12", "5:5:", "6:27", "6:33"])
}

@Test func theListingReadsBackAsTheSamePolicy() throws {
  let text = """
    repository: 0f2a5f6e-5f1c-4c8e-9a57-0c7b8f2d9e11
    stewards: ["@acme/stewards", dave@acme.example]
    protect: {branches: [default, "refs/heads/live"]}
    codeowners: {file: docs/CODEOWNERS, dialect: gitlab}
    judge:
      extensible-enums: ["contracts/**#orders.status"]
      custom-properties: {source.system: dangerous}
      service-level-tolerance: {availability: 0.10}
    levels: {version-over-bumped: off}
    paths:
      - {match: "a/*", notice: {period: P1Y6M, reminders: []}}
      - {match: "b/*", sign-off: {security: {owners: ["@sec"]}}}
    status: {deprecated: {levels: {unannounced: note}}}
    """
  let policy = try read(text)
  let rendered = policy.rendered()
  let again = try read(rendered)
  #expect(again.entries.map { "\($0.key): \($0.text)" } == policy.entries.map { "\($0.key): \($0.text)" })
  #expect(again.effective(for: "a/b").notice.period == CalendarPeriod("P18M"))
  #expect(again.effective(for: "b/b").signOff(for: .security).owners == ["@sec"])
  #expect(again.effective(for: "c", status: .deprecated).levels["unannounced"] == .note)
  #expect(rendered.contains("# .contracts/policy.yaml:1\n"))
  #expect(rendered.contains("# default\n"))
  #expect(rendered.split(separator: "\n").allSatisfy { $0.hasSuffix(":") || $0.contains("  # ") || $0.contains(" # ") })
}

@Test func protectedRefsAreComparedWithoutCase() throws {
  let policy = try read("protect: {branches: [default, refs/heads/Live/*]}")
  #expect(policy.protects("refs/heads/Main", defaultBranch: "refs/heads/main"))
  #expect(!policy.protects("refs/heads/main", defaultBranch: nil))
  #expect(policy.protects("refs/heads/live/1", defaultBranch: nil))
  #expect(!policy.protects("refs/heads/release/1", defaultBranch: nil))
  #expect(policy.protects("refs/tags/orders/v1.0.0", defaultBranch: nil))
  #expect(!policy.protectsBranch("refs/tags/orders/v1.0.0", defaultBranch: nil))
}

@Test func contractsAndConsumersAreFoundByTheirPaths() {
  let policy = Policy()
  #expect(policy.mayHoldContract("contracts/orders.odcs.yaml"))
  #expect(policy.mayHoldContract("a.yml"))
  #expect(!policy.mayHoldContract(".contracts/policy.yaml"))
  #expect(!policy.mayHoldContract("consumers/bi/a.yaml"))
  #expect(policy.mayHoldConsumer("consumers/bi/a.yaml"))
  #expect(!policy.mayHoldConsumer("contracts/a.yaml"))
  #expect(policy.tagName(slug: "orders", version: "1.4.0") == "orders/v1.4.0")
}
