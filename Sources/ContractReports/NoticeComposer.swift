package import ContractKit

extension Notice {
  /// Writes the notice to the consumer of an impact.
  ///
  /// Nil where the consumer is not to be told at once: not hit, or asked for a digest or for nothing.
  package init?(_ impact: ConsumerImpact, facts: NoticeFacts) {
    guard impact.isHit, impact.urgency == .immediate else { return nil }
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
    support = (facts.new ?? facts.old)?.supportLines ?? []
    agreements = facts.agreements
    commit = facts.commit
    target = facts.target
    subject = Self.subject(impact, touches)
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
    return "\(impact.title)\(version) \(verb)" + (what.isEmpty ? "" : ": \(what)")
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}

extension Notice.Item {
  fileprivate init(_ touch: ConsumerImpact.Touch) {
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
  /// The last day of the contract, where a service level names it: `endOfLife`, else `endOfSupport`.
  package var endOfLife: CalendarDay? {
    let levels = root.children(.serviceLevel)
    for property in ["endoflife", "endofsupport"] {
      for level in levels where (level.name ?? level.value("property")?.string)?.lowercased() == property {
        // A time of day behind the day makes no difference here.
        if let text = level.value("value")?.text, let day = CalendarDay(text.prefix(10)) { return day }
      }
    }
    return nil
  }

  /// The channels of `support`, those for announcements last: they are where one listens, not where one asks.
  fileprivate var supportLines: [String] {
    let channels = root.children(.supportChannel)
    let isAnnouncement = { (channel: Element) in channel.value("scope")?.string == "announcements" }
    return (channels.filter { !isAnnouncement($0) } + channels.filter(isAnnouncement)).compactMap { channel in
      let parts = [channel.name, channel.value("url")?.string].compactMap { $0 }
      guard !parts.isEmpty else { return nil }
      return parts.joined(separator: ": ") + (isAnnouncement(channel) ? " (announcements)" : "")
    }
  }
}
