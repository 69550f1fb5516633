/// Somebody who reads data of contracts, as they declared it: in a file of `kind: ContractConsumer`, or in one of another kind that says
/// the same (`ConsumerFormat`).
///
/// A file with faults still is a consumer: one of whom is known only what could be read, and about whom everything else is *unknown*.
package struct ConsumerDeclaration: Sendable {
  /// How a field is used.
  package enum Role: String, Sendable, CaseIterable {
    case value, filter, join
  }

  /// One table, or column, that is used.
  package struct Field: Hashable, Sendable {
    package var name: FieldName
    /// Nil where the declaration does not say how; then it may be used in any way.
    package var roles: Set<Role>?
    package var position: SourcePosition

    package init(name: FieldName, roles: Set<Role>? = nil, position: SourcePosition) {
      self.name = name
      self.roles = roles
      self.position = position
    }

    /// Whether it may be used so, as far as is known.
    func maybeUsed(as role: Role) -> Bool { roles?.contains(role) ?? true }
  }

  /// What of a contract is used.
  package enum Fields: Sendable {
    /// The declaration does not say.
    case unknown
    /// `"*"`.
    case everything
    /// By table. A table that is absent is unknown.
    case tables([String: Table])
  }

  package struct Table: Sendable {
    /// `"*"`: all columns, also those that are still to come.
    package var isWhole: Bool
    /// The table is read, and nobody says which columns beside those that are named.
    package var isOpen: Bool
    package var fields: [Field]
    package var position: SourcePosition

    package init(isWhole: Bool, isOpen: Bool = false, fields: [Field], position: SourcePosition) {
      self.isWhole = isWhole
      self.isOpen = isOpen
      self.fields = fields
      self.position = position
    }
  }

  /// What the consumer relies on beyond the existence of an element: attributes and values by the element's dotted name.
  package struct Expectation: Hashable, Sendable {
    package var element: String
    package var values: [String: Value]
    package var position: SourcePosition

    package init(element: String, values: [String: Value], position: SourcePosition) {
      self.element = element
      self.values = values
      self.position = position
    }
  }

  /// One contract that is read.
  package struct Use: Sendable {
    /// The contract's id.
    package var contract: String
    package var contractPosition: SourcePosition
    /// As it is written; nil where any version is taken.
    package var range: String?
    package var rangePosition: SourcePosition?
    /// The version that the consumer runs on today, raised by a human of the team.
    package var tested: String?
    package var fields: Fields
    package var expectations: [Expectation]
    /// Whether nothing of the contract is used beside what is listed: a table that is absent is not used then.
    package var isComplete = false
    /// Through what the contract is reached, where the declaration says so: the models between a source and an exposure.
    package var via: [String] = []

    package init(
      contract: String, contractPosition: SourcePosition = .start, range: String? = nil, rangePosition: SourcePosition? = nil,
      tested: String? = nil, fields: Fields, expectations: [Expectation] = []
    ) {
      self.contract = contract
      self.contractPosition = contractPosition
      self.range = range
      self.rangePosition = rangePosition
      self.tested = tested
      self.fields = fields
      self.expectations = expectations
    }
  }

  /// A contract whose data the consumer makes of what it reads: there the impact goes on to others.
  package struct Product: Sendable {
    /// What an element is made of.
    package struct Origin: Hashable, Sendable {
      package var contract: String
      package var name: FieldName

      package init(contract: String, name: FieldName) {
        self.contract = contract
        self.name = name
      }
    }

    /// The id of the contract that is made.
    package var contract: String
    package var position: SourcePosition
    /// The contracts of which it is made; nil where any that is used may be.
    package var sources: Set<String>?
    /// What is known of its elements. A table that is absent is unknown; a column that is absent of a table that is there is made of
    /// nothing that is used.
    package var fields: [FieldName: [Origin]]
    /// Whether nothing but what is listed is made of what is used.
    package var isComplete: Bool

    package init(
      contract: String, position: SourcePosition = .start, sources: Set<String>? = nil, fields: [FieldName: [Origin]] = [:],
      isComplete: Bool = false
    ) {
      self.contract = contract
      self.position = position
      self.sources = sources
      self.fields = fields
      self.isComplete = isComplete
    }
  }

  /// Where a notice goes, in the words of ODCS `support[]`.
  package struct Contact: Hashable, Sendable {
    package var tool: String
    package var url: String
    package var channel: String?
    /// Where the secret is to be found, never the secret itself.
    package var secret: String?

    package init(tool: String, url: String, channel: String? = nil, secret: String? = nil) {
      self.tool = tool
      self.url = url
      self.channel = channel
      self.secret = secret
    }
  }

  /// When a consumer wants to hear of something.
  package enum Urgency: String, Sendable, CaseIterable, Comparable {
    case never, digest, immediate

    package static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .never: 0
      case .digest: 1
      case .immediate: 2
      }
    }
  }

  /// What there is to hear of.
  package enum Topic: String, Sendable, CaseIterable {
    case breaking, dangerous, deprecated, compatible, editorial
  }

  /// What is sent where a declaration does not say.
  package static let usualUrgencies: [Topic: Urgency] = [
    .breaking: .immediate, .dangerous: .immediate, .deprecated: .immediate, .compatible: .digest, .editorial: .never,
  ]

  package var identifier: String
  package var name: String?
  /// The handle of the team that answers for the consumer.
  package var team: String?
  package var teamPosition: SourcePosition?
  package var contacts: [Contact]
  package var urgencies: [Topic: Urgency]
  package var reviewBy: CalendarDay?
  package var uses: [Use]
  package var produces: [Product] = []
  /// The kind of file that says all this.
  package var format = ConsumerFormat.consumer
  /// The file that says all this, and the commit that last changed it, where it is known.
  package var path: String
  package var commit: String?
  /// What is wrong with the file.
  package var diagnostics: [Diagnostic]

  package init(
    identifier: String, name: String? = nil, team: String? = nil, teamPosition: SourcePosition? = nil, contacts: [Contact] = [],
    urgencies: [Topic: Urgency] = usualUrgencies, reviewBy: CalendarDay? = nil, uses: [Use] = [], path: String, commit: String? = nil,
    diagnostics: [Diagnostic] = []
  ) {
    self.identifier = identifier
    self.name = name
    self.team = team
    self.teamPosition = teamPosition
    self.contacts = contacts
    self.urgencies = urgencies
    self.reviewBy = reviewBy
    self.uses = uses
    self.path = path
    self.commit = commit
    self.diagnostics = diagnostics
  }

  /// Whether everything that the file says was understood.
  package var isUnderstood: Bool { diagnostics.isEmpty }

  /// What people call the consumer.
  package var title: String { name ?? identifier }

  /// Where it was declared, for an answer in JSON.
  package var place: JSON { ["path": .string(path), "commit": JSON(commit), "format": .string(format.rawValue)] }

  /// `consumers/shop.yaml (ODPS data product)`.
  package var placeWords: String { path + (format.words.map { " (\($0))" } ?? "") }

  /// When the consumer wants to hear of a topic.
  package func urgency(of topic: Topic) -> Urgency {
    urgencies[topic] ?? Self.usualUrgencies[topic] ?? .immediate
  }
}
