#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// `ssh-keygen`, which makes and checks signatures as it does for Git itself (git-config(1), `gpg.format`).
///
/// It is started by its absolute path: neither the repository nor whoever pushes chooses the program that says what is genuine.
package struct SSHKeygen: Sendable {
  private let program: String
  private let scratch: String

  /// Where systems have it. Not `PATH`, not `gpg.ssh.program`.
  private static let places = ["/usr/bin/ssh-keygen", "/usr/local/bin/ssh-keygen", "/opt/homebrew/bin/ssh-keygen", "/bin/ssh-keygen"]

  /// - Parameter environment: its `TMPDIR` says where files for a moment go.
  /// - Throws: `GitError` where there is no `ssh-keygen`: then nothing can be verified, which is never a pass.
  package init(environment: [String: String]) throws(GitError) {
    guard let program = Self.places.first(where: { access($0, X_OK) == 0 }) else {
      throw GitError(.other, "cannot find 'ssh-keygen' in its usual places", hint: "apt-get install openssh-client")
    }
    self.program = program
    scratch = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// The version of OpenSSH that it belongs to; nil where nobody says. It does not tell itself; `ssh` beside it does.
  package func version() throws(GitError) -> (major: Int, minor: Int)? {
    let ssh = program.dropLast("-keygen".count)
    guard access(String(ssh), X_OK) == 0 else { return nil }
    let result = try Subprocess(String(ssh), ["-V"], environment: [:], directory: "/").run()
    // "OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.20", on the standard error.
    let words = String(decoding: result.errors, as: UTF8.self).prefix { $0 != " " && $0 != "," }
    guard let start = words.firstIndex(where: { ("0"..."9").contains($0) }) else { return nil }
    let parts = words[start...].split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1].prefix { ("0"..."9").contains($0) }) else { return nil }
    return (major, minor)
  }

  /// Whether `armour` is a signature over `text` by the key, in the namespace. The environment of the program is empty.
  ///
  /// - Parameter key: a public key, `ssh-ed25519 AAAA...`.
  /// - Throws: `GitError` where the program could not say.
  package func verifies(_ text: String, armour: String, key: String, namespace: String) throws(GitError) -> Bool {
    let allowed = "signer namespaces=\"\(namespace)\" \(key)\n"
    return try TemporaryFile.with(allowed, directory: scratch) { (allowedPath) throws(GitError) in
      try TemporaryFile.with(armour, directory: scratch) { (armourPath) throws(GitError) in
        let result = try Subprocess(
          program, ["-Y", "verify", "-f", allowedPath, "-I", "signer", "-n", namespace, "-s", armourPath], environment: [:],
          directory: "/"
        ).run(input: Array(text.utf8))
        if result.status == 0 { return true }
        try ensureUser(result)
        // It ends with 255 whatever is wrong; only these words are about the signature.
        guard result.status == 255, result.outputLine.contains("Could not verify signature") else {
          throw GitError(.other, "cannot verify a signature: \(result.firstErrorLine)")
        }
        return false
      }
    }
  }

  /// Signs a text with a key of the user's; gives the armour.
  ///
  /// - Parameters:
  ///   - key: the path of a private key, or of a public one whose private part an agent holds.
  ///   - environment: the user's: the agent and the way to ask for a passphrase stand in it.
  /// - Throws: `GitError` where it was not signed, with what `ssh-keygen` said.
  package func sign(
    _ text: String, key: String, namespace: String, environment: [String: String]
  ) throws(GitError) -> String {
    let passed = [
      "HOME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_SK_PROVIDER", "DISPLAY", "WAYLAND_DISPLAY", "TERM", "PATH",
    ]
    let result = try Subprocess(
      program, ["-Y", "sign", "-q", "-n", namespace, "-f", key], environment: environment.filter { passed.contains($0.key) },
      directory: "/"
    ).run(input: Array(text.utf8))
    guard result.status == 0 else {
      try ensureUser(result)
      throw GitError(
        .other, "cannot sign with '\(key)': \(result.firstErrorLine)",
        hint: "git config user.signingKey names a private key, or a public one whose private part the agent holds")
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  /// The same with a public key given as text, whose private part an agent holds.
  package func sign(
    _ text: String, publicKey: String, namespace: String, environment: [String: String]
  ) throws(GitError) -> String {
    try TemporaryFile.with(publicKey + "\n", directory: scratch) { (path) throws(GitError) in
      try sign(text, key: path, namespace: namespace, environment: environment)
    }
  }

  /// It looks its user up and does nothing for one whom the system does not know.
  private func ensureUser(_ result: Subprocess.Result) throws(GitError) {
    guard result.firstErrorLine.contains("No user exists for uid") else { return }
    throw GitError(
      .other, "cannot use 'ssh-keygen': the system has no user with this id",
      hint: "run as a user that 'getent passwd $(id -u)' knows")
  }
}
