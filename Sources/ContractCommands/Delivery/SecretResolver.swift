internal import ContractKit
internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Finds secrets at the moment of an attempt. What it finds goes into the pipe to the courier and nowhere else; what it says never
/// holds any of it.
struct SecretResolver {
  enum Answer {
    case value(String)
    /// It is not there now; it may be another time.
    case missing(String)
    /// It will not be given.
    case refused(String)
  }

  let settings: DeliverySettings
  let environment: [String: String]
  /// Where no secret may stand: whatever is there gets into commits.
  let workTree: String?
  /// Where `git credential` is started.
  let directory: String

  /// What a consumer's file names, `env:NAME`.
  ///
  /// - Parameters:
  ///   - address: where it is to go; nil where it is the address itself that is asked for.
  ///   - isServersChoice: the address is a grant of the server's.
  func value(named text: String, consumer: String, address: WebAddress?, isServersChoice: Bool) throws -> Answer {
    guard case .environment(let name)? = SecretReference(text) else {
      // It may be the secret itself: it is not repeated.
      return .refused("a consumer's file may name a secret as 'env:NAME' and not otherwise")
    }
    guard let grant = settings.grants[name], grant.admits(consumer: consumer) else {
      return .refused("the server does not give '\(name)' to '\(consumer)': git config --add contract.secret.\(name).consumer ID")
    }
    if let address, !grant.admits(address, isServersChoice: isServersChoice) {
      return .refused(
        "the server does not let '\(name)' go to '\(address.host)': git config --add contract.secret.\(name).host HOST")
    }
    return try value(of: grant.source, protocol: address?.scheme ?? "https", host: address?.host ?? name, user: nil)
  }

  /// What the server's own configuration refers to.
  func value(of reference: SecretReference, protocol: String, host: String, user: String?) throws -> Answer {
    switch reference {
    case .environment(let name):
      guard let value = environment[name], !value.isEmpty else { return .missing("the environment has no '\(name)'") }
      return Self.line(value, "the variable '\(name)'")
    case .file(let path): return file(path)
    case .credential:
      let found = try Credential.fill(protocol: `protocol`, host: host, user: user, environment: environment, directory: directory)
      return found.map { .value($0.password) } ?? .missing("git credential knows nothing for '\(host)'")
    }
  }

  private func file(_ path: String) -> Answer {
    if let workTree, Self.isBelow(path, workTree) { return .refused("the file of the secret '\(path)' is in the work tree") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return .missing("cannot read the file of the secret '\(path)': \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return .refused("'\(path)' is no file that a secret can be in")
    }
    guard information.st_mode & 0o077 == 0, information.st_uid == geteuid() else {
      return .refused("others can read the file of the secret '\(path)': chmod 600, and it must be this user's")
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return .missing("the file of the secret '\(path)' is empty") }
    var bytes = buffer[..<count]
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
    return Self.line(String(decoding: bytes, as: UTF8.self), "the file '\(path)'")
  }

  private static func line(_ value: String, _ what: String) -> Answer {
    guard !value.isEmpty, !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return .refused("\(what) holds no secret of one line")
    }
    return .value(value)
  }

  private static func isBelow(_ path: String, _ directory: String) -> Bool {
    let parent = realPath(DurableFiles.parent(path)) ?? DurableFiles.parent(path)
    let top = realPath(directory) ?? directory
    return parent == top || parent.hasPrefix(top.hasSuffix("/") ? top : top + "/")
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

extension String {
  /// Without any of the secrets, also as base64 spells them, in one line that is not too long: what may be written down.
  func scrubbed(of secrets: [String]) -> String {
    var text = self
    for secret in secrets where !secret.isEmpty {
      text = text.replacing(secret, with: "***").replacing(Base64.encode(Array(secret.utf8)), with: "***")
    }
    let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    return line.unicodeScalars.count > 300 ? String(String.UnicodeScalarView(line.unicodeScalars.prefix(297))) + "..." : line
  }
}
