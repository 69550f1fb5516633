#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The newest state of a branch of another repository, without its history, in a place of its own: nothing of it comes into ours.
package enum ShallowCopy {
  /// Fetches it with `git`, which has the user's credentials, proxies and transports, and removes it when it was looked at.
  ///
  /// The address stands in a file that people propose, so Git treats it as one that comes from elsewhere (git(1),
  /// `GIT_PROTOCOL_FROM_USER`): `ext::` never, `file` only where `protocol.file.allow` says `always`.
  ///
  /// - Parameters:
  ///   - reference: a branch or tag there, or `HEAD`.
  ///   - home: the repository in whose directory the copy is kept for the moment.
  ///   - body: is given the copy and the commit of the branch.
  /// - Throws: `GitError` where it could not be fetched, which is not the same as a source that has nothing.
  package static func read<Answer>(
    _ url: String, reference: String, home: borrowing Repository, _ body: (borrowing Repository, ObjectID) throws -> Answer
  ) throws -> Answer {
    let directory = home.commonDirectory + "/contracts-copy-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    defer { remove(directory) }
    var settings = home.environment.filter { !local.contains($0.key) }
    settings["GIT_PROTOCOL_FROM_USER"] = "0"
    settings["LC_ALL"] = "C"
    func git(_ arguments: [String], in place: String) throws(GitError) {
      let result = try Subprocess("git", arguments, environment: settings, directory: place).run()
      guard result.status == 0 else {
        throw GitError(.other, "cannot fetch '\(reference)' from '\(url.withoutPassword)': \(result.firstErrorLine)")
      }
    }
    try git(["init", "--quiet", "--bare", "--", directory], in: home.commonDirectory)
    try git(
      [
        "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--", url,
        "+\(reference):refs/copy",
      ],
      in: directory)
    settings["GIT_DIR"] = directory
    let copy = try Repository.open(environment: settings, directory: directory)
    guard let tip = try copy.reference("refs/copy"), let commit = try copy.commit(behind: tip) else {
      throw GitError(.missing, "'\(reference)' of '\(url.withoutPassword)' is no commit")
    }
    return try body(copy, commit)
  }

  /// What ties `git` to another repository: git-rev-parse(1), `--local-env-vars`.
  private static let local: Set<String> = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR", "GIT_QUARANTINE_PATH",
  ]

  /// Removes a directory of ours with all that is in it. Links are removed, not followed; what cannot be removed stays.
  private static func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
        }
        guard name != ".", name != ".." else { continue }
        let inner = path + "/" + name
        var information = stat()
        if lstat(inner, &information) == 0, information.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
      }
      closedir(directory)
    }
    rmdir(path)
  }
}

extension String {
  /// An address without the password that may stand in it, for messages.
  package var withoutPassword: String {
    guard let scheme = firstRange(of: "://"), let at = self[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    else { return self }
    return self[..<scheme.upperBound] + "..." + self[at...]
  }
}
