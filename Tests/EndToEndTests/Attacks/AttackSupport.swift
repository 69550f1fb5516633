import ContractTestSupport
import Foundation
import Testing

/// What every attack does: it goes through where the defence is switched off, and is refused by the real thing, for the reason that is
/// claimed.
extension Company {
  /// Pushes twice: to a copy of the server without hooks, which takes it, so that it is not Git that refuses; then to the server, which
  /// says `words` and moves none of its references.
  func attack(_ references: [String], options: [String] = [], says words: [String], place: SourceLocation = #_sourceLocation) throws {
    let open = try server.clone("open-\(UUID().uuidString.prefix(8)).git", bare: true, options: ["--mirror"])
    let arguments = ["push", "--quiet"] + options
    let through = try developer.tryGit(arguments: arguments + [open.path] + references)
    #expect(through.status == 0, "Git alone refuses it: \(through.errors)", sourceLocation: place)
    let before = try server.git("for-each-ref")
    let push = try developer.tryGit(arguments: arguments + [server.path] + references)
    #expect(push.status != 0, "it went through: \(push.errors)", sourceLocation: place)
    for word in words { #expect(push.errors.contains(word), "no '\(word)' in:\n\(push.errors)", sourceLocation: place) }
    #expect(try server.git("for-each-ref") == before, sourceLocation: place)
  }

  /// Back to what the server has.
  func startOver() throws {
    try developer.git("fetch", "--quiet", "origin")
    try developer.git("reset", "--quiet", "--hard", "origin/main")
    try developer.git("clean", "-d", "--force", "--quiet")
  }

  /// Puts an entry into the index whatever lies in the work tree, and commits it.
  func commitEntry(_ mode: String, _ object: String, at path: String, _ message: String = "Tidy up", by person: TestPerson) throws {
    try developer.git("update-index", "--add", "--replace", "--cacheinfo", "\(mode),\(object),\(path)")
    try developer.git(
      "commit", "--quiet", "--message", message,
      adding: [
        "GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email, "GIT_COMMITTER_NAME": person.name,
        "GIT_COMMITTER_EMAIL": person.email,
      ])
  }

  /// The record that a person would sign for a contract, as `sign --request` hands it out.
  func request(for person: TestPerson, _ contract: String = "orders", _ options: String...) throws -> String {
    let output = try developer.tryGit(
      arguments: ["contract", "sign", "--request", "--for", person.key, contract] + options)
    guard output.status == 0 else { throw TestFailure(output.errors) }
    return output.output
  }

  /// A text with a signature of somebody's real key under it, whatever the text says.
  func signed(_ text: String, with person: TestPerson, namespace: String = "signoff@git-contract") throws -> String {
    guard let keys else { throw TestFailure("nobody has a key") }
    let file = "forge/" + UUID().uuidString
    try keys.write(text, to: file)
    let output = try developer.environment.run(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", namespace, "-f", keys.path(person.key), keys.path(file)], in: keys.path)
    guard output.status == 0 else { throw TestFailure(output.errors) }
    return text + (try keys.read(file + ".sig"))
  }

  /// Puts a file onto the server's ref of the records past its hooks, as if somebody had got there: it must not count there either.
  /// Gives the commit.
  @discardableResult
  func plant(_ file: String, folder: String = "orders") throws -> String {
    let blob = try developer.git("hash-object", "-w", "--stdin", input: file)
    let inner = try developer.git("mktree", input: "100644 blob \(blob)\t\(recordName(of: file))\n")
    let tree = try developer.git("mktree", input: "040000 tree \(inner)\t\(folder)\n")
    let commit = try developer.git("commit-tree", "-m", "Sign off", tree)
    try developer.git("update-ref", "refs/planted", commit)
    try server.git("fetch", "--quiet", developer.path, "+refs/planted:\(Self.records)")
    return commit
  }

  /// The public key of a person, as the people file has it.
  func publicKey(of person: TestPerson) throws -> String {
    try (keys?.read(person.key + ".pub") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the file of a record has to be called.
  func recordName(of file: String) throws -> String {
    let text = file.components(separatedBy: "-----BEGIN").first ?? ""
    let digest = try developer.environment.run("sha256sum", [], in: developer.path, input: text).output.prefix(8)
    let to = text.split(separator: "\n").first { $0.hasPrefix("to: ") }?.dropFirst(4).prefix(12) ?? "0123456789ab"
    return "\(to)-\(digest).signoff"
  }
}
