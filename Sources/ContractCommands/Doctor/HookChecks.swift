internal import ContractReports
internal import GitStore

/// Whether Git starts us when it should.
enum HookChecks {
  static func all(_ repository: borrowing Repository, _ context: Context) throws -> [DoctorAnswer.Check] {
    var checks = [program(context)]
    let installer = HookInstaller(directory: repository.hooksDirectory, events: [], workTree: repository.workTree)
    var events = repository.isBare ? HookScripts.server : HookScripts.client
    var rival: DoctorAnswer.Check?
    if repository.isBare, try calls(installer.state(of: "update")) {
      if try calls(installer.state(of: "pre-receive")) {
        rival = .init(
          "hooks", .mend, "'pre-receive' and 'update' are both installed, so every push is judged twice",
          command: "git contract hooks uninstall && git contract hooks install")
      } else {
        events = ["update", "post-receive"]
      }
    }
    var installed: [String] = []
    var missing: [(events: [String], consequence: String)] = []
    for event in events {
      switch try installer.state(of: event) {
      case .ours(isExecutable: true), .foreign(callsUs: true): installed.append(event)
      case .ours(isExecutable: false):
        checks.append(
          .init(
            "hooks", .mend, "the hook '\(event)' is not executable, so Git passes over it", command: "git contract hooks install"))
      case .foreign(callsUs: false):
        let (place, lines) = try installer.advice(event)
        let what = lines.map { $0.drop { $0 == " " } }.joined(separator: "; ")
        checks.append(.init("hooks", .mend, "the hook '\(event)' is not ours and does not call git-contract; \(place): \(what)"))
      case .missing:
        if missing.last?.consequence == consequence(event) {
          missing[missing.count - 1].events.append(event)
        } else {
          missing.append(([event], consequence(event)))
        }
      }
    }
    for (events, consequence) in missing {
      checks.append(
        .init(
          "hooks", .mend, "hooks are not installed: \(events.joined(separator: ", ")); \(consequence)",
          command: "git contract hooks install"))
    }
    if let rival { checks.append(rival) }
    if !installed.isEmpty { checks.append(.init("hooks", .ok, "hooks are installed: \(installed.joined(separator: ", "))")) }
    return checks
  }

  private static func calls(_ hook: InstalledHook) -> Bool {
    switch hook {
    case .ours, .foreign(callsUs: true): true
    case .foreign(callsUs: false), .missing: false
    }
  }

  private static func consequence(_ event: String) -> String {
    switch event {
    case "pre-receive", "update": "no push is judged"
    case "post-receive": "nobody writes down what was accepted, and no consumer is told"
    default: "what is wrong is found out late"
    }
  }

  /// The scripts look for the program on the PATH, a server's in the PATH that its daemon gives them.
  private static func program(_ context: Context) -> DoctorAnswer.Check {
    let directories = (context.environment["PATH"] ?? "").split(separator: ":")
    if let directory = directories.first(where: { LocalFile.isExecutable($0 + "/git-contract") }) {
      return .init("program", .ok, "the hooks find '\(directory)/git-contract'")
    }
    return .init(
      "program", .mend, "the hooks do not find 'git-contract': none of the directories of PATH holds it", command: "make install")
  }
}
