/// What goes to a remote and comes from it: by `git` itself, for it has the user's credentials, proxies and transports.
extension Repository {
  /// How a push ended.
  package enum PushOutcome: Sendable, Equatable {
    case accepted
    /// The remote has something that is not here.
    case behind
    /// The remote's or the transport's last word.
    case refused(String)
  }

  /// Pushes refspecs, all or none.
  ///
  /// The hooks of the clone are not run: what is pushed so was looked at by whoever calls.
  ///
  /// - Parameter expecting: what the remote's references must still be, `.zero` for one that must not exist; where one is not, the
  ///   outcome is `behind`. Such a reference may also go back.
  package func push(
    _ refspecs: [String], to remote: String, expecting leases: [String: ObjectID] = [:]
  ) throws(GitError) -> PushOutcome {
    let conditions = leases.sorted { $0.key < $1.key }.map { "--force-with-lease=\($0.key):\($0.value.isZero ? "" : $0.value.hex)" }
    let result = try transport(["push", "--porcelain", "--no-verify", "--atomic"] + conditions + ["--", remote] + refspecs)
    if result.status == 0 { return .accepted }
    // gitcli: a line for each ref, `<flag> \t <from>:<to> \t <summary> (<reason>)`, and `!` for one that was not taken.
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    let rejected = lines.filter { $0.hasPrefix("!") }
    // The last three are what a server says whose ref moved between its look and its lock.
    let words = [
      "(fetch first)", "(non-fast-forward)", "(stale info)", "atomic transaction failed", "failed to update ref", "cannot lock ref",
    ]
    if rejected.contains(where: { line in words.contains { line.contains($0) } }) {
      return .behind
    }
    return .refused(rejected.first.map { String($0.split(separator: "\t").last ?? $0) } ?? result.firstErrorLine)
  }

  /// Fetches refspecs.
  ///
  /// - Throws: `GitError` where the remote could not be asked, which is not the same as one that has nothing.
  ///
  /// - Parameter prunes: what the remote does not have any more goes here too, below the right sides of the refspecs.
  package func fetch(_ refspecs: [String], from remote: String, prunes: Bool = false) throws(GitError) {
    let result = try transport(
      ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"] + (prunes ? ["--prune"] : [])
        + ["--", remote] + refspecs)
    guard result.status == 0 else { throw GitError(.other, "cannot fetch from '\(remote)': \(result.firstErrorLine)") }
  }

  /// Asks for credentials as Git does: its prompts go to the terminal, not through our pipes.
  private func transport(_ arguments: [String]) throws(GitError) -> Subprocess.Result {
    var settings = environment
    settings["GIT_DIR"] = gitDirectory
    settings["GIT_WORK_TREE"] = workTree
    settings["LC_ALL"] = "C"
    return try Subprocess("git", arguments, environment: settings, directory: workTree ?? gitDirectory).run()
  }

  /// The refspec by which a clone takes along what a remote has below a prefix such as `refs/contracts/`, beside its own and never over it.
  private static func trackingRefspec(of prefix: String, remote: String) -> String {
    "+\(prefix)*:\(prefix)remotes/\(remote)/*"
  }

  /// The remotes that have nothing taken along from below a prefix.
  package func untrackedRemotes(under prefix: String) -> [String] {
    configuration.subsections(of: "remote").filter { remote in
      !configuration.values("remote.\(remote).fetch").contains(Self.trackingRefspec(of: prefix, remote: remote))
    }
  }

  /// Sets up that `git fetch` takes along what the remotes have below a prefix; gives the remotes for which that is new.
  package func trackReferences(under prefix: String) throws(GitError) -> [String] {
    var added: [String] = []
    for remote in untrackedRemotes(under: prefix) {
      let refspec = Self.trackingRefspec(of: prefix, remote: remote)
      _ = try requireGit(
        ["config", "--local", "--add", "remote.\(remote).fetch", refspec], "cannot set up fetching from '\(remote)'")
      added.append(remote)
    }
    return added
  }

  /// Takes back what ``trackReferences(under:)`` set up; gives the remotes for which there was something.
  package func stopTrackingReferences(under prefix: String) throws(GitError) -> [String] {
    var removed: [String] = []
    for remote in configuration.subsections(of: "remote") {
      let refspec = Self.trackingRefspec(of: prefix, remote: remote)
      guard configuration.values("remote.\(remote).fetch").contains(refspec) else { continue }
      _ = try requireGit(
        ["config", "--local", "--fixed-value", "--unset-all", "remote.\(remote).fetch", refspec],
        "cannot take back how '\(remote)' is fetched")
      removed.append(remote)
    }
    return removed
  }
}
