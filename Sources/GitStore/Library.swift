internal import CLibgit2

/// libgit2 as a whole: its start, its process-wide options, its errors.
package enum Library {
  /// The version of libgit2 that is linked, for example `1.5.1`.
  package static var version: String {
    var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
    git_libgit2_version(&major, &minor, &revision)
    return "\(major).\(minor).\(revision)"
  }

  /// The extensions of a repository that we can live with: those that change nothing which libgit2 reads, or which this module handles
  /// itself (`worktreeConfig`, `partialClone`). ``RepositoryFormat`` looks at their values before libgit2 sees the repository, and lets no other
  /// `objectFormat` through than `sha1`, no other `refStorage` than `files`.
  static let extensions = [
    "noop-v1", "worktreeconfig", "preciousobjects", "objectformat", "refstorage", "partialclone", "relativeworktrees",
  ]

  /// The outcome of the one start in this process: the number of starts, or a negative status.
  private static let started: Int32 = {
    let count = git_libgit2_init()
    guard count > 0 else { return count }
    // Git has its own rules of ownership; `Ownership` follows them with the environment that was given.
    contract_git_set_owner_validation(0)
    // Values leave this module as copies, and nothing is asked of libgit2 twice.
    contract_git_set_caching(0)
    // Git hashes what arrives and checks a sum when it reads, and so do we: hashing each object again is a tenth of a hook.
    contract_git_set_strict_hash_verification(0)
    // Settings are read by `Configuration` from the environment that was given, not from the process's.
    contract_git_clear_search_paths()
    let names = extensions
    withCStrings(names) { pointers in
      _ = contract_git_set_extensions(pointers.baseAddress, pointers.count)
    }
    return count
  }()

  /// Starts libgit2 once. A start that fails must not go on: the first read of a pack would crash.
  static func start() throws(GitError) {
    let status = started
    guard status > 0 else {
      throw GitError(.other, "cannot start libgit2: \(Failure(status).text)")
    }
  }

  /// Whether each object that is read is hashed again and compared with its name. Off by default, as in Git; turn it on wherever something
  /// is verified. History walks are then up to four times slower. It holds for the whole process: set it before repositories are opened.
  package static func verifyObjects(_ enabled: Bool) throws(GitError) {
    try start()
    contract_git_set_strict_hash_verification(enabled ? 1 : 0)
  }
}

/// What libgit2 says about a failed call. It must be made at once after the call: the text is the thread's last one.
struct Failure {
  let status: Int32
  let text: String

  init(_ status: Int32) {
    self.status = status
    let text = git_error_last().flatMap { $0.pointee.message }.map { String(cString: $0) }
    self.text = text ?? "libgit2 gave status \(status)"
  }

  var isNotFound: Bool { status == GIT_ENOTFOUND.rawValue }
}

/// Checks the status of a call to libgit2; `failing` says what could not be done and stands before libgit2's own words.
@discardableResult
func check(_ status: Int32, _ failing: @autoclosure () -> String, kind: GitError.Kind = .unreadable) throws(GitError) -> Int32 {
  if status >= 0 { return status }
  let failure = Failure(status)
  throw GitError(kind, "\(failing()): \(failure.text)")
}

/// Calls `body` with the texts as C strings, which live as long as the call.
func withCStrings<Result>(_ texts: [String], _ body: (UnsafeMutableBufferPointer<UnsafePointer<CChar>?>) -> Result) -> Result {
  var storage: [CChar] = []
  var offsets: [Int] = []
  for text in texts {
    offsets.append(storage.count)
    storage.append(contentsOf: text.utf8CString)
  }
  return storage.withUnsafeBufferPointer { buffer in
    var pointers: [UnsafePointer<CChar>?] = offsets.map { offset in buffer.baseAddress.map { $0 + offset } }
    return pointers.withUnsafeMutableBufferPointer { body($0) }
  }
}
