/// What libgit2 cannot do, done by Git's own plumbing.
extension Repository {
  /// Runs `git` on this repository from the top of its work tree, in the environment that it was opened with. Replace references stay out of it.
  func git(_ arguments: [String], input: [UInt8] = []) throws(GitError) -> Subprocess.Result {
    var settings = environment
    // Paths of the environment are seen from the start directory, so they must not be relative any more.
    settings["GIT_DIR"] = gitDirectory
    settings["GIT_WORK_TREE"] = workTree
    settings["GIT_COMMON_DIR"] = nil
    settings["GIT_PREFIX"] = nil
    for name in ["GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"] {
      if let path = environment[name], !path.isEmpty { settings[name] = Paths.join(directory, path) }
    }
    settings["GIT_NO_REPLACE_OBJECTS"] = "1"
    settings["GIT_OPTIONAL_LOCKS"] = "0"
    settings["GIT_TERMINAL_PROMPT"] = "0"
    settings["LC_ALL"] = "C"
    return try Subprocess("git", arguments, environment: settings, directory: workTree ?? gitDirectory).run(input: input)
  }

  /// Like ``git(_:input:)``, for a command that must succeed: otherwise an error that names what could not be done.
  func requireGit(_ arguments: [String], _ failing: String, input: [UInt8] = []) throws(GitError) -> [UInt8] {
    let result = try git(arguments, input: input)
    guard result.status == 0 else { throw GitError(.other, "\(failing): \(result.firstErrorLine)") }
    return result.output
  }

  /// Asks the remote of a partial clone for objects, all in one request; `false` if it did not give them all.
  func fetchPromised(_ ids: [ObjectID]) throws(GitError) -> Bool {
    guard let remote = promisorRemote else { return false }
    // Git itself says so where nothing may be fetched: in quarantines and by the user's wish (git(1), GIT_NO_LAZY_FETCH).
    if isQuarantined || Configuration.truth(environment["GIT_NO_LAZY_FETCH"] ?? "") ?? false { return false }
    let wanted = ids.filter { !contains($0) }
    if wanted.isEmpty { return true }
    // The request that Git itself makes for missing objects (git's promisor-remote.c).
    let arguments = [
      "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no",
      "--filter=blob:none", "--stdin", remote,
    ]
    let input = wanted.map { "\($0.hex)\n" }.joined()
    guard try git(arguments, input: Array(input.utf8)).status == 0 else { return false }
    return wanted.allSatisfy { contains($0) }
  }

  /// In a partial clone: fetches those of these objects that are not here, in one request, so that reading them one by one is cheap. Elsewhere it does
  /// nothing. An error of kind `missing` if the remote does not give them all.
  package func prefetch(_ ids: [ObjectID]) throws(GitError) {
    guard isPartialClone else { return }
    guard try !fetchPromised(ids), let lost = ids.first(where: { !contains($0) }) else { return }
    throw missing(lost)
  }

  /// Whether a file of the work tree is other than a blob, as `git status` sees it: filters and line ends are Git's to know.
  package func isModified(_ path: String, since blob: ObjectID) throws(GitError) -> Bool {
    if try readWorkTreeFile(path, limit: 64 << 20).map({ (bytes) throws(GitError) in try Self.id(of: bytes) }) == blob { return false }
    let result = try git(["diff", "--quiet", "--no-ext-diff", "HEAD", "--", ":(literal,top)" + path])
    guard result.status == 0 || result.status == 1 else {
      throw GitError(.other, "cannot compare '\(path)' with what is committed: \(result.firstErrorLine)")
    }
    return result.status == 1
  }
}
