/// Reads schemas of Avro: a record is a table, what is named once may be used anywhere later.
///
/// Source: Apache Avro 1.12, "Specification": Schema Declaration, Logical Types, Names, Aliases; for protocols "Protocol Declaration".
struct AvroSchema {
  private(set) var schema = ImportedSchema()
  /// A named type, and where it stands.
  struct Declared {
    var node: SourceNode
    var namespace: String
    var path: String
    var isTop: Bool
  }

  /// The file that is read, later the one of the record that is read.
  var path = ""
  /// Named types by their full name, and these in the order in which they were met.
  var named: [String: Declared] = [:]
  private var order: [String] = []
  /// What each named type holds, as it is written there: by its full name, or in the namespace of the holder.
  private var parts: [String: [(full: String, bare: String)]] = [:]
  var made = 0
  private var told: Set<ImportRemark> = []
  /// The names of the table that is read.
  private var subject: [String] = []

  mutating func read(_ source: SourceText) throws(ReadingError) {
    path = source.path
    let node = try SourceNode(source)
    let isProtocol = node["protocol"] != nil
    let declarations = isProtocol ? node["types"]?.items ?? [] : node.items ?? [node]
    let namespace = isProtocol ? node["namespace"]?.text ?? "" : ""
    for declaration in declarations { declare(declaration, namespace, within: nil, isTop: true) }
    guard declarations.contains(where: { $0["type"] != nil }) else {
      throw ReadingError(path: path, position: .start, rule: Import.rule, message: "this is no schema of Avro: it has no 'type'")
    }
    if isProtocol, node["messages"]?.members.isEmpty == false {
      untold(node["messages"]?.position, "'messages' are calls, not data, and are left out")
    }
    for declaration in declarations where Self.name(declaration, namespace) == nil {
      untold(declaration.position, "only records, enums and fixed types have names; this one is no table", .missing)
    }
  }

  /// Makes the tables, when all files are read.
  mutating func finish() {
    let held = parts.mapValues { names in names.compactMap { name in [name.full, name.bare].first { named[$0] != nil } } }
    for name in ImportedRoots.of(order, parts: held) {
      guard let declared = named[name], declared.isTop, Self.isRecord(declared.node) else { continue }
      let node = declared.node
      var table = ImportedTable(name: Self.last(name))
      table.physicalName = name.contains(".") ? name : nil
      subject = [table.name, name]
      table.description = node["doc"]?.words
      table.synonyms = node["aliases"]?.texts ?? []
      table.customProperties = Self.properties(of: node, known: Self.words)
      table.fields = reading(declared) { reader in reader.fields(of: node, Self.space(of: node, declared.namespace), within: [name]) }
      schema.tables.append(table)
    }
    subject = []
  }

  static func isRecord(_ node: SourceNode) -> Bool { ["record", "error"].contains(node["type"]?.text) }

  /// What is told on the way is told of the file in which the type stands.
  mutating func reading<Result>(_ declared: Declared, _ read: (inout Self) -> Result) -> Result {
    let outer = path
    path = declared.path
    defer { path = outer }
    return read(&self)
  }

  mutating func untold(_ position: SourcePosition?, _ message: String, _ kind: ImportRemark.Kind = .untold) {
    let remark = ImportRemark(kind, path: path, position, message, subject: subject)
    if told.insert(remark).inserted { schema.remarks.append(remark) }
  }

  // MARK: Names

  static func last(_ name: String) -> String { name.split(separator: ".").last.map { String($0) } ?? name }

  /// The full name of a named type; nil for others.
  static func name(_ node: SourceNode, _ namespace: String) -> String? {
    guard let type = node["type"]?.text, ["record", "enum", "fixed", "error"].contains(type), let name = node["name"]?.text else {
      return nil
    }
    return full(name, node["namespace"]?.text ?? namespace)
  }

  static func full(_ name: String, _ namespace: String) -> String {
    name.contains(".") || namespace.isEmpty ? name : namespace + "." + name
  }

  static func space(of node: SourceNode, _ namespace: String) -> String {
    guard let name = node["name"]?.text, name.contains(".") else { return node["namespace"]?.text ?? namespace }
    return name.split(separator: ".").dropLast().joined(separator: ".")
  }

  private mutating func declare(
    _ node: SourceNode, _ namespace: String, within holder: String?, isTop: Bool = false, depth: Int = 0
  ) {
    guard depth < 128 else { return }
    for item in node.items ?? [] { declare(item, namespace, within: holder, depth: depth + 1) }
    if let text = node.text { hold(text, namespace, holder) }
    guard node.isMap else { return }
    var (space, inner) = (namespace, holder)
    if let name = Self.name(node, namespace) {
      (space, inner) = (Self.space(of: node, namespace), name)
      hold(name, "", holder)
      if named[name] != nil {
        untold(node.position, "'\(name)' is declared twice; the first one counts")
      } else {
        named[name] = Declared(node: node, namespace: namespace, path: path, isTop: isTop)
        order.append(name)
      }
    }
    for field in node["fields"]?.items ?? [] {
      if let type = field["type"] { declare(type, space, within: inner, depth: depth + 1) }
    }
    for key in ["items", "values"] { if let part = node[key] { declare(part, space, within: inner, depth: depth + 1) } }
    if let type = node["type"], type.text == nil || Self.name(node, namespace) == nil {
      declare(type, space, within: inner, depth: depth + 1)
    }
  }

  private mutating func hold(_ name: String, _ namespace: String, _ holder: String?) {
    if let holder { parts[holder, default: []].append((Self.full(name, namespace), name)) }
  }
}
