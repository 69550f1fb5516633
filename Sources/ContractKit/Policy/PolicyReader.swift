extension Policy {
  /// Reads a policy file strictly: unknown keys, wrong kinds and wrong values are faults, and all of them are named at once.
  ///
  /// - Parameter path: named in diagnostics only.
  /// - Throws: `ReadingError` with a place for every fault, under the rule `policy-invalid`; YAML that cannot be read, under its own.
  package static func read(_ bytes: [UInt8], path: String = Policy.path) throws(ReadingError) -> Policy {
    // A file of nothing but comments says nothing, which is a policy.
    if bytes.split(separator: UInt8(ascii: "\n")).allSatisfy({ isBlankOrComment($0) }) { return Policy() }
    let document = try YAMLDocument(bytes, path: path)
    var reader = PolicyReader(reader: StrictReader(path: path, rule: "policy-invalid"))
    let policy = reader.policy(document.root)
    guard reader.reader.diagnostics.isEmpty else { throw ReadingError(reader.reader.diagnostics.sorted { $0.position < $1.position }) }
    return policy
  }

  static func isBlankOrComment(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    return text.isEmpty || text.first == UInt8(ascii: "#")
  }
}

/// Walks a policy file by the two tables of settings.
private struct PolicyReader {
  var reader: StrictReader

  mutating func policy(_ root: YAMLNode) -> Policy {
    var policy = Policy()
    var found = Found()
    collect(root, prefix: "", what: "the policy", common: Policy.settings, others: ["paths", "status"], into: &found)
    for assignment in found.policy { assignment.make(in: &policy) }
    for assignment in found.effective { assignment.make(in: &policy.common) }
    if let paths = root["paths"] { policy.overlays += pathOverlays(paths) }
    if let status = root["status"] { policy.overlays += statusOverlays(status) }
    return policy
  }

  private mutating func pathOverlays(_ node: YAMLNode) -> [Policy.Overlay] {
    (reader.list(node, what: "'paths'") ?? []).compactMap { item in
      var found = Found()
      collect(item, prefix: "", what: "an entry of 'paths'", common: [], others: ["match"], into: &found)
      guard item.kind == .mapping else { return nil }
      guard let match = item["match"] else {
        reader.report(item.position, "an entry of 'paths' needs 'match', the pattern of the paths that it speaks of")
        return nil
      }
      guard let glob = reader.glob(match, what: "'match'") else { return nil }
      return Policy.Overlay(scope: .path(glob), line: item.position.line, assignments: found.effective)
    }
  }

  private mutating func statusOverlays(_ node: YAMLNode) -> [Policy.Overlay] {
    let words = ["proposed", "draft", "active", "deprecated", "retired"]
    return reader.entries(of: node, what: "'status'", known: words).compactMap { entry in
      guard let status = Contract.Status(rawValue: entry.key) else { return nil }
      var found = Found()
      collect(entry.value, prefix: "", what: "'status.\(entry.key)'", common: [], others: [], into: &found)
      return Policy.Overlay(scope: .status(status), line: entry.position.line, assignments: found.effective)
    }
  }

  private struct Found {
    var policy: [Assignment<Policy>] = []
    var effective: [Assignment<EffectivePolicy>] = []
  }

  /// Reads the keys of one mapping and of those below it.
  ///
  /// - Parameters:
  ///   - prefix: the keys that lead here, with a dot behind each.
  ///   - common: the settings that stand outside of `EffectivePolicy`, where they may stand here.
  ///   - others: keys that the caller reads itself.
  private mutating func collect(
    _ node: YAMLNode, prefix: String, what: String, common: [Setting<Policy>], others: [String], into found: inout Found
  ) {
    var known = others
    for key in common.map(\.key) + EffectivePolicy.settings.map(\.key) where key.hasPrefix(prefix) {
      let next = String(key.dropFirst(prefix.count).prefix { $0 != "." })
      if !known.contains(next) { known.append(next) }
    }
    for entry in reader.entries(of: node, what: what, known: known) where !others.contains(entry.key) {
      let key = prefix + entry.key
      if let setting = common.first(where: { $0.key == key }) {
        found.policy += setting.read(&reader, entry.value)
      } else if let setting = EffectivePolicy.settings.first(where: { $0.key == key }) {
        found.effective += setting.read(&reader, entry.value)
      } else {
        collect(entry.value, prefix: key + ".", what: "'\(key)'", common: common, others: [], into: &found)
      }
    }
  }
}
