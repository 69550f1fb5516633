/// Who is on which line of a contract: the burn-down of an old major.
package struct ConsumerRoll: Sendable {
  /// One consumer of a contract.
  package struct Reader: Sendable {
    package var consumer: ConsumerDeclaration
    /// Nil where the file could not be understood and may hold a use.
    package var use: ConsumerDeclaration.Use?
    /// The major on which it runs, by its own word (`tested`), else by its range; nil where neither says.
    package var major: Int?
    /// Whether its range takes a newer line than the one it runs on: it could move.
    package var canMove: Bool
  }

  /// One line of a contract, the newest first.
  package struct Line: Sendable {
    package var major: Int
    package var version: String?
    package var status: Contract.Status
    package var path: String
    package var readers: [Reader]
  }

  package var contract: String
  package var title: String
  package var lines: [Line]
  /// Those who are on none of the lines that are here: on one that is gone, or nobody knows where.
  package var elsewhere: [Reader]

  /// - Parameter contracts: the lines of one contract that are here, with their paths.
  package init(_ contracts: [(path: String, contract: Contract)], consumers: [ConsumerDeclaration]) {
    let order = contracts.sorted { ($1.contract.major, $0.path) < ($0.contract.major, $1.path) }
    contract = order.first?.contract.identifier ?? ""
    title = order.first?.contract.title ?? ""
    lines = order.map { line in
      Line(
        major: line.contract.major, version: line.contract.version?.value, status: line.contract.status, path: line.path, readers: [])
    }
    elsewhere = []
    let called = order.reduce(into: Set<String>()) { $0.formUnion($1.contract.consumerNames) }
    for consumer in consumers {
      let uses = consumer.uses.filter { called.contains($0.contract) }
      if uses.isEmpty, !consumer.isUnderstood { elsewhere.append(Reader(consumer: consumer, use: nil, major: nil, canMove: false)) }
      for use in uses {
        let reader = Self.reader(consumer, use, lines: order.map(\.contract))
        if let place = lines.firstIndex(where: { $0.major == reader.major }) {
          lines[place].readers.append(reader)
        } else {
          elsewhere.append(reader)
        }
      }
    }
  }

  private static func reader(_ consumer: ConsumerDeclaration, _ use: ConsumerDeclaration.Use, lines: [Contract]) -> Reader {
    let taken = lines.filter { use.isRead($0) }.map(\.major)
    let tested = use.tested.flatMap { SemanticVersion($0) }.flatMap { Int(exactly: $0.major) }
    // Who takes several lines and does not say on which one they are may still be on the oldest: nobody is counted as moved by a range.
    let major = tested ?? taken.min()
    return Reader(consumer: consumer, use: use, major: major, canMove: major.map { major in taken.contains { $0 > major } } ?? false)
  }

  /// How many consumers there are in all.
  package var count: Int { lines.map(\.readers.count).reduce(0, +) + elsewhere.count }
}
