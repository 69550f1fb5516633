/// Open Data Contract Standard 2.2 as a table, written from the standard's text
/// (https://bitol-io.github.io/open-data-contract-standard/v2.2.2/) and from what 3.0.0 says became of its keys
/// (https://bitol-io.github.io/open-data-contract-standard/latest/changelog/).
///
/// Keys that 3.0.0 dropped and recommends to keep as custom properties are read as such: see `ODCS2.translate`.
extension Dialect {
  static let odcs2 = Dialect(
    title: "Open Data Contract Standard",
    versions: [.v22, StandardVersion(2, 2, 1), StandardVersion(2, 2, 2)],
    shape: { kind in
      switch kind {
      case .contract: ODCS2.contract
      case .object: ODCS2.object
      case .property: ODCS2.property
      case .qualityRule: ODCS2.qualityRule
      case .serviceLevel: ODCS2.serviceLevel
      default: Dialect.odcs.shape(kind)
      }
    },
    // "Some fields have null value: even if it is equivalent to not having the field" (2.2.2, "Notes").
    majors: [2], identifierKey: "uuid", allowsNull: true,
    statusWords: [
      // The text lists the last three, its examples say the first.
      ("current", .active), ("production", .active), ("test", .draft), ("development", .draft),
    ],
    translate: { ODCS2.translate(&$0) })
}

enum ODCS2 {
  /// What stands before the name of an attribute that is to become a custom property.
  static let custom = "customProperties."
  /// What stands before the name of an attribute that says where the data is.
  static let place = "server."

  /// A key that ODCS 3 does not have.
  private static func dropped(_ key: String, _ content: Content = .anything, since: StandardVersion = .first) -> Field {
    Field(key, content, since: since, attribute: custom + key)
  }

  // MARK: The contract

  static let contract = Shape(
    Fields(
      closedSince: nil,
      [
        Field("apiVersion", .text),
        Field("kind", .word(Content.words("DataContract"))).required(),
        Field("uuid", .text, attribute: "id").required(),
        Field("version", .text).required(),
        Field("status", .text).required(),
        Field("quantumName", .text, attribute: "dataProduct").required(),
        Field("datasetDomain", .text, attribute: "domain"),
        Field("tenant", .text),
        Field("description", ODCS.description),
        ODCS.tags,
        Field("dataset", .children(.object, step: "schema")).required(),
        Field("quality", .children(.qualityRule)),
        Field("price", .group(ODCS.price)),
        Field("stakeholders", .children(.member, step: "team.members")),
        Field("roles", .children(.role)),
        Field("slaDefaultColumn", .text, attribute: "slaDefaultElement"),
        Field("slaProperties", .children(.serviceLevel)),
        Field("contractCreatedTs", .text),
        ODCS.definitions(), ODCS.customProperties(),
        // Where the data is; 3.0.0 has servers instead.
        Field("sourceSystem", .text, attribute: place + "type"), Field("driver", .text, attribute: place + "driver"),
        Field("server", .text, attribute: place + "host"), Field("project", .text, attribute: place + "project"),
        // "Used to be datasetProject."
        Field("datasetProject", .text, attribute: place + "project"), Field("datasetName", .text, attribute: place + "dataset"),
        Field("database", .text, attribute: place + "database"),
        // How to be heard; 3.0.0 has support channels instead.
        Field("productDl", .text, attribute: "support.email"), Field("productSlackChannel", .text, attribute: "support.slack"),
        Field("productFeedbackUrl", .text, attribute: "support.feedback"),
        dropped("type", .text).required(), dropped("userConsumptionMode"), dropped("datasetKind", .text),
        dropped("sourcePlatform", .text), dropped("driverVersion", .text), dropped("username", .text), dropped("password", .text),
        dropped("schedulerAppName", .text), dropped("systemInstance", .text), dropped("templateName", .text),
        dropped("standardVersion", .text),
      ]))

  // MARK: Tables

  static let object = Shape(
    Identity(name: "name"),
    Fields(
      closedSince: nil,
      [
        Field("table", .text, attribute: "name").required(), Field("physicalName", .text), dropped("priorTableName", .text),
        Field("description", .text), Field("dataGranularity", .text, attribute: "dataGranularityDescription"), ODCS.tags,
        Field("columns", .children(.property, step: "properties")).required(), Field("quality", .children(.qualityRule)),
        ODCS.definitions(), ODCS.customProperties(),
      ]))

  static let property = Shape(
    Identity(name: "name"),
    Fields(
      closedSince: nil,
      [
        Field("column", .text, attribute: "name").required(), Field("businessName", .text), Field("description", .text),
        Field("logicalType", .word(Content.words("string", "date", "number", "integer", "object", "array", "boolean"))).required(),
        Field("logicalTypeOptions", .group(ODCS.logicalTypeOptions)), Field("physicalType", .text).required(),
        Field("isPrimaryKey", .boolean, attribute: "primaryKey"), Field("isPrimary", .boolean, attribute: "primaryKey"),
        Field("primaryKeyPosition", .integer, since: v221),
        // The other way round: turned by `translate`.
        Field("isNullable", .boolean, attribute: "required"),
        Field("isUnique", .boolean, since: v221, attribute: "unique"),
        Field("partitionStatus", .boolean, attribute: "partitioned"), Field("partitionKeyPosition", .integer, since: v221),
        dropped("clusterStatus", .boolean), dropped("clusterKeyPosition", .integer, since: v221),
        Field("classification", .text), Field("encryptedColumnName", .text, attribute: "encryptedName"),
        Field("criticalDataElementStatus", .boolean, attribute: "criticalDataElement"),
        Field("transformSourceTables", .texts, attribute: "transformSourceObjects"), Field("transformLogic", .text),
        Field("transformDescription", .text), Field("sampleValues", .values, attribute: "examples"), ODCS.tags,
        Field("quality", .children(.qualityRule)), ODCS.definitions(), ODCS.customProperties(),
      ]))

  private static let v221 = StandardVersion(2, 2, 1)

  // MARK: Promises

  /// 3.0.0: "`toolName` is obsolete, replaced by `type=custom; engine: <engine name>`"; `templateName` may be a custom property.
  static let qualityRule = Shape(
    Identity(name: "name", descriptive: ["customProperties.templateName"]),
    Fields(
      closedSince: nil,
      [
        Field("code", .text, attribute: "name"), dropped("templateName", .text).required(), Field("description", .text),
        Field("toolName", .text, attribute: "engine").required(), dropped("toolRuleName", .text), Field("dimension", .text),
        Field("columns", .either([.texts, .text]), attribute: "arguments.properties"),
        Field("column", .text, attribute: "arguments.properties"), dropped("type", .text), Field("severity", .text),
        Field("businessImpact", .text), Field("scheduleCronExpression", .text, attribute: "schedule"), ODCS.tags,
        ODCS.customProperties(),
      ]))

  static let serviceLevel = Shape(
    Identity(name: "property", further: ["element", "driver"]),
    Fields(
      closedSince: nil,
      [
        Field("property", .text).required(), Field("value", .scalar).required(), Field("valueExt", .scalar), Field("unit", .text),
        Field("column", .text, attribute: "element"), Field("driver", .text), Field("description", .text),
      ]))
}

extension StandardVersion {
  static let v22 = StandardVersion(2, 2, 0)
}
