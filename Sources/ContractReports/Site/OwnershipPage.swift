internal import ContractKit

/// Who answers for what in the whole organisation, and the page of each team.
struct OwnershipPage {
  let context: SiteContext

  /// Up to so many contracts are drawn one by one; of more, each domain of a team is one box.
  private static let greatestSourceCount = 48

  var page: SitePage {
    let path = SitePage.Tab.ownership.path
    let audit = context.facts.audit
    var html: HTML = "<h1>Ownership</h1>\n<p>\(audit.sentences.first ?? "")</p>\n"
    let owners = audit.teams
    let isLarge = context.contracts.count { !$0.isGone } > Self.greatestSourceCount
    if !owners.isEmpty {
      let drawn = isLarge ? byDomain(owners, from: path) : byContract(owners, from: path, only: nil)
      html += "<section aria-labelledby=\"map\">\n<h2 id=\"map\">The map</h2>\n"
      html += "<p>Each team with what it answers for; to the right the teams that read it.</p>\n"
      html += figure(drawn, legend: !isLarge) + "</section>\n"
    }
    html += "<section aria-labelledby=\"teams\">\n<h2 id=\"teams\">Teams</h2>\n"
    let reading = Dictionary(grouping: context.facts.consumers) { $0.team.map { context.party($0) } ?? "" }
    let nobody = owners.filter(\.isNobody).map { row(nil, $0, 0, path) }
    let rows = context.teams.map { team in row(team, owners.first { !$0.isNobody && $0.name == team }, reading[team]?.count ?? 0, path) }
    html +=
      HTMLTable(
        "Teams", ["Team", "Contracts", "Domains", "Breaking changes", "Changes not agreed to", "Consumers it runs"], rows: nobody + rows
      ).html
    return SitePage(path: path, title: SitePage.Tab.ownership.words, content: html + "</section>\n")
  }

  private func row(_ team: String?, _ owned: AuditedTeam?, _ consumers: Int, _ path: String) -> HTMLTable.Row {
    let domains = Set((owned?.contracts ?? []).compactMap { domain(of: $0) }).sorted()
    return HTMLTable.Row(
      id: nil,
      cells: [
        team.map { context.link(team: $0, from: path) } ?? "nobody", owned.map { "\($0.contracts.count)" } ?? "0",
        HTML(domains.joined(separator: ", ")), owned.map { "\($0.counts.breaking)" } ?? .nothing,
        owned.map { "\($0.counts.unsigned) of \($0.counts.transitions)" } ?? .nothing, "\(consumers)",
      ])
  }

  // MARK: Teams

  var teamPages: [SitePage] {
    let owned = Dictionary(context.facts.audit.teams.filter { !$0.isNobody }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return context.teams.compactMap { team in context.page(ofTeam: team).map { self.page(of: team, owned[team], path: $0) } }
  }

  private func page(of team: String, _ owned: AuditedTeam?, path: String) -> SitePage {
    var html: HTML = "<h1>\(team)</h1>\n"
    if let owned {
      html += "<section aria-labelledby=\"answers\">\n<h2 id=\"answers\">Answers for</h2>\n"
      html += figure(byContract([owned], from: path, only: team), legend: true)
      html +=
        HTMLTable(
          "Contracts of \(team)", ["Contract", "Version", "Domain", "Decided by", "State", "Bus factor", "Consumers"],
          rows: owned.contracts.map { audited in
            let contract = contract(audited)
            let lines = audited.lines.map { "\($0.path):\($0.line)" }.joined(separator: ", ")
            return HTMLTable.Row(
              id: nil,
              cells: [
                link(audited, from: path), HTML(audited.version ?? ""), HTML(domain(of: audited) ?? ""), .code(lines),
                HTML(audited.state.words),
                ContractPage.busFactor(audited.busFactor), HTML(contract.map { String($0.readers.count) } ?? ""),
              ])
          }
        ).html
      html += "</section>\n"
    }
    let consumers = context.facts.consumers.filter { $0.team.map { context.party($0) } == team }
    if !consumers.isEmpty {
      html += "<section aria-labelledby=\"reads\">\n<h2 id=\"reads\">Reads</h2>\n"
      html +=
        HTMLTable(
          "Consumers of \(team)", ["Consumer", "Contracts"],
          rows: consumers.map { consumer in
            let uses = consumer.uses.map { use -> HTML in
              let title = context.contract(use.contract)?.title ?? use.contract
              return context.link(contract: use.contract, title, from: path) + HTML(" \(use.range ?? "any version")")
            }
            return HTMLTable.Row(id: nil, cells: [context.link(consumer: consumer, from: path), uses.joined(separator: ", ")])
          }
        ).html
      html += "</section>\n"
    }
    let mine = Set((owned?.contracts ?? []).map(\.path))
    let findings = context.contracts.filter { contract in contract.files.contains { mine.contains($0.path) } }.flatMap(\.findings)
    if !findings.isEmpty {
      html += "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n"
      html += FindingsPage.list(findings, context: context, from: path, namesContract: true) + "</section>\n"
    }
    return SitePage(path: path, title: team, content: html)
  }

  // MARK: The picture

  private func figure(_ graph: OwnershipGraph, legend: Bool) -> HTML {
    var html: HTML = "<figure class=\"graph\">\n"
    html += "<p class=\"narrow quiet\">The picture is wider than the screen: move it sideways, or read the table below.</p>\n"
    html += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(graph.title)\">\n"
    html += graph.svg + "</div>\n"
    if legend {
      html +=
        "<figcaption>Bus factor: <span class=\"factor level0\">0</span> nobody can go on, <span class=\"factor level1\">1</span> one person, "
      html += "<span class=\"factor level2\">2</span> two, <span class=\"factor level3\">3</span> three or more.</figcaption>\n"
    }
    return html + "</figure>\n"
  }

  /// Every contract of some teams, and every consumer of these contracts.
  private func byContract(_ teams: [AuditedTeam], from path: String, only team: String?) -> OwnershipGraph {
    var owners: [OwnershipGraph.Owner] = []
    var places: [String: [Int]] = [:]
    var count = 0
    for owner in teams {
      // A contract of two teams stands with the first, unless only the other one is drawn.
      let mine = owner.contracts.filter { team != nil || ($0.parties.first ?? "") == (owner.isNobody ? "" : owner.name) }
        .map { (contract: $0, domain: domain(of: $0) ?? "") }
        .sorted { ($0.domain, $0.contract.title, $0.contract.path) < ($1.domain, $1.contract.title, $1.contract.path) }
      guard !mine.isEmpty else { continue }
      var sources: [OwnershipGraph.Source] = []
      for (audited, domain) in mine {
        places[audited.identifier, default: []].append(count)
        count += 1
        let others = audited.parties.filter { $0 != owner.name }
        let notes = [audited.version, others.isEmpty ? nil : "with " + others.joined(separator: ", ")].compactMap { $0 }
        sources.append(
          OwnershipGraph.Source(
            title: audited.title, note: notes.joined(separator: ", "), link: reference(audited, from: path), domain: domain,
            level: min(max(audited.busFactor.value, 0), 3)))
      }
      owners.append(
        OwnershipGraph.Owner(
          name: owner.isNobody ? "nobody" : owner.name, link: link(team: owner, from: path), isNobody: owner.isNobody, sources: sources))
    }
    let readers = context.facts.consumers.compactMap { consumer -> OwnershipGraph.Reader? in
      let reads = Set(consumer.uses.flatMap { places[$0.contract] ?? [] }).sorted()
      guard !reads.isEmpty else { return nil }
      return OwnershipGraph.Reader(
        title: consumer.title, link: SitePage.top(from: path) + "consumers.html#" + context.place(of: consumer),
        team: consumer.team.map { context.party($0) } ?? "no team", reads: reads.map { ($0, 1) })
    }
    return OwnershipGraph(title: "Teams, contracts and consumers", owners: owners, readers: readers)
  }

  /// A box for each domain of a team, and one for each team that reads.
  private func byDomain(_ teams: [AuditedTeam], from path: String) -> OwnershipGraph {
    var owners: [OwnershipGraph.Owner] = []
    var places: [String: Set<Int>] = [:]
    var count = 0
    for owner in teams {
      let mine = owner.contracts.filter { ($0.parties.first ?? "") == (owner.isNobody ? "" : owner.name) }
      guard !mine.isEmpty else { continue }
      let there = link(team: owner, from: path)
      let domains = Dictionary(grouping: mine) { domain(of: $0) ?? "" }.sorted { $0.key < $1.key }
      var sources: [OwnershipGraph.Source] = []
      for (domain, contracts) in domains {
        for contract in contracts { places[contract.identifier, default: []].insert(count) }
        count += 1
        sources.append(
          OwnershipGraph.Source(
            title: domain.isEmpty ? "no domain" : domain, note: Audit.number(contracts.count, "contract"), link: there, domain: "",
            level: nil)
        )
      }
      owners.append(
        OwnershipGraph.Owner(name: owner.isNobody ? "nobody" : owner.name, link: there, isNobody: owner.isNobody, sources: sources))
    }
    let byTeam = Dictionary(grouping: context.facts.consumers) { $0.team.map { context.party($0) } ?? "no team" }
    let readers = byTeam.sorted { $0.key < $1.key }.compactMap { team, consumers -> OwnershipGraph.Reader? in
      var counts: [Int: Int] = [:]
      for consumer in consumers {
        for source in Set(consumer.uses.flatMap { places[$0.contract] ?? [] }) { counts[source, default: 0] += 1 }
      }
      guard !counts.isEmpty else { return nil }
      return OwnershipGraph.Reader(
        title: team + ": " + Audit.number(consumers.count, "consumer"),
        link: context.page(ofTeam: team).map { SitePage.top(from: path) + $0 },
        team: "", reads: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    return OwnershipGraph(title: "Teams, domains and the teams that read them", owners: owners, readers: readers)
  }

  // MARK: What stands behind an audited contract

  private func contract(_ audited: AuditedContract) -> SiteContract? { context.contract(at: audited.path) }

  private func domain(of audited: AuditedContract) -> String? {
    contract(audited)?.files.first { $0.path == audited.path }?.contract?.root.value("domain")?.text.nonEmpty
  }

  private func reference(_ audited: AuditedContract, from path: String) -> String? {
    contract(audited).map { contract in
      SitePage.top(from: path) + contract.page(contract.files.first { $0.path == audited.path })
    }
  }

  private func link(_ audited: AuditedContract, from path: String) -> HTML {
    reference(audited, from: path).map { .link(audited.title, to: $0) } ?? HTML(audited.title)
  }

  private func link(team: AuditedTeam, from path: String) -> String? {
    team.isNobody ? nil : context.page(ofTeam: team.name).map { SitePage.top(from: path) + $0 }
  }
}
