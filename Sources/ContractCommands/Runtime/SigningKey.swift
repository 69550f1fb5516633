internal import ContractKit
internal import GitStore

/// The key with which the user signs: the one that Git would use.
enum SigningKey {
  /// The path of a key; the private one, or a public one whose private part the agent holds.
  case file(String)
  /// A public key as text.
  case literal(String)

  /// `contract.signingKey`, else `user.signingKey` where `gpg.format` is `ssh` (git-config(1)).
  ///
  /// - Throws: `CommandError` where there is none.
  init(_ configuration: Configuration, _ context: Context) throws {
    let own = configuration.value("contract.signingkey")
    let isSSH = configuration.value("gpg.format") == "ssh"
    guard let value = own ?? (isSSH ? configuration.value("user.signingkey") : nil), !value.isEmpty else {
      throw CommandError(
        "no key to sign with is configured",
        hints: [
          "git config contract.signingKey ~/.ssh/id_ed25519", "with no key yet: ssh-keygen -t ed25519",
          "its public part belongs to your entry in '\(People.path)', below 'keys'",
        ])
    }
    if value.hasPrefix("key::") {
      self = .literal(String(value.dropFirst(5)))
    } else if PublicKey(value) != nil {
      self = .literal(value)
    } else if value.hasPrefix("~/"), let home = context.environment["HOME"] {
      self = .file(home + value.dropFirst())
    } else {
      self = .file(context.absolutePath(value))
    }
  }

  /// Signs a record's text; gives the armour.
  func sign(_ text: String, _ context: Context) throws -> String {
    let keygen = try SSHKeygen(environment: context.environment)
    switch self {
    case .file(let path):
      return try keygen.sign(text, key: path, namespace: SignOffRecord.namespace, environment: context.environment)
    case .literal(let key):
      return try keygen.sign(text, publicKey: key, namespace: SignOffRecord.namespace, environment: context.environment)
    }
  }
}
