internal import ContractReports
internal import GitStore

/// What a developer's clone has of its remotes.
enum CloneChecks {
  static func all(_ repository: borrowing Repository) throws -> [DoctorAnswer.Check] {
    let remotes = repository.configuration.subsections(of: "remote")
    guard !remotes.isEmpty else { return [.init("fetch", .ok, "there is no remote whose sign-offs could come along")] }
    let missing = repository.untrackedRemotes(under: Hooks.records)
    guard !missing.isEmpty else { return [.init("fetch", .ok, "sign-offs come along with 'git fetch'")] }
    return missing.map { remote in
      .init(
        "fetch", .mend, "sign-offs of '\(remote)' do not come along with 'git fetch'", command: "git contract hooks install && git fetch")
    }
  }
}

/// Whether all of the history is here, as it was made.
enum HistoryChecks {
  static func all(_ repository: borrowing Repository) throws -> [DoctorAnswer.Check] {
    var checks: [DoctorAnswer.Check] = []
    if repository.isShallow {
      checks.append(
        .init(
          "history", .mend, "the clone is shallow, and what lies before its boundary cannot be judged", command: "git fetch --unshallow"))
    }
    if repository.isPartialClone {
      checks.append(
        .init("history", .advice, "the clone is partial: what is missing is fetched when it is asked for, which takes its time"))
    }
    if try repository.hasReplacements {
      checks.append(
        .init(
          "history", .advice, "refs/replace/ makes Git show other objects than those that are judged", command: "git replace --format=long")
      )
    }
    if try repository.hasGrafts {
      checks.append(
        .init(
          "history", .advice, "grafts make Git show other parents than those that are judged",
          command: "git replace --convert-graft-file"))
    }
    return checks.isEmpty ? [.init("history", .ok, "all of the history is here, as it was made")] : checks
  }
}

/// The program that makes and checks signatures.
enum SigningChecks {
  /// - Parameter isNeeded: whether people have keys.
  static func program(_ environment: [String: String], isNeeded: Bool) -> DoctorAnswer.Check {
    do {
      let keygen = try SSHKeygen(environment: environment)
      guard let version = try keygen.version() else { return .init("ssh-keygen", .ok, "'ssh-keygen' is here; it does not say which") }
      guard (version.major, version.minor) >= (8, 2) else {
        return .init(
          "ssh-keygen", isNeeded ? .mend : .advice,
          "'ssh-keygen' is of OpenSSH \(version.major).\(version.minor); signatures need 8.2 or later",
          command: "apt-get install openssh-client")
      }
      return .init("ssh-keygen", .ok, "'ssh-keygen' is of OpenSSH \(version.major).\(version.minor)")
    } catch {
      let failure = CommandError(error)
      return .init(
        "ssh-keygen", isNeeded ? .mend : .advice, "no signature can be made or checked: \(failure.message)", command: failure.hints.first)
    }
  }
}
