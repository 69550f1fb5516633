/// The clauses of all kinds, in the order in which they take their attributes.
enum ClauseList {
  static let all: [Clause] = types + property + relationship + quality + serviceLevel + server + contract

  /// Kinds that have a type.
  static let typed: Set<Element.Kind> = [.property, .arrayItem, .mapKey, .mapValue]

  private static let types = [
    Clause(
      typed, ["logicalType", "physicalType"])
  ]

  private static let property = [
    Clause(typed, ["logicalTypeOptions.timezone", "logicalTypeOptions.defaultTimezone"]),
    Clause(typed, ["logicalTypeOptions.embeddingModel", "logicalTypeOptions.embeddingModelVersion"]),
    Clause(typed, ["partitioned", "partitionKeyPosition"]),
    Clause(typed, ["transformLogic", "transformSourceObjects"]),
  ]

  private static let relationship = [
    Clause([.relationship], ["to", "from", "type"])
  ]

  private static let quality: [Clause] = []

  private static let serviceLevel = [
    Clause([.serviceLevel], ["value", "valueExt", "unit"])
  ]

  private static let server: [Clause] = []

  private static let contract = [
    Clause([.contract], ["price.priceAmount", "price.priceCurrency", "price.priceUnit"])
  ]
}
