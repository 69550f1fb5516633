import Foundation

/// A real Git repository for one test: hermetic, and the same object ids every time.
///
/// Each commit is one minute younger than the one before; the first is of 2024-01-01T00:01:00Z. Commands run in a cleared environment; one that fails
/// throws ``TestFailure`` with what Git said, so that a test needs no check of its own.
///
///     let repository = try TestRepository()
///     try repository.commit(["orders.yaml": "..."], "Add orders")
///     let store = try Repository.open(environment: repository.environment.variables, directory: repository.path)
package final class TestRepository {
  /// The directory of the scratch place in which the repository and its clones lie.
  package let scratch: Scratch
  /// The top of the work tree, or the bare repository itself.
  package let path: String
  /// Whether it has no work tree.
  package let isBare: Bool
  /// The environment of every command; a test may change it.
  package var environment: TestEnvironment
  private let clock: Clock

  /// The clock, which a repository and its clones share.
  private final class Clock {
    /// 2024-01-01T00:00:00Z.
    var seconds: Int64 = 1_704_067_200
  }

  /// Makes an empty repository whose branch is `main`. `options` go to `git init`.
  package convenience init(
    bare: Bool = false, in scratch: Scratch? = nil, name: String = "repository", options: [String] = []
  ) throws {
    let scratch = try scratch ?? Scratch()
    let home = try scratch.makeDirectory("home")
    let environment = TestEnvironment(home: home)
    if !FileManager.default.fileExists(atPath: home + "/.gitconfig") {
      try TestFiles.write(Array(Self.settings.utf8), to: home + "/.gitconfig")
    }
    self.init(scratch: scratch, path: scratch.path(name), isBare: bare, environment: environment, clock: Clock())
    _ = try check(environment.run("git", ["init", "--quiet"] + (bare ? ["--bare"] : []) + options + [path], in: scratch.path), "init")
  }

  private init(scratch: Scratch, path: String, isBare: Bool, environment: TestEnvironment, clock: Clock) {
    self.scratch = scratch
    self.path = path
    self.isBare = isBare
    self.environment = environment
    self.clock = clock
  }

  private static let settings = """
    [init]
    \tdefaultBranch = main
    [user]
    \tname = Ada Author
    \temail = ada@example.com
    [advice]
    \tdetachedHead = false
    [protocol "file"]
    \tallow = always
    [commit]
    \tgpgSign = false

    """

  /// The Git directory.
  package var gitDirectory: String { isBare ? path : path + "/.git" }

  // MARK: Commands

  /// Runs `git` and gives what it says; a failure throws.
  @discardableResult
  package func git(
    _ arguments: String..., adding more: [String: String] = [:], input: String = "", in directory: String? = nil
  ) throws -> String {
    try check(run(arguments, adding: more, input: input, in: directory), arguments.joined(separator: " ")).line
  }

  /// Runs `git` however it ends.
  package func tryGit(
    _ arguments: String..., adding more: [String: String] = [:], input: String = "", in directory: String? = nil
  ) throws -> TestOutput {
    try run(arguments, adding: more, input: input, in: directory)
  }

  /// Runs `git` however it ends, with arguments that were put together elsewhere.
  package func tryGit(arguments: [String], adding more: [String: String] = [:], input: String = "") throws -> TestOutput {
    try run(arguments, adding: more, input: input, in: nil)
  }

  private func run(_ arguments: [String], adding more: [String: String], input: String, in directory: String?) throws -> TestOutput {
    try environment.run("git", arguments, in: directory ?? path, adding: dates().merging(more) { $1 }, input: input)
  }

  private func check(_ output: TestOutput, _ command: String) throws -> TestOutput {
    guard output.status == 0 else {
      throw TestFailure("'git \(command)' ended with \(output.status) in '\(path)':\n\(output.errors)\(output.output)")
    }
    return output
  }

  private func dates() -> [String: String] {
    let date = "\(clock.seconds) +0000"
    return ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date]
  }

  private func identity(_ person: TestPerson) -> [String: String] {
    [
      "GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email, "GIT_COMMITTER_NAME": person.name,
      "GIT_COMMITTER_EMAIL": person.email,
    ]
  }

  /// Lets time pass: the next commit is that much younger.
  package func advance(minutes: Int64 = 1) { clock.seconds += 60 * minutes }

  // MARK: Files

  /// Writes a file of the work tree, and makes the directories above.
  package func write(_ text: String, to relative: String) throws {
    try TestFiles.write(Array(text.utf8), to: path + "/" + relative)
  }

  /// Writes a file of the work tree, and makes the directories above.
  package func write(bytes: [UInt8], to relative: String) throws {
    try TestFiles.write(bytes, to: path + "/" + relative)
  }

  /// Writes a file anew in place of one that may not be written to, as those of Git in `.git`.
  package func replace(_ relative: String, with bytes: [UInt8]) throws {
    if FileManager.default.fileExists(atPath: path + "/" + relative) { try remove(relative) }
    try TestFiles.write(bytes, to: path + "/" + relative)
  }

  /// Deletes a file of the work tree.
  package func remove(_ relative: String) throws { try FileManager.default.removeItem(atPath: path + "/" + relative) }

  /// The text of a file of the work tree.
  package func read(_ relative: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + relative)), as: UTF8.self)
  }

  /// The bytes of a file, also of one in `.git`.
  package func bytes(_ relative: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + relative)))
  }

  // MARK: History

  /// Writes files (`nil`: deletes), stages everything and commits; gives the id. Hooks run, as for a user; one that refuses throws.
  @discardableResult
  package func commit(
    _ files: [String: String?] = [:], _ message: String = "Change", by person: TestPerson = .author, adding more: [String: String] = [:]
  ) throws -> String {
    let output = try tryCommit(files, message, by: person, adding: more)
    _ = try check(output, "commit")
    return try git("rev-parse", "HEAD")
  }

  /// Like ``commit(_:_:by:adding:)``, however it ends.
  package func tryCommit(
    _ files: [String: String?] = [:], _ message: String = "Change", by person: TestPerson = .author, adding more: [String: String] = [:]
  ) throws -> TestOutput {
    for (file, text) in files.sorted(by: { $0.key < $1.key }) {
      if let text { try write(text, to: file) } else { try remove(file) }
    }
    try git("add", "--all")
    advance()
    return try run(
      ["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F", "-"],
      adding: identity(person).merging(more) { $1 }, input: message, in: nil)
  }

  /// Merges a branch with a merge commit; gives its id.
  @discardableResult
  package func merge(_ branch: String, _ message: String = "Merge", by person: TestPerson = .author) throws -> String {
    advance()
    _ = try check(
      run(["merge", "--quiet", "--no-ff", "--no-edit", "-m", message, branch], adding: identity(person), input: "", in: nil), "merge")
    return try git("rev-parse", "HEAD")
  }

  // MARK: Other repositories

  /// A clone beside it, with the same clock and home. `options` go to `git clone`; a shallow or partial one needs them.
  package func clone(_ name: String = "clone", bare: Bool = false, options: [String] = []) throws -> TestRepository {
    let target = scratch.path(name)
    let arguments = ["clone", "--quiet"] + (bare ? ["--bare"] : []) + options + ["file://" + path, target]
    _ = try check(environment.run("git", arguments, in: scratch.path), arguments.joined(separator: " "))
    return TestRepository(scratch: scratch, path: target, isBare: bare, environment: environment, clock: clock)
  }

  /// Another work tree of it (git-worktree(1)).
  package func addWorkTree(_ name: String, options: [String] = []) throws -> TestRepository {
    let target = scratch.path(name)
    _ = try check(run(["worktree", "add", "--quiet"] + options + [target], adding: [:], input: "", in: nil), "worktree add")
    return TestRepository(scratch: scratch, path: target, isBare: false, environment: environment, clock: clock)
  }

  /// Writes an executable hook; `script` is the text of a shell script without its first line.
  package func installHook(_ name: String, _ script: String) throws {
    try TestFiles.writeScript("#!/bin/sh\n\(script)\n", to: gitDirectory + "/hooks/" + name)
  }
}
