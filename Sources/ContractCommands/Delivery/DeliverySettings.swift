internal import ContractHistory
internal import ContractKit
internal import GitStore

/// How this server, or this job, delivers. What leaves and where to is policy, which comes by pull request; by which way, as whom and with
/// which secrets is the server's own business, and stands in Git's configuration there:
///
/// - `contract.mailFrom`: the sender of all mail.
/// - `contract.sendmail`: the program; `/usr/sbin/sendmail`.
/// - `contract.smtpUrl` (`smtp://host:587`, `smtps://host`), `contract.smtpUser`, `contract.smtpPassword`: a reference, never the password.
/// - `contract.courier`: the program that carries; `git-contract-courier` beside this one.
/// - `contract.deliveryHost`: a host that may have a private or loopback address; may stand several times.
/// - `contract.certificates`: a file with the certificates that are trusted; those of the system.
/// - `contract.deliveriesPerEvent`: so many messages one event may cause; 1000.
/// - `contract.secret.NAME.consumer|host|from`: see `SecretGrant`.
struct DeliverySettings {
  var channels: Set<DeliveryChannel>
  /// The policy's list of hosts; empty for any.
  var hosts: [String]
  var perHostPerMinute: Int
  var mailFrom: String?
  var sendmail: String
  var smtpURL: String?
  var smtpUser: String?
  var smtpPassword: SecretReference?
  var courier: String?
  var privateHosts: [String]
  var certificates: String?
  var deliveriesPerEvent: Int
  var grants: [String: SecretGrant]

  /// - Throws: `CommandError` or `ReadingError` where policy or configuration cannot be understood: then nothing is delivered.
  init(_ contracts: borrowing ContractRepository, program: String?) throws {
    let home = try Self.home(contracts)
    self.init(policy: try contracts.rulebook(at: home).policy)
    let configuration = contracts.git.configuration
    func text(_ key: String) -> String? { configuration.value(key).flatMap { $0.isEmpty ? nil : $0 } }
    mailFrom = text("contract.mailFrom")
    sendmail = text("contract.sendmail") ?? sendmail
    smtpURL = text("contract.smtpUrl")
    smtpUser = text("contract.smtpUser")
    smtpPassword = try Self.reference("contract.smtpPassword", in: configuration)
    courier = Self.courier(configuration, program: program)
    privateHosts = configuration.values("contract.deliveryHost").map { $0.lowercased() }
    certificates = text("contract.certificates")
    deliveriesPerEvent = try configuration.integer("contract.deliveriesPerEvent") ?? deliveriesPerEvent
    grants = try Self.grants(in: configuration)
  }

  private static func grants(in configuration: Configuration) throws -> [String: SecretGrant] {
    var grants: [String: SecretGrant] = [:]
    for section in configuration.subsections(of: "contract") where section.hasPrefix("secret.") {
      let name = String(section.dropFirst("secret.".count))
      guard SecretReference.isVariable(name) else {
        throw CommandError(
          "'\(name)' in 'contract.\(section)' is no name of a secret", hints: ["letters, digits and underscores, no digit first"])
      }
      grants[name] = SecretGrant(
        name: name, consumers: configuration.values("contract.\(section).consumer"),
        hosts: configuration.values("contract.\(section).host"),
        source: try reference("contract.\(section).from", in: configuration) ?? .environment(name))
    }
    return grants
  }

  /// The program that carries, and fills templates; nil where nobody knows where it is.
  static func courier(_ configuration: Configuration, program: String?) -> String? {
    if let named = configuration.value("contract.courier"), !named.isEmpty { return named }
    return program.map { DurableFiles.parent($0) + "/git-contract-courier" }
  }

  /// The commit whose policy says what leaves: the tip of the default branch, which a job often has as its remote's alone.
  ///
  /// - Throws: `CommandError` where there is history and nobody knows which branch that is: the policy may say anything.
  private static func home(_ contracts: borrowing ContractRepository) throws -> ObjectID? {
    if let tip = try contracts.defaultBranchTip() { return tip.target }
    guard !contracts.git.isBare else { return nil }
    for remote in contracts.git.configuration.subsections(of: "remote") {
      for name in ["HEAD", "main", "master"] {
        if let tip = try contracts.git.reference("refs/remotes/\(remote)/\(name)") { return tip }
      }
    }
    guard try contracts.git.head().commit != nil else { return nil }
    throw CommandError(
      "cannot tell which policy holds: the default branch is not here", hints: ["git fetch origin", "git remote set-head origin --auto"])
  }

  /// Without any configuration.
  init(policy: Policy) {
    channels = Set(policy.channels)
    hosts = policy.hosts
    perHostPerMinute = policy.perHostPerMinute
    sendmail = "/usr/sbin/sendmail"
    privateHosts = []
    deliveriesPerEvent = 1000
    grants = [:]
  }

  /// What does not look like a reference may be the secret itself, and is not repeated.
  private static func reference(_ key: String, in configuration: Configuration) throws -> SecretReference? {
    guard let text = configuration.value(key), !text.isEmpty else { return nil }
    guard let reference = SecretReference(text) else {
      throw CommandError(
        "'\(key)' says where a secret is, and never holds it",
        hints: ["git config \(key) env:NAME", "git config \(key) file:/path", "git config \(key) credential"])
    }
    return reference
  }

  /// The variables of the environment in which secrets may be.
  static func secretVariables(in configuration: Configuration) throws -> Set<String> {
    var names: Set<String> = []
    let password = try reference("contract.smtpPassword", in: configuration)
    for source in try grants(in: configuration).values.map(\.source) + [password].compactMap({ $0 }) {
      if case .environment(let name) = source { names.insert(name) }
    }
    return names
  }
}
