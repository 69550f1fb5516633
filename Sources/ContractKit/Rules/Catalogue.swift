/// All rules, in reading order. The first one that speaks of a change decides.
package enum Catalogue {
  /// Rises by one with every change of what a rule judges, so that a record can say by which catalogue it was written.
  package static let version = 1

  /// Joined, not added: a sum of fifty lists copies the first of them fifty times, in every hook that is waited for.
  package static let all: [Rule] =
    [
      objectExistence, objectNames, objectKind,
      propertyExistence, propertyNames, propertyOrder, stableIdentifiers, deprecation,
      typeFamilies, typeSizes, typeNumbers, typeTimes, typeStatements, vectors, semanticTypes,
      nullability, uniqueness, primaryKey, relationships,
      lowerBounds, upperBounds, lengths, counts, patterns, formats, timeZones, multiples, requiredFields, enumerations,
      qualityExistence, qualityThresholds, qualityContent, qualityStrictness,
      roles, classifications, encryption, criticalElements, transformations,
      contractExistence, contractIdentity, lifeCycle, terms,
      supportDates, serviceLevelExistence, serviceLevelValues,
      serverExistence, serverAddresses, serverWays, partitions,
      ownership, supportChannels,
      fallback,
    ].flatMap { $0 }

  /// The rule for what no other rule knows: the end of the catalogue.
  package static var lastResort: Rule { clauseChanged }

  /// Ids that were in use once, and what took their place. They are never given to another rule.
  package static let retired: [String: String] = [:]

  package static func rule(_ id: String) -> Rule? { byIdentifier[id].map { all[$0] } }

  /// The rules that speak of a kind of element, in reading order.
  static func rules(for subject: Element.Kind) -> some Sequence<Rule> {
    bySubject[subject.place].lazy.map { all[$0] }
  }

  /// Places in `all`, as below: a hook asks for one or two kinds, and copying all rules would cost it more than judging by them.
  private static let byIdentifier = Dictionary(all.indices.map { (all[$0].id, $0) }, uniquingKeysWith: { first, _ in first })

  /// By the place of the kind among all kinds.
  private static let bySubject: [[Int]] = all.indices.reduce(into: Element.Kind.allCases.map { _ in [] }) { places, place in
    for subject in all[place].subjects { places[subject.place].append(place) }
  }
}

extension Element.Kind {
  /// Its place among all kinds.
  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
