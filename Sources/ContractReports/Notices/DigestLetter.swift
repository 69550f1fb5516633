package import ContractKit

/// What gathered for one consumer that was in no hurry: one message over all contracts.
package struct DigestLetter: Sendable {
  /// One step of one contract.
  package struct Entry: Sendable {
    package var event: ContractEvent
    package var contract: String
    package var path: String
    package var effective: CalendarDay
    package var time: Int
    package var items: [Notice.Item]
    package var othersCount: Int
  }

  package var consumer: ConsumerDeclaration
  /// The oldest first; never empty.
  package var entries: [Entry]

  /// Gathers for each consumer what they want to hear of in a digest. Whoever has nothing to hear of gets none.
  ///
  /// - Parameter steps: what happened, the oldest first, and whom it concerns.
  package static func all(of steps: [(impact: [ConsumerImpact], facts: NoticeFacts)]) -> [DigestLetter] {
    var digests: [DigestLetter] = []
    for (impacts, facts) in steps {
      for impact in impacts where impact.urgency == .digest {
        let entry = Entry(impact, facts)
        if let place = digests.firstIndex(where: { $0.consumer.identifier == impact.consumer.identifier }) {
          // Where they are reached now, not where they were reached then.
          digests[place].consumer = impact.consumer
          digests[place].entries.append(entry)
        } else {
          digests.append(DigestLetter(consumer: impact.consumer, entries: [entry]))
        }
      }
    }
    return digests
  }

  package var identifier: String {
    ContractEvent.digestIdentifier(events: entries.map(\.event.identifier), consumer: consumer.identifier)
  }

  package var subject: String {
    let contracts = names
    let what =
      contracts.count > 3
      ? contracts.prefix(2).joined(separator: ", ") + " and \(contracts.count - 2) more" : contracts.joined(separator: ", ")
    return "What changed for \(consumer.title): \(what)"
  }

  private var names: [String] {
    var seen: Set<String> = []
    return entries.map(\.contract).filter { seen.insert($0).inserted }
  }

  /// The digest as a letter.
  package var letter: Letter {
    Letter(
      kind: .digest, topic: "digest", identifier: identifier, thread: ContractEvent.digestThreadIdentifier(consumer: consumer.identifier),
      earlier: [], events: entries.map(\.event.identifier), consumer: consumer, contract: names.count == 1 ? names[0] : "contracts",
      about: consumer.identifier, version: nil, subject: subject, time: entries.map(\.time).max() ?? 0, members: members, body: body)
  }

  // MARK: Forms

  private var body: LetterBody {
    var blocks: [LetterBody.Block] = [
      .verdict(.inform, label: "Digest", "Nothing of this is urgent: it is what you asked to hear of together.")
    ]
    // A reader of two hundred steps reads none.
    let shown = entries.suffix(30)
    if shown.count < entries.count { blocks.append(.paragraph("The newest \(String(shown.count)) of \(String(entries.count)) steps.")) }
    for entry in shown {
      blocks.append(.heading(Self.heading(entry)))
      blocks.append(.changes(entry.items.map(LetterBody.point), omitted: 0))
      let rest = entry.othersCount
      let others =
        rest == 0
        ? "" : rest == 1 ? " One other change does not concern what you use." : " \(rest) other changes do not concern what you use."
      blocks.append(.paragraph("In effect since \(entry.effective.description), in \(code: entry.path).\(others)"))
    }
    blocks.append(.heading("Why you get this"))
    blocks.append(.paragraph(LetterBody.reason(consumer, identifier: "Digest \(identifier).")))
    return LetterBody(blocks: blocks)
  }

  private static func heading(_ entry: Entry) -> String {
    let title = entry.contract.clipped(to: 200)
    switch (entry.event.fromVersion, entry.event.toVersion) {
    case (let from?, let to?) where from == to: return "\(title) \(to)"
    case (let from?, let to?): return "\(title) \(from) to \(to)"
    case (_, let to?): return "\(title) \(to)"
    case (_, nil): return "\(title) was deleted"
    }
  }

  private var members: [String: JSON] {
    [
      "id": .string(identifier), "subject": .string(subject), "consumer": consumer.noticeJSON,
      "steps": .array(
        entries.map { entry in
          [
            "id": .string(entry.event.identifier),
            "contract": [
              "id": .string(entry.event.contract), "title": .string(entry.contract), "path": .string(entry.path),
              "fromVersion": JSON(entry.event.fromVersion), "toVersion": JSON(entry.event.toVersion),
            ],
            "effective": .string(entry.effective.description), "changes": .array(entry.items.map(\.json)),
            "othersCount": .integer(entry.othersCount),
          ]
        }),
    ]
  }
}

extension DigestLetter.Entry {
  fileprivate init(_ impact: ConsumerImpact, _ facts: NoticeFacts) {
    event = facts.event
    contract = impact.title
    path = facts.path
    effective = facts.effective
    time = facts.time
    let deprecations = impact.touches.map(\.change).filter(\.isDeprecation)
    // Successor and day stand in the line of the deprecation.
    let touches = impact.touches.filter { touch in !deprecations.contains { touch.change.isDetail(of: $0) } }
    items = touches.sorted { $0.status > $1.status }.map { Notice.Item($0) }
    othersCount = impact.othersCount
  }
}
