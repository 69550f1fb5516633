/// One page in the frame that all have: head, navigation, search, content.
struct SitePage {
  /// The pages that stand in the navigation.
  enum Tab: String, CaseIterable {
    case index, ownership, consumers, findings

    var words: String {
      switch self {
      case .index: "Contracts"
      case .ownership: "Ownership"
      case .consumers: "Consumers"
      case .findings: "Findings"
      }
    }

    var path: String { rawValue + ".html" }
  }

  /// From the top of the site.
  var path: String
  var title: String
  var content: HTML
  /// The scripts of the page, from the top of the site.
  var scripts: [String] = []
  /// What only the first page says: the others change only when their content does.
  var footer: HTML = .nothing
  var description = ""

  /// The way to the top of the site: empty or `../`.
  var top: String { Self.top(from: path) }

  static func top(from path: String) -> String { path.contains("/") ? "../" : "" }

  /// Nothing from elsewhere, nothing inline. That a page from a disk is its own neighbour too was tried with Chromium and Firefox.
  private static let policy: HTML =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"

  func html(site: String) -> HTML {
    let heading = title == site ? title : "\(title) · \(site)"
    var html: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">

      """
    if !description.isEmpty { html += "<meta name=\"description\" content=\"\(description)\">\n" }
    html += """
      <title>\(heading)</title>
      <link rel="icon" href="\(top)icon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="\(top)site.css">

      """
    for script in scripts { html += "<script src=\"\(top + script)\" defer></script>\n" }
    html += """
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header class="site">
      <p class="brand"><a href="\(top)index.html">\(site)</a></p>
      <nav aria-label="Site"><ul>\(navigation)</ul></nav>
      \(search)</header>
      <main id="content" tabindex="-1">
      \(content)</main>
      <footer class="site">\(footer)<p>Made by <code>git contract site</code> from the history of the repository.</p></footer>
      </body>
      </html>

      """
    return html
  }

  private var navigation: HTML {
    Tab.allCases.map { tab -> HTML in
      let current: HTML = tab.path == path ? " aria-current=\"page\"" : .nothing
      return "<li><a href=\"\(top + tab.path)\"\(current)>\(tab.words)</a></li>"
    }.joined()
  }

  /// On the first page it waits for the script that answers; from the others it leads there.
  private var search: HTML {
    let hidden: HTML = path == Tab.index.path ? " hidden" : .nothing
    return """
      <form role="search" class="search" action="\(top)index.html" method="get"\(hidden)>
      <label for="q">Search contracts and columns</label>
      <input id="q" name="q" type="search" autocomplete="off" spellcheck="false">
      </form>

      """
  }
}
