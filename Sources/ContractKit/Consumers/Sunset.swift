/// What ends on a day, and one consumer who still uses it: what a reminder speaks of.
///
/// It is derived from the contracts and declarations as they stand and from the day that is asked for, and from nothing that anybody
/// remembers: whoever has moved is in none.
package struct Sunset: Sendable {
  package enum Ending: Hashable, Sendable {
    /// The last day of the whole line.
    case line
    /// The last day of a deprecated element, which the contract says (`removeAfter`), and what to use in its place. `isKnown` is false where
    /// the declaration does not say whether it is used.
    case element(FieldName, replacement: String?, isKnown: Bool)
  }

  package var contract: String
  package var title: String
  package var path: String
  package var major: Int
  package var version: String?
  package var consumer: ConsumerDeclaration
  package var range: String?
  package var tested: String?
  package var day: CalendarDay
  /// The period before the day that has begun: the shortest of those that are asked for.
  package var period: CalendarPeriod
  package var endings: [Ending]
  /// Versions of the other lines, the newest last.
  package var others: [String]

  /// An id for each ending: this consumer, this day, this period. Each is told once.
  package var identifiers: [String] {
    endings.map { ending in
      let subject =
        switch ending {
        case .line: "line \(major)"
        case .element(let name, _, _): "element \(major) \(name)"
        }
      return ContractEvent.reminderIdentifier(
        contract: contract, subject: subject, day: day, period: period, consumer: consumer.identifier)
    }
  }

  /// The same without the endings that were told.
  package func without(_ told: Set<String>) -> Sunset? {
    var rest = self
    rest.endings = zip(endings, identifiers).filter { !told.contains($0.1) }.map(\.0)
    return rest.endings.isEmpty ? nil : rest
  }
}

extension Sunset {
  /// One line of a contract, as it stands or, where a newer one took its path, as it stood last.
  package struct Line: Sendable {
    package var contract: Contract
    package var path: String
    /// Whether the file holds a newer line now: then nothing in it is deprecated any more, it is gone.
    package var isReplaced: Bool

    package init(contract: Contract, path: String, isReplaced: Bool) {
      self.contract = contract
      self.path = path
      self.isReplaced = isReplaced
    }
  }

  /// What ends soon and is still used, by consumer and day.
  ///
  /// - Parameters:
  ///   - lines: all lines of one contract.
  ///   - reminders: how long before a day somebody is to be reminded, by the path of the line.
  package static func due(
    of lines: [Line], consumers: [ConsumerDeclaration], reminders: (Line) -> [CalendarPeriod], today: CalendarDay
  ) -> [Sunset] {
    lines.flatMap { line -> [Sunset] in
      let others = lines.filter { $0.contract.major != line.contract.major && !$0.isReplaced }
        .sorted { $0.contract.major < $1.contract.major }.compactMap { $0.contract.version?.value }
      var found: [Sunset] = []
      func add(_ ending: Ending, _ day: CalendarDay, _ consumer: ConsumerDeclaration, _ use: ConsumerDeclaration.Use?) {
        // What they do not want to hear of when it is announced they do not want to be reminded of either.
        let topic: ConsumerDeclaration.Topic = ending == .line ? .breaking : .deprecated
        guard consumer.urgency(of: topic) != .never, let period = period(before: day, of: reminders(line), today: today) else { return }
        if let place = found.firstIndex(where: { $0.consumer.path == consumer.path && $0.range == use?.range && $0.day == day }) {
          found[place].endings.append(ending)
        } else {
          found.append(
            Sunset(
              contract: line.contract.identifier, title: line.contract.title, path: line.path, major: line.contract.major,
              version: line.contract.version?.value, consumer: consumer, range: use?.range, tested: use?.tested, day: day, period: period,
              endings: [ending], others: others))
        }
      }
      if let day = line.contract.endOfLife {
        for (consumer, use) in readers(of: line, among: lines, consumers) { add(.line, day, consumer, use) }
      }
      guard !line.isReplaced else { return found }
      for (name, element) in line.contract.namedFields where element.flag("deprecated") {
        guard let day = element.removalDay, day >= today else { continue }
        for user in ElementUses(of: name, in: line.contract, consumers: consumers).blockers where user.isOn(line.contract) {
          add(
            .element(name, replacement: element.customProperty("replacedBy"), isKnown: user.how != .unknown), day, user.consumer, user.use)
        }
      }
      return found
    }
  }

  /// The shortest period that has begun; nil before the longest one, and from the day after on.
  private static func period(before day: CalendarDay, of periods: [CalendarPeriod], today: CalendarDay) -> CalendarPeriod? {
    guard today <= day else { return nil }
    return periods.filter { day.subtracting($0) <= today }.max { day.subtracting($0) < day.subtracting($1) }
  }

  /// Those who run on a line, by their own word, and those who take any version and do not say on which they are: nobody is counted as
  /// moved who does not say so.
  private static func readers(
    of line: Line, among lines: [Line], _ consumers: [ConsumerDeclaration]
  ) -> [(ConsumerDeclaration, ConsumerDeclaration.Use?)] {
    let roll = ConsumerRoll(lines.map { ($0.path, $0.contract) }, consumers: consumers)
    let onLine = roll.lines.first { $0.major == line.contract.major }?.readers ?? []
    let anywhere = roll.elsewhere.filter { $0.use == nil || ($0.use?.range == nil && $0.use?.tested == nil) }
    return (onLine + anywhere).map { ($0.consumer, $0.use) }
  }
}

extension ElementUses.User {
  /// Whether they may read this line: whose range takes other ones only does not.
  fileprivate func isOn(_ line: Contract) -> Bool {
    use?.isRead(line) ?? true
  }
}
