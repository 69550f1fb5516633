/// Objects and properties of ODCS: sections "Schema" and "Data quality" of the standard.
extension ODCS {
  /// What objects and properties have in common.
  private static let schemaElement = [
    id(), Field("name", .text), Field("physicalName", .text), Field("physicalType", .text), Field("description", .text),
    Field("businessName", .text), Field("deprecated", .boolean, since: .v32), synonyms, definitions(), tags, customProperties(),
    Field("quality", .children(.qualityRule)),
  ]

  private static let relationships = Field("relationships", .children(.relationship), since: .v31)

  static let object = Shape(
    Identity(name: "name"),
    Fields(
      closedSince: .v30,
      [
        Field("name", .text).required(), Field("logicalType", .word(Content.words("object"))),
        Field("dataGranularityDescription", .text), Field("properties", .children(.property)), context,
        relationships.checked(relationshipsOfAnObject),
      ] + schemaElement))

  static let property = Shape(
    Identity(name: "name"), Fields(closedSince: .v30, [Field("name", .text).required(), properties(boundFrom: .v30)] + propertyFields))

  /// What an array holds, and the key and value of a map: a property that needs no name.
  static let item = Shape(Fields(closedSince: .v30, [properties(boundFrom: .v31)] + propertyFields))

  private static let propertyFields =
    [
      Field("physicalName", .text, since: StandardVersion(3, 0, 2)),
      Field("logicalType", .word(logicalTypes)).checked(mapHasItsParts),
      Field("logicalTypeOptions", .group(logicalTypeOptions)).checked(optionsFitTheType),
      Field("primaryKey", .boolean),
      Field("primaryKeyPosition", .integer),
      Field("required", .boolean),
      Field("unique", .boolean),
      Field("semanticType", .word(Content.words("column", "measure", "dimension", since: .v32)), since: .v32),
      Field("partitioned", .boolean),
      Field("partitionKeyPosition", .integer),
      Field("classification", .text),
      Field("encryptedName", .text),
      Field("transformSourceObjects", .texts),
      Field("transformLogic", .text),
      Field("transformDescription", .text),
      Field("examples", .values),
      Field("criticalDataElement", .boolean),
      Field("enum", .children(.enumValue), since: .v32).checked(.distinct("enum")),
      Field("items", .child(.arrayItem)).checked(.belongs("items", to: ["array"], of: "logicalType")),
      Field(
        "map",
        .group(
          Fields(
            closedSince: .v32, [Field("key", .child(.mapKey)).required(), Field("value", .child(.mapValue)).required()])),
        since: .v32
      ).checked(.belongs("map", to: ["map"], of: "logicalType")),
      relationships.checked(relationshipsOfAProperty),
    ] + schemaElement

  /// The columns of an object. In what an array holds they were allowed whatever its type is, until 3.1.0.
  private static func properties(boundFrom first: StandardVersion) -> Field {
    Field("properties", .children(.property)).checked(
      .belongs("properties", to: ["object"], of: "logicalType", from: first))
  }

  static let logicalTypes =
    Content.words("string", "date", "number", "integer", "object", "array", "boolean")
    + Content.words("timestamp", "time", since: .v31) + Content.words("map", "vector", since: .v32)

  /// The options of all logical types together.
  static let logicalTypeOptions = Fields(
    closedSince: .v30,
    [
      // string
      count("minLength"), count("maxLength"), Field("pattern", .text),
      // numbers, dates and times; exclusive bounds were flags in 3.0 and are bounds since
      Field("format", .text), Field("minimum", .scalar), Field("maximum", .scalar), Field("exclusiveMinimum", .scalar),
      Field("exclusiveMaximum", .scalar), Field("multipleOf", .number).checked(.positive("logicalTypeOptions.multipleOf")),
      // timestamp and time
      Field("timezone", .boolean, since: .v31), Field("defaultTimezone", .text, since: .v31),
      // object
      count("minProperties"), count("maxProperties"), Field("required", .texts).checked(.distinct("logicalTypeOptions.required")),
      // array
      count("minItems"), count("maxItems"), Field("uniqueItems", .boolean),
      // vector
      Field("dimensions", .integer, since: .v32).checked(.atLeast(1, of: "logicalTypeOptions.dimensions")),
      Field(
        "elementType",
        .word(Content.words("bfloat16", "binary", "float16", "float32", "float64", "int8", "uint8", since: .v32)), since: .v32),
      Field(
        "distanceMetric", .word(Content.words("cosine", "dotProduct", "euclidean", "hamming", "manhattan", since: .v32)),
        since: .v32),
      Field("embeddingModel", .text, since: .v32), Field("embeddingModelVersion", .text, since: .v32),
      Field("normalized", .boolean, since: .v32),
    ])

  private static func count(_ key: String) -> Field {
    Field(key, .integer).checked(.atLeast(0, of: "logicalTypeOptions." + key))
  }

  static let relationship = Shape(
    Identity(descriptive: ["from", "to"]),
    Fields(
      closedSince: .v31,
      [
        Field("id", .text, since: .v32), Field("type", .word(Content.words("foreignKey", since: .v31))),
        Field("from", .either([.text, .texts])),
        Field("to", .either([.text, .texts])).required(from: .v31), customProperties(),
      ]))

  static let enumValue = Shape(
    Identity(name: "value"),
    Fields(
      closedSince: .v32,
      [
        id(since: .v32), Field("value", .scalar).required(), Field("label", .text), Field("description", .text), tags,
        definitions(), customProperties(),
      ]))

  static let qualityRule = Shape(
    Identity(name: "name", descriptive: ["metric", "rule"]),
    Fields(
      closedSince: .v31,
      check: qualityRuleFitsItsType,
      [
        id(), Field("name", .text), Field("description", .text), Field("businessImpact", .text),
        Field(
          "dimension",
          .word(
            Content.words(
              "accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"))),
        Field("method", .text), Field("schedule", .text), Field("scheduler", .text), Field("severity", .text), Field("unit", .text),
        Field("type", .word(Content.words("text", "library", "sql", "custom"))), tags, definitions(), customProperties(),
        // library
        Field(
          "metric",
          .word(Content.words("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount", since: .v31)),
          since: .v31),
        Field("rule", .text), Field("arguments", .group(.free), since: .v31),
        Field("mustBe", .anything), Field("mustNotBe", .anything), Field("mustBeGreaterThan", .number),
        Field("mustBeGreaterOrEqualTo", .number), Field("mustBeLessThan", .number), Field("mustBeLessOrEqualTo", .number),
        Field("mustBeBetween", .numbers).checked(.distinct("mustBeBetween", count: 2)),
        Field("mustNotBeBetween", .numbers).checked(.distinct("mustNotBeBetween", count: 2)),
        // sql
        Field("query", .text),
        // custom; the implementation is the text of another tool, or a mapping of it
        Field("engine", .text), Field("implementation", .anything).checked(isImplementation),
      ]))
}
