#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Runs another program and waits for it. For Git's own plumbing where libgit2 cannot answer; never through a shell.
package struct Subprocess: Sendable {
  /// What a program said before it ended.
  package struct Result: Hashable, Sendable {
    /// The exit status; 128 plus the signal for a program that a signal ended, as shells count.
    package let status: Int32
    package let output: [UInt8]
    package let errors: [UInt8]

    package init(status: Int32, output: [UInt8], errors: [UInt8]) {
      self.status = status
      self.output = output
      self.errors = errors
    }

    /// The output as text, without the line breaks at its end.
    package var outputLine: String { Self.line(output) }

    /// The first line that the program complained with, without `fatal: ` or `error: `.
    package var firstErrorLine: String {
      var line = Substring(Self.line(errors).prefix { !$0.isNewline })
      for start in ["fatal: ", "error: "] where line.hasPrefix(start) { line = line.dropFirst(start.count) }
      return line.isEmpty ? "status \(status)" : String(line)
    }

    private static func line(_ bytes: [UInt8]) -> String {
      var end = bytes.count
      while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
  }

  package let program: String
  package let arguments: [String]
  package let environment: [String: String]
  package let directory: String

  /// `program` is an absolute path, or a name that is looked up in `PATH` of `environment`; `directory` is where it starts.
  package init(_ program: String, _ arguments: [String], environment: [String: String], directory: String) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// Starts the program, feeds it `input`, and collects what it says. It is an error of kind `other` if it cannot be started; how it
  /// ended is for the caller to judge.
  package func run(input: [UInt8] = []) throws(GitError) -> Result {
    guard !([program, directory] + arguments).contains(where: { $0.utf8.contains(0) }) else {
      throw GitError(.other, "cannot run '\(program)': an argument holds a NUL byte")
    }
    let path = try executable()
    var pipes = Pipes()
    do throws(GitError) {
      try pipes.open(program)
      let process = try start(path, pipes)
      pipes.closeChildEnds()
      let (output, errors) = try pipes.exchange(input, program)
      pipes.closeAll()
      return Result(status: try wait(process), output: output, errors: errors)
    } catch {
      pipes.closeAll()
      throw error
    }
  }

  func executable() throws(GitError) -> String {
    if program.contains("/") { return Paths.join(directory, program) }
    for place in (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") {
      let candidate = Paths.join(Paths.join(directory, String(place)), program)
      if access(candidate, X_OK) == 0, Files.isFile(candidate) { return candidate }
    }
    throw GitError(.other, "cannot run '\(program)': it is not on the PATH", hint: "install \(program)")
  }

  func start(_ path: String, _ pipes: borrowing Pipes) throws(GitError) -> pid_t {
    let (input, output, errors) = (pipes.input.child, pipes.output.child, pipes.errors.child)
    return try ProcessStart.spawn(path, [program] + arguments, environment: environment, directory: directory) { actions in
      posix_spawn_file_actions_adddup2(actions, input, 0)
      posix_spawn_file_actions_adddup2(actions, output, 1)
      posix_spawn_file_actions_adddup2(actions, errors, 2)
    }
  }

  func wait(_ process: pid_t) throws(GitError) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      let number = errno
      guard number == EINTR else {
        throw GitError(.other, "cannot wait for '\(program)': \(Files.describe(number))")
      }
    }
    return Self.exitStatus(status)
  }

  /// What `waitpid` tells, as shells count it.
  static func exitStatus(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
