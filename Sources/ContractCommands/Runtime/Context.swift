internal import ContractKit
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// What a command may know of the world: where it was started, its environment, its streams and the time. Nothing below
/// ContractCommands reads any of these by itself.
final class Context {
  /// The directory that paths are relative to, absolute. `-C` moves it.
  var directory: String
  let environment: [String: String]
  /// What stood behind `--` in the call of a command that takes revisions before it: paths.
  var paths: [String] = []
  /// `--quiet`: no warnings.
  var isQuiet = false
  let console: Console
  /// The absolute path of this program, by which it can be started again; nil in a test that runs it inside of its own process.
  let program: String?
  /// Where a test ends the process.
  let steps: OutboxSteps
  /// Seconds since 1970, read once, so that one run has one time. Only a caller in Swift can give another one: a pusher's environment
  /// must not set the server's clock.
  let now: Int

  init(directory: String, environment: [String: String], console: Console, program: String? = nil, now: Int? = nil) {
    self.directory = directory
    self.environment = environment
    self.console = console
    self.program = program
    steps = OutboxSteps(environment: environment)
    self.now = now ?? Int(time(nil))
  }

  /// The day in UTC, which is how expiry dates are read.
  var today: CalendarDay { CalendarDay(secondsSince1970: now) }

  /// Opens the repository that Git's environment names, else the one around `directory`.
  func openRepository() throws -> Repository {
    try Repository.open(environment: environment, directory: directory)
  }

  /// The settings of Git that hold outside of a repository, for commands that need none.
  func userConfiguration() throws -> Configuration {
    try Configuration.outsideOfRepositories(environment: environment)
  }

  /// A warning on stderr, in Git's form.
  func warn(_ message: String) {
    guard !isQuiet else { return }
    console.note("warning: " + message.printable + "\n")
  }

  func hint(_ message: String) {
    console.note("hint: " + message.printable + "\n")
  }

  /// An absolute path for one that the user gave.
  func absolutePath(_ path: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }
}
