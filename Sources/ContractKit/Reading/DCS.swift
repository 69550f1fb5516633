/// Data Contract Specification 0.9 to 1.2 as a table, written from the specification's text
/// (https://github.com/datacontract/datacontract-specification, its versions 0.9.0 to 1.2.1).
///
/// Every object of it may have further keys ("Specification Extensions"), so nothing is closed. What ODCS writes otherwise is turned
/// by `DCS.translate`.
extension Dialect {
  static let specification = Dialect(
    title: "Data Contract Specification",
    versions: [
      StandardVersion(0, 9, 0), .v091, .v092, .v093, .v11, StandardVersion(1, 2, 0), StandardVersion(1, 2, 1),
    ],
    shape: { kind in
      switch kind {
      case .contract: DCS.contract
      case .object: DCS.object
      case .property: DCS.property
      case .arrayItem, .mapKey, .mapValue: DCS.item
      case .enumValue: DCS.enumValue
      case .qualityRule: DCS.qualityRule
      case .serviceLevel: DCS.serviceLevel
      case .server: DCS.server
      case .role: DCS.role
      case .definition: DCS.policy
      default: Dialect.odcs.shape(kind)
      }
    },
    majors: [0, 1], versionKey: ContractStandard.specificationKey, nameKey: "title", followsReferences: true,
    statusWords: [("in development", .draft), ("development", .draft)],
    translate: { DCS.translate(&$0) })
}

extension StandardVersion {
  static let v091 = StandardVersion(0, 9, 1)
  static let v092 = StandardVersion(0, 9, 2)
  static let v093 = StandardVersion(0, 9, 3)
  static let v11 = StandardVersion(1, 1, 0)
}

/// The shapes of the Data Contract Specification: this file has all but models and fields.
enum DCS {
  /// What stands before the name of an attribute that is to become a custom property.
  static let custom = "customProperties."
  /// What stands before the name of a link, and of a key of `config`.
  static let links = "links."
  static let config = "config."
  /// The service levels, which the specification writes as keys.
  static let serviceLevels = ["availability", "retention", "latency", "freshness", "frequency", "support", "backup"]

  static let tags = Field("tags", .texts)
  static let linksField = Field("links", .group(.free), attribute: "links")
  static let configField = Field("config", .group(.free), attribute: "config")

  // MARK: The contract

  static let contract = Shape(
    Fields(
      closedSince: nil,
      [
        Field(ContractStandard.specificationKey, .text, attribute: "apiVersion").required(),
        Field("id", .text).required(),
        Field("info", .group(info), attribute: "").required(),
        Field("servers", .named(.server, step: "servers")),
        Field("terms", .group(terms), attribute: ""),
        Field("models", .named(.object, step: "schema"), since: .v091),
        // 0.9.0 had the schema in the words of another tool.
        Field("schema", .group(Fields(closedSince: nil, [Field("type", .text), Field("specification", .anything)]))),
        // Read where a field refers to them; what nothing refers to is `readUnusedDefinitions`' concern.
        Field("definitions", .anything, since: .v091),
        Field(
          "servicelevels", .group(Fields(closedSince: nil, serviceLevels.map { Field($0, .child(.serviceLevel)) })), since: .v093,
          attribute: ""),
        Field("quality", .either([.children(.qualityRule), .child(.qualityRule)])),
        Field("examples", .anything), tags, linksField,
      ]))

  private static let info = Fields(
    closedSince: nil,
    [
      Field("title", .text, attribute: "name").required(), Field("version", .text).required(), Field("status", .text),
      Field("description", .text, attribute: "description.purpose"), Field("owner", .text, attribute: "team.name"),
      Field("dataProduct", .text), Field("outputPort", .text, attribute: custom + "outputPort"),
      Field(
        "contact", .group(Fields(closedSince: nil, [Field("name", .text), Field("url", .text), Field("email", .text)]))),
    ])

  private static let terms = Fields(
    closedSince: nil,
    [
      Field("description", .text, attribute: custom + "terms"), Field("usage", .text, attribute: "description.usage"),
      Field("limitations", .text, attribute: "description.limitations"),
      Field("billing", .text, attribute: custom + "billing"), Field("noticePeriod", .text, attribute: custom + "noticePeriod"),
      Field("policies", .children(.definition, step: "authoritativeDefinitions"), since: .v11),
    ])

  static let policy = Shape(
    Identity(descriptive: ["type", "url"]),
    Fields(
      closedSince: nil,
      [
        Field("name", .text, attribute: "type"), Field("type", .text), Field("description", .text), Field("url", .text),
      ]))

  // MARK: Servers

  /// The keys of all types of server together, in the words of ODCS where it has them.
  static let server = Shape(
    Identity(name: "server"),
    Fields(
      closedSince: nil,
      [
        Field("type", .text).required(), Field("description", .text), Field("environment", .text), Field("roles", .children(.role)),
        Field("account", .text), Field("catalog", .text), Field("clusterIdentifier", .text), Field("database", .text),
        Field("dataset", .text), Field("delimiter", .text), Field("driver", .text, attribute: custom + "driver"),
        Field("endpoint", .text), Field("endpointUrl", .text), Field("format", .text), Field("host", .text), Field("location", .text),
        Field("path", .text), Field("port", .scalar), Field("project", .text), Field("region", .text), Field("regionName", .text),
        Field("schema", .text), Field("serviceName", .text), Field("service_name", .text, attribute: "serviceName"),
        Field("share", .text), Field("stagingDir", .text), Field("stream", .text), Field("topic", .text), Field("warehouse", .text),
      ]))

  static let role = Shape(
    Identity(name: "role"), Fields(closedSince: nil, [Field("name", .text, attribute: "role").required(), Field("description", .text)]))

  // MARK: Promises

  static let serviceLevel = Shape(
    Identity(name: "property", further: ["element", "driver"]),
    Fields(
      closedSince: nil,
      [
        Field("description", .text), Field("percentage", .scalar, attribute: "value"), Field("period", .text, attribute: "value"),
        Field("unlimited", .boolean), Field("timestampField", .text, attribute: "element"),
        Field("threshold", .text, attribute: "value"), Field("sourceTimestampField", .text, attribute: "element"),
        Field("processedTimestampField", .text, attribute: custom + "processedTimestampField"),
        Field("type", .text, attribute: custom + "type"),
        Field("interval", .text, attribute: "value"), Field("cron", .text), Field("time", .text, attribute: "value"),
        Field("responseTime", .text), Field("recoveryTime", .text), Field("recoveryPoint", .text),
      ]))

  static let qualityRule = Shape(
    Identity(name: "name", descriptive: ["metric", "rule"]),
    Fields(
      closedSince: nil,
      [
        Field("type", .text), Field("name", .text), Field("description", .text), Field("dimension", .text), Field("query", .text),
        Field("dialect", .text),
        Field("metric", .word(Content.words("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"))),
        Field("rule", .text), Field("arguments", .group(.free)), Field("unit", .text), Field("severity", .text),
        Field("mustBe", .anything), Field("mustNotBe", .anything), Field("mustBeGreaterThan", .number),
        Field("mustBeGreaterOrEqualTo", .number), Field("mustBeGreaterThanOrEqualTo", .number, attribute: "mustBeGreaterOrEqualTo"),
        Field("mustBeLessThan", .number), Field("mustBeLessOrEqualTo", .number),
        Field("mustBeLessThanOrEqualTo", .number, attribute: "mustBeLessOrEqualTo"), Field("mustBeBetween", .numbers),
        Field("mustNotBeBetween", .numbers), Field("engine", .text), Field("implementation", .anything),
        // Until 1.0 one rule stood for the whole contract, in the words of another tool.
        Field("specification", .anything, attribute: "implementation"),
      ]))
}
