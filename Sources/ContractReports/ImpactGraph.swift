internal import ContractKit

/// The graph of an impact in the language of Mermaid: what changes on the left, who is hurt by it to the right, and what it passes through.
///
/// Names are shown, never obeyed: whatever means something to Mermaid is written as an entity. Nodes are numbered in the order of the answer.
struct ImpactGraph {
  private var nodes: [String: String] = [:]
  /// `n0 n1`: what has an arrow already.
  private var drawn: Set<String> = []
  private var text = "flowchart LR\n"

  static func text(of consumers: [ConsumerImpact], observed: [ObservedImpact]) -> String {
    var graph = ImpactGraph()
    for impact in consumers { graph.add(impact) }
    for impact in observed { graph.add(impact) }
    let worst = Dictionary(consumers.map { ($0.consumer.identifier, $0.status) }) { max($0, $1) }
    for (identifier, status) in worst.sorted(by: { $0.key < $1.key }) {
      if let node = graph.nodes["consumer " + identifier] { graph.text += "  class \(node) \(status.rawValue)\n" }
    }
    if consumers.isEmpty, observed.isEmpty { graph.text += "  n0[\"no declared consumer reads what changed\"]\n" }
    for status in ConsumerImpact.Status.allCases {
      let colour =
        switch status {
        case .unaffected: "fill:#e6f4ea,stroke:#1e8e3e,color:#202124"
        case .deprecated: "fill:#fef7e0,stroke:#b06000,color:#202124"
        case .unknown: "fill:#f1f3f4,stroke:#5f6368,color:#202124,stroke-dasharray:4 3"
        case .potentially: "fill:#fef7e0,stroke:#b06000,color:#202124"
        case .broken: "fill:#fce8e6,stroke:#c5221f,color:#202124"
        }
      graph.text += "  classDef \(status.rawValue) \(colour)\n"
    }
    return graph.text
  }

  private mutating func add(_ impact: ConsumerImpact) {
    let from = node("contract " + impact.contract, [impact.title, impact.versions], shape: ("[(", ")]"))
    var last = from
    // What is on the way may be a consumer that has a node already: then it is the same.
    for name in impact.use?.via ?? [] where impact.hops.isEmpty { last = pass(last, to: name, title: name) }
    for hop in impact.hops { last = pass(last, to: hop.identifier, title: hop.title) }
    let consumer = node("consumer " + impact.consumer.identifier, [impact.consumer.title, impact.consumer.team ?? ""], shape: ("[", "]"))
    let fields = Set(impact.touches.filter { $0.status == impact.status }.flatMap(\.fields)).sorted().map(\.description)
    let shown = fields.prefix(3) + (fields.count > 3 ? ["and \(fields.count - 3) more"] : [])
    let label = impact.status.rawValue + (shown.isEmpty ? "" : ": " + shown.joined(separator: ", "))
    draw(last, consumer, "-->|\"\(Self.escaped(label))\"|")
  }

  private mutating func pass(_ last: String, to identifier: String, title: String) -> String {
    let key = nodes["consumer " + identifier] != nil ? "consumer " + identifier : "contract " + identifier
    let hop = node(key, [title], shape: ("([", "])"))
    if hop != last { draw(last, hop, "-.->") }
    return hop
  }

  private mutating func node(_ key: String, _ lines: [String], shape: (String, String)) -> String {
    if let known = nodes[key] { return known }
    let name = "n\(nodes.count)"
    nodes[key] = name
    let label = lines.filter { !$0.isEmpty }.map { Self.escaped($0) }.joined(separator: "<br/>")
    text += "  \(name)\(shape.0)\"\(label)\"\(shape.1)\n"
    return name
  }

  /// One arrow from each to each.
  private mutating func draw(_ from: String, _ to: String, _ arrow: String) {
    if drawn.insert(from + " " + to).inserted { text += "  \(from) \(arrow) \(to)\n" }
  }

  /// Somebody whom nobody declared.
  private mutating func add(_ impact: ObservedImpact) {
    let from = node("contract " + impact.contract, [impact.contract], shape: ("[(", ")]"))
    let reader = node("seen " + impact.use.consumer, [impact.use.consumer, "seen, and declared by nobody"], shape: ("{{", "}}"))
    draw(from, reader, "-->|\"\(Self.escaped(impact.status.rawValue + ": " + impact.use.name.description))\"|")
  }

  /// Letters, digits and harmless signs as they are, everything else as an entity (Mermaid, "Entity codes to escape characters").
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", ":", "-", "_", "/", "+", "(", ")", "=", "'", "@":
        result.unicodeScalars.append(scalar)
      case _ where scalar.value > 0x7F && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil):
        result.unicodeScalars.append(scalar)
      default: result += "#\(scalar.value);"
      }
    }
    return result
  }
}

extension ImpactAnswer {
  /// A graph for a page that shows Mermaid.
  package var mermaid: String { ImpactGraph.text(of: consumers, observed: observed) }
}
