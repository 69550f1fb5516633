/// What a schema refers to, and what several schemas say together.
extension JSONSchemaReader {
  /// A schema with what it refers to and what `allOf` adds, as one view of members; the first to say something counts.
  struct View {
    var members: [SourceNode.Member] = []
    subscript(_ name: String) -> SourceNode? { members.first { $0.name == name }?.value }
  }

  mutating func resolved(_ node: SourceNode, _ within: [String], depth: Int = 0) -> (view: View, within: [String]) {
    var view = View(members: node.members)
    var trail = within
    work += 1
    guard depth < 32, work < 500_000 else { return (view, trail) }
    if let reference = node["$ref"]?.text ?? node["$dynamicRef"]?.text {
      if trail.contains(reference) || trail.count > ImportedSchema.greatestDepth {
        untold(node["$ref"]?.position, "'\(reference)' leads back to itself: within itself it is not told again")
        view.members.append(
          .init(name: "type", position: node.position, value: SourceNode(position: node.position, content: .scalar("object"))))
      } else if let target = target(reference) {
        referred.insert(target.position)
        trail.append(reference)
        let inner = resolved(target, trail, depth: depth + 1)
        trail = inner.within
        merge(inner.view, into: &view)
      } else {
        untold(node["$ref"]?.position, "'\(reference)' is not in this file, and what it says is not told", .missing)
      }
    }
    // Two parts may refer to the same: only what lies within itself goes round in circles.
    let outer = trail
    for part in node["allOf"]?.items ?? [] {
      let inner = resolved(part, outer, depth: depth + 1)
      trail += inner.within.filter { !trail.contains($0) }
      merge(inner.view, into: &view)
    }
    return (view, trail)
  }

  mutating func merge(_ other: View, into view: inout View) {
    for member in other.members where member.name != "$ref" && member.name != "allOf" {
      guard let place = view.members.firstIndex(where: { $0.name == member.name }) else {
        view.members.append(member)
        continue
      }
      let mine = view.members[place].value
      guard !Self.annotations.contains(member.name), !member.name.hasPrefix("x-"), mine.json != member.value.json else { continue }
      work += member.value.members.count
      if let both = Self.both(member.name, mine, member.value) {
        view.members[place].value = both
      } else {
        untold(member.position, "two parts of one schema say another '\(member.name)'; the first one counts")
      }
    }
  }

  private func target(_ reference: String) -> SourceNode? {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return anchored(reference) ?? (isOwn(reference) ? root : nil) }
    guard parts[0].isEmpty || isOwn(String(parts[0])) else { return nil }
    let fragment = String(parts[1])
    guard fragment.hasPrefix("/") || fragment.isEmpty else { return anchored(fragment) }
    var node = root
    for step in fragment.split(separator: "/") {
      let name = Self.unescaped(String(step))
      if let items = node.items {
        guard let place = Int(name), items.indices.contains(place) else { return nil }
        node = items[place]
      } else {
        guard let next = node[name] else { return nil }
        node = next
      }
    }
    return node
  }

  /// True for the address of this schema, whole or relative to where it stands, and for the name of its file.
  private func isOwn(_ file: String) -> Bool {
    let address = (root["$id"]?.text ?? root["id"]?.text)?.prefix { $0 != "#" } ?? ""
    let name = file.hasPrefix("./") ? file.dropFirst(2) : Substring(file)
    return !name.isEmpty && (name == address || name == address.split(separator: "/").last || name == fileName)
  }

  /// RFC 6901 within a fragment of a URI.
  private static func unescaped(_ step: String) -> String {
    var bytes: [UInt8] = []
    let all = Array(step.utf8)
    var next = 0
    while next < all.count {
      if all[next] == UInt8(ascii: "%"), next + 2 < all.count,
        let value = UInt8(String(decoding: all[next + 1...next + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        next += 3
      } else {
        bytes.append(all[next])
        next += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self).replacing("~1", with: "/").replacing("~0", with: "~")
  }

  private func anchored(_ name: String) -> SourceNode? {
    definitions.lazy.map(\.value).first { value in
      ["$anchor", "$dynamicAnchor", "$id"].contains { value[$0]?.text == name }
        || ["$id", "id"].contains { value[$0]?.text == "#" + name }
    }
  }
}
