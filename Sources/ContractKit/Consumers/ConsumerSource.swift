/// Another repository that declares consumers of contracts in this one.
package struct ConsumerSource: Hashable, Sendable {
  /// What reports call it, and the last part of its ref's name.
  package var name: String
  package var url: String
  /// The full name of the branch or tag that is read there.
  package var reference: String
  /// Which files there declare consumers.
  package var files: [Glob]
  package var position: SourcePosition

  package init(name: String, url: String, reference: String, files: [Glob], position: SourcePosition = .start) {
    self.name = name
    self.url = url
    self.reference = reference
    self.files = files
    self.position = position
  }

  /// The ref that keeps what was fetched of it.
  package var trackingReference: String { Self.prefix + name }

  package static let prefix = "refs/contracts/consumers/"

  /// How a declaration of it is called here: `finance:.contracts/consumes.yaml`.
  package func path(of file: String) -> String { name + ":" + file }

  /// Stands for everybody whom the source may declare, as long as nobody knows them: unknown is never nobody.
  package func unknown(_ why: String) -> ConsumerDeclaration {
    ConsumerDeclaration(
      identifier: name, name: "source '\(name)'", path: ConsumerSourceFile.path,
      diagnostics: [Diagnostic(path: ConsumerSourceFile.path, position: position, rule: "consumer-source-missing", message: why)])
  }
}

/// Reads `.contracts/consumer-sources.yaml`:
///
/// ```yaml
/// sources:
///   - name: finance
///     url: https://git.acme.example/finance/dashboards.git
///     ref: main                          # optional; HEAD of the source
///     files: [".contracts/consumes.yaml"]  # optional; that one
/// links:                                 # which contract it is that files of other formats speak of
///   - {format: dbt, name: source.shop.raw.orders, contract: 4d2a7e10-…, table: orders}
///   - {format: backstage, name: "api:default/payments", contract: }   # none of ours
/// usage: [usage/*.csv]                   # what was seen to be read
/// ```
///
/// Source: consumers.md, "Declaring", place 2.
package struct ConsumerSourceFile: Sendable {
  /// Where it stands in a repository.
  package static let path = ".contracts/consumer-sources.yaml"
  /// Where a repository declares what it consumes, unless its source says otherwise.
  package static let usualFile = ".contracts/consumes.yaml"

  package var sources: [ConsumerSource]
  /// What links of other formats lead to.
  package var links: [ConsumerLink: ConsumerLink.Target] = [:]
  /// Tables of observed use in this repository.
  package var usage: [Glob] = []

  /// - Throws: `ReadingError` that names every fault, under the rule `consumer-sources-invalid`.
  package init(_ bytes: [UInt8]) throws(ReadingError) {
    let document = try YAMLDocument(bytes, path: Self.path)
    var reader = StrictReader(path: Self.path, rule: "consumer-sources-invalid")
    sources = []
    for entry in reader.entries(of: document.root, what: "the file of sources", known: ["sources", "links", "usage"]) {
      switch entry.key {
      case "sources": sources = reader.list(entry.value, what: "'sources'") { Self.source(&$0, $1) } ?? []
      case "usage": usage = reader.list(entry.value, what: "'usage'") { $0.glob($1, what: "'usage'") } ?? []
      default:
        for item in reader.list(entry.value, what: "'links'") ?? [] { link(item, &reader) }
      }
    }
    for (place, source) in sources.enumerated() {
      // Git has one ref where a name differs only by case, on some file systems.
      guard let first = sources[..<place].first(where: { $0.name.lowercasedASCII == source.name.lowercasedASCII }) else { continue }
      reader.report(source.position, "source '\(source.name)' stands in line \(first.position.line) already")
    }
    guard reader.diagnostics.isEmpty else { throw ReadingError(reader.diagnostics.sorted { $0.position < $1.position }) }
  }

  private mutating func link(_ node: YAMLNode, _ reader: inout StrictReader) {
    var kind: ConsumerLink.Kind?
    var texts: [String: String] = [:]
    for entry in reader.entries(of: node, what: "a link", known: ["format", "name", "contract", "table"]) {
      switch entry.key {
      case "format": kind = reader.choice(entry.value, what: "'format'", as: ConsumerLink.Kind.self)
      case "contract" where entry.value.isNull: break
      default: texts[entry.key] = reader.line(entry.value, what: "'\(entry.key)'")
      }
    }
    guard node.kind == .mapping else { return }
    for (key, what) in [
      ("format", "of which kind of file it speaks"), ("name", "what that file calls it"),
      ("contract", "the id of the contract, or nothing where it is none"),
    ] where node[key] == nil {
      reader.report(node.position, "a link needs '\(key)': \(what)")
    }
    guard let kind, var name = texts["name"] else { return }
    if kind == .backstage { name = BackstageReader.reference(name, namespace: "default") }
    let link = ConsumerLink(kind, name)
    guard links.updateValue(.init(contract: texts["contract"], table: texts["table"]), forKey: link) == nil else {
      reader.report(node.position, "\(link.words) has a link already")
      return
    }
  }

  private static func source(_ reader: inout StrictReader, _ node: YAMLNode) -> ConsumerSource? {
    let before = reader.diagnostics.count
    var texts: [String: String] = [:]
    var files: [Glob]?
    for entry in reader.entries(of: node, what: "a source", known: ["name", "url", "ref", "files"]) {
      if entry.key == "files" {
        files = reader.list(entry.value, what: "'files'") { $0.glob($1, what: "'files'") }
        if files?.isEmpty == true { reader.report(entry.position, "'files' names no file") }
      } else {
        texts[entry.key] = reader.line(entry.value, what: "'\(entry.key)'")
      }
    }
    guard reader.diagnostics.count == before, node.kind == .mapping else { return nil }
    for (key, what) in [("name", "what reports call it"), ("url", "where Git fetches it")] where texts[key] == nil {
      reader.report(node.position, "a source needs '\(key)': \(what)")
    }
    guard let name = texts["name"], let url = texts["url"] else { return nil }
    guard isName(name) else {
      reader.report(node.position, "the name of a source has letters, digits, '-' and '_', and '\(name)' has others")
      return nil
    }
    guard !url.hasPrefix("-"), !url.contains("::") else {
      reader.report(node.position, "'\(url)' is no address that Git fetches from by itself")
      return nil
    }
    let reference = texts["ref"] ?? "HEAD"
    guard isReference(reference) else {
      reader.report(node.position, "'\(reference)' is no name of a branch or tag")
      return nil
    }
    return ConsumerSource(
      name: name, url: url, reference: reference, files: files ?? [Glob(literal: "/.contracts/consumes.yaml")], position: node.position)
  }

  /// A name that is one component of a ref everywhere.
  private static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count) && text.first != "-"
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// What git-check-ref-format(1) admits, as far as a refspec is concerned; the rest Git refuses itself.
  private static func isReference(_ text: String) -> Bool {
    !text.hasPrefix("-") && !text.hasPrefix("+") && !text.contains("..")
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !":?*[\\^~".unicodeScalars.contains($0) }
  }
}
