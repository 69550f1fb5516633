internal import CLibgit2

#if canImport(Darwin)
  internal import Darwin
  typealias SpawnActions = posix_spawn_file_actions_t?
  typealias SpawnAttributes = posix_spawnattr_t?
#elseif canImport(Glibc)
  internal import Glibc
  typealias SpawnActions = posix_spawn_file_actions_t
  typealias SpawnAttributes = posix_spawnattr_t
#endif

/// How another program is started, by posix_spawn(3).
enum ProcessStart {
  /// - Parameters:
  ///   - path: where the program is.
  ///   - arguments: its own name first.
  ///   - inNewSession: whether it lives on when the session of its starter ends.
  ///   - descriptors: says what the program gets as its input, output and errors.
  static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], directory: String, inNewSession: Bool = false,
    descriptors: (UnsafeMutablePointer<SpawnActions>) -> Void
  ) throws(GitError) -> pid_t {
    #if canImport(Darwin)
      var actions: SpawnActions
      var attributes: SpawnAttributes
    #else
      var actions = SpawnActions()
      var attributes = SpawnAttributes()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    descriptors(&actions)
    contract_spawn_add_directory(&actions, directory)
    // The child gets the usual signals, whatever we ignore or block.
    var defaults = sigset_t()
    var none = sigset_t()
    sigemptyset(&defaults)
    sigemptyset(&none)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGHUP, SIGTERM, SIGQUIT] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &none)
    // POSIX_SPAWN_SETSID; the C library shows it only to those who ask for its extensions.
    #if canImport(Darwin)
      let usual = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
      let flags = usual | (inNewSession ? 0x0400 : POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | (inNewSession ? 0x80 : 0)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var process: pid_t = 0
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let status = withCStrings(arguments) { argumentPointers in
      withCStrings(settings) { settingPointers in
        let argv = argumentPointers.map { UnsafeMutablePointer(mutating: $0) } + [nil]
        let envp = settingPointers.map { UnsafeMutablePointer(mutating: $0) } + [nil]
        return posix_spawn(&process, path, &actions, &attributes, argv, envp)
      }
    }
    guard status == 0 else { throw GitError(.other, "cannot run '\(arguments.first ?? path)': \(Files.describe(status))") }
    return process
  }
}
