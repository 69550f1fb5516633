/// Where the references of one file lead: `$ref: '#/definitions/order_id'`, a JSON pointer (RFC 6901) into the same file.
///
/// Whatever leads out of the file is never followed. What is followed is counted, so that a few lines that refer to each other many
/// times are refused before they fill the memory.
struct References {
  static let key = "$ref"
  /// How many nodes references may add by repeating what they stand for: as many as aliases may.
  static let greatestCount = 500_000
  /// How many references may stand inside of one another.
  static let greatestDepth = 64

  /// Why a reference is not followed.
  enum Fault {
    case noText, leadsAway, dangles, noMapping, loops, tooDeep, tooMany
    /// It could be followed, and nobody wants to.
    case notWanted

    /// Nil where nothing is wrong.
    var message: String? {
      switch self {
      case .notWanted: nil
      case .noText: "'$ref' must be a text such as '#/definitions/order_id'"
      case .leadsAway: "'$ref' leads out of this file and is not followed; only '#/…' is"
      case .dangles: "'$ref' leads to nothing in this file"
      case .noMapping: "'$ref' leads to something that is no mapping"
      case .loops: "'$ref' leads back to where it stands"
      case .tooDeep: "more than \(References.greatestDepth) references stand inside of one another; this one is not followed"
      case .tooMany: "references repeat more than \(References.greatestCount) nodes"
      }
    }
  }

  private struct Target {
    var node: YAMLNode
    var size: Int
  }

  private let root: YAMLNode
  /// By the text of the reference.
  private var known: [String: Target] = [:]
  /// What is being read at the moment, from the outermost to the innermost.
  private var active: [Int32] = []
  private var count = 0
  /// The entries of `definitions` to which a reference led.
  private(set) var used: Set<String> = []
  /// False while references are only looked at.
  var follows = true
  /// True once the file holds more than anybody wants to read.
  private(set) var isExhausted = false

  init(root: YAMLNode) {
    self.root = root
  }

  /// Goes where a reference leads. Every success is ended by `leave`.
  mutating func enter(_ reference: YAMLNode) -> Result<YAMLNode, Refusal> {
    guard !isExhausted else { return .failure(Refusal(fault: .tooMany)) }
    guard active.count < Self.greatestDepth else { return .failure(Refusal(fault: .tooDeep)) }
    let found: Target
    switch target(of: reference) {
    case .success(let target): found = target
    case .failure(let refusal): return .failure(refusal)
    }
    guard follows else { return .failure(Refusal(fault: .notWanted)) }
    guard !active.contains(found.node.index) else { return .failure(Refusal(fault: .loops)) }
    count += found.size
    guard count <= Self.greatestCount else {
      isExhausted = true
      return .failure(Refusal(fault: .tooMany))
    }
    active.append(found.node.index)
    return .success(found.node)
  }

  mutating func leave() {
    active.removeLast()
  }

  struct Refusal: Error {
    var fault: Fault
  }

  private mutating func target(of reference: YAMLNode) -> Result<Target, Refusal> {
    guard reference.kind == .scalar, !reference.isNull else { return .failure(Refusal(fault: .noText)) }
    let text = reference.text
    if let target = known[text] { return .success(target) }
    guard text.hasPrefix("#") else { return .failure(Refusal(fault: .leadsAway)) }
    guard text.hasPrefix("#/") else { return .failure(Refusal(fault: .dangles)) }
    let steps = text.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false).map { Self.unescaped($0) }
    var node = root
    for step in steps {
      guard let next = node[step] else { return .failure(Refusal(fault: .dangles)) }
      node = next
    }
    guard node.kind == .mapping else { return .failure(Refusal(fault: .noMapping)) }
    if follows, steps.count > 1, steps[0] == "definitions" { used.insert(steps[1]) }
    let target = Target(node: node, size: Self.size(of: node))
    known[text] = target
    return .success(target)
  }

  /// How many nodes stand below one, aliases followed.
  private static func size(of node: YAMLNode) -> Int {
    var size = 1
    for place in 0..<node.childCount where size <= greatestCount { size += self.size(of: node.child(place)) }
    return size
  }

  /// A step of a pointer in a URI fragment: `%20` is a blank (RFC 3986), `~1` is `/` and `~0` is `~`.
  private static func unescaped(_ step: Substring) -> String {
    guard step.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }) else { return String(step) }
    var bytes: [UInt8] = []
    var rest = Array(step.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    var result: [UInt8] = []
    var escaped = bytes[...]
    while let byte = escaped.popFirst() {
      guard byte == UInt8(ascii: "~"), let sign = escaped.first, sign == UInt8(ascii: "0") || sign == UInt8(ascii: "1") else {
        result.append(byte)
        continue
      }
      result.append(sign == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
      escaped = escaped.dropFirst()
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension ElementReader {
  /// Reads a mapping and what it refers to. The keys beside a reference win over what the reference brings.
  mutating func readWithReferences(_ node: YAMLNode, by fields: Fields, into element: inout Element, name: String?) {
    var seen: Set<String> = []
    var entered = 0
    var level = node
    while true {
      for pair in level.pairs where pair.key.text != References.key && seen.insert(pair.key.text).inserted {
        read(pair, within: level, by: fields, into: &element, name: name)
      }
      guard let reference = level[References.key] else { break }
      switch references?.enter(reference) {
      case .success(let target)?:
        entered += 1
        level = target
        continue
      case .failure(let refusal)?:
        if let message = refusal.fault.message { report(reference, message) }
        element.attributes.append(Attribute(name: References.key, value: Value(reference), position: reference.position))
      case nil: break
      }
      break
    }
    for _ in 0..<entered { references?.leave() }
    for field in fields.required where field.isRequired(in: version) && !seen.contains(field.key) {
      reportMissing(field, in: fields, node.firstKey ?? node, of: element.kind)
    }
  }
}
