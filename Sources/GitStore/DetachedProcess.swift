internal import CLibgit2

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
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    contract_spawn_add_directory(&actions, directory)
    var defaults = sigset_t()
    var none = sigset_t()
    sigemptyset(&defaults)
    sigemptyset(&none)
    for signal in [SIGPIPE, SIGINT, SIGHUP, SIGTERM, SIGQUIT] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &none)
    // POSIX_SPAWN_SETSID; the C library shows it only to those who ask for its extensions.
    #if canImport(Darwin)
      let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | 0x0400
    #else
      let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | 0x80
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var process: pid_t = 0
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let status = withCStrings([program] + arguments) { argumentPointers in
      withCStrings(settings) { settingPointers in
        let argv = argumentPointers.map { UnsafeMutablePointer(mutating: $0) } + [nil]
        let envp = settingPointers.map { UnsafeMutablePointer(mutating: $0) } + [nil]
        return posix_spawn(&process, program, &actions, &attributes, argv, envp)
      }
    }
    guard status == 0 else { throw GitError(.other, "cannot run '\(program)': \(Files.describe(status))") }
  }

  /// What a program inherited from its own starter goes no further. Children get what they need by duplicates, which lose the mark.
  private static func closeEverythingOnExec() {
    let limit = min(sysconf(Int32(_SC_OPEN_MAX)), 4096)
    for descriptor in 3..<Int32(max(3, limit)) {
      let flags = fcntl(descriptor, F_GETFD)
      if flags >= 0, flags & FD_CLOEXEC == 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
    }
  }
}
