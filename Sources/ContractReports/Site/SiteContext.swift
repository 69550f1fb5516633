internal import ContractKit

/// What every page needs to know of the others: where things stand, and how people are called.
struct SiteContext {
  let facts: SiteFacts
  let contracts: [SiteContract]
  /// Every team that answers for something or reads something, in the order of the alphabet.
  let teams: [String]
  private let teamPages: [String: String]
  private let consumerPlaces: [String: String]
  /// Places among the contracts, by the paths of their files, and by id.
  private let atPath: [String: Int]
  private let byIdentifier: [String: Int]

  init(_ facts: SiteFacts) {
    self.facts = facts
    contracts = facts.contracts
    let reading = facts.consumers.compactMap { consumer in consumer.team.map { Self.party($0, facts.names) } }
    let teams = Set(facts.audit.standing.flatMap(\.parties) + reading).sorted()
    let names = SiteNames(teams.map { (key: $0, wish: SiteNames.ofHandle($0)) }).names
    self.teams = teams
    teamPages = Dictionary(uniqueKeysWithValues: zip(teams, names.map { "teams/\($0).html" }))
    atPath = Dictionary(
      contracts.enumerated().flatMap { place, contract in contract.files.map { ($0.path, place) } }, uniquingKeysWith: { first, _ in first }
    )
    byIdentifier = Dictionary(contracts.enumerated().map { ($1.identifier, $0) }, uniquingKeysWith: { first, _ in first })
    var anchors = Anchors()
    consumerPlaces = Dictionary(
      facts.consumers.map { (Self.key($0), anchors.place("consumer", $0.identifier)) }, uniquingKeysWith: { first, _ in first })
  }

  /// A consumer is known by its id; where two took the same one, by the file too.
  private static func key(_ consumer: ConsumerDeclaration) -> String { consumer.identifier + "\n" + consumer.path }

  private static func party(_ team: String, _ names: AuditNames) -> String {
    Owner(team, dialect: .gitlab).map { names.party(of: $0) } ?? team
  }

  /// How a team or owner is called; a person by the team, unless persons are named.
  func party(_ text: String) -> String { Self.party(text, facts.names) }

  /// Where a consumer is told of, from the top of the site, and there its place.
  func place(of consumer: ConsumerDeclaration) -> String { consumerPlaces[Self.key(consumer)] ?? "" }

  // MARK: Links, from a page

  func link(team: String, from page: String) -> HTML {
    guard let there = teamPages[team] else { return HTML(team) }
    return .link(team, to: SitePage.top(from: page) + there)
  }

  func page(ofTeam team: String) -> String? { teamPages[team] }

  func link(contract identifier: String, _ title: String, from page: String) -> HTML {
    guard let contract = contract(identifier) else { return HTML(title) }
    return .link(title, to: SitePage.top(from: page) + contract.page())
  }

  func contract(_ identifier: String) -> SiteContract? { byIdentifier[identifier].map { contracts[$0] } }
  func contract(at path: String) -> SiteContract? { atPath[path].map { contracts[$0] } }

  func link(consumer: ConsumerDeclaration, from page: String) -> HTML {
    .link(consumer.title, to: SitePage.top(from: page) + "consumers.html#" + place(of: consumer))
  }

  /// Teams behind one another.
  func links(teams: [String], from page: String) -> HTML {
    teams.isEmpty ? "nobody" : teams.map { link(team: $0, from: page) }.joined(separator: ", ")
  }

  /// A word with a frame; it says what its colour says.
  static func badge(_ words: String, _ kind: String) -> HTML { "<span class=\"badge \(kind)\">\(words)</span>" }

  static func status(_ contract: SiteContract) -> HTML {
    let words = contract.statusWords
    let kind =
      switch contract.newest?.status {
      case .active?: "good"
      case .deprecated?, .retired?: "warn"
      case .proposed?, .draft?: "calm"
      case nil: contract.isGone ? "calm" : "bad"
      }
    return badge(words, kind)
  }
}
