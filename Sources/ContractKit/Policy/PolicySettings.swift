extension Policy {
  /// Every key outside of those of `EffectivePolicy.settings`, in the order in which they are explained and printed.
  static let settings: [Setting<Policy>] = [
    Setting("version", \.version, .integer(1...1)),
    Setting("repository", \.repository, .line(allowsEmpty: true) { isUUID($0) ? nil : "takes a UUID, which 'git contract init' writes" }),
    Setting("ownership", \.ownership, .choice),
    Setting("codeowners.file", \.codeOwnersFile, .automatic),
    Setting("codeowners.dialect", \.codeOwnersDialect, .choice),
    Setting("stewards", \.stewards, .list(of: .owner)),
    Setting("protect.branches", \.protectedBranches, .list(of: .branch)),
    Setting("protect.tags", \.protectedTags, .list(of: .refGlob)),
    Setting("contracts.include", \.contractsInclude, .list(of: .glob)),
    Setting("contracts.exclude", \.contractsExclude, .list(of: .glob)),
    Setting("consumers", \.consumers, .list(of: .glob)),
    Setting("consumers-complete", \.consumersComplete, .boolean),
    Setting("versioning", \.versioning, .choice),
    Setting("tag", \.tag, .line(pattern: #"\{version\}"#) { tagFault($0) }),
    Setting("limits.bytes", \.limits.bytes, .integer(1024...1_073_741_824)),
    Setting("limits.depth", \.limits.depth, .integer(8...1000)),
    Setting("limits.aliases", \.limits.aliases, .integer(0...1_000_000)),
    Setting("without-keys", \.withoutKeys, .choice),
    Setting("forge", \.forge, .choice),
    Setting(
      "records", \.records,
      .line(pattern: "^refs/") { $0.hasPrefix("refs/") ? nil : "takes a full ref name such as 'refs/contracts/signoffs'" }),
    Setting("record.expires", \.recordExpires, .period),
    Setting("record.touch", \.recordTouch, .boolean),
    Setting("witnesses", \.witnesses, .list(of: .publicKey)),
    Setting("agents", \.agents, .list(of: .line())),
    Setting("override", \.override, .list(of: .line())),
    Setting("consumers-agree", \.consumersAgree, .choice),
    Setting("acceptance.owners", \.acceptanceOwners, .boolean),
    Setting("acceptance.expires", \.acceptanceExpires, .period),
    Setting("delivery.channels", \.channels, .list(of: .choice)),
    Setting("delivery.hosts", \.hosts, .list(of: .line())),
    Setting("delivery.per-host-per-minute", \.perHostPerMinute, .integer(1...100_000)),
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
      Setting("judge.perspective", \.judge.perspective, .choice),
      Setting("judge.profile", \.judge.profile, .choice),
      Setting("judge.strict-widths", \.judge.strictWidths, .boolean),
      Setting("judge.terms", \.judge.terms, .choice),
      Setting("judge.classifications", \.judge.classifications, .list(of: .line())),
      Setting("judge.extensible-enums", \.judge.extensibleEnums, .list(of: .elements)),
      Setting("judge.custom-properties", \.judge.customProperties, each: .choice),
      Setting("judge.service-level-tolerance", \.judge.serviceLevelTolerance, each: .number),
      Setting(
        "levels", \.levels, each: .choice, named: "^[a-z0-9-]+(/(editorial|compatible|dangerous|breaking))?$",
        accepts: { RuleNames.accepts(&$0, name: $1, position: $2) }),
    ] + SignOffKind.allCases.flatMap { signOff($0) } + [
      Setting("notice.period", \.notice.period, .period),
      Setting("notice.reminders", \.notice.reminders, .list(of: .period)),
      Setting("notice.require-deprecation", \.notice.requireDeprecation, .boolean),
    ]

  private static func signOff(_ kind: SignOffKind) -> [Setting<EffectivePolicy>] {
    let key = "sign-off." + kind.rawValue + "."
    return [
      Setting(key + "who", \.[signOffOf: kind].who, .choice),
      Setting(key + "assurance", \.[signOffOf: kind].assurance, .choice),
      Setting(key + "acknowledge", \.[signOffOf: kind].acknowledge, .boolean),
      Setting(key + "successor", \.[signOffOf: kind].successor, .boolean),
      Setting(key + "owners", \.[signOffOf: kind].owners, .list(of: .owner)),
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
