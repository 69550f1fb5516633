extension Policy {
  /// The keys of `.contracts/policy.yaml` as JSON Schema, from the tables by which the file is read: neither knows a key that the other
  /// does not.
  package static var schema: SchemaNode {
    let common = EffectivePolicy.settings.map { ($0.key, $0.schema()) }
    var tree = SchemaTree()
    for (key, node) in settings.map({ ($0.key, $0.schema()) }) + common { tree.add(key, node) }
    var overlay = SchemaTree()
    for (key, node) in common { overlay.add(key, node) }
    var entry = overlay
    entry.add("match", .string)
    tree.add("paths", .list(of: entry.node(required: ["match"])).orNull)
    var status = SchemaTree()
    for word in Contract.Status.allCases { status.add(word.rawValue, overlay.node().orNull) }
    tree.add("status", status.node().orNull)
    return tree.node().orNull
  }
}

/// Dotted keys, gathered into nested mappings.
private struct SchemaTree {
  private var leaves: [String: SchemaNode] = [:]
  private var branches: [String: SchemaTree] = [:]

  mutating func add(_ key: some StringProtocol, _ node: SchemaNode) {
    guard let dot = key.firstIndex(of: ".") else {
      leaves[String(key)] = node
      return
    }
    branches[String(key[..<dot]), default: SchemaTree()].add(key[key.index(after: dot)...], node)
  }

  /// Of what is empty the reader takes nothing at all for it.
  func node(required: [String] = []) -> SchemaNode {
    .input(leaves.merging(branches.mapValues { $0.node().orNull }) { leaf, _ in leaf }, required: required)
  }
}
