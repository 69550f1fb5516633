import ContractTestSupport
import Foundation

/// gitolite with a home of its own, reached through sshd: its own `update` hook, ours among its common hooks.
final class Gitolite {
  static let isPossible = ServerProgram.path("gitolite") != nil && SSHServer.isPossible
  static let reason = "gitolite3 or sshd is not installed; 'make servers' lets this test run"

  let scratch: Scratch
  let ssh: SSHServer
  private let environment: TestEnvironment

  /// - Parameters:
  ///   - repository: the name of the one that everybody may read and write.
  ///   - keys: the directory of the users' keys, `ann.pub` and so on.
  init(repository: String, users: [String], keys: String, path: String) throws {
    scratch = try Scratch()
    let home = scratch.path("home")
    var environment = TestEnvironment(home: try scratch.makeDirectory("home"))
    environment.variables["PATH"] = path
    environment.variables["USER"] = "git"
    self.environment = environment
    try ServerProgram.run(
      "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", scratch.path("admin")], environment, in: scratch.path)
    try ServerProgram.run("gitolite", ["setup", "-pk", scratch.path("admin.pub")], environment, in: scratch.path)
    // As its manual says: common hooks go to this folder, and setup links them into every repository.
    for hook in ["pre-receive", "post-receive"] {
      try TestFiles.writeScript(
        String(contentsOfFile: SchemaCheck.root + "/Hooks/" + hook, encoding: .utf8), to: home + "/.gitolite/hooks/common/" + hook)
    }
    try ServerProgram.run("gitolite", ["setup", "--hooks-only"], environment, in: scratch.path)
    ssh = try SSHServer(home: home, path: path, authorized: home + "/.ssh/authorized_keys")

    // Users and rights go the way of every administrator: by a push to gitolite's own repository.
    let admin = TestEnvironment(home: try scratch.makeDirectory("admin-home"))
    let settings = [
      "-c", "user.name=Admin", "-c", "user.email=admin@acme.example", "-c", "core.sshCommand=" + ssh.command(key: scratch.path("admin")),
    ]
    try ServerProgram.run("git", settings + ["clone", "--quiet", url("gitolite-admin"), scratch.path("work")], admin, in: scratch.path)
    try scratch.write("repo gitolite-admin\n    RW+ = admin\n\nrepo \(repository)\n    RW+ = @all\n", to: "work/conf/gitolite.conf")
    for user in users {
      try scratch.write(String(contentsOfFile: keys + "/\(user).pub", encoding: .utf8), to: "work/keydir/\(user).pub")
    }
    try ServerProgram.run("git", ["add", "--all"], admin, in: scratch.path("work"))
    try ServerProgram.run("git", settings + ["commit", "--quiet", "-m", "Add users"], admin, in: scratch.path("work"))
    try ServerProgram.run("git", settings + ["push", "--quiet"], admin, in: scratch.path("work"))
  }

  func end() { ssh.end() }

  /// The path of a repository below `scratch`.
  func place(of repository: String) -> String { "home/repositories/\(repository).git" }

  func url(_ repository: String) -> String { "ssh://\(ssh.account)@127.0.0.1/\(repository)" }
}
