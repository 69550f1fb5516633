import ContractTestSupport
import Foundation

/// `git http-backend` behind lighttpd on loopback: everybody logs in with a password, and the server says who it was in `REMOTE_USER`.
final class WebServer {
  static let isPossible = ServerProgram.path("lighttpd") != nil
  static let reason = "lighttpd is not installed; 'make servers' lets this test run"

  let port: UInt16
  private let scratch: Scratch
  private let daemon: Daemon

  /// - Parameters:
  ///   - root: the directory of the repositories.
  ///   - users: name and password.
  init(root: String, path: String, users: [String: String]) throws {
    scratch = try Scratch()
    port = try Loopback.freePort()
    let environment = TestEnvironment(home: scratch.path)
    let backend = try ServerProgram.run("git", ["--exec-path"], environment, in: "/") + "/git-http-backend"
    try scratch.write(users.map { "\($0.key):\($0.value)\n" }.sorted().joined(), to: "users")
    try scratch.makeDirectory("www")
    try scratch.makeDirectory("uploads")
    try scratch.write(
      """
      server.modules = ("mod_alias", "mod_auth", "mod_authn_file", "mod_setenv", "mod_cgi")
      server.document-root = "\(scratch.path("www"))"
      server.bind = "127.0.0.1"
      server.port = \(port)
      server.upload-dirs = ("\(scratch.path("uploads"))")
      alias.url = ("/git" => "\(backend)")
      cgi.assign = ("" => "")
      auth.backend = "plain"
      auth.backend.plain.userfile = "\(scratch.path("users"))"
      auth.require = ("" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
      setenv.set-environment = (
        "GIT_PROJECT_ROOT" => "\(root)", "GIT_HTTP_EXPORT_ALL" => "1", "PATH" => "\(path)", "HOME" => "\(scratch.path)",
        "GIT_CONFIG_NOSYSTEM" => "1"
      )

      """, to: "lighttpd.conf")
    guard let program = ServerProgram.path("lighttpd") else { throw TestFailure(Self.reason) }
    daemon = try Daemon(
      [program, "-D", "-f", scratch.path("lighttpd.conf")], port: port, environment: ["PATH": path], directory: scratch.path,
      log: scratch.path("log"))
  }

  /// What the server has said.
  var said: String { daemon.said }

  func end() { daemon.end() }

  func url(_ path: String, user: String, password: String) -> String { "http://\(user):\(password)@127.0.0.1:\(port)/git/\(path)" }
}
