internal import ContractHistory
internal import GitStore

/// Where a worker works, and what of the environment it and its carriers see.
struct DeliveryPlace {
  let environment: [String: String]
  let gitDirectory: String
  let commonDirectory: String
  let workTree: String?
  private let configuration: Configuration

  init(_ repository: borrowing Repository) {
    environment = repository.environment
    gitDirectory = repository.gitDirectory
    commonDirectory = repository.commonDirectory
    workTree = repository.workTree
    configuration = repository.configuration
  }

  /// What any program of the system may need. The environment of a hook holds passwords (`HTTP_AUTHORIZATION`), so nothing else is passed on.
  private static let plain: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  /// What carriers see.
  var carrierEnvironment: [String: String] {
    environment.filter { Self.plain.contains($0.key) || $0.key.hasPrefix("LC_") }
  }

  /// What a worker in the background sees: beside the plain things where Git's configuration is, and the variables that the server names as
  /// places of secrets. Settings of a single call (`git -c`) do not reach it.
  ///
  /// - Throws: `CommandError` where the configuration of those places cannot be understood.
  func workerEnvironment() throws -> [String: String] {
    let own: Set<String> = ["XDG_CONFIG_HOME", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL"]
    let secrets = try DeliverySettings.secretVariables(in: configuration)
    var passed = carrierEnvironment.merging(environment.filter { own.contains($0.key) || secrets.contains($0.key) }) { first, _ in first }
    // Named, so that it is not looked for, and looked at, once more.
    passed["GIT_DIR"] = gitDirectory
    passed["GIT_WORK_TREE"] = workTree
    return passed
  }
}
