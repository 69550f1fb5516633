internal import ContractKit

/// The contracts of a repository as a static web site: files that need no server, no network and no build.
///
/// A pure function of the facts: the same ones are the same bytes.
package struct Site: Sendable {
  /// One file; the path is from the top of the site, with `/`.
  package struct File: Sendable, Hashable {
    package var path: String
    package var text: String
  }

  /// In the order of their paths.
  package let files: [File]

  /// - Parameter toolVersion: told on the first page only; the others change only with what they say.
  package init(_ facts: SiteFacts, toolVersion: String) {
    let context = SiteContext(facts)
    var files = [
      File(path: "site.css", text: SiteStyle.text), File(path: "icon.svg", text: SiteStyle.icon),
      File(path: SiteScript.path, text: SiteScript.text),
    ]
    func add(_ page: SitePage) { files.append(File(path: page.path, text: page.html(site: facts.title).markup)) }
    var columns: [[(name: String, place: String)]] = []
    for contract in context.contracts {
      let shown = contract.files.isEmpty ? [nil] : contract.files.map { Optional($0) }
      for (place, file) in shown.enumerated() {
        let page = ContractPage(contract, file, context: context)
        if place == 0 { columns.append(page.columnPlaces) }
        add(page.page)
      }
    }
    var first = IndexPage.page(context)
    first.footer += "<p>git-contract \(toolVersion)</p>\n"
    add(first)
    let ownership = OwnershipPage(context: context)
    add(ownership.page)
    ownership.teamPages.forEach(add)
    add(ConsumersPage.page(context))
    add(FindingsPage.page(context))
    files.append(File(path: SearchIndex.path, text: SearchIndex.script(context.contracts, columns: columns)))
    self.files = files.sorted { $0.path < $1.path }
  }
}
