/// Pages held against what every page must be: well-formed, each place once, each link leading somewhere, nothing from elsewhere, and what
/// somebody needs who hears the page or walks it with a keyboard.
package struct SiteCheck {
  /// Path to text, from the top of the site.
  private let files: [String: String]
  private var ids: [String: Set<String>] = [:]
  /// A line for each fault: `page: what is wrong`.
  package private(set) var faults: [String] = []

  /// - Parameter files: every file of the site.
  package init(_ files: [String: String]) {
    self.files = files
    var pages: [(path: String, page: Page)] = []
    for (path, text) in files.sorted(by: { $0.key < $1.key }) where path.hasSuffix(".html") {
      var page = Page(path: path)
      page.read(text)
      ids[path] = Set(page.ids)
      faults += page.faults.map { "\(path): \($0)" }
      pages.append((path, page))
    }
    for (path, page) in pages {
      for reference in page.references { follow(reference, from: path) }
      for place in page.named where ids[path]?.contains(place) != true { faults.append("\(path): nothing is called '\(place)'") }
    }
  }

  private mutating func follow(_ reference: String, from page: String) {
    if ["https://", "http://", "mailto:"].contains(where: { reference.hasPrefix($0) }) { return }
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard !reference.contains(":"), !reference.hasPrefix("/") else {
      faults.append("\(page): a link goes to '\(reference)'")
      return
    }
    var steps = page.split(separator: "/").dropLast().map(String.init)
    for step in parts[0].split(separator: "/") {
      if step == ".." {
        if steps.popLast() == nil { faults.append("\(page): '\(reference)' leads out of the site") }
      } else {
        steps.append(String(step))
      }
    }
    let target = parts[0].isEmpty ? page : steps.joined(separator: "/")
    guard files[target] != nil else {
      faults.append("\(page): there is no '\(target)', to which it links")
      return
    }
    if parts.count == 2, ids[target]?.contains(parts[1]) != true {
      faults.append("\(page): there is no place '\(parts[1])' in '\(target)', to which it links")
    }
  }
}

/// What one page holds.
private struct Page {
  let path: String
  var ids: [String] = []
  var references: [String] = []
  /// What attributes of the page name as a place of it.
  var named: [String] = []
  var faults: [String] = []
  private var open: [String] = []
  private var counts: [String: Int] = [:]
  private var level = 0
  private var linkText: String?

  init(path: String) {
    self.path = path
  }

  private static let voids: Set<String> = ["meta", "link", "input", "br"]

  mutating func read(_ text: String) {
    var rest = text[...]
    guard rest.hasPrefix("<!doctype html>\n<html lang=\"") else { return faults.append("it does not begin as a page does") }
    rest.removeFirst("<!doctype html>".count)
    while let bracket = rest.firstIndex(of: "<") {
      takeText(rest[..<bracket])
      guard let end = rest[bracket...].firstIndex(of: ">") else { return faults.append("a tag does not end") }
      takeTag(rest[rest.index(after: bracket)..<end])
      rest = rest[rest.index(after: end)...]
    }
    takeText(rest)
    if !open.isEmpty { faults.append("'\(open.joined(separator: " "))' does not end") }
    for name in ["html", "head", "body", "main", "h1", "title"] where counts[name] != 1 {
      faults.append("there are \(counts[name] ?? 0) of '\(name)'")
    }
    for (id, same) in Dictionary(grouping: ids, by: { $0 }) where same.count > 1 { faults.append("'\(id)' is there \(same.count) times") }
  }

  private mutating func takeText(_ text: Substring) {
    if text.contains(">") { faults.append("a bracket stands in a text: \(text.prefix(60))") }
    takeReferences(text)
    if linkText != nil { linkText? += text }
  }

  private mutating func takeReferences(_ text: Substring) {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    where !["amp;", "lt;", "gt;", "quot;", "#39;"].contains(where: { part.hasPrefix($0) }) {
      faults.append("an ampersand stands in a text: \(part.prefix(30))")
    }
  }

  private mutating func takeTag(_ tag: Substring) {
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      guard open.last == name else { return faults.append("'/\(name)' ends '\(open.last ?? "nothing")'") }
      open.removeLast()
      if name == "a" {
        if linkText?.allSatisfy(\.isWhitespace) ?? true { faults.append("a link has no words") }
        linkText = nil
      }
      return
    }
    let isClosed = tag.hasSuffix("/")
    var rest = isClosed ? tag.dropLast() : tag
    let name = String(rest.prefix { $0 != " " && $0 != "\n" })
    rest = rest.dropFirst(name.count)
    var attributes: [String: String] = [:]
    while let match = rest.firstMatch(of: /^\s+([a-zA-Z-]+)(?:="([^"<>]*)")?/) {
      let key = String(match.output.1)
      if attributes.updateValue(match.output.2.map(String.init) ?? "", forKey: key) != nil {
        faults.append("'\(key)' is there twice in '\(name)'")
      }
      match.output.2.map { takeReferences($0) }
      rest = rest[match.range.upperBound...]
    }
    if !rest.isEmpty { faults.append("a tag cannot be read: <\(tag.prefix(80))>") }
    counts[name, default: 0] += 1
    look(at: name, attributes)
    if !isClosed, !Self.voids.contains(name) { open.append(name) }
  }

  private mutating func look(at name: String, _ attributes: [String: String]) {
    if let id = attributes["id"] {
      if id.isEmpty || id.contains(where: \.isWhitespace) { faults.append("'\(id)' is no id") }
      ids.append(id)
    }
    if let href = attributes["href"].map(Self.plain) { references.append(href) }
    if let source = attributes["src"].map(Self.plain) { references.append(source) }
    if let action = attributes["action"].map(Self.plain) { references.append(action) }
    if ["link", "script"].contains(name), (attributes["href"] ?? attributes["src"] ?? ":").contains(":") {
      faults.append("'\(name)' brings in something from elsewhere, or is written into the page")
    }
    named += ["for", "aria-labelledby", "aria-describedby"].compactMap { attributes[$0] }
    for key in attributes.keys where key.hasPrefix("on") || key == "style" {
      faults.append("'\(name)' has '\(key)', which the policy forbids")
    }
    switch name {
    case "style", "iframe", "object", "embed", "base", "img": faults.append("'\(name)' has no place in a page")
    case "a": linkText = ""
    case "th" where attributes["scope"] == nil: faults.append("a heading of a table does not say of what")
    case "section" where attributes["aria-labelledby"] == nil: faults.append("a section has no heading")
    case "nav" where attributes["aria-label"] == nil: faults.append("a navigation has no name")
    case "table" where attributes["role"] != "table": faults.append("a table is none where its rows become cards")
    case "h1", "h2", "h3", "h4":
      let number = Int(name.dropFirst()) ?? 0
      if number > level + 1 { faults.append("a heading of level \(number) stands below one of \(level)") }
      level = number
    default: break
    }
    if attributes["tabindex"].map({ $0 != "0" && $0 != "-1" }) ?? false { faults.append("'\(name)' jumps the queue of the keyboard") }
  }

  private static func plain(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&amp;", with: "&")
  }
}
