/// Where something secret is to be found. The secret itself never stands in a file of ours.
package enum SecretReference: Hashable, Sendable {
  /// A variable of the environment.
  case environment(String)
  /// A file outside of every work tree, which only its owner reads.
  case file(String)
  /// What `git credential fill` gives for the address.
  case credential

  /// Reads `env:NAME`, `file:/path`, `credential`; nil for anything else.
  package init?(_ text: String) {
    if text == "credential" {
      self = .credential
    } else if text.hasPrefix("env:") {
      let name = String(text.dropFirst(4))
      guard Self.isVariable(name) else { return nil }
      self = .environment(name)
    } else if text.hasPrefix("file:/"), !text.utf8.contains(0) {
      self = .file(String(text.dropFirst(5)))
    } else {
      return nil
    }
  }

  /// POSIX, "Environment Variables": letters, digits, underscores, no digit first.
  package static func isVariable(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), name.utf8.count <= 128 else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}

/// What the server's configuration lets consumers use: the section `contract.secret.NAME`.
///
/// A consumer's file comes by pull request, so `env:NAME` in it is a *name* and no more. Without a grant nothing is read: a file that says
/// `env:HTTP_AUTHORIZATION` gets nothing, whatever the environment holds. With one, the server says
///
///     git config --add contract.secret.FINANCE_HOOK.consumer finance-revenue-dashboard   # who may use it
///     git config --add contract.secret.FINANCE_HOOK.host hooks.finance.example           # where it may go
///     git config contract.secret.FINANCE_HOOK.from file:/etc/git-contract/finance        # where it is; env:NAME where nothing is said
///
/// so that neither another consumer nor another host gets to it. A file that calls itself by another consumer's id reaches that consumer's
/// hosts and no others. Where the URL is a grant too, the server itself chose the host, and `host` may be left out.
package struct SecretGrant: Hashable, Sendable {
  package var name: String
  /// Ids of consumers; `*` for all.
  package var consumers: [String]
  package var hosts: [String]
  package var source: SecretReference

  package init(name: String, consumers: [String], hosts: [String], source: SecretReference) {
    self.name = name
    self.consumers = consumers
    self.hosts = hosts
    self.source = source
  }

  package func admits(consumer: String) -> Bool { consumers.contains("*") || consumers.contains(consumer) }

  /// Whether it may go to a host.
  ///
  /// - Parameter isServersChoice: the URL is a grant of the same consumer.
  package func admits(_ address: WebAddress, isServersChoice: Bool) -> Bool {
    hosts.isEmpty ? isServersChoice : address.isListed(in: hosts)
  }
}
