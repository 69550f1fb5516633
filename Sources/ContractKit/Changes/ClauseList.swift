/// The clauses of all kinds, in the order in which they take their attributes.
enum ClauseList {
  static let all: [Clause] = types + property + relationship + quality + serviceLevel + server + contract

  /// Kinds that have a type.
  static let typed: Set<Element.Kind> = [.property, .arrayItem, .mapKey, .mapValue]

  /// What a type is made of. The first that differs stands for the clause.
  static let typeAttributes = [
    "logicalType", "physicalType", "logicalTypeOptions.format", "logicalTypeOptions.dimensions", "logicalTypeOptions.elementType",
  ]

  private static let types = [
    Clause(
      typed, typeAttributes,
      includes: { old, new, attribute in
        guard attribute == "logicalTypeOptions.format" else { return true }
        let types = [old, new].compactMap { $0.text("logicalType")?.lowercased() }
        return !types.isEmpty && types.allSatisfy { $0 == "integer" || $0 == "number" }
      },
      claims: { outcome, attribute in
        outcome.typeRelation?.impact == .breaking && attribute.hasPrefix("logicalTypeOptions.")
      },
      outcome: { old, new, attributes, context in
        let relation = DeclaredType.relation(
          DeclaredType(old, dialect: context.oldDialect), DeclaredType(new, dialect: context.newDialect))
        guard relation != .same, var outcome = Clause.differing(old, new, attributes) else { return nil }
        outcome.typeRelation = relation
        return outcome
      })
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
