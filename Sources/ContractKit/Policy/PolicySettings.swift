extension Policy {
  /// Every key outside of those of `EffectivePolicy.settings`, in the order in which they are explained and printed.
  static let settings: [Setting<Policy>] = [
    Setting("version", { $1(&$0.version) }, .integer(1...1)),
    Setting(
      "repository", { $1(&$0.repository) }, .line(allowsEmpty: true) { isUUID($0) ? nil : "takes a UUID, which 'git contract init' writes" }
    ),
    Setting("ownership", { $1(&$0.ownership) }, .choice),
    Setting("codeowners.file", { $1(&$0.codeOwnersFile) }, .automatic),
    Setting("codeowners.dialect", { $1(&$0.codeOwnersDialect) }, .choice),
    Setting("stewards", { $1(&$0.stewards) }, .list(of: .owner)),
    Setting("protect.branches", { $1(&$0.protectedBranches) }, .list(of: .branch)),
    Setting("protect.tags", { $1(&$0.protectedTags) }, .list(of: .refGlob)),
    Setting("contracts.include", { $1(&$0.contractsInclude) }, .list(of: .glob)),
    Setting("contracts.exclude", { $1(&$0.contractsExclude) }, .list(of: .glob)),
    Setting("consumers", { $1(&$0.consumers) }, .list(of: .glob)),
    Setting("consumers-complete", { $1(&$0.consumersComplete) }, .boolean),
    Setting("versioning", { $1(&$0.versioning) }, .choice),
    Setting("tag", { $1(&$0.tag) }, .line(pattern: #"\{version\}"#) { tagFault($0) }),
    Setting("limits.bytes", { $1(&$0.limits.bytes) }, .integer(1024...1_073_741_824)),
    Setting("limits.depth", { $1(&$0.limits.depth) }, .integer(8...1000)),
    Setting("limits.aliases", { $1(&$0.limits.aliases) }, .integer(0...1_000_000)),
    Setting("without-keys", { $1(&$0.withoutKeys) }, .choice),
    Setting("forge", { $1(&$0.forge) }, .choice),
    Setting(
      "records", { $1(&$0.records) },
      .line(pattern: "^refs/") { $0.hasPrefix("refs/") ? nil : "takes a full ref name such as 'refs/contracts/signoffs'" }),
    Setting("record.expires", { $1(&$0.recordExpires) }, .period),
    Setting("record.touch", { $1(&$0.recordTouch) }, .boolean),
    Setting("witnesses", { $1(&$0.witnesses) }, .list(of: .publicKey)),
    Setting("agents", { $1(&$0.agents) }, .list(of: .line())),
    Setting("override", { $1(&$0.override) }, .list(of: .line())),
    Setting("consumers-agree", { $1(&$0.consumersAgree) }, .choice),
    Setting("acceptance.owners", { $1(&$0.acceptanceOwners) }, .boolean),
    Setting("acceptance.expires", { $1(&$0.acceptanceExpires) }, .period),
    Setting("delivery.channels", { $1(&$0.channels) }, .list(of: .choice)),
    Setting("delivery.hosts", { $1(&$0.hosts) }, .list(of: .line())),
    Setting("delivery.per-host-per-minute", { $1(&$0.perHostPerMinute) }, .integer(1...100_000)),
  ]

  /// RFC 9562, section 4, in either case.
  private static func isUUID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.joined().allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
      }
  }

  private static func tagFault(_ text: String) -> String? {
    let fixed = text.replacing("{slug}", with: "").replacing("{version}", with: "")
    guard text.contains("{version}"), !fixed.contains("{"), !fixed.contains("}") else {
      return "takes a name with '{version}' and, if wanted, '{slug}'"
    }
    return nil
  }
}

extension EffectivePolicy {
  /// The keys that may also stand below an entry of `paths` and `status`.
  static let settings: [Setting<EffectivePolicy>] =
    [
      Setting("judge.perspective", { $1(&$0.judge.perspective) }, .choice),
      Setting("judge.profile", { $1(&$0.judge.profile) }, .choice),
      Setting("judge.strict-widths", { $1(&$0.judge.strictWidths) }, .boolean),
      Setting("judge.terms", { $1(&$0.judge.terms) }, .choice),
      Setting("judge.classifications", { $1(&$0.judge.classifications) }, .list(of: .line())),
      Setting("judge.extensible-enums", { $1(&$0.judge.extensibleEnums) }, .list(of: .elements)),
      Setting("judge.custom-properties", { $1(&$0.judge.customProperties) }, each: .choice),
      Setting("judge.service-level-tolerance", { $1(&$0.judge.serviceLevelTolerance) }, each: .number),
      Setting(
        "levels", { $1(&$0.levels) }, each: .choice, named: "^[a-z0-9-]+(/(editorial|compatible|dangerous|breaking))?$",
        accepts: { RuleNames.accepts(&$0, name: $1, position: $2) }),
    ] + SignOffKind.allCases.flatMap { signOff($0) } + [
      Setting("notice.period", { $1(&$0.notice.period) }, .period),
      Setting("notice.reminders", { $1(&$0.notice.reminders) }, .list(of: .period)),
      Setting("notice.require-deprecation", { $1(&$0.notice.requireDeprecation) }, .boolean),
    ]

  private static func signOff(_ kind: SignOffKind) -> [Setting<EffectivePolicy>] {
    let key = "sign-off." + kind.rawValue + "."
    return [
      Setting(key + "who", { $1(&$0[signOffOf: kind].who) }, .choice),
      Setting(key + "assurance", { $1(&$0[signOffOf: kind].assurance) }, .choice),
      Setting(key + "acknowledge", { $1(&$0[signOffOf: kind].acknowledge) }, .boolean),
      Setting(key + "successor", { $1(&$0[signOffOf: kind].successor) }, .boolean),
      Setting(key + "owners", { $1(&$0[signOffOf: kind].owners) }, .list(of: .owner)),
    ]
  }

  private subscript(signOffOf kind: SignOffKind) -> SignOffRule {
    get { signOff(for: kind) }
    set { setSignOff(newValue, for: kind) }
  }
}

extension SettingKind where Value == String {
  /// A handle or an e-mail, as CODEOWNERS has them.
  static let owner = line(pattern: "^(@[^ ]+|[^@ ][^ ]*@[^ ]*[^ ])$") { text in
    let isHandle = text.hasPrefix("@") && text.utf8.count > 1
    let isMail = text.dropFirst().dropLast().contains("@")
    return (isHandle || isMail) && !text.contains(" ") ? nil : "takes a handle such as '@acme/data' or an e-mail"
  }
}

extension SettingKind where Value == PublicKey {
  /// `type base64 [comment]`, as in a `.pub` file.
  static let publicKey = SettingKind(
    read: { reader, node, what in
      guard let text = reader.line(node, what: what) else { return nil }
      guard let key = PublicKey(text) else {
        reader.report(node.position, "\(what) takes a public key such as 'ssh-ed25519 AAAA...'")
        return nil
      }
      return key
    }, text: { YAMLText.quoted($0.text) }, schema: { .line })
}

extension SettingKind where Value == String? {
  /// A path, or `auto` for none.
  static let automatic = SettingKind(
    read: { reader, node, what in
      guard let text = reader.line(node, what: what) else { return nil }
      return .some(text == "auto" ? nil : text)
    }, text: { $0.map { YAMLText.quoted($0) } ?? "auto" }, schema: { .line })
}
