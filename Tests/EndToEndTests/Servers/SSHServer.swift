import ContractTestSupport
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// sshd on loopback, for the account that runs the tests: own configuration, own host key, keys and nothing else.
final class SSHServer {
  /// sshd wants its own directory where root starts it (sshd(8), "FILES").
  static let isPossible =
    ServerProgram.path("sshd") != nil && (getuid() != 0 || FileManager.default.fileExists(atPath: "/run/sshd"))
  static let reason = "sshd is not installed (or /run/sshd is missing); 'make servers' lets this test run"

  let port: UInt16
  let account: String
  /// Holds configuration, host key and the keys of those who may come in.
  let scratch: Scratch
  private let daemon: Daemon

  /// - Parameters:
  ///   - home: HOME of whoever comes in.
  ///   - authorized: the file that says who may come in; nil for one that ``admit(_:)`` fills.
  init(home: String, path: String, authorized: String? = nil) throws {
    scratch = try Scratch()
    port = try Loopback.freePort()
    let environment = TestEnvironment(home: scratch.path)
    account = try ServerProgram.run("id", ["-un"], environment, in: "/")
    try ServerProgram.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", scratch.path("host")], environment, in: "/")
    try scratch.write("", to: "authorized_keys")
    try scratch.write(
      """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(scratch.path("host"))
      PidFile none
      AuthorizedKeysFile \(authorized ?? scratch.path("authorized_keys"))
      AuthenticationMethods publickey
      AllowUsers \(account)
      PermitRootLogin prohibit-password
      UsePAM no
      StrictModes no
      ExposeAuthInfo yes
      SetEnv PATH=\(path) HOME=\(home) GIT_CONFIG_NOSYSTEM=1
      """, to: "sshd_config")
    try scratch.write("[127.0.0.1]:\(port) \(scratch.read("host.pub"))", to: "known_hosts")
    guard let program = ServerProgram.path("sshd") else { throw TestFailure(Self.reason) }
    daemon = try Daemon(
      [program, "-D", "-e", "-f", scratch.path("sshd_config")], port: port, environment: ["PATH": path], directory: scratch.path,
      log: scratch.path("log"))
  }

  /// What sshd has said.
  var said: String { daemon.said }

  func end() { daemon.end() }

  /// Lets somebody in by their public key.
  ///
  /// - Parameter onlyGit: gives them git-shell in place of a shell (git-shell(1)).
  func admit(_ key: String, onlyGit: Bool = false) throws {
    let options = onlyGit ? "restrict,command=\"git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\"\" " : ""
    try scratch.write(scratch.read("authorized_keys") + options + key.trimmingCharacters(in: .newlines) + "\n", to: "authorized_keys")
  }

  /// `GIT_SSH_COMMAND` of somebody with a private key, who has no configuration and no agent.
  func command(key: String) -> String {
    "ssh -F /dev/null -p \(port) -i \(key) -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes"
      + " -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile=\(scratch.path("known_hosts"))"
  }

  func url(_ path: String) -> String { "ssh://\(account)@127.0.0.1/\(path)" }
}
