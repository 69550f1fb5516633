internal import ContractKit

/// Versions of a line as they were told, newest first, and what is deprecated in the newest.
struct ToldVersions {
  var text = ""
  /// Nil where the newest cannot be read.
  var kept: [KeptDeprecation]?

  init() {}

  init(text: String, deprecated: [KeptDeprecation]?) {
    self.text = text
    kept = deprecated
  }

  /// These with a newer one before them.
  func with(_ newer: ToldVersions) -> ToldVersions { ToldVersions(text: newer.text + text, deprecated: newer.kept) }

  var deprecated: [Timeline.Deprecation]? { kept?.map(\.deprecation) }

  fileprivate func write(to writer: inout ByteWriter) {
    writer.add(text: text)
    writer.add(kept == nil ? 0 : 1)
    guard let kept else { return }
    writer.add(kept.count)
    for deprecation in kept { deprecation.write(to: &writer) }
  }

  fileprivate init(_ reader: inout ByteReader) {
    text = reader.text()
    kept = reader.number() == 0 ? nil : reader.list { KeptDeprecation(&$0) }
  }
}

/// A deprecated element, and what tells it from others in the next version.
struct KeptDeprecation {
  private var path: String
  private var kind: String
  private var identifier: String?
  private var name: String?
  private(set) var deprecation: Timeline.Deprecation

  /// - Parameters:
  ///   - version: the one that says so, of that day.
  ///   - earlier: what was deprecated in the version before: an unbroken row began with its first.
  init(_ path: ElementPath, _ element: Element, version: String, day: String, _ earlier: [KeptDeprecation]?) {
    self.path = path.description
    kind = element.kind.rawValue
    identifier = element.identifier
    name = element.name
    deprecation = Timeline.Deprecation(
      element: path.dotted, since: day, sinceVersion: version, removeAfter: element.customProperty("removeAfter"),
      replacedBy: element.customProperty("replacedBy"))
    if let before = earlier?.first(where: { [self] in $0.path == self.path || isSame(as: $0) }) {
      (deprecation.since, deprecation.sinceVersion) = (before.deprecation.since, before.deprecation.sinceVersion)
    }
  }

  /// The same `id`, else the same name.
  private func isSame(as other: KeptDeprecation) -> Bool {
    guard kind == other.kind else { return false }
    if let identifier, let otherIdentifier = other.identifier { return identifier == otherIdentifier }
    return name != nil && name == other.name
  }

  fileprivate func write(to writer: inout ByteWriter) {
    writer.add(text: path)
    writer.add(text: kind)
    writer.add(optional: identifier)
    writer.add(optional: name)
    for text in [deprecation.element, deprecation.since, deprecation.sinceVersion] { writer.add(text: text) }
    writer.add(optional: deprecation.removeAfter)
    writer.add(optional: deprecation.replacedBy)
  }

  fileprivate init(_ reader: inout ByteReader) {
    path = reader.text()
    kind = reader.text()
    identifier = reader.optionalText()
    name = reader.optionalText()
    let (element, since, version) = (reader.text(), reader.text(), reader.text())
    deprecation = Timeline.Deprecation(
      element: element, since: since, sinceVersion: version, removeAfter: reader.optionalText(), replacedBy: reader.optionalText())
  }
}

/// A line as it was told last. The newest version stands apart: the next commit may become a part of it.
struct KeptLine {
  var earlier: ToldVersions
  var newest: ToldVersions

  var bytes: [UInt8] {
    var writer = ByteWriter()
    earlier.write(to: &writer)
    newest.write(to: &writer)
    return writer.bytes
  }

  init(earlier: ToldVersions, newest: ToldVersions) {
    self.earlier = earlier
    self.newest = newest
  }

  /// Nil for bytes that are no line.
  init?(_ bytes: ArraySlice<UInt8>) {
    var reader = ByteReader(bytes)
    earlier = ToldVersions(&reader)
    newest = ToldVersions(&reader)
    guard reader.isComplete else { return nil }
  }
}
