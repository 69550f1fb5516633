package import ContractKit

/// A message to one consumer that something which they still use ends soon.
package struct Reminder: Sendable {
  package var sunset: Sunset
  package var owners: [String]
  package var support: [Notice.SupportChannel]
  /// The day on which it is said: an input.
  package var today: CalendarDay

  package init(_ sunset: Sunset, owners: [String], contract: Contract?, today: CalendarDay) {
    self.sunset = sunset
    self.owners = owners
    support = contract?.supportChannels ?? []
    self.today = today
  }

  package var identifier: String { ContractEvent.reminderIdentifier(of: sunset.identifiers) }

  private var daysLeft: Int { sunset.day.daysSince1970 - today.daysSince1970 }

  private var isLine: Bool { sunset.endings.contains(.line) }

  /// `trips.rating ends on 2027-03-31, in 7 days: Revenue dashboard still uses it`.
  package var subject: String {
    let names = sunset.endings.compactMap { ending -> String? in
      guard case .element(let name, _, _) = ending else { return nil }
      return name.description
    }
    let what: String
    switch (isLine, names.count) {
    case (true, _): what = "\(sunset.title) \(sunset.version ?? String(sunset.major))"
    case (_, 1...2): what = names.joined(separator: ", ") + " of \(sunset.title)"
    default: what = "\(names[0]) and \(names.count - 1) more of \(sunset.title)"
    }
    return
      "\(what) ends on \(sunset.day), \(Self.words(daysLeft)): \(sunset.consumer.title) \(isCertain ? "still uses it" : "may still use it")"
  }

  /// Whether the declaration says that any of it is used.
  private var isCertain: Bool {
    sunset.consumer.isUnderstood
      && sunset.endings.contains { ending in
        switch ending {
        case .line: sunset.range != nil || sunset.tested != nil
        case .element(_, _, let isKnown): isKnown
        }
      }
  }

  private static func words(_ days: Int) -> String {
    switch days {
    case ..<1: "today"
    case 1: "tomorrow"
    default: "in \(days) days"
    }
  }

  /// The reminder as a letter.
  package var letter: Letter {
    Letter(
      kind: .reminder, topic: "reminder", identifier: identifier,
      thread: ContractEvent.threadIdentifier(contract: sunset.contract, consumer: sunset.consumer.identifier), earlier: [],
      events: sunset.identifiers, consumer: sunset.consumer, contract: sunset.title, about: sunset.contract, version: sunset.version,
      subject: subject, time: Timestamp(today).secondsSince1970, members: members, body: body)
  }

  // MARK: Forms

  private var body: LetterBody {
    let used = sunset.endings.compactMap { ending -> LetterBody.Bullet? in
      guard case .element(let name, let replacement, let isKnown) = ending else { return nil }
      var bullet = LetterBody.Bullet(text: "\(code: name.description)")
      if let replacement { bullet.details.append("use instead: \(code: replacement.clipped(to: 200))") }
      if !isKnown { bullet.details.append("your declaration does not say whether you use this") }
      return bullet
    }
    let label = daysLeft <= 1 ? "Last call" : "Reminder"
    var blocks: [LetterBody.Block] = [
      .verdict(
        daysLeft <= 7 ? .act : .look, label: label,
        "It ends on \(sunset.day.description), \(Self.words(daysLeft)), and you \(isCertain ? "still use it" : "may still use it").")
    ]
    if isLine {
      let version: LetterBody.Phrase = sunset.version.map { "version \(code: $0)" } ?? "line \(String(sunset.major))"
      let reader: LetterBody.Phrase =
        isCertain ? "on which you are by your declaration" : "and your declaration does not say on which one you are"
      blocks.append(.paragraph("It is the last day of \(version) of contract \(code: sunset.title.clipped(to: 200)), \(reader)."))
    }
    if !used.isEmpty {
      blocks.append(.paragraph("Contract \(code: sunset.title.clipped(to: 200)) may remove after that day:"))
      blocks.append(.bullets(Array(used.prefix(40)) + (used.count > 40 ? [.init(text: "and \(String(used.count - 40)) more")] : [])))
    }
    var facts = [LetterBody.Fact("Last day", "\(sunset.day.description)")]
    if let range = sunset.range { facts.append(.init("Your range", "\(code: range)")) }
    if let tested = sunset.tested { facts.append(.init("You tested with", "\(code: tested)")) }
    facts.append(.init("Contract", "\(code: sunset.path)"))
    blocks.append(.facts(facts))
    blocks.append(.heading("What to do"))
    blocks.append(.bullets(steps))
    blocks.append(.heading("Whom to ask"))
    blocks.append(.bullets(LetterBody.people(owners: owners, support: support)))
    blocks.append(.heading("Why you get this"))
    blocks.append(.paragraph(LetterBody.reason(sunset.consumer, identifier: "Reminder \(identifier).")))
    return LetterBody(blocks: blocks)
  }

  private var steps: [LetterBody.Bullet] {
    let path: LetterBody.Phrase = "\(code: sunset.consumer.path)"
    if isLine {
      guard let version = sunset.others.last else {
        return [.init(text: "No other version is there. Move to another source, and take the entry out of \(path).")]
      }
      return [.init(text: "Test with \(code: version); then a human of your team sets \(code: "tested: \(version)") in \(path).")]
    }
    return [
      .init(text: "Read something else, and take what you no longer read out of \(code: "fields:") in \(path): then nobody reminds you.")
    ]
  }

  private var members: [String: JSON] {
    [
      "id": .string(identifier), "subject": .string(subject), "consumer": sunset.consumer.noticeJSON,
      "contract": [
        "id": .string(sunset.contract), "title": .string(sunset.title), "path": .string(sunset.path), "major": .integer(sunset.major),
        "version": JSON(sunset.version),
      ],
      "day": .string(sunset.day.description), "period": .string(sunset.period.description), "daysLeft": .integer(daysLeft),
      "range": JSON(sunset.range), "tested": JSON(sunset.tested),
      "endings": .array(
        zip(sunset.endings, sunset.identifiers).map { ending, identifier in
          switch ending {
          case .line: ["id": .string(identifier), "field": .null, "replacement": .null, "known": true]
          case .element(let name, let replacement, let isKnown):
            [
              "id": .string(identifier), "field": .string(name.description), "replacement": JSON(replacement), "known": .boolean(isKnown),
            ]
          }
        }),
      "owners": .array(owners.map { .string($0) }), "support": .array(support.map { .string($0.line) }),
    ]
  }
}
