/// What is known of the consumers' own agreement to a step.
package struct ConsumerConsent: Sendable {
  /// Ids of consumers whose team acknowledged the step, by a record or a trailer of one of its people.
  package var acknowledged: Set<String>
  /// The declarations at head: a raised `tested` is the team's word that the new version works for them.
  package var declarations: [ConsumerDeclaration]
  /// Whether the notice period has passed for everything that breaks.
  package var hasWaited: Bool

  package init(acknowledged: Set<String> = [], declarations: [ConsumerDeclaration] = [], hasWaited: Bool = false) {
    self.acknowledged = acknowledged
    self.declarations = declarations
    self.hasWaited = hasWaited
  }
}

/// Whether those whom a breaking change breaks agreed to it, where the policy asks for that.
package enum ConsumerAgreement {
  /// One price for each broken consumer who has not agreed.
  ///
  /// A consumer who was outside of their range before does not raise the price. One whose declaration cannot be understood is told, and
  /// not asked: nobody knows whether they are broken.
  package static func prices(
    _ impacts: [ConsumerImpact], policy: ConsumersAgree, consent: ConsumerConsent, path: String
  ) -> [Price] {
    switch policy {
    case .none: return []
    case .acknowledgeOrWait where consent.hasWaited: return []
    case .acknowledge, .acknowledgeOrWait: break
    }
    return impacts.compactMap { impact in
      guard impact.status == .broken, impact.isHit, !hasAgreed(impact, consent) else { return nil }
      let changes = impact.touches.filter { $0.status == .broken }.map(\.change)
      let team = impact.consumer.team.map { " of \($0)" } ?? ""
      guard impact.hops.isEmpty else { return nil }
      let version =
        impact.consumer.format != .consumer && impact.consumer.format != .odps
        ? "declare it as a ContractConsumer with the id '\(impact.consumer.identifier)', and 'tested' set to the new version"
        : impact.toVersion.map { "set 'tested: \($0)' in '\(impact.consumer.path)'" }
          ?? "take the contract out of '\(impact.consumer.path)'"
      return Price(
        rule: "consumer-acknowledgement-missing", impact: .breaking, contract: impact.contract, path: path,
        position: changes.first.map { $0.change.newPosition ?? $0.change.oldPosition ?? .start } ?? .start,
        message: "consumer '\(impact.consumer.title)'\(team) breaks and has not agreed",
        hint: "a human of the team may \(version)", changes: Set(changes.map(\.fingerprint)))
    }
  }

  private static func hasAgreed(_ impact: ConsumerImpact, _ consent: ConsumerConsent) -> Bool {
    if consent.acknowledged.contains(impact.consumer.identifier) { return true }
    guard let version = impact.toVersion, let contract = impact.use?.contract else { return false }
    return consent.declarations.contains { declaration in
      declaration.identifier == impact.consumer.identifier
        && declaration.uses.contains { use in
          use.contract == contract && use.tested.flatMap { SemanticVersion($0) }.map { $0 >= version } ?? false
        }
    }
  }
}
