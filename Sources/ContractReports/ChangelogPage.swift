internal import ContractKit

extension ChangelogAnswer {
  /// The lines between which the changelog stands in a file that others write in, too. They say nothing in Markdown nor in HTML.
  package static let startMarker: HTML = "<!-- git-contract changelog: start -->"
  package static let endMarker: HTML = "<!-- git-contract changelog: end -->"

  /// A page that needs nothing from anywhere, for a narrow screen or a wide one, light or dark. What stands between the markers is
  /// ``htmlSection``.
  package var html: String {
    let page: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>\(title)</title>
      <style>
      \(ChangelogStyle.text)
      </style>
      </head>
      <body>
      <main>
      \(Self.startMarker)
      \(section)\(Self.endMarker)
      </main>
      </body>
      </html>

      """
    return page.markup
  }

  /// What stands between the markers.
  package var htmlSection: String { section.markup }

  private var title: String {
    let names = Set(lines.map(\.name))
    return names.count == 1 ? "Changelog of \(names.first ?? "")" : "Changelog"
  }

  private var section: HTML {
    var anchors = Anchors()
    var contents: [HTML] = []
    var parts = HTML.nothing
    for line in lines {
      let name = "\(line.name) \(line.major).x"
      let place = anchors.place("line", "\(line.name)-\(line.major)")
      contents.append("<li>\(HTML.link(name, to: "#" + place))</li>")
      parts += "<section>\n<h2 id=\"\(place)\">\(name)</h2>\n"
      parts += "<p class=\"quiet\">Contract \(HTML.code(line.identifier)) in \(HTML.code(line.path))</p>\n"
      if let end = line.end { parts += "<p class=\"note\">\(end.longWords.sentence)</p>\n" }
      parts += Self.deprecations(line.deprecated)
      for release in line.versions {
        parts += Self.html(release, at: anchors.place("version", "\(line.name)-\(release.version)"))
      }
      parts += "</section>\n"
    }
    let list: HTML = lines.count > 1 ? "<nav aria-label=\"Contracts\"><ul>\(contents.joined())</ul></nav>\n" : .nothing
    return "<h1>\(title)</h1>\n" + list + parts
  }

  private static func deprecations(_ deprecated: [Timeline.Deprecation]) -> HTML {
    guard !deprecated.isEmpty else { return .nothing }
    let items = deprecated.map { entry -> HTML in
      let removal = entry.removeAfter.map { "removal due \($0)" } ?? "no day of removal is said"
      let successor: HTML = entry.replacedBy.map { "; use \(HTML.code($0))" } ?? .nothing
      return "<li>\(HTML.code(entry.element)) since \(entry.sinceVersion) (\(entry.since)): \(removal)\(successor)</li>\n"
    }
    return "<h3>Deprecated now</h3>\n<ul>\n\(items.joined())</ul>\n"
  }

  private static func html(_ release: Timeline.Release, at place: String) -> HTML {
    var html: HTML = "<article id=\"\(place)\">\n<h3><a href=\"#\(place)\">\(release.heading)</a></h3>\n"
    if !release.summary.isEmpty { html += "<p>\(release.summary)</p>\n" }
    for group in release.groups {
      html += "<h4 class=\"\(group.title.lowercased())\">\(group.title)</h4>\n<ul>\n"
      for judged in group.changes {
        html += "<li>\(judged.message + judged.transitionWords) <code class=\"quiet\">\(judged.fingerprint)</code></li>\n"
      }
      html += "</ul>\n"
    }
    if !release.migration.isEmpty {
      html += "<h4>Migration</h4>\n<ul>\n\(release.migration.map { "<li>\($0)</li>\n" as HTML }.joined())</ul>\n"
    }
    var footer: [String] = []
    if !release.commit.isEmpty { footer.append("commit \(release.commit.prefix(10)) by \(release.author)") }
    if !release.agreed.isEmpty { footer.append("agreed: " + release.agreed.joined(separator: ", ")) }
    if !release.hurt.isEmpty { footer.append(release.hurtTitle.lowercased() + ": " + release.hurt.joined(separator: ", ")) }
    if !footer.isEmpty { html += "<p class=\"quiet\">\(footer.map { HTML($0) }.joined(separator: "<br>"))</p>\n" }
    return html + "</article>\n"
  }
}

/// The look of the page. Text has a contrast of at least 4.5 to 1 to what is behind it, in both schemes.
private enum ChangelogStyle {
  static let text: HTML = """
    :root { color-scheme: light dark; --page: #fff; --line: #d5dbe1; --text: #1c2126; --quiet: #56606b; --link: #1a5496; --bad: #9b1226; --warn: #7d4700; --good: #17663f; }
    @media (prefers-color-scheme: dark) {
      :root { --page: #0f1419; --line: #34404b; --text: #e7ecf0; --quiet: #a0acb7; --link: #86b9f5; --bad: #ff97a2; --warn: #f2b866; --good: #7fd6a5; }
    }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0; background: var(--page); color: var(--text); line-height: 1.5; font-family: system-ui, sans-serif; }
    main { max-width: 48rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
    h1, h2, h3, h4 { line-height: 1.25; }
    h2 { margin: 2.5rem 0 0.5rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
    h3 { margin: 1.75rem 0 0.5rem; }
    h4 { margin: 0.75rem 0 0.25rem; }
    p { margin: 0 0 0.5rem; }
    ul { margin: 0 0 0.5rem; padding-left: 1.25rem; }
    a { color: var(--link); }
    h3 a { color: inherit; text-decoration: none; }
    h3 a:hover { text-decoration: underline; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    code { font-family: ui-monospace, monospace; font-size: 0.9em; }
    .quiet { color: var(--quiet); font-size: 0.9em; }
    .note, .dangerous, .deprecated { color: var(--warn); }
    .breaking { color: var(--bad); }
    .added { color: var(--good); }
    """
}
