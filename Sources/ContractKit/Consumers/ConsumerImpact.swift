/// What a step of one contract does to its consumers.
package struct ConsumerStep: Sendable {
  /// What consumers call the contract: its ids and names, the old ones, and the new ones where they changed.
  package var identifiers: Set<String>
  package var title: String
  /// Either side; nil where there is no contract, or none that can be read.
  package var old: Contract?
  package var new: Contract?
  package var changes: [JudgedChange]

  package init(identifiers: Set<String>, title: String, old: Contract?, new: Contract?, changes: [JudgedChange]) {
    self.identifiers = identifiers
    self.title = title
    self.old = old
    self.new = new
    self.changes = changes
  }

  package init(old: Contract?, new: Contract?, changes: [JudgedChange]) {
    self.init(
      identifiers: [old, new].reduce(into: []) { $0.formUnion($1?.consumerNames ?? []) }, title: (new ?? old)?.title ?? "", old: old,
      new: new, changes: changes)
  }

  package var fromVersion: SemanticVersion? { old?.version.flatMap { SemanticVersion($0.value) } }
  package var toVersion: SemanticVersion? { new?.version.flatMap { SemanticVersion($0.value) } }
}

/// What a step does to one consumer: by declaration, element by element, without guessing.
package struct ConsumerImpact: Sendable {
  /// From least to most. What is unknown comes before what is certain to work and behind what is known to hurt.
  package enum Status: String, Sendable, CaseIterable, Comparable {
    case unaffected
    /// Works, and will not for ever.
    case deprecated
    /// The declaration does not say whether it is used.
    case unknown
    /// Uses something of which it cannot be known whether it still works as before.
    case potentially
    case broken

    package static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .unaffected: 0
      case .deprecated: 1
      case .unknown: 2
      case .potentially: 3
      case .broken: 4
      }
    }
  }

  package enum RangeVerdict: String, Sendable, CaseIterable {
    /// The version that the consumer was on is within its range and the new one is not: somebody must act.
    case outside
    /// The new version is within the range: it arrives by itself.
    case inside
    /// The consumer was elsewhere before: on another line, or left behind by an earlier step. It does not raise the price of this one.
    case beyond
  }

  /// One change, and what the consumer has to do with it.
  package struct Touch: Sendable {
    package var change: JudgedChange
    package var status: Status
    /// The fields of the consumer that it hits, as the declaration names them, or the table where it hits all of it; empty where it hits
    /// the contract as a whole, everything that is taken, or where it is unknown.
    package var fields: [FieldName]

    package init(change: JudgedChange, status: Status, fields: [FieldName]) {
      self.change = change
      self.status = status
      self.fields = fields
    }
  }

  /// Where the impact passes on its way from the contract that changes to the consumer.
  package struct Hop: Hashable, Sendable {
    /// The id of a consumer that makes another contract, or of the contract that it makes.
    package var identifier: String
    /// What people call it.
    package var title: String

    package init(identifier: String, title: String) {
      self.identifier = identifier
      self.title = title
    }
  }

  package var consumer: ConsumerDeclaration
  /// The entry of `uses` that speaks of the contract; nil where the file could not be understood and may hold one.
  package var use: ConsumerDeclaration.Use?
  package var contract: String
  package var title: String
  package var fromVersion: SemanticVersion?
  package var toVersion: SemanticVersion?
  package var rangeVerdict: RangeVerdict
  /// The worst of all touches, and `unknown` where the declaration could not be understood.
  package var status: Status
  /// Changes that touch what the consumer uses, or may: in the order of the report. Changes that do not are left out.
  package var touches: [Touch]
  /// How many changes the step has besides.
  package var othersCount: Int
  /// Empty for who reads the contract itself; else the shortest way, and `use` and the fields are those of the contract at its end.
  package var hops: [Hop] = []

  package init(
    consumer: ConsumerDeclaration, use: ConsumerDeclaration.Use?, contract: String, title: String, fromVersion: SemanticVersion?,
    toVersion: SemanticVersion?, rangeVerdict: RangeVerdict, status: Status, touches: [Touch], othersCount: Int
  ) {
    self.consumer = consumer
    self.use = use
    self.contract = contract
    self.title = title
    self.fromVersion = fromVersion
    self.toVersion = toVersion
    self.rangeVerdict = rangeVerdict
    self.status = status
    self.touches = touches
    self.othersCount = othersCount
  }

  /// Whether somebody should be told: unaffected consumers and those who are elsewhere anyway are not hit.
  package var isHit: Bool { status != .unaffected && rangeVerdict != .beyond }

  /// One line for people: who, what happens to them, and by which fields.
  package var line: String {
    let what =
      switch status {
      case .unaffected: "is not affected"
      case .deprecated: "uses what is deprecated now"
      case .unknown: "may be affected: its declaration does not say"
      case .potentially: "may be affected"
      case .broken: "breaks"
      }
    let fields = Set(touches.filter { $0.status == status }.flatMap(\.fields)).sorted().map(\.description)
    let team = consumer.team.map { " (\($0))" } ?? ""
    return "\(consumer.title)\(team) \(what)" + (fields.isEmpty ? "" : ": " + fields.joined(separator: ", "))
      + (rangeWords.map { "; " + $0 } ?? "") + (hopWords.map { "; " + $0 } ?? "")
  }

  /// `through Revenue job, revenue`; nil where the consumer reads the contract itself.
  package var hopWords: String? {
    let names = (use?.via ?? []) + hops.map(\.title)
    return names.isEmpty ? nil : "through " + names.joined(separator: " > ")
  }

  /// `its range ^1.4 does not take 2.0.0`; nil where the new version arrives by itself, or where there is none.
  package var rangeWords: String? {
    guard rangeVerdict == .outside, let range = use?.range, let toVersion else { return nil }
    return "its range \(range) does not take \(toVersion)"
  }

  /// An entry of `consumers` in `git-contract/impact/1`.
  package var json: JSON {
    [
      "id": .string(consumer.identifier), "team": JSON(consumer.team), "contract": .string(contract),
      "major": JSON((fromVersion ?? toVersion).flatMap { Int(exactly: $0.major) }), "range": JSON(use?.range),
      "tested": JSON(use?.tested), "rangeVerdict": .string(rangeVerdict.rawValue), "status": .string(status.rawValue),
      "fields": .array(
        touches.map { touch in
          [
            "element": .string(touch.change.change.element.description), "status": .string(touch.status.rawValue),
            "rule": .string(touch.change.rule), "uses": .array(touch.fields.map { .string($0.description) }),
          ]
        }),
      "declaredIn": consumer.place,
      "hops": .array(((use?.via ?? []) + hops.map(\.identifier)).map { .string($0) }),
    ]
  }
}

extension ConsumerImpact {
  /// What a step does to each consumer of its contract, in the order of the declarations. Consumers of other contracts are left out.
  ///
  /// Consumers are those of the old side: no change removes its own victim. The caller hands over the declarations of the base.
  package static func of(_ step: ConsumerStep, consumers: [ConsumerDeclaration]) -> [ConsumerImpact] {
    let scopes = ChangeScope.all(of: step)
    let names = step.old.map { Set($0.fieldNames) }
    // Most read other contracts.
    return consumers.filter { consumer in !consumer.isUnderstood || consumer.uses.contains { step.identifiers.contains($0.contract) } }
      .flatMap { consumer -> [ConsumerImpact] in
        let uses = consumer.uses.filter { step.identifiers.contains($0.contract) }
        guard uses.isEmpty else {
          return uses.map { impact(on: consumer, use: $0, of: step, scopes: scopes, names: names) }
        }
        return consumer.isUnderstood ? [] : [impact(on: consumer, use: nil, of: step, scopes: scopes, names: names)]
      }
  }

  /// Whom the step reaches by way of contracts that consumers make of this one, nearest first.
  ///
  /// - Parameter direct: what `of` said of the step.
  package static func behind(_ direct: [ConsumerImpact], _ step: ConsumerStep, consumers: [ConsumerDeclaration]) -> [ConsumerImpact] {
    ConsumerHops(step, direct: direct, consumers: consumers).impacts()
  }

  private static func impact(
    on consumer: ConsumerDeclaration, use: ConsumerDeclaration.Use?, of step: ConsumerStep, scopes: [ChangeScope],
    names: Set<FieldName>?
  ) -> ConsumerImpact {
    let reading = UseReading(use: use, isUnderstood: consumer.isUnderstood, names: names)
    let touches = zip(step.changes, scopes).compactMap { change, scope in reading.touch(of: change, scope: scope) }
    var status = touches.map(\.status).max() ?? .unaffected
    if !consumer.isUnderstood, step.changes.contains(where: { UseReading.harm(of: $0) > .unaffected }) { status = max(status, .unknown) }
    return ConsumerImpact(
      consumer: consumer, use: use, contract: step.old?.identifier ?? step.new?.identifier ?? "", title: step.title,
      fromVersion: step.fromVersion, toVersion: step.toVersion, rangeVerdict: rangeVerdict(of: use, in: step), status: status,
      touches: touches, othersCount: step.changes.count - touches.count)
  }

  /// Where a version cannot be read it is taken as if the consumer were on it and were not ready for the next: unknown is never safe.
  private static func rangeVerdict(of use: ConsumerDeclaration.Use?, in step: ConsumerStep) -> RangeVerdict {
    guard let use, use.range != nil else { return step.new == nil ? .outside : .inside }
    let takesOld = step.old == nil ? false : step.fromVersion.map { use.includes($0) } ?? true
    let takesNew = step.new == nil ? false : step.toVersion.map { use.includes($0) } ?? false
    if takesNew { return .inside }
    return takesOld ? .outside : .beyond
  }
}
