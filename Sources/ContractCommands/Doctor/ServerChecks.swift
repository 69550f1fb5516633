internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// How Git is set up on a server (git-config(1)), and whether what was accepted is written down.
enum ServerChecks {
  typealias Check = DoctorAnswer.Check

  static func all(_ contracts: borrowing ContractRepository, _ rulebook: Rulebook?, _ context: Context) throws -> [Check] {
    let configuration = contracts.git.configuration
    let records = rulebook?.policy.records ?? Policy().records
    return try receiving(configuration) + hiding(configuration, records: records) + signedPushes(configuration)
      + head(contracts) + received(contracts, context) + log(contracts)
  }

  // MARK: What Git itself looks at

  private static func receiving(_ configuration: Configuration) throws -> [Check] {
    var checks: [Check] = []
    if try configuration.bool("receive.fsckObjects") ?? configuration.bool("transfer.fsckObjects") ?? false {
      checks.append(.init("receive.fsckObjects", .ok, "Git looks at every object that comes in (receive.fsckObjects)"))
    } else {
      checks.append(
        .init(
          "receive.fsckObjects", .mend, "Git takes in objects without a look at them: receive.fsckObjects is off",
          command: "git config receive.fsckObjects true"))
    }
    for (key, what) in [("receive.denyNonFastForwards", "rewritten"), ("receive.denyDeletes", "deleted")] {
      if try configuration.bool(key) ?? false {
        checks.append(.init(key, .ok, "no branch can be \(what) by a push (\(key))"))
      } else {
        checks.append(
          .init(
            key, .advice, "the hook alone keeps protected branches and sign-offs from being \(what); \(key) does so for every branch",
            command: "git config \(key) true"))
      }
    }
    if try configuration.bool("receive.advertisePushOptions") ?? false {
      checks.append(.init("receive.advertisePushOptions", .ok, "pushes may bring options, which the acceptance log keeps"))
    } else {
      checks.append(
        .init(
          "receive.advertisePushOptions", .advice, "a push with options (a ticket, say) fails: receive.advertisePushOptions is off",
          command: "git config receive.advertisePushOptions true"))
    }
    return checks
  }

  /// A clone checks out what HEAD names.
  private static func head(_ contracts: borrowing ContractRepository) throws -> [Check] {
    guard case .branch(let branch, nil) = try contracts.git.head(), let home = try contracts.defaultBranchTip() else { return [] }
    return [
      .init(
        "head", .mend, "HEAD names '\(branch)', which does not exist, so a clone gets no files",
        command: "git symbolic-ref HEAD \(home.name)")
    ]
  }

  // MARK: Hidden refs

  /// Refs that are hidden from fetches are in nobody's clone; such that are hidden from pushes cannot be pushed to.
  private static func hiding(_ configuration: Configuration, records: String) -> [Check] {
    var checks: [Check] = []
    for (key, verb, names) in [
      ("uploadpack.hideRefs", "fetched", [records, AcceptanceLog.reference]), ("receive.hideRefs", "pushed", [records]),
    ] {
      for name in names {
        guard let (setting, pattern) = hidingPattern(of: name, in: configuration, key) else { continue }
        checks.append(
          .init(
            "hidden-refs", .mend, "'\(name)' cannot be \(verb): \(setting) hides '\(pattern)'",
            command: "git config --add \(key) '!\(name)'"))
      }
    }
    return checks.isEmpty ? [.init("hidden-refs", .ok, "sign-offs and the acceptance log are hidden from nobody")] : checks
  }

  /// The pattern that hides a ref, with its setting: of several that fit the last one counts, and `!` brings a ref back.
  private static func hidingPattern(of name: String, in configuration: Configuration, _ key: String) -> (String, String)? {
    let keys = ["transfer.hiderefs", Configuration.canonicalKey(key)]
    for entry in configuration.entries.reversed() where keys.contains(entry.key) {
      var pattern = (entry.value ?? "")[...]
      let isShown = pattern.hasPrefix("!")
      if isShown { pattern = pattern.dropFirst() }
      if pattern.hasPrefix("^") { pattern = pattern.dropFirst() }
      while pattern.hasSuffix("/") { pattern = pattern.dropLast() }
      guard !pattern.isEmpty, name == pattern || name.hasPrefix(pattern + "/") else { continue }
      return isShown ? nil : (entry.key == keys[0] ? "transfer.hideRefs" : key, String(pattern))
    }
    return nil
  }

  // MARK: Signed pushes

  private static func signedPushes(_ configuration: Configuration) -> [Check] {
    guard configuration.value("receive.certNonceSeed").map({ !$0.isEmpty }) ?? false else {
      return [
        .init(
          "receive.certNonceSeed", .advice,
          "nobody can sign a push, which would say in the log whose it was: receive.certNonceSeed is not set",
          command: "git config receive.certNonceSeed \"$(head -c 32 /dev/urandom | base64)\"")
      ]
    }
    guard configuration.value("gpg.ssh.allowedSignersFile").map({ !$0.isEmpty }) ?? false else {
      return [
        .init(
          "receive.certNonceSeed", .advice,
          "pushes may be signed, and Git does not know whose ssh keys are right: gpg.ssh.allowedSignersFile is not set",
          command: "git config gpg.ssh.allowedSignersFile /etc/git/allowed_signers")
      ]
    }
    return [.init("receive.certNonceSeed", .ok, "pushes may be signed, and the log keeps their certificates")]
  }

  // MARK: The acceptance log

  private static func received(_ contracts: borrowing ContractRepository, _ context: Context) throws -> [Check] {
    do {
      return try ReceivedPushes(contracts, context).fault().map { [.init("log", .mend, $0.message, command: $0.command)] } ?? []
    } catch let error as CommandError {
      return [.init("log", .mend, error.message, command: "git contract notify --catch-up")]
    }
  }

  private static func log(_ contracts: borrowing ContractRepository) throws -> [Check] {
    let name = AcceptanceLog.reference
    guard let home = try contracts.defaultBranchTip(), try contracts.hasAdopted(at: home.target) else {
      return [.init("log", .ok, "there is no policy on the default branch, so no push is written down")]
    }
    guard let log = try contracts.git.reference(name) else {
      return [.init("log", .ok, "no push has been written down yet; the next one will be, in '\(name)'")]
    }
    do {
      if let gap = try contracts.acceptanceGap(on: home.name, tip: home.target) {
        return [
          .init(
            "log", .advice,
            "'\(name)' does not say who pushed \(gap.short()) of '\(home.name)', and when: the hook was off, or could not write")
        ]
      }
      guard let last = try contracts.acceptance(of: home.target, on: home.name, within: home.target) else {
        return [.init("log", .ok, "no push of '\(home.name)' has been written down yet; the next one will be, in '\(name)'")]
      }
      return [.init("log", .ok, "'\(home.name)' is as \(last.pusher.description) pushed it at \(last.time), says '\(name)'")]
    } catch let error as GitError {
      return [
        .init(
          "log", .mend, "no push is written down: \(error.message)",
          command: "git update-ref refs/contracts/log-kept \(log.hex) && git update-ref -d \(name)")
      ]
    }
  }
}
