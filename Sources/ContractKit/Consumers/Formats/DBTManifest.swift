/// Reads the `manifest.json` of a dbt project: its exposures, and the models that read a source, are consumers of the contracts that sources name.
///
/// Which contract a source is, its `meta` says (`contract_id`, and `contract_table` for the table), or `links` in the list of sources; equal
/// names never say it. A model whose `meta` names a contract makes that contract's data. The manifest knows tables, not columns. Source: dbt,
/// "Manifest JSON file", versions 4 to 12.
struct DBTManifest {
  /// A graph that takes more steps to walk than that is nobody's project.
  private static let greatestWork = 5_000_000

  private let path: String
  private let nodes: [String: JSON]
  private let sources: [String: JSON]
  private let exposures: [String: JSON]
  private let groups: [String: JSON]
  private var diagnostics: [Diagnostic] = []

  /// What a source or a model says that it is.
  private struct Marker {
    var contract: String
    var table: String?
  }

  static func claims(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard start.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
    // It is the first member of the first member in what dbt writes; whoever formats it anew may move it anywhere.
    return bytes.contains(text: "dbt_schema_version")
  }

  static func read(_ bytes: [UInt8], path: String, limits: YAMLDocument.Limits) -> ConsumerFile {
    func refusal(_ position: SourcePosition, _ message: String, rule: String = "consumer-invalid") -> ConsumerFile {
      .unknown(path: path, format: .dbt, [Diagnostic(path: path, position: position, rule: rule, message: message)])
    }
    guard bytes.count <= limits.bytes else {
      return refusal(
        .start, "the file has \(bytes.count) bytes; the limit is \(limits.bytes), 'limits.bytes' of the policy", rule: "file-too-large")
    }
    let json: JSON
    do throws(JSON.Malformed) {
      json = try JSON(reading: bytes)
    } catch {
      return refusal(error.position, "the manifest is no JSON: " + error.description)
    }
    guard let version = json["metadata"]?["dbt_schema_version"]?.text, version.contains("/dbt/manifest/") else {
      return refusal(.start, "'metadata.dbt_schema_version' does not say that this is the manifest of a dbt project")
    }
    for key in ["nodes", "sources", "exposures"] {
      guard case .object? = json[key] else { return refusal(.start, "'\(key)' of the manifest must be an object") }
    }
    let manifest = DBTManifest(json, path: path)
    return manifest.file() ?? refusal(.start, "the graph of the manifest is too large to be walked")
  }

  init(_ json: JSON, path: String) {
    self.path = path
    func members(_ keys: [String]) -> [String: JSON] {
      keys.reduce(into: [:]) { all, key in
        if case .object(let members)? = json[key] { all.merge(members) { first, _ in first } }
      }
    }
    // An exposure may stand on a metric, which stands on a model.
    nodes = members(["nodes", "metrics", "semantic_models", "saved_queries"])
    sources = members(["sources"])
    exposures = members(["exposures"])
    groups = members(["groups"])
  }

  // MARK: What is said

  private static func meta(_ node: JSON) -> [JSON] { [node["config"]?["meta"], node["meta"]].compactMap { $0 } }

  private static func marker(_ node: JSON) -> Marker? {
    for meta in meta(node) {
      for key in ["contract_id", "data_contract_id"] {
        guard let contract = meta[key]?.text, !contract.isEmpty else { continue }
        return Marker(contract: contract, table: meta["contract_table"]?.text)
      }
    }
    return nil
  }

  static func parents(_ node: JSON) -> [String] {
    var seen: Set<String> = []
    return (node["depends_on"]?["nodes"]?.items ?? []).compactMap(\.text).filter { seen.insert($0).inserted }
  }

  private func isModel(_ node: JSON) -> Bool { ["model", "snapshot"].contains(node["resource_type"]?.text) }

  // MARK: Who reads what

  private func file() -> ConsumerFile? {
    var file = ConsumerFile(path: path, format: .dbt)
    var markers: [String: Marker] = [:]
    for (name, node) in nodes { markers[name] = Self.marker(node) }
    var work = 0
    let readers =
      nodes.filter { name, node in
        isModel(node) && (markers[name] != nil || Self.parents(node).contains { sources[$0] != nil })
      }.map { ($0.key, $0.value) } + exposures.map { ($0.key, $0.value) }
    for (name, node) in readers.sorted(by: { $0.0 < $1.0 }) {
      var draft = ConsumerFile.Draft(declaration: declaration(name, node))
      guard let origins = origins(of: name, node, markers, &work) else { return nil }
      for origin in origins { add(origin, markers[origin.name] ?? sources[origin.name].flatMap { Self.marker($0) }, to: &draft) }
      if let marker = markers[name] { draft.declaration.produces = [.init(contract: marker.contract)] }
      if !draft.uses.isEmpty || !draft.declaration.uses.isEmpty { file.drafts.append(draft) }
    }
    return file
  }

  private func add(_ origin: (name: String, via: [String]), _ marker: Marker?, to draft: inout ConsumerFile.Draft) {
    var use = ConsumerDeclaration.Use(contract: marker?.contract ?? "", fields: Self.fields(of: marker?.table))
    use.isComplete = marker?.table != nil
    use.via = origin.via
    guard marker == nil else {
      if let place = draft.declaration.uses.firstIndex(where: { $0.contract == use.contract }) {
        draft.declaration.uses[place].add(use)
      } else {
        draft.declaration.uses.append(use)
      }
      return
    }
    draft.uses.append(.init(link: ConsumerLink(.dbt, origin.name), use: use, isOptional: true))
  }

  /// A table of which some columns are read.
  static func fields(of table: String?) -> ConsumerDeclaration.Fields {
    table.map { .tables([$0: .init(isWhole: false, isOpen: true, fields: [], position: .start)]) } ?? .unknown
  }

  /// The sources and contracts that a node stands on, nearest first, each with the nodes between: who reads a model that is a contract reads
  /// that contract, and not what it is made of. Nil where the walk is too long.
  private func origins(
    of name: String, _ node: JSON, _ markers: [String: Marker], _ work: inout Int
  ) -> [(name: String, via: [String])]? {
    var found: [(name: String, via: [String])] = []
    var seen: Set<String> = [name]
    var steps: [(name: String, from: Int?)] = [(name, nil)]
    var next = 0
    while next < steps.count {
      let step = steps[next]
      let parents = Self.parents(nodes[step.name] ?? exposures[step.name] ?? .null)
      work += parents.count + 1
      guard work <= Self.greatestWork else { return nil }
      for parent in parents.sorted() where seen.insert(parent).inserted {
        guard sources[parent] != nil || markers[parent] != nil else {
          if nodes[parent] != nil { steps.append((parent, next)) }
          continue
        }
        var via: [String] = []
        var place: Int? = next
        while let at = place, steps[at].from != nil {
          via.append(steps[at].name)
          place = steps[at].from
        }
        work += via.count
        found.append((parent, via))
      }
      next += 1
    }
    return found
  }

  private func declaration(_ name: String, _ node: JSON) -> ConsumerDeclaration {
    var result = ConsumerDeclaration(identifier: name, path: path)
    result.format = .dbt
    result.name = node["label"]?.text ?? node["name"]?.text
    let group = node["group"]?.text ?? node["config"]?["group"]?.text
    let owner = node["owner"] ?? group.flatMap { name in groups.values.first { $0["name"]?.text == name }?["owner"] }
    result.team = owner?["name"]?.text ?? group
    let address: String? =
      switch owner?["email"] {
      case .string(let text)?: text
      case .array(let texts)?: texts.first?.text
      default: nil
      }
    if let address, address.contains("@") { result.contacts = [.init(tool: "email", url: "mailto:" + address)] }
    return result
  }
}

extension DBTManifest {
  /// What the models and exposures read, by the relations of the sources, whatever contract those may be: for a draft, which a human reviews.
  /// A model is told of the sources that it reads itself, an exposure of those below it.
  var rows: [UsageTable.Row] {
    var work = 0
    let all = nodes.filter { isModel($0.value) }.map { ($0.key, $0.value) } + exposures.map { ($0.key, $0.value) }
    return all.sorted { $0.0 < $1.0 }.flatMap { name, node -> [UsageTable.Row] in
      let isExposure = exposures[name] != nil
      let found = isExposure ? origins(of: name, node, [:], &work)?.map(\.name) ?? [] : Self.parents(node)
      return found.compactMap { parent in
        guard let source = sources[parent] else { return nil }
        return UsageTable.Row(consumer: node["label"]?.text ?? node["name"]?.text ?? name, object: Self.relation(source, parent), line: 1)
      }
    }
  }

  private static func relation(_ source: JSON, _ name: String) -> String {
    if let text = source["relation_name"]?.text, !text.isEmpty { return text }
    let parts = [source["database"]?.text, source["schema"]?.text, source["identifier"]?.text ?? source["name"]?.text]
    let known = parts.compactMap { $0 }.filter { !$0.isEmpty }
    return known.isEmpty ? name : known.joined(separator: ".")
  }
}

extension ConsumerDeclaration.Use {
  /// Takes in what another entry says of the same contract.
  mutating func add(_ other: ConsumerDeclaration.Use) {
    if other.via.count < via.count { via = other.via }
    isComplete = isComplete && other.isComplete
    guard case .tables(let mine) = fields, case .tables(let theirs) = other.fields else {
      if case .everything = fields { return }
      fields = other.fields
      if case .tables = other.fields { fields = .unknown }
      return
    }
    fields = .tables(
      mine.merging(theirs) { first, second in
        .init(
          isWhole: first.isWhole || second.isWhole, isOpen: first.isOpen || second.isOpen, fields: first.fields + second.fields,
          position: first.position)
      })
  }
}
