/// Models and fields of the Data Contract Specification: sections "Model Object", "Field Object" and "Definition Object".
extension DCS {
  static let object = Shape(
    Identity(name: "name"),
    Fields(
      closedSince: nil,
      [
        Field("type", .word(Content.words("table", "view", "object")), attribute: "physicalType"), Field("description", .text),
        Field("title", .text, attribute: "businessName"), Field("namespace", .text, attribute: custom + "namespace"),
        Field("fields", .named(.property, step: "properties")),
        // A list of columns; `translate` writes it at each of them.
        Field("primaryKey", .texts, since: .v11, attribute: keyColumns), Field("quality", .children(.qualityRule), since: .v11),
        Field("examples", .anything), Field("additionalFields", .boolean, attribute: custom + "additionalFields"), configField, tags,
        linksField,
      ]))

  static let keyColumns = "keyColumns"

  static let property = Shape(Identity(name: "name"), Fields(closedSince: nil, fieldFields))

  /// What an array holds, and the key and value of a map: a field without a name of its own.
  static let item = Shape(Fields(closedSince: nil, fieldFields))

  static let enumValue = Shape(
    Identity(name: "value", isScalar: true), Fields(closedSince: nil, [Field("value", .scalar, attribute: "value").required()]))

  private static let fieldFields: [Field] =
    [
      Field("type", .word(types), attribute: type), Field("title", .text, attribute: "businessName"), Field("description", .text),
      Field("required", .boolean), Field("unique", .boolean), Field("primary", .boolean, attribute: "primaryKey"),
      Field("primaryKey", .boolean, since: .v11), Field("references", .text), Field("enum", .children(.enumValue)),
      Field("precision", .integer), Field("scale", .integer), Field("pii", .boolean, attribute: custom + "pii"),
      Field("classification", .text), Field("example", .anything), Field("examples", .values, since: .v11), tags, linksField,
      Field("fields", .named(.property, step: "properties")), Field("items", .child(.arrayItem)),
      Field("keys", .child(.mapKey), attribute: "map.key"), Field("values", .child(.mapValue), attribute: "map.value"),
      Field("quality", .children(.qualityRule)), configField, Field("lineage", .group(lineage)),
      // Of definitions, which fields take over.
      Field("domain", .text, attribute: custom + "domain"), Field("name", .text, attribute: custom + "name"),
    ] + options

  private static let options = [
    option("format", .text), option("minLength", .integer), option("maxLength", .integer), option("pattern", .text),
    option("minimum", .number), option("exclusiveMinimum", .number), option("maximum", .number), option("exclusiveMaximum", .number),
  ]

  private static func option(_ key: String, _ content: Content) -> Field {
    Field(key, content, attribute: "logicalTypeOptions." + key)
  }

  private static let lineage = Fields(
    closedSince: nil,
    [
      Field("inputFields", .values), Field("transformationDescription", .text), Field("transformationType", .text),
    ])

  /// The attribute of a field that holds its type until `translate` puts it into the words of ODCS.
  static let type = "type"

  private static let types =
    Content.words(
      "number", "decimal", "numeric", "int", "integer", "long", "bigint", "float", "double", "string", "text", "varchar", "boolean",
      "timestamp", "timestamp_tz", "timestamp_ntz", "date", "array", "map", "object", "record", "struct", "bytes", "null")
    + Content.words("variant", "json", "time", since: StandardVersion(1, 2, 0))
}
