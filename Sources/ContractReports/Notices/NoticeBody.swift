internal import ContractKit

extension LetterBody {
  init(_ notice: Notice) {
    blocks = [Self.verdict(notice), .paragraph(Self.opening(notice)), .facts(Self.facts(notice))]
    let points = notice.items.map(Self.point)
    if !points.isEmpty || !notice.isRepair {
      blocks.append(.heading("What changes for you"))
      if !points.isEmpty { blocks.append(.changes(points, omitted: 0)) }
      if let fault = notice.consumer.diagnostics.first {
        let words: Phrase = "\(code: "\(fault.path):\(fault.position.line):\(fault.position.column)"): \(fault.message)"
        blocks.append(.paragraph("Your declaration could not be understood, so nobody can tell what you use: " + words + "."))
      }
      blocks.append(.paragraph(Self.others(notice)))
    }
    if !notice.followUps.isEmpty {
      blocks.append(.heading("What became of what you were told"))
      blocks.append(.bullets(notice.followUps.map { Self.followUp($0, notice) }))
    }
    blocks.append(.heading("What to do"))
    blocks.append(.bullets(Self.steps(notice)))
    for view in notice.views {
      blocks.append(.paragraph(Self.introduction(view)))
      blocks.append(.code(language: "sql", text: view.sql))
    }
    blocks.append(.heading("Whom to ask, and who agreed"))
    blocks.append(.bullets(Self.people(notice)))
    blocks.append(.heading("Why you get this"))
    blocks.append(.paragraph(Self.reason(notice.consumer, identifier: "Event \(notice.event.identifier).")))
  }

  // MARK: What it comes down to

  private static func verdict(_ notice: Notice) -> Block {
    if notice.isRepair { return .verdict(.relief, label: "Good news", range(notice)) }
    let (tone, label): (Tone, String) =
      switch notice.status {
      case .broken: (.act, "Breaking change")
      case .potentially: (.look, "Look at it")
      case .unknown: (.look, "May concern you")
      case .deprecated: (.inform, "Deprecation")
      case .unaffected: (.inform, "Change")
      }
    return .verdict(tone, label: label, range(notice))
  }

  private static func range(_ notice: Notice) -> Phrase {
    if !notice.consumer.isUnderstood, notice.range == nil { return "Which versions you read could not be understood." }
    guard let range = notice.range else { return "You declare no range of versions, so every version reaches you." }
    guard let version = notice.event.toVersion else { return "There is no version any more that your range \(code: range) could take." }
    switch notice.rangeVerdict {
    case .outside:
      let day = notice.lastDay.flatMap { $0 > notice.effective ? " by \($0)" : nil } ?? ""
      return "Your range \(code: range) does not take \(code: version): you have to act\(day)."
    case .inside: return "It is within your range \(code: range): it reaches you without anybody doing anything."
    case .beyond: return "Your range \(code: range) does not take \(code: version)."
    }
  }

  private static func opening(_ notice: Notice) -> Phrase {
    let name = Phrase([.words("Contract "), .code(notice.contract.clipped(to: 200))])
    switch (notice.event.fromVersion, notice.event.toVersion) {
    case (let from?, let to?) where from == to: return name + " changed within version \(code: from)."
    case (let from?, let to?): return name + " went from version \(code: from) to \(code: to)."
    case (let from?, nil): return name + ", version \(code: from), was deleted."
    case (nil, let to?): return name + " has version \(code: to) now."
    case (nil, nil): return name + " changed."
    }
  }

  private static func facts(_ notice: Notice) -> [Fact] {
    var facts = [Fact("In effect since", "\(notice.effective.description), on \(branch(notice.target))")]
    if notice.status > .deprecated {
      facts.append(
        Fact(
          "Last day of the old line",
          notice.lastDay.map { "\($0.description)" } ?? "the contract names none: ask before you rely on it"))
    } else if notice.status == .deprecated {
      facts.append(Fact("Until it is removed", "what is deprecated works as before"))
    }
    if let range = notice.range { facts.append(Fact("Your range", "\(code: range)")) }
    if let tested = notice.tested { facts.append(Fact("You tested with", "\(code: tested)")) }
    facts.append(Fact("Contract", "\(code: notice.contractPath)"))
    if !notice.commit.isEmpty { facts.append(Fact("Commit", "\(code: String(notice.commit.prefix(10)))")) }
    return facts
  }

  static func branch(_ target: String) -> Phrase {
    "\(code: target.hasPrefix("refs/heads/") ? String(target.dropFirst("refs/heads/".count)) : target)"
  }

  // MARK: What changes

  static func point(_ item: Notice.Item) -> ChangePoint {
    // What the sentence has said already is not said again.
    let isSaid = [item.before, item.after].allSatisfy { $0.map { item.message.contains($0.prefix(40)) } ?? false }
    var point = ChangePoint(
      fields: item.fields, message: item.message.clipped(to: 400), before: item.before?.clipped(to: 200),
      after: item.after?.clipped(to: 200), isSaid: isSaid, notes: [])
    if let reason = item.reason { point.notes.append("why it matters: \(reason)") }
    switch item.status {
    case .unknown: point.notes.append("your declaration does not say whether you use this")
    case .potentially: point.notes.append("nobody can tell from the contract whether you are hurt: look at it")
    default: break
    }
    if let replacement = item.replacement { point.notes.append("use instead: \(code: replacement.clipped(to: 200))") }
    if let removal = item.removal { point.notes.append("goes after \(code: removal.clipped(to: 40))") }
    return point
  }

  private static func others(_ notice: Notice) -> Phrase {
    switch notice.othersCount {
    case 0: "Nothing else changed."
    case 1: "One other change does not hurt what you use."
    default: "\(String(notice.othersCount)) other changes do not hurt what you use."
    }
  }

  private static func followUp(_ followUp: FollowUp, _ notice: Notice) -> Bullet {
    let version = followUp.event.toVersion.map { Phrase("version \(code: $0)") } ?? "the deletion"
    var bullet = Bullet(text: "You were told of \(version) on \(followUp.day.description).")
    if !followUp.repaired.isEmpty {
      let since = notice.event.toVersion.map { Phrase(" since \(code: $0)") } ?? ""
      bullet.details.append("as it was before it\(since): \(.list(followUp.repaired))")
    }
    if !followUp.standing.isEmpty { bullet.details.append("still as you were told: \(.list(followUp.standing))") }
    if followUp.hasMoved { bullet.details.append("your team has tested with it since, or with a later version") }
    return bullet
  }

  // MARK: What to do

  private static func steps(_ notice: Notice) -> [Bullet] {
    var steps = notice.migration.prefix(10).map { Bullet(text: "The producers say: \($0.clipped(to: 1000))") }
    for item in notice.items.prefix(20) where !item.fields.isEmpty {
      guard let replacement = item.replacement else { continue }
      steps.append(Bullet(text: "Read \(code: replacement.clipped(to: 200)) where you read \(.list(item.fields)) today."))
    }
    if notice.items.contains(where: { $0.status == .unknown }) {
      steps.append(Bullet(text: "Say in \(code: notice.consumer.path) which fields you use; then you hear of those and of no others."))
    }
    guard let version = notice.event.toVersion else {
      steps.append(Bullet(text: "Move to another source, and take the entry out of \(code: notice.consumer.path)."))
      return steps
    }
    let isOut = notice.rangeVerdict != .inside && notice.range != nil
    if notice.status > .deprecated || (notice.isRepair && isOut) {
      let range = isOut ? SemanticVersion(version).map { "^\($0.major).\($0.minor)" } : nil
      let wider: Phrase = range.map { " and \(code: "version: \"\($0)\"")" } ?? ""
      steps.append(
        Bullet(
          text:
            "Test with \(code: version); then a human of your team sets \(code: "tested: \(version)")\(wider) in \(code: notice.consumer.path)."
        ))
    }
    if steps.isEmpty { steps.append(Bullet(text: "Nothing has to be done today.")) }
    return steps
  }

  private static func introduction(_ view: CompatibilityView) -> Phrase {
    let start: Phrase = "If you need time, this view has the columns of \(code: view.table) that you read, under their old names"
    return view.warnings.isEmpty ? start + "." : start + ". It does not hold what the table held:"
  }

  // MARK: People

  private static func people(_ notice: Notice) -> [Bullet] {
    var bullets = people(owners: notice.owners, support: notice.support)
    if notice.agreements.isEmpty {
      bullets.append(Bullet(text: "No agreement of an owner is on record."))
    } else {
      bullets += notice.agreements.prefix(20).map {
        Bullet(text: "Agreed: \($0.person.clipped(to: 100)) for \(code: $0.owner.clipped(to: 100)) (\($0.assurance))")
      }
    }
    return bullets
  }

  static func people(owners: [String], support: [Notice.SupportChannel]) -> [Bullet] {
    var bullets: [Bullet] = []
    if !owners.isEmpty {
      let more = owners.count > 20 ? " and \(owners.count - 20) more" : ""
      bullets.append(Bullet(text: "Owners: \(owners.prefix(20).map { $0.clipped(to: 100) }.joined(separator: ", "))\(more)"))
    }
    bullets += support.prefix(10).map { channel in
      let name = channel.name.map { Phrase("\($0.clipped(to: 100))") }
      let url = channel.url.map { Phrase([.code($0.clipped(to: 300))]) }
      let place = [name, url].compactMap { $0 }
      return Bullet(
        text: "Support: \(place.count == 2 ? place[0] + ": " + place[1] : place[0])\(channel.isAnnouncement ? " (announcements)" : "")")
    }
    if bullets.isEmpty { bullets.append(Bullet(text: "The contract names nobody to ask, which is a fault of its own.")) }
    return bullets
  }

  static func reason(_ consumer: ConsumerDeclaration, identifier: String) -> Phrase {
    let commit: Phrase = consumer.commit.map { " (commit \(code: String($0.prefix(10))))" } ?? ""
    return """
      \(code: consumer.path)\(commit) says that \(consumer.title.clipped(to: 200)) reads this. To hear less, set \(code: "notify:") there; \
      to stop, take the contract out of \(code: "uses:"). \(identifier)
      """
  }
}
