internal import ContractKit

/// Who reads what: one place for each consumer.
enum ConsumersPage {
  static func page(_ context: SiteContext) -> SitePage {
    let path = SitePage.Tab.consumers.path
    let rows = context.facts.consumers.sorted { ($0.title, $0.identifier, $0.path) < ($1.title, $1.identifier, $1.path) }
      .map { consumer -> HTMLTable.Row in
        var reads = consumer.uses.map { use -> HTML in
          let contract = context.contract(use.contract)
          let name = contract.map { context.link(contract: use.contract, $0.title, from: path) } ?? HTML.code(use.contract)
          return name + HTML(" \(use.range ?? "any version")")
            + (use.tested.map { " <span class=\"quiet\">runs on \($0)</span>" } ?? .nothing)
        }
        for diagnostic in consumer.diagnostics { reads.append("<span class=\"note\">\(diagnostic.message)</span>") }
        return HTMLTable.Row(
          id: context.place(of: consumer),
          cells: [
            HTML(consumer.title), consumer.team.map { context.link(team: context.party($0), from: path) } ?? .nothing,
            reads.joined(separator: "<br>"), .code(consumer.path), HTML(consumer.reviewBy.map { "\($0)" } ?? ""),
          ])
      }
    var html: HTML = "<h1>Consumers</h1>\n"
    html += rows.isEmpty ? "<p>Nobody has declared to read anything.</p>\n" : "<p>Whoever declared what they read.</p>\n"
    html += HTMLTable("Consumers", ["Consumer", "Team", "Reads", "Declared in", "Review due"], rows: rows).html
    return SitePage(path: path, title: SitePage.Tab.consumers.words, content: html)
  }
}
