/// Open Data Contract Standard 3.0 to 3.2 as a table, written from the standard's text
/// (https://bitol-io.github.io/open-data-contract-standard/v3.2.0/, and the pages of the versions before it).
extension Dialect {
  static let odcs = Dialect(
    title: "Open Data Contract Standard",
    versions: [
      .v30, StandardVersion(3, 0, 1), StandardVersion(3, 0, 2), .v31, .v32,
    ],
    shape: { kind in
      switch kind {
      case .contract: ODCS.contract
      case .object: ODCS.object
      case .property: ODCS.property
      case .arrayItem, .mapKey, .mapValue: ODCS.item
      case .relationship: ODCS.relationship
      case .enumValue: ODCS.enumValue
      case .qualityRule: ODCS.qualityRule
      case .serviceLevel: ODCS.serviceLevel
      case .server: ODCS.server
      case .role: ODCS.role
      case .member: ODCS.member
      case .supportChannel: ODCS.supportChannel
      case .customProperty: ODCS.customProperty
      case .definition: ODCS.definition
      case .synonym: ODCS.synonym
      }
    },
    majors: [3])
}

/// The shapes of ODCS: this file has the contract itself and the sections about people and terms, its neighbours the rest.
enum ODCS {
  // MARK: Keys that stand in many places

  static func id(since: StandardVersion = .v31) -> Field { Field("id", .text, since: since).checked(isStableIdentifier) }
  static let tags = Field("tags", .texts)
  static let synonyms = Field("synonyms", .children(.synonym), since: .v32)

  static func customProperties(since: StandardVersion = .v30) -> Field {
    Field("customProperties", .children(.customProperty), since: since)
  }

  static func definitions(since: StandardVersion = .v30) -> Field {
    Field("authoritativeDefinitions", .children(.definition), since: since)
  }

  /// `context`: a text, or instructions with statements and constraints (from 3.2.0 on).
  static let context = Field(
    "context",
    .either([
      .text,
      .group(
        Fields(
          closedSince: .v32,
          [
            Field("instructions", .text), Field("verifiedStatements", .records(statement)),
            Field("constraints", .records(constraint)),
          ])),
    ]), since: .v32)

  private static let statement = Fields(
    closedSince: .v32,
    [
      Field("id", .text), Field("question", .text).required(), Field("answer", .text), tags, definitions(), customProperties(),
    ])

  private static let constraint = Fields(
    closedSince: .v32, [Field("id", .text), Field("constraint", .text).required(), tags, definitions(), customProperties()])

  // MARK: The contract

  static let contract = Shape(
    Fields(
      closedSince: .v30,
      [
        Field("apiVersion", .text).required(),
        Field("kind", .word(Content.words("DataContract"))).required(),
        Field("id", .text).required(),
        Field("name", .text),
        Field("version", .text).required(),
        Field("status", .text).required(below: .v32),
        Field("tenant", .text),
        Field("domain", .text),
        Field("dataProduct", .text),
        Field("description", description),
        context,
        tags,
        Field("schema", .children(.object)),
        Field("servers", .children(.server)),
        Field("support", .children(.supportChannel)),
        Field("price", .group(price)),
        Field("team", team).checked(teamIsAList),
        Field("roles", .children(.role)),
        Field("slaDefaultElement", .text),
        Field("slaProperties", .children(.serviceLevel)),
        Field("contractCreatedTs", .text),
        definitions(), customProperties(),
      ]))

  /// A mapping since 3.0.0; a plain text, as before, is still met.
  static let description = Content.group(
    Fields(
      closedSince: nil,
      [Field("purpose", .text), Field("usage", .text), Field("limitations", .text), definitions(), customProperties()]))

  static let price = Fields(
    closedSince: .v31,
    [id(), Field("priceAmount", .number), Field("priceCurrency", .text), Field("priceUnit", .text)])

  // MARK: People

  /// A list of members in 3.0, a mapping with `members` or still that list from 3.1.0 on. Both become the same members.
  static let team = Content.either([
    .group(
      Fields(
        closedSince: .v31,
        [
          id(), Field("name", .text), Field("description", .text), Field("members", .children(.member)), tags,
          definitions(), customProperties(),
        ])),
    .children(.member, step: "team.members"),
  ])

  private static let teamIsAList = Check { node, _, version in
    guard version < .v31, node.kind == .mapping else { return [] }
    return [.init(node, "'team' is a list of members before 3.1.0")]
  }

  static let member = Shape(
    // Somebody who left and came back stands in the list twice.
    Identity(name: "username", apart: ["dateIn"]),
    Fields(
      closedSince: .v31,
      [
        id(), Field("username", .text).required(from: .v31), Field("name", .text, since: StandardVersion(3, 0, 2)),
        Field("description", .text, since: StandardVersion(3, 0, 2)), Field("role", .text), Field("dateIn", .text),
        Field("dateOut", .text), Field("replacedByUsername", .text), Field("tags", .texts, since: .v31), definitions(since: .v31),
        customProperties(since: .v31),
      ]))

  static let role = Shape(
    Identity(name: "role"),
    Fields(
      closedSince: .v31,
      [
        id(), Field("role", .text).required(), Field("description", .text), Field("access", .text),
        Field("firstLevelApprovers", .text), Field("secondLevelApprovers", .text), customProperties(),
      ]))

  static let supportChannel = Shape(
    Identity(name: "channel", apart: ["tool", "url", "scope"]),
    Fields(
      closedSince: .v31,
      [
        id(), Field("channel", .text).required(), Field("url", .text).required(below: .v31), Field("description", .text),
        Field("tool", .text), Field("scope", .text), Field("invitationUrl", .text), customProperties(since: .v31),
      ]))

  // MARK: Terms

  static let serviceLevel = Shape(
    Identity(name: "property", further: ["element", "driver"]),
    Fields(
      closedSince: .v31,
      [
        id(), Field("property", .text).required(), Field("value", .scalar).required(), Field("valueExt", .scalar),
        Field("unit", .text), Field("element", .text), Field("driver", .text), Field("description", .text, since: .v31),
        Field("scheduler", .text, since: .v31), Field("schedule", .text, since: .v31), customProperties(since: .v32),
        definitions(since: .v32),
      ]))

  static let customProperty = Shape(
    Identity(name: "property"),
    Fields(
      closedSince: .v31,
      [
        id(), Field("property", .text).required(from: .v31), Field("value", .anything).required(from: .v31),
        Field("description", .text, since: .v31), Field("vendor", .text, since: .v32),
      ]))

  static let definition = Shape(
    Identity(descriptive: ["type", "url"]),
    Fields(
      closedSince: .v31,
      [
        id(), Field("url", .text).required(), Field("type", .text).required(), Field("description", .text, since: .v31),
      ]))

  static let synonym = Shape(
    Identity(name: "synonym", apart: ["locale"]),
    Fields(
      closedSince: .v32,
      [
        id(since: .v32), Field("synonym", .text).required(), Field("description", .text), Field("locale", .text),
        Field("source", .text), Field("status", .text), customProperties(),
      ]))
}
