/// What the rules about notice look at: one step, and what history and the clock tell of it.
package struct NoticeCase: Sendable {
  package var old: Contract?
  package var new: Contract?
  package var changes: [JudgedChange]
  /// What people and commands call the contract.
  package var title: String
  package var path: String
  package var notice: NoticePolicy
  /// The clock of whoever judges; nil where no day is asked for, then nothing is said about days.
  package var today: CalendarDay?
  /// Since when elements of the old contract are deprecated in a released version, by the text of their path.
  package var deprecatedSince: [String: CalendarDay]

  package init(
    old: Contract?, new: Contract?, changes: [JudgedChange], title: String, path: String, notice: NoticePolicy, today: CalendarDay?,
    deprecatedSince: [String: CalendarDay] = [:]
  ) {
    self.old = old
    self.new = new
    self.changes = changes
    self.title = title
    self.path = path
    self.notice = notice
    self.today = today
    self.deprecatedSince = deprecatedSince
  }

  /// The notice period: that of the policy, else the contract's custom property `noticePeriod`, which is `terms.noticePeriod` in the Data
  /// Contract Specification.
  package var period: CalendarPeriod {
    guard notice.period.isZero else { return notice.period }
    return (old ?? new)?.root.customProperty("noticePeriod").flatMap { CalendarPeriod($0) } ?? .zero
  }
}

/// The rules about telling readers in time: `unannounced` and `sunset-too-soon`.
package enum NoticeRules {
  package static func prices(_ subject: NoticeCase) -> [Price] {
    [unannounced(subject)].compactMap { $0 } + sunsets(subject)
  }

  /// Readers must hear of it, and the contract has no channel on which they listen.
  private static func unannounced(_ subject: NoticeCase) -> Price? {
    guard let contract = subject.new ?? subject.old, subject.old != nil else { return nil }
    let due = subject.changes.filter { $0.impact == .breaking || Catalogue.rule($0.rule)?.consequences.contains(.notice) == true }
    let channels = contract.root.children(.supportChannel)
    guard !due.isEmpty, !isHeard(contract, channels) else { return nil }
    return Price(
      rule: "unannounced", impact: due.map(\.impact).max(), contract: contract.identifier, path: subject.path,
      position: channels.first?.position ?? contract.root.position,
      message: "contract '\(subject.title)' has no support channel on which readers hear of this",
      hint: hint(for: contract), changes: Set(due.map(\.fingerprint)))
  }

  /// Dialects that cannot say what a channel is for are taken at their word: whoever can be reached can be heard.
  private static func isHeard(_ contract: Contract, _ channels: [Element]) -> Bool {
    switch contract.dialect {
    case .odcs(let version) where StandardVersion(version)?.major == 2: !channels.isEmpty
    case .odcs: channels.contains { ["announcements", "notifications"].contains($0.value("scope")?.string?.lowercased() ?? "") }
    case .specification: ["contactEmail", "contactUrl"].contains { contract.root.customProperty($0) != nil }
    }
  }

  private static func hint(for contract: Contract) -> String {
    switch contract.dialect {
    case .odcs(let version) where StandardVersion(version)?.major == 2: "add 'productSlackChannel' or 'productDl'"
    case .odcs: "add an entry with 'scope: announcements' to 'support'"
    case .specification: "add 'email' or 'url' to 'info.contact'"
    }
  }

  // MARK: Days

  private static func sunsets(_ subject: NoticeCase) -> [Price] {
    guard let today = subject.today else { return [] }
    return subject.changes.compactMap { judged in
      removalBeforeItsDay(judged, subject, today) ?? removalTooSoon(judged, subject, today) ?? announcementTooShort(judged, subject, today)
    }
  }

  /// An element went before the day until which it was promised.
  private static func removalBeforeItsDay(_ judged: JudgedChange, _ subject: NoticeCase, _ today: CalendarDay) -> Price? {
    guard judged.isRemoval, let promised = judged.change.oldElement?.removalDay, today <= promised else { return nil }
    return price(
      judged, subject, "'\(judged.change.element.dotted)' was removed before \(promised), the day until which it was promised",
      hint: "keep it until then")
  }

  /// An element went sooner after its deprecation than the notice period says.
  private static func removalTooSoon(_ judged: JudgedChange, _ subject: NoticeCase, _ today: CalendarDay) -> Price? {
    guard judged.isRemoval, let since = subject.deprecatedSince[judged.change.element.description] else { return nil }
    let earliest = since.adding(subject.period)
    guard today < earliest else { return nil }
    return price(
      judged, subject,
      "'\(judged.change.element.dotted)' is deprecated since \(since) only; the notice period \(subject.period) ends on \(earliest)",
      hint: "remove it on \(earliest) or later")
  }

  /// A day was announced that is nearer than the notice period.
  private static func announcementTooShort(_ judged: JudgedChange, _ subject: NoticeCase, _ today: CalendarDay) -> Price? {
    guard !subject.period.isZero, let announced = judged.announcedDay else { return nil }
    let earliest = today.adding(subject.period)
    guard announced < earliest else { return nil }
    return price(
      judged, subject,
      "'\(judged.ending)' is to end on \(announced); with the notice period \(subject.period) it is \(earliest) at the earliest",
      hint: "name \(earliest) or a later day")
  }

  private static func price(_ judged: JudgedChange, _ subject: NoticeCase, _ message: String, hint: String) -> Price {
    Price(
      rule: "sunset-too-soon", impact: judged.impact, contract: (subject.old ?? subject.new)?.identifier ?? "", path: subject.path,
      position: judged.change.newPosition ?? judged.change.oldPosition ?? .start, message: message, hint: hint,
      changes: [judged.fingerprint], fingerprint: judged.fingerprint)
  }
}

extension JudgedChange {
  /// True for a table or column that is gone.
  fileprivate var isRemoval: Bool {
    change.action == .removed && change.attribute.isEmpty && (change.subject == .property || change.subject == .object)
  }

  /// What is to end on the announced day.
  fileprivate var ending: String {
    guard change.subject == .customProperty else { return change.element.dotted }
    return ElementPath(Array(change.element.steps.dropLast())).dotted
  }

  /// The last day that the change announces: by a deprecation with `removeAfter`, by that property alone, or by a service level that ends.
  fileprivate var announcedDay: CalendarDay? {
    guard let element = change.newElement, change.action != .removed else { return nil }
    switch change.subject {
    case .object, .property:
      return change.attribute == "deprecated" && element.flag("deprecated") ? element.removalDay : nil
    case .customProperty:
      // With the deprecation itself the day is told there.
      let isToldThere = change.newParent?.flag("deprecated") == true && change.oldParent?.flag("deprecated") != true
      return element.name == "removeAfter" && !isToldThere ? element.value("value").flatMap { CalendarDay($0.text) } : nil
    case .serviceLevel:
      let property = (element.name ?? element.value("property")?.string ?? "").lowercased()
      guard property == "endoflife" || property == "endofsupport" else { return nil }
      return element.value("value").flatMap { CalendarDay($0.text.prefix(10)) }
    default:
      return nil
    }
  }
}

extension Element {
  /// The value of one of the custom properties of the element; nil where it is absent or says nothing.
  package func customProperty(_ name: String) -> String? {
    let entry = children(.customProperty).first { $0.name == name }
    return entry?.value("value").flatMap { $0.isEmpty ? nil : $0.text }
  }

  /// The last day on which the element is promised: the custom property `removeAfter`, as `git contract deprecate` writes it.
  package var removalDay: CalendarDay? {
    customProperty("removeAfter").flatMap { CalendarDay($0) }
  }
}
