/// Follows an impact through contracts that consumers make of the contract that changes.
///
/// A hop goes by an explicit link, `produces`, and by the fields that it names; equal names mean nothing. Whoever is hurt behind a hop is at most
/// potentially affected: the one between may still deliver what it promised. Where a link names no fields it is unknown who is concerned. Of
/// several ways the shortest is told; cycles end, since a contract is told nothing twice.
struct ConsumerHops {
  /// What happens to a contract that is made of the one that changes.
  private struct Affliction: Hashable {
    enum Reach: Hashable {
      case contract
      case element(FieldName)
      /// Anything but what is in these tables, of which more is known.
      case outside(Set<String>)
    }

    var reach: Reach
    var status: ConsumerImpact.Status
    /// The change of the step that it comes from, by its place.
    var change: Int

    struct Key: Hashable {
      var reach: Reach
      var change: Int
    }

    var key: Key { Key(reach: reach, change: change) }
  }

  /// A contract on the way.
  private struct Stop {
    var contract: String
    var hops: [ConsumerImpact.Hop]
    var afflictions: [Affliction] = []
    var known: [Affliction.Key: Int] = [:]

    /// Whether something is new, or worse than before.
    mutating func add(_ affliction: Affliction) -> Bool {
      if let place = known[affliction.key] {
        guard afflictions[place].status < affliction.status else { return false }
        afflictions[place].status = affliction.status
        return true
      }
      known[affliction.key] = afflictions.count
      afflictions.append(affliction)
      return true
    }
  }

  private let step: ConsumerStep
  private let direct: [ConsumerImpact]
  private let consumers: [ConsumerDeclaration]

  init(_ step: ConsumerStep, direct: [ConsumerImpact], consumers: [ConsumerDeclaration]) {
    self.step = step
    self.direct = direct
    self.consumers = consumers
  }

  /// Those whom the step reaches behind at least one hop, nearest first.
  func impacts() -> [ConsumerImpact] {
    guard direct.contains(where: { !$0.consumer.produces.isEmpty }) else { return [] }
    var readers: [String: [(consumer: Int, use: Int)]] = [:]
    for (place, consumer) in consumers.enumerated() {
      for (use, entry) in consumer.uses.enumerated() { readers[entry.contract, default: []].append((place, use)) }
    }
    var stops: [Stop] = []
    var places: [String: Int] = [:]
    var queue: [Int] = []
    var waiting: Set<Int> = []
    func reach(
      _ product: ConsumerDeclaration.Product, by consumer: ConsumerDeclaration, after hops: [ConsumerImpact.Hop], _ found: [Affliction]
    ) {
      guard !found.isEmpty, !step.identifiers.contains(product.contract) else { return }
      let place = places[product.contract] ?? stops.count
      if place == stops.count {
        places[product.contract] = place
        var hops = hops
        if consumer.identifier != product.contract { hops.append(.init(identifier: consumer.identifier, title: consumer.title)) }
        hops.append(.init(identifier: product.contract, title: product.contract))
        stops.append(Stop(contract: product.contract, hops: hops))
      }
      var isNew = false
      for affliction in found where stops[place].add(affliction) { isNew = true }
      if isNew, waiting.insert(place).inserted { queue.append(place) }
    }
    let beginning = afflictionsOfTheStep
    for impact in direct {
      let touched = impact.touches.compactMap { touch in changePlace(touch).map { (change: $0, status: touch.status) } }
      for product in impact.consumer.produces where isMade(product, of: step.identifiers) {
        reach(product, by: impact.consumer, after: [], passed(beginning, touched, through: product, from: step.identifiers))
      }
    }
    var next = 0
    // Each turn makes something worse that can become worse four times at most.
    while next < queue.count {
      let place = queue[next]
      next += 1
      waiting.remove(place)
      let stop = stops[place]
      for reader in readers[stop.contract] ?? [] {
        let consumer = consumers[reader.consumer]
        guard !consumer.produces.isEmpty,
          !stop.hops.contains(where: { $0.identifier == consumer.identifier && $0.identifier != stop.contract })
        else { continue }
        let touched = stop.afflictions.compactMap { affliction in
          touch(affliction, consumer.uses[reader.use], consumer).map { (change: affliction.change, status: $0.status) }
        }
        for product in consumer.produces where isMade(product, of: [stop.contract]) {
          reach(product, by: consumer, after: stop.hops, passed(stop.afflictions, touched, through: product, from: [stop.contract]))
        }
      }
    }
    let order = stops.enumerated().sorted { ($0.element.hops.count, $0.offset) < ($1.element.hops.count, $1.offset) }
    return order.flatMap { stop in
      (readers[stop.element.contract] ?? []).compactMap { impact(on: consumers[$0.consumer], use: $0.use, at: stop.element) }
    }
  }

  // MARK: What is passed on

  private var afflictionsOfTheStep: [Affliction] {
    zip(step.changes, ChangeScope.all(of: step)).enumerated().compactMap { place, pair in
      var harm = UseReading.harm(of: pair.0, isDeprecation: pair.1.isDeprecation)
      if pair.1.isExpectation { harm = min(harm, .potentially) }
      guard harm > .unaffected else { return nil }
      let reach: Affliction.Reach? =
        switch pair.1.reach {
        case .contract: .contract
        case .table(let table): .element(FieldName(table: table))
        case .field(let name): .element(name)
        case .addition: nil
        }
      return reach.map { Affliction(reach: $0, status: harm, change: place) }
    }
  }

  private func changePlace(_ touch: ConsumerImpact.Touch) -> Int? {
    step.changes.firstIndex { $0.fingerprint == touch.change.fingerprint && $0.change.element == touch.change.change.element }
  }

  private func isMade(_ product: ConsumerDeclaration.Product, of contracts: Set<String>) -> Bool {
    product.sources.map { !$0.isDisjoint(with: contracts) } ?? true
  }

  /// What becomes of a contract that somebody makes of one to which this happens.
  ///
  /// - Parameter touched: what happens to the one who makes it.
  private func passed(
    _ afflictions: [Affliction], _ touched: [(change: Int, status: ConsumerImpact.Status)], through product: ConsumerDeclaration.Product,
    from contracts: Set<String>
  ) -> [Affliction] {
    var result: [Affliction] = []
    let listed = Set(product.fields.keys.map(\.table))
    for affliction in afflictions {
      for (name, origins) in product.fields {
        let own = origins.filter { contracts.contains($0.contract) }
        let isHit =
          switch affliction.reach {
          case .contract: !own.isEmpty
          case .element(let element): own.contains { element.relation(of: $0.name) != nil }
          case .outside(let tables): own.contains { !tables.contains($0.name.table) }
          }
        if isHit {
          result.append(Affliction(reach: .element(name), status: min(affliction.status, .potentially), change: affliction.change))
        }
      }
    }
    guard !product.isComplete else { return result }
    // What is only deprecated works as before; nobody is told of it who may have nothing to do with it.
    for change in Set(touched.filter { $0.status >= .unknown }.map(\.change)).sorted() {
      result.append(Affliction(reach: listed.isEmpty ? .contract : .outside(listed), status: .unknown, change: change))
    }
    return result
  }

  // MARK: Who is reached

  /// What an affliction of a contract is to one of its readers; nil if nothing.
  private func touch(
    _ affliction: Affliction, _ use: ConsumerDeclaration.Use, _ consumer: ConsumerDeclaration
  ) -> (status: ConsumerImpact.Status, fields: [FieldName])? {
    let unknown: (ConsumerImpact.Status, [FieldName])? = affliction.status > .deprecated ? (.unknown, []) : nil
    switch use.fields {
    case .unknown: return unknown
    case .everything: return (affliction.status, [])
    case .tables(let tables):
      switch affliction.reach {
      case .contract: return (affliction.status, [])
      case .outside(let listed): return tables.keys.contains { !listed.contains($0) } ? (affliction.status, []) : nil
      case .element(let element):
        guard let table = tables[element.table] else { return use.isComplete ? nil : unknown }
        let hit = table.fields.filter { element.relation(of: $0.name) != nil }
        if !hit.isEmpty || table.isWhole { return (affliction.status, hit.map(\.name)) }
        if element.field == nil { return (affliction.status, [element]) }
        return table.isOpen || !consumer.isUnderstood ? unknown : nil
      }
    }
  }

  private func impact(on consumer: ConsumerDeclaration, use place: Int, at stop: Stop) -> ConsumerImpact? {
    // Who makes the contract, or passed it on, has been told.
    guard !stop.hops.contains(where: { $0.identifier == consumer.identifier }) else { return nil }
    let use = consumer.uses[place]
    let found = stop.afflictions.compactMap { affliction in
      touch(affliction, use, consumer).map { (affliction.change, $0.status, $0.fields) }
    }
    let touches = Dictionary(grouping: found, by: \.0).sorted { $0.key < $1.key }.compactMap { change, entries -> ConsumerImpact.Touch? in
      guard let status = entries.map(\.1).max() else { return nil }
      let fields = Set(entries.filter { $0.1 == status }.flatMap(\.2)).sorted()
      return ConsumerImpact.Touch(change: step.changes[change], status: status, fields: fields)
    }
    guard let status = touches.map(\.status).max() else { return nil }
    var impact = ConsumerImpact(
      consumer: consumer, use: use, contract: step.old?.identifier ?? step.new?.identifier ?? "", title: step.title,
      fromVersion: step.fromVersion, toVersion: step.toVersion, rangeVerdict: .inside, status: status, touches: touches,
      othersCount: step.changes.count - touches.count)
    impact.hops = stop.hops
    return impact
  }
}
