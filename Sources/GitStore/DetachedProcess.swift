#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// A program that lives on when whoever started it is long gone.
package enum DetachedProcess {
  /// Starts a program in a session of its own, with nothing open but `/dev/null` three times. A hook that merely puts a program into the
  /// background leaves its own descriptors with it, and then the client of a push waits for that program.
  ///
  /// - Parameter program: an absolute path.
  package static func start(
    _ program: String, _ arguments: [String], environment: [String: String], directory: String
  ) throws(GitError) {
    closeEverythingOnExec()
    _ = try ProcessStart.spawn(
      program, [program] + arguments, environment: environment, directory: directory, inNewSession: true
    ) { actions in
      posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0)
    }
  }

  /// What a program inherited from its own starter goes no further. Children get what they need by duplicates, which lose the mark.
  private static func closeEverythingOnExec() {
    for descriptor in openDescriptors() where descriptor >= 3 {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0, flags & FD_CLOEXEC == 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }

  /// What is open; where the system does not tell (proc(5), fd(4)), all that could be.
  private static func openDescriptors() -> [Int32] {
    for path in ["/proc/self/fd", "/dev/fd"] {
      let open = Files.contents(of: path)?.compactMap { Int32($0.name) } ?? []
      if !open.isEmpty { return open }
    }
    return Array(0..<Int32(max(0, min(sysconf(Int32(_SC_OPEN_MAX)), 4096))))
  }
}
