/// What one file declares, in whatever format: nobody, one consumer, or many.
///
/// A file of a known format that has faults declares somebody of whom nothing is known: unknown is never nobody.
package struct ConsumerFile: Sendable {
  /// A consumer of whom some uses hang on links that other files explain.
  package struct Draft: Sendable {
    /// What the declaration says of a link.
    package struct LinkedUse: Sendable {
      package var link: ConsumerLink
      package var use: ConsumerDeclaration.Use
      /// Whether the link may well lead to none of our contracts: then nothing is said where nobody knows it.
      package var isOptional: Bool
    }

    package var declaration: ConsumerDeclaration
    package var uses: [LinkedUse] = []
    package var products: [(link: ConsumerLink, product: ConsumerDeclaration.Product)] = []
    /// The data product that consumes: what it makes is said by its own file.
    package var dataProduct: String?

    package init(declaration: ConsumerDeclaration) {
      self.declaration = declaration
    }
  }

  package var path: String
  package var format: ConsumerFormat
  package var drafts: [Draft] = []
  /// What the file says of links that others may follow.
  package var targets: [ConsumerLink: ConsumerLink.Target] = [:]
  /// Links that lead on to other ones: an API whose definition stands in another file.
  package var aliases: [ConsumerLink: ConsumerLink] = [:]
  /// The contract that the file is; what it refers to makes it a consumer.
  package var contract: Contract?

  package init(path: String, format: ConsumerFormat) {
    self.path = path
    self.format = format
  }

  init(path: String, format: ConsumerFormat, declarations: [ConsumerDeclaration]) {
    self.init(path: path, format: format)
    drafts = declarations.map { Draft(declaration: $0) }
  }

  /// Somebody of whom nothing is known, for a file that cannot be understood.
  static func unknown(path: String, format: ConsumerFormat, _ diagnostics: [Diagnostic]) -> ConsumerFile {
    var declaration = ConsumerDeclaration(identifier: path, path: path, diagnostics: diagnostics)
    declaration.format = format
    return ConsumerFile(path: path, format: format, declarations: [declaration])
  }

  /// Reads a file by what it says of itself, whatever it is called. What says nothing is taken for our own format, whose reader names what is
  /// missing.
  package static func read(_ bytes: [UInt8], path: String, limits: YAMLDocument.Limits = .init()) -> ConsumerFile {
    if DBTManifest.claims(bytes) { return DBTManifest.read(bytes, path: path, limits: limits) }
    if ContractDetection.claims(bytes) { return contract(bytes, path: path, limits: limits) }
    let document: YAMLDocument
    do throws(ReadingError) {
      document = try YAMLDocument(bytes, path: path, limits: limits)
    } catch {
      return backstage(bytes, path: path, limits: limits, instead: error)
    }
    let root = document.root
    if BackstageReader.isOne(root) { return BackstageReader.file([root], path: path) }
    if root["dataUsageAgreementSpecification"] != nil { return AgreementReader.file(root, path: path, format: .dataUsageAgreement) }
    switch root["kind"]?.text {
    case "DataProduct": return ODPSReader.file(root, path: path)
    case "AccessAgreement": return AgreementReader.file(root, path: path, format: .oaas)
    default: return ConsumerFile(path: path, format: .consumer, declarations: [ConsumerDeclaration.read(document, path: path)])
    }
  }

  /// Backstage alone writes several documents into one file.
  private static func backstage(
    _ bytes: [UInt8], path: String, limits: YAMLDocument.Limits, instead error: ReadingError
  ) -> ConsumerFile {
    guard error.diagnostics.contains(where: { $0.rule == "yaml-several-documents" }) else {
      return unknown(path: path, format: .consumer, error.diagnostics)
    }
    do throws(ReadingError) {
      let roots = try YAMLDocument.all(in: bytes, path: path, limits: limits).map(\.root).filter { !$0.isNull }
      if roots.contains(where: { BackstageReader.isOne($0) }) { return BackstageReader.file(roots, path: path) }
      return unknown(path: path, format: .consumer, error.diagnostics)
    } catch {
      return unknown(path: path, format: .consumer, error.diagnostics)
    }
  }

  private static func contract(_ bytes: [UInt8], path: String, limits: YAMLDocument.Limits) -> ConsumerFile {
    do throws(ReadingError) {
      var file = ConsumerFile(path: path, format: .contract)
      file.contract = try ContractReader.read(bytes, path: path, limits: limits)
      return file
    } catch {
      return unknown(path: path, format: .contract, error.diagnostics)
    }
  }
}

extension ConsumerDeclaration.Use {
  /// Takes the one version that a format names: what the consumer runs on today, on a line whose next major somebody has to look at.
  mutating func take(version text: String, at position: SourcePosition) {
    guard let version = SemanticVersion(text), version.prerelease.isEmpty else { return }
    tested = text
    range = version.major > 0 ? "^\(version.major)" : version.minor > 0 ? "^0.\(version.minor)" : "^0.0.\(version.patch)"
    rangePosition = position
  }
}

extension StrictReader {
  /// The text under a key; nil where it is absent or null, and after a report.
  mutating func optionalLine(_ node: YAMLNode?, what: String) -> String? {
    guard let node, !node.isNull else { return nil }
    return line(node, what: what)
  }

  /// The id of a contract. One that is put together from variables is known to nobody here.
  mutating func contractIdentifier(_ node: YAMLNode?, what: String) -> String? {
    guard let node, let text = optionalLine(node, what: what) else { return nil }
    guard !text.contains("${") else {
      report(node.position, "\(what) is '\(text)', whose variables nobody resolves here; write the id")
      return nil
    }
    return text
  }
}
