/// Where data is served, and for whom.
enum ServerPlace {
  /// What a connection is made of, in the order in which people say it.
  static let address = [
    "host", "port", "endpointUrl", "account", "project", "catalog", "catalogUrl", "database", "dataset", "schema", "namespace",
    "location", "path", "topic", "stream", "serviceName",
  ]

  /// True where the server is the one that readers use: production, or nobody said what it is for.
  static func isProduction(_ server: Element?) -> Bool {
    guard let environment = server?.text("environment")?.lowercased() else { return true }
    return ["prod", "production", "prd", "live"].contains(environment)
  }

  /// True for a value that is filled in from outside: `${VAR}` (Bitol RFC 0050).
  static func isVariable(_ value: Value?) -> Bool {
    value?.string?.contains(/\$\{[^}]+\}/) ?? false
  }
}
