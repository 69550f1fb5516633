internal import ContractKit

/// The versions of a contract: what each changed, who agreed, whom it hit.
struct ContractVersions {
  let timelines: [Timeline]
  let context: SiteContext
  let page: String
  /// Where columns stand on the page.
  let columns: [FieldName: String]
  /// The major of the line whose columns these are: of others the names may be the same.
  let major: Int?

  func html(_ anchors: inout Anchors) -> HTML {
    guard timelines.contains(where: { !$0.versions.isEmpty }) else { return "<p>Nothing of it is told by the history.</p>\n" }
    var html = HTML.nothing
    for line in timelines where !line.versions.isEmpty {
      if timelines.count > 1 { html += "<h3>\(line.major).x</h3>\n" }
      if let end = line.end { html += "<p class=\"quiet\">\(end.words.sentence)</p>\n" }
      html += deprecations(line)
      html += "<ol class=\"versions\">\n"
      for release in line.versions {
        let place = anchors.place("version", release.version.nonEmpty ?? "none")
        html += version(release, line, place, heading: timelines.count > 1 ? "h4" : "h3")
      }
      html += "</ol>\n"
    }
    return html
  }

  private func deprecations(_ line: Timeline) -> HTML {
    HTMLTable(
      "Deprecated in \(line.major).x", ["Deprecated now", "Since", "Goes after", "Use instead"],
      rows: line.deprecated.map { entry in
        HTMLTable.Row(
          id: nil,
          cells: [
            .code(entry.element), HTML("\(entry.sinceVersion) (\(entry.since))"), HTML(entry.removeAfter ?? "not said"),
            entry.replacedBy.map { HTML.code($0) } ?? "nothing",
          ])
      }
    ).html
  }

  private func version(_ release: Timeline.Release, _ line: Timeline, _ place: String, heading: HTML) -> HTML {
    var html: HTML = "<li id=\"\(place)\" class=\"version\">\n<\(heading)><a href=\"#\(place)\">"
    html += HTML(release.version.nonEmpty ?? "without a version")
    html += "</a> \(impact(release)) <span class=\"quiet\"><time datetime=\"\(release.day)\">\(release.day)</time></span></\(heading)>\n"
    if !release.summary.isEmpty { html += "<p>\(release.summary)</p>\n" }
    let since = release.sinceBegun.map { [(title: "Since it began, under the same version", changes: $0.changes)] } ?? []
    for group in release.groups.map({ (title: $0.title, changes: $0.changes) }) + since {
      html += "<p class=\"group\">\(group.title)</p>\n<ul>\n"
      for judged in group.changes { html += "<li>\(change(judged, line))</li>\n" }
      html += "</ul>\n"
    }
    for migration in release.migration { html += "<p class=\"note\">What readers do instead: \(migration)</p>\n" }
    let hurt = release.consumers.filter(\.isHit)
    if !hurt.isEmpty {
      html += "<p>\(release.hurtTitle): \(hurt.map { hit($0) }.joined(separator: ", ")).</p>\n"
    }
    html += "<p class=\"quiet\">\(footer(release).joined(separator: " · "))</p>\n</li>\n"
    return html
  }

  private func impact(_ release: Timeline.Release) -> HTML {
    let kind =
      switch release.diff.impact {
      case .breaking?: "bad"
      case .dangerous?: "warn"
      case .compatible?: "good"
      case .editorial?, nil: "calm"
      }
    return SiteContext.badge(release.verdictWords, release.diff.fromVersion == nil ? "calm" : kind)
  }

  private func change(_ judged: JudgedChange, _ line: Timeline) -> HTML {
    // A member of a team is a person, and stands in the sentence.
    let isNamed = judged.change.subject != .member || context.facts.names.showsPersons
    let words = isNamed ? judged.message + judged.transitionWords : "the members of the contract's team changed"
    let name = FieldName(judged.change.element)
    let isHere = line.major == major && judged.change.action != .removed
    let link: HTML =
      name.flatMap { isHere ? columns[$0] : nil }.map { " <a class=\"there\" href=\"#\($0)\">see \(name?.field ?? name?.table ?? "")</a>" }
      ?? ""
    return HTML(words) + link
  }

  private func hit(_ impact: ConsumerImpact) -> HTML {
    let known = context.facts.consumers.first { $0.identifier == impact.consumer.identifier }
    let fields = Set(impact.touches.filter { $0.status == impact.status }.flatMap(\.fields)).sorted().map(\.description)
    let name = known.map { context.link(consumer: $0, from: page) } ?? HTML(impact.consumer.title)
    return fields.isEmpty ? name : "\(name) <span class=\"quiet\">(\(fields.joined(separator: ", ")))</span>"
  }

  private func footer(_ release: Timeline.Release) -> [HTML] {
    var parts: [HTML] = []
    if !release.signOffs.isEmpty {
      let agreed = release.signOffs.reduce(into: [HTML]()) { all, signOff in
        let words = words(signOff)
        if !all.contains(words) { all.append(words) }
      }
      parts.append("agreed: \(agreed.joined(separator: ", "))")
    } else {
      parts.append("no sign-off")
    }
    if !release.commit.isEmpty { parts.append("commit <code>\(String(release.commit.prefix(10)))</code>") }
    if context.facts.names.showsPersons { parts.append("by \(release.author)") }
    return parts
  }

  /// `@acme/data (signature)`; with persons `dan for @acme/data (signature)`.
  private func words(_ signOff: CheckAnswer.SignOff) -> HTML {
    if context.facts.names.showsPersons { return HTML(signOff.words) }
    if signOff.owner == BreakGlass.owner { return "set aside by \(context.facts.names.party(ofPerson: signOff.person)) (override)" }
    let owner = context.party(signOff.owner)
    let team = context.facts.names.party(ofPerson: signOff.person)
    let who = owner == team ? HTML(owner) : HTML("\(team) for \(owner)")
    return who + HTML(" (\(signOff.assurance))")
  }
}
