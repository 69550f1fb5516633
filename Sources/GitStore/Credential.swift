/// A name and a password, as the helpers of Git know them (git-credential(1)).
package struct Credential: Sendable {
  package let user: String
  package let password: String

  /// Asks the helpers that Git's configuration names, and nobody else: no terminal, no window.
  ///
  /// - Returns: nil where none of them knows.
  package static func fill(
    protocol: String, host: String, user: String?, environment: [String: String], directory: String
  ) throws(GitError) -> Credential? {
    let parts = [("protocol", `protocol`), ("host", host)] + (user.map { [("username", $0)] } ?? [])
    guard !parts.contains(where: { $0.1.utf8.contains(UInt8(ascii: "\n")) || $0.1.utf8.contains(0) }) else { return nil }
    var settings = environment
    settings["GIT_TERMINAL_PROMPT"] = "0"
    settings["GIT_ASKPASS"] = nil
    settings["SSH_ASKPASS"] = nil
    settings["LC_ALL"] = "C"
    let input = parts.map { "\($0.0)=\($0.1)\n" }.joined() + "\n"
    let result = try Subprocess(
      "git", ["-c", "core.askPass=", "credential", "fill"], environment: settings, directory: directory
    ).run(input: Array(input.utf8))
    guard result.status == 0 else { return nil }
    var found: [String: String] = [:]
    for line in String(decoding: result.output, as: UTF8.self).split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      found[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    guard let name = found["username"], let password = found["password"], !password.isEmpty else { return nil }
    return Credential(user: name, password: password)
  }
}
