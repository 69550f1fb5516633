internal import ContractKit

/// The first page: every contract, and the search.
enum IndexPage {
  static func page(_ context: SiteContext) -> SitePage {
    let path = SitePage.Tab.index.path
    let facts = context.facts
    let standing = context.contracts.filter { !$0.isGone }
    var html: HTML = "<h1>\(facts.title)</h1>\n"
    let teams = Set(standing.flatMap(\.parties)).count
    let high = facts.audit.findings.count { $0.kind.risk == .high }
    let numbers: [(Int, String, String)] = [
      (standing.count, standing.count == 1 ? "contract" : "contracts", "#contracts"),
      (teams, teams == 1 ? "team answers" : "teams answer", SitePage.Tab.ownership.path),
      (facts.consumers.count, facts.consumers.count == 1 ? "consumer" : "consumers", SitePage.Tab.consumers.path),
      (high, high == 1 ? "finding of high risk" : "findings of high risk", SitePage.Tab.findings.path),
    ]
    html += "<ul class=\"numbers\">\n"
    for (number, words, link) in numbers { html += "<li><a href=\"\(link)\"><strong>\(number)</strong> \(words)</a></li>\n" }
    html += "</ul>\n<noscript><p>Searching needs JavaScript; the list below is whole.</p></noscript>\n"
    html += "<p id=\"found\" role=\"status\" aria-live=\"polite\"></p>\n"
    html +=
      "<section id=\"columns\" aria-labelledby=\"columns-heading\" hidden><h2 id=\"columns-heading\">Columns</h2><ul></ul></section>\n"
    html += "<h2>All contracts</h2>\n"
    if context.contracts.isEmpty { html += "<p id=\"contracts\">There is none yet.</p>\n" }
    html +=
      HTMLTable(
        "Contracts", id: "contracts", ["Contract", "Version", "Status", "Owners", "Domain", "Consumers", "Bus factor", "Last version"],
        rows: context.contracts.map { row($0, context, path) }
      ).html
    let footer: HTML = """
      <p>As of commit <code>\(String(facts.commit.prefix(12)))</code> of <time datetime="\(facts.day)">\(facts.day)</time>.</p>

      """
    return SitePage(
      path: path, title: facts.title, content: html, scripts: [SearchIndex.path, SiteScript.path], footer: footer,
      description: "All data contracts, who answers for them and who reads them")
  }

  private static func row(_ contract: SiteContract, _ context: SiteContext, _ path: String) -> HTMLTable.Row {
    let audited = contract.files.first.flatMap { contract.audited[$0.path] }
    let factor: HTML =
      audited.map { "<span class=\"factor level\(min(max($0.busFactor.value, 0), 3))\">\($0.busFactor.value)</span>" } ?? ""
    let count = contract.readers.count
    return HTMLTable.Row(
      id: nil,
      cells: [
        .link(contract.title, to: contract.page()), HTML(contract.version ?? ""), SiteContext.status(contract),
        contract.isGone ? .nothing : context.links(teams: contract.parties, from: path), HTML(contract.domain ?? ""),
        contract.isGone ? .nothing : "\(count)", factor, HTML(contract.timelines.first?.versions.first?.day ?? ""),
      ])
  }
}
