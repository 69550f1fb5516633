package import ContractKit

extension Notice {
  /// Writes the notice to the consumer of an impact.
  ///
  /// Nil where the consumer is not to be told at once: not hit, or asked for a digest or for nothing. Whoever was told that something
  /// breaks is told when it works again, too.
  package init?(_ impact: ConsumerImpact, facts: NoticeFacts) {
    let followUps = (facts.followUps[impact.consumer.identifier] ?? []).filter { !$0.isEmpty }
    let isHit = impact.isHit && impact.urgency == .immediate
    let isRepair = !isHit && followUps.contains { !$0.repaired.isEmpty } && impact.consumer.urgency(of: .breaking) == .immediate
    guard isHit || isRepair else { return nil }
    topic = isHit ? impact.topic : nil
    self.followUps = followUps
    event = facts.event
    consumer = impact.consumer
    contract = impact.title
    contractPath = facts.path
    status = impact.status
    rangeVerdict = impact.rangeVerdict
    range = impact.use?.range
    tested = impact.use?.tested
    // What works as before stands in a changelog, not in a warning.
    let touches = impact.touches.filter { $0.status > .unaffected }.sorted { $0.status > $1.status }
    items = touches.map { Item($0) }
    othersCount = impact.othersCount + impact.touches.count - touches.count
    effective = facts.effective
    lastDay = facts.lastDay ?? facts.old?.endOfLife
    migration = facts.migration
    views = CompatibilityView.all(for: impact, old: facts.old, new: facts.new)
    owners = facts.owners
    support = (facts.new ?? facts.old)?.supportChannels ?? []
    agreements = facts.agreements
    commit = facts.commit
    target = facts.target
    time = facts.time
    subject = isHit ? Self.subject(impact, touches) : Self.subject(repair: followUps, impact)
  }

  /// What breaks, for whom, by which version: the line that is read on a telephone.
  private static func subject(_ impact: ConsumerImpact, _ touches: [ConsumerImpact.Touch]) -> String {
    let version = impact.toVersion.map { " \($0)" } ?? " is gone and"
    let worst = touches.filter { $0.status == impact.status }
    let fields = unique(worst.flatMap { $0.fields.map(\.description) })
    let what: String
    switch fields.count {
    case 0: what = worst.count == 1 ? worst[0].change.message : ""
    case 1: what = worst.count == 1 ? worst[0].change.message : fields[0]
    case 2, 3: what = fields.joined(separator: ", ")
    default: what = fields.prefix(2).joined(separator: ", ") + " and \(fields.count - 2) more"
    }
    let verb =
      switch impact.status {
      case .broken: "breaks \(impact.consumer.title)"
      case .potentially: "may affect \(impact.consumer.title)"
      case .unknown: "may concern \(impact.consumer.title)"
      case .deprecated: "deprecates what \(impact.consumer.title) uses"
      case .unaffected: "does not affect \(impact.consumer.title)"
      }
    // A subject is one line; the whole sentence stands in the letter.
    return "\(impact.title)\(version) \(verb)" + (what.isEmpty ? "" : ": \(what.clipped(to: 120))")
  }

  /// `trips 2.1.0 repairs what Revenue dashboard uses: trips.estimated_fare`.
  private static func subject(repair followUps: [FollowUp], _ impact: ConsumerImpact) -> String {
    let version = impact.toVersion.map { " \($0)" } ?? ""
    let repaired = unique(followUps.flatMap(\.repaired))
    let what =
      repaired.count > 3 ? repaired.prefix(2).joined(separator: ", ") + " and \(repaired.count - 2) more" : repaired.joined(separator: ", ")
    return "\(impact.title)\(version) repairs what \(impact.consumer.title) uses: \(what)"
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension Notice.Item {
  init(_ touch: ConsumerImpact.Touch) {
    let change = touch.change.change
    fields = touch.fields.map(\.description)
    status = touch.status
    impact = touch.change.impact
    rule = touch.change.rule
    message = touch.change.message
    reason = Catalogue.rule(touch.change.rule)?.reason
    let isExistence = change.attribute.isEmpty && (change.action == .removed || change.action == .added)
    if isExistence {
      before = change.oldElement?.summary
      after = change.newElement?.summary ?? "gone"
    } else if change.attribute != "deprecated" {
      before = change.before?.text
      after = change.after?.text
    }
    let element = change.newElement ?? change.oldElement
    replacement = element?.customProperty("replacedBy") ?? change.oldElement?.customProperty("replacedBy")
    removal = change.newElement?.customProperty("removeAfter")
  }
}

extension Element {
  /// A column in a few words: `number, DECIMAL(10,2), required`.
  fileprivate var summary: String? {
    guard kind == .property || kind == .object else { return name }
    let types = [value("logicalType")?.string, value("physicalType")?.string].compactMap { $0 }
    let flags = ["required", "unique", "primaryKey"].filter { flag($0) }
    let words = types + flags.map { $0 == "primaryKey" ? "primary key" : $0 }
    return words.isEmpty ? name : words.joined(separator: ", ")
  }
}

extension Contract {
  /// The channels of `support`, those for announcements last: they are where one listens, not where one asks.
  var supportChannels: [Notice.SupportChannel] {
    let channels = root.children(.supportChannel).map { channel in
      Notice.SupportChannel(
        name: channel.name, url: channel.value("url")?.string, isAnnouncement: channel.value("scope")?.string == "announcements")
    }.filter { $0.name != nil || $0.url != nil }
    return channels.filter { !$0.isAnnouncement } + channels.filter(\.isAnnouncement)
  }
}
