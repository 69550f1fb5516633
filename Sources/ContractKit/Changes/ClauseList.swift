/// The clauses of all kinds, in the order in which they take their attributes.
enum ClauseList {
  static let all: [Clause] = types + bounds + options + property + relationship + quality + serviceLevel + server + people + contract

  /// Kinds that have a type.
  static let typed: [Element.Kind] = [.property, .arrayItem, .mapKey, .mapValue]

  /// What a type is made of. The first that differs stands for the clause.
  static let typeAttributes = [
    "logicalType", "physicalType", "logicalTypeOptions.format", "logicalTypeOptions.dimensions", "logicalTypeOptions.elementType",
  ]

  private static let types = [
    Clause(
      typed, typeAttributes,
      outcome: { old, new, attributes, context in
        let relation = DeclaredType.relation(
          DeclaredType(old, dialect: context.oldDialect), DeclaredType(new, dialect: context.newDialect))
        guard relation != .same, var outcome = Clause.differing(old, new, attributes) else { return nil }
        outcome.typeRelation = relation
        return outcome
      },
      includes: { old, new, attribute in
        guard attribute == "logicalTypeOptions.format" else { return true }
        let types = [old, new].compactMap { $0.text("logicalType")?.lowercased() }
        return !types.isEmpty && types.allSatisfy { $0 == "integer" || $0 == "number" }
      },
      claims: { outcome, attribute in
        outcome.typeRelation?.impact == .breaking && attribute.hasPrefix("logicalTypeOptions.")
      })
  ]

  private static let property = [
    Clause(typed, ["logicalTypeOptions.timezone", "logicalTypeOptions.defaultTimezone"]) { old, new, attributes, context in
      let isZoneAlone = attributes == ["logicalTypeOptions.timezone"]
      let isRestated = isZoneAlone && saysZone(old, context.oldDialect) && saysZone(new, context.newDialect)
      return isRestated ? nil : Clause.differing(old, new, attributes)
    },
    Clause(typed, ["logicalTypeOptions.embeddingModel", "logicalTypeOptions.embeddingModelVersion"]),
    Clause(typed, ["partitioned", "partitionKeyPosition"]),
    Clause(typed, ["transformLogic", "transformSourceObjects"]),
  ]

  /// Whether times have a zone: by the flag, and where it is absent by the physical type.
  private static func saysZone(_ element: Element, _ dialect: SQLDialect) -> Bool {
    if let flag = element.value("logicalTypeOptions.timezone") { return AttributeMeaning.flag(flag) ?? false }
    guard let text = element.text("physicalType") else { return false }
    switch TypeReader(dialect: dialect).read(text) {
    case .timestamp(_, let zone), .time(_, let zone): return zone != .none
    default: return false
    }
  }

  private static let bounds = [ValueBound.Side.lower, .upper].map { side in
    let names = ValueBound.names(of: side)
    return Clause(typed, [names.plain, names.exclusive]) { old, new, attributes, _ in
      guard var outcome = Clause.differing(old, new, attributes) else { return nil }
      switch (ValueBound.of(old, side), ValueBound.of(new, side)) {
      case (nil, nil): return nil
      case (nil, _?): outcome.action = .added
      case (_?, nil): outcome.action = .removed
      case (let was?, let becomes?):
        switch becomes.position(to: was, side) {
        case .same?: return nil
        case .narrower?: outcome.action = side == .lower ? .raised : .lowered
        case .wider?: outcome.action = side == .lower ? .lowered : .raised
        case nil: outcome.action = .changed
        }
      }
      return outcome
    }
  }

  private static let options = [
    Clause(typed, ["logicalTypeOptions.pattern"]) { old, new, attributes, _ in
      let patterns = [old, new].map { $0.text("logicalTypeOptions.pattern").map { PatternText.canonical($0) } }
      return patterns[0] == patterns[1] ? nil : Clause.differing(old, new, attributes)
    },
    // The fields that an object must have: more of them is more.
    Clause(typed, ["logicalTypeOptions.required"]) { old, new, attributes, _ in set(old, new, attributes, growsBy: .raised) },
  ]

  private static let relationship = [
    Clause([.relationship], ["to", "from", "type"]) { old, new, attributes, context in
      let isEcho = attributes.allSatisfy { attribute in
        attribute != "type" && context.renamed(old.value(attribute)) == new.value(attribute)
      }
      return isEcho ? nil : Clause.differing(old, new, attributes)
    }
  ]

  private static let quality = [
    Clause([.qualityRule], QualityThreshold.operators + ["unit"]) { old, new, attributes, _ in
      guard var outcome = Clause.differing(old, new, attributes) else { return nil }
      switch QualityThreshold.relation(old, new) {
      case .same: return nil
      case .tightened: outcome.action = .raised
      case .loosened: outcome.action = .lowered
      case .moved: outcome.action = .changed
      case .unclear:
        outcome.action = .changed
        outcome.attribute = "unit"
      }
      return outcome
    },
    Clause([.qualityRule], ["severity"]) { old, new, attributes, _ in
      ordered(old, new, attributes, by: ["info", "warning", "error"], standard: "error")
    },
    Clause([.qualityRule], ["schedule", "scheduler"]),
    Clause([.qualityRule], ["arguments.validValues"]) { old, new, attributes, _ in set(old, new, attributes, growsBy: .lowered) },
    Clause([.qualityRule], ["arguments.missingValues"]) { old, new, attributes, _ in set(old, new, attributes, growsBy: .raised) },
    Clause([.qualityRule], ["arguments.pattern"]) { old, new, attributes, _ in
      let patterns = [old, new].map { $0.text("arguments.pattern").map { PatternText.canonical($0) } }
      return patterns[0] == patterns[1] ? nil : Clause.differing(old, new, attributes)
    },
    // Rows that must differ in more columns need differ in none of them.
    Clause([.qualityRule], ["arguments.properties"]) { old, new, attributes, _ in set(old, new, attributes, growsBy: .lowered) },
    Clause([.qualityRule], ["query", "implementation", "engine", "metric", "rule", "type"]) { old, new, attributes, _ in
      // `rule` is the older word for `metric`.
      let metrics = [old, new].map { $0.text("metric") ?? $0.text("rule") }
      let others = attributes.filter { $0 != "metric" && $0 != "rule" || metrics[0] != metrics[1] }
      return Clause.differing(old, new, others)
    },
  ]

  /// A word out of a list that goes from less to more.
  private static func ordered(
    _ old: Element, _ new: Element, _ attributes: [String], by words: [String], standard: String
  ) -> Clause.Outcome? {
    guard let attribute = attributes.first, var outcome = Clause.differing(old, new, attributes) else { return nil }
    let places = [old, new].map { words.firstIndex(of: ($0.text(attribute) ?? standard).lowercased()) }
    guard let was = places[0], let becomes = places[1] else {
      outcome.action = .changed
      return outcome
    }
    outcome.action = was < becomes ? .raised : .lowered
    return outcome
  }

  /// A list whose order means nothing. Where it holds more, it is `growsBy`; where it holds less, the opposite.
  private static func set(_ old: Element, _ new: Element, _ attributes: [String], growsBy grown: Change.Action) -> Clause.Outcome? {
    guard var outcome = Clause.differing(old, new, attributes), outcome.action == .changed else {
      return Clause.differing(old, new, attributes)
    }
    let was = Set((outcome.before?.items ?? []).map(\.text))
    let becomes = Set((outcome.after?.items ?? []).map(\.text))
    let shrunk: Change.Action = grown == .raised ? .lowered : .raised
    outcome.action = becomes.isSuperset(of: was) ? grown : becomes.isSubset(of: was) ? shrunk : .changed
    return outcome
  }

  private static let serviceLevel = [
    Clause([.serviceLevel], ["value", "valueExt", "unit"]) { old, new, attributes, _ in
      guard var outcome = Clause.differing(old, new, attributes) else { return nil }
      if ServiceLevel.direction(of: new) == .date {
        switch SupportDate.relation(old, new) {
        case .same: return nil
        case .later: outcome.action = .raised
        case .earlier: outcome.action = .lowered
        case .unclear: outcome.action = .changed
        }
        return outcome
      }
      switch ServiceLevel.relation(old, new) {
      case .same: return nil
      case .better: outcome.action = .raised
      case .worse: outcome.action = .lowered
      case .unclear: outcome.action = .changed
      }
      outcome.before = ServiceLevel.text(of: old).map { .string($0) }
      outcome.after = ServiceLevel.text(of: new).map { .string($0) }
      outcome.attribute = "value"
      return outcome
    },
    Clause([.serviceLevel], ["element"]) { old, new, attributes, context in
      context.renamed(old.value("element")) == new.value("element") ? nil : Clause.differing(old, new, attributes)
    },
    Clause([.serviceLevel], ["schedule", "scheduler"]),
  ]

  private static let server = [
    Clause([.server], ServerPlace.address),
    Clause([.server], ["format", "delimiter", "encoding"]),
  ]

  private static let people = [
    Clause([.member], ["dateOut", "replacedByUsername"])
  ]

  private static let contract = [
    Clause([.contract], ["price.priceAmount", "price.priceCurrency", "price.priceUnit"]) { old, new, attributes, _ in
      guard var outcome = Clause.differing(old, new, attributes) else { return nil }
      // Only an amount in the same currency and unit is more or less.
      if attributes != ["price.priceAmount"] {
        outcome.attribute = "price"
        outcome.action = outcome.before == nil ? .added : outcome.after == nil ? .removed : .changed
      }
      return outcome
    },
    Clause([.contract], ["slaDefaultElement"]) { old, new, attributes, context in
      context.renamed(old.value("slaDefaultElement")) == new.value("slaDefaultElement") ? nil : Clause.differing(old, new, attributes)
    },
  ]
}
