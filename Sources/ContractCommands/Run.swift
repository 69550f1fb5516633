internal import ArgumentParser
internal import ContractKit

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The whole program: arguments in, exit code out. `main` is a stub around it, and tests call it in their own process.
///
/// - Parameters:
///   - arguments: without the program's own name.
///   - environment: nothing else is read of the process's environment.
///   - directory: where relative paths start, absolute.
///   - program: the absolute path of this program, by which it starts itself in the background; without one it does not.
///   - descriptors: input, output and error; the process's own unless a test says otherwise.
///   - now: seconds since 1970; the clock's unless a test says otherwise.
public func run(
  arguments: [String], environment: [String: String], directory: String, program: String? = nil,
  descriptors: (Int32, Int32, Int32) = (0, 1, 2), now: Int? = nil
) -> Int32 {
  // A closed pipe is reported by the write that meets it, not by a signal that ends us in the middle of something.
  signal(SIGPIPE, SIG_IGN)
  // A file that may not grow further is an error of its write.
  signal(SIGXFSZ, SIG_IGN)
  if descriptors == (0, 1, 2) { Console.occupyStandardDescriptors() }
  let console = Console(input: descriptors.0, output: descriptors.1, error: descriptors.2)
  let context = Context(directory: directory, environment: environment, console: console, program: program, now: now)
  let status = perform(arguments, context)
  guard console.finish() else {
    console.note("fatal: cannot write the answer\n")
    return ExitStatus.undecided.rawValue
  }
  return status.rawValue
}

private func perform(_ given: [String], _ context: Context) -> ExitStatus {
  do {
    var arguments = given
    try takeDirectories(&arguments, context)
    // A hook is waited for by a person: its events do without the tree of commands, which takes milliseconds to build.
    if arguments.first == "hook", !HookCommand.asksForHelp(arguments) { return try HookEvent.run(Array(arguments.dropFirst()), context) }
    if arguments.first == "diff-driver", !DiffDriver.asksForHelp(arguments) {
      return try DiffDriver.show(Array(arguments.dropFirst()), context)
    }
    if arguments.first == "complete" { return CompletionAnswer.run(Array(arguments.dropFirst()), context) }
    if arguments == ["check", "--staged"] { return try Check.staged(context) }
    completeColour(&arguments)
    completeWait(&arguments)
    completePorcelain(&arguments)
    try refuseOptionsAfterEndOfOptions(&arguments)
    takePaths(&arguments, context)
    return try parseAndRun(arguments, context)
  } catch {
    let failure = CommandError(error)
    context.console.note(failure.text)
    return failure.status
  }
}

/// `-C DIRECTORY` before the command, as often as it stands there, as Git has it.
private func takeDirectories(_ arguments: inout [String], _ context: Context) throws {
  while arguments.first == "-C" {
    guard arguments.count > 1 else { throw CommandError("no directory given for '-C'", status: .usage) }
    context.directory = context.absolutePath(arguments[1])
    arguments.removeFirst(2)
  }
}

/// `--color` alone means `--color=always`, as in Git.
private func completeColour(_ arguments: inout [String]) {
  let end = arguments.firstIndex { $0 == "--" || $0 == "--end-of-options" } ?? arguments.endIndex
  for place in arguments[..<end].indices where arguments[place] == "--color" {
    let next = place + 1 < end ? ColourChoice(rawValue: arguments[place + 1]) : nil
    if next == nil { arguments[place] = "--color=always" }
  }
}

/// `--wait` alone waits for as long as most need.
private func completeWait(_ arguments: inout [String]) {
  guard ["notify", "outbox"].contains(arguments.first) else { return }
  for place in arguments.indices where arguments[place] == "--wait" {
    let isTold = place + 1 < arguments.endIndex && Int(arguments[place + 1]) != nil
    if !isTold { arguments[place] = "--wait=\(DeliveryWait.usual)" }
  }
}

/// `--porcelain` alone is the form that there is, as in Git.
private func completePorcelain(_ arguments: inout [String]) {
  let end = arguments.firstIndex { $0 == "--" || $0 == "--end-of-options" } ?? arguments.endIndex
  for place in arguments[..<end].indices where arguments[place] == "--porcelain" { arguments[place] = "--porcelain=v1" }
}

/// `diff` takes revisions before `--` and paths behind it; argument-parser cannot tell two lists of words apart. And `owners` may be asked about
/// every file of a repository: argument-parser takes seconds for 20,000 words.
private func takePaths(_ arguments: inout [String], _ context: Context) {
  guard ["diff", "owners"].contains(arguments.first), let terminator = arguments.firstIndex(of: "--") else { return }
  context.paths = Array(arguments[(terminator + 1)...])
  arguments.removeSubrange(terminator...)
}

/// `--end-of-options` promises that what follows is no option, whatever it looks like (gitcli(7)).
private func refuseOptionsAfterEndOfOptions(_ arguments: inout [String]) throws {
  guard let place = arguments.firstIndex(of: "--end-of-options") else { return }
  let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
  guard place < end else { return }
  for argument in arguments[(place + 1)..<end] where argument.hasPrefix("-") {
    throw CommandError("bad revision '\(argument)'")
  }
  arguments.remove(at: place)
}

private func parseAndRun(_ arguments: [String], _ context: Context) throws -> ExitStatus {
  try refuseUnknownCommands(arguments)
  do {
    var command = try GitContract.parseAsRoot(arguments)
    if let command = command as? any ContractCommand { return try command.run(in: context) }
    // Help and version print themselves by throwing.
    try command.run()
    return .pass
  } catch let error where GitContract.exitCode(for: error) == .success {
    context.console.write(GitContract.fullMessage(for: error) + "\n")
    return .pass
  } catch let error where GitContract.exitCode(for: error) == .validationFailure {
    // What argument-parser throws about the words of the call; our own errors have another code.
    context.console.note(UsageMessage.text(GitContract.fullMessage(for: error)))
    return .usage
  }
}

/// A word that is no command, also behind `help` and behind a command that has commands of its own.
private func refuseUnknownCommands(_ arguments: [String]) throws {
  var words = arguments[...]
  if words.first == "help" { words.removeFirst() }
  guard let first = words.first, !first.hasPrefix("-") else { return }
  guard GitContract.commandNames.contains(first) else {
    let near = SpellingSuggestion.nearest(to: first, among: GitContract.commandNames)
    throw CommandError(
      "'\(first)' is not a git contract command", hints: [near.map { "did you mean '\($0)'?" } ?? "git contract help"], status: .usage)
  }
  guard let second = words.dropFirst().first, !second.hasPrefix("-") else { return }
  for (command, names) in [("hooks", Hooks.commandNames), ("outbox", OutboxCommand.commandNames), ("cache", CacheCommand.commandNames)]
  where first == command {
    guard !names.contains(second) else { continue }
    let near = SpellingSuggestion.nearest(to: second, among: names)
    throw CommandError(
      "'\(second)' is not a git contract \(command) command",
      hints: [near.map { "did you mean 'git contract \(command) \($0)'?" } ?? "git contract help \(command)"], status: .usage)
  }
}
