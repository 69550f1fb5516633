internal import ContractHistory
internal import ContractKit
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

extension PushEvidence {
  /// What the environment of a server's hook says of the push.
  init(environment: [String: String]) throws {
    self.init(
      pusher: try .init(environment: environment), options: Self.options(environment), certificate: .init(environment: environment))
  }

  /// What `--push-option` said. The pusher chooses how many and how long they are; the log keeps what somebody would read.
  private static func options(_ environment: [String: String]) -> [String] {
    let count = environment["GIT_PUSH_OPTION_COUNT"].flatMap { Int($0) } ?? 0
    let kept = (0..<max(0, min(count, 20))).map { environment["GIT_PUSH_OPTION_\($0)"] ?? "" }
    return count > kept.count ? kept + ["... and \(count - kept.count) more"] : kept
  }
}

extension AcceptanceRecord.Pusher {
  /// Who says whose push it is, the closest to the login first: gitolite, GitLab, Gitea and Forgejo, a web server's login, then sshd and
  /// login(1), which know the account only.
  private static let variables = ["GL_USER", "GL_USERNAME", "GITEA_PUSHER_NAME", "REMOTE_USER", "LOGNAME", "USER"]

  init(environment: [String: String]) throws {
    let key = try Self.key(environment)
    for variable in Self.variables {
      guard let name = environment[variable], !name.isEmpty else { continue }
      self.init(name: name, source: variable, key: key)
      return
    }
    self.init(name: String(getuid()), source: "uid", key: key)
  }

  /// The key by which sshd let the pusher in: the account is one for all where everybody pushes as `git`. sshd tells with
  /// `ExposeAuthInfo yes` (sshd_config(5)).
  private static func key(_ environment: [String: String]) throws -> String? {
    guard let path = environment["SSH_USER_AUTH"], path.hasPrefix("/"), let bytes = try LocalFile.read(path) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard line.hasPrefix("publickey ") else { continue }
      return PublicKey(line.dropFirst("publickey ".count))?.fingerprint
    }
    return nil
  }
}

extension AcceptanceRecord.PushCertificate {
  /// Nil for a push that is not signed.
  init?(environment: [String: String]) {
    guard let blob = environment["GIT_PUSH_CERT"], let id = ObjectID(hex: blob), !id.isZero else { return nil }
    self.init(
      blob: id.hex, status: environment["GIT_PUSH_CERT_STATUS"], signer: environment["GIT_PUSH_CERT_SIGNER"],
      key: environment["GIT_PUSH_CERT_KEY"], nonceStatus: environment["GIT_PUSH_CERT_NONCE_STATUS"])
  }
}
