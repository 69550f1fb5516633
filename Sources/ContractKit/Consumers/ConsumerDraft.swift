/// A declaration that is proposed from observed use. Its team reviews it: it says what was seen, not what is needed.
package struct ConsumerDraft: Sendable {
  /// What was read of one contract.
  struct Use: Sendable {
    var contract: Contract
    /// Fields by table, with what was seen; a table that was read without a field is there with none.
    var tables: [String: [String: Sighting]] = [:]
    var isWhole: Set<String> = []
  }

  /// How often something was read, and when last.
  struct Sighting: Sendable {
    var lastSeen: CalendarDay?
    var count: Int?

    mutating func add(_ row: UsageTable.Row) {
      lastSeen = [lastSeen, row.lastSeen].compactMap { $0 }.max()
      if let more = row.count { count = (count ?? 0).addingReportingOverflow(more).partialValue }
    }
  }

  /// As the table of use calls the consumer.
  package var consumer: String
  /// Lower case with hyphens: the id of the declaration, and the name of its file.
  package var identifier: String
  var uses: [Use] = []

  /// What was read and no contract promises, once each: one sentence without full stop.
  package struct Stray: Hashable, Sendable {
    package var line: Int
    package var message: String
  }

  /// Proposes a declaration for each consumer of the table, in the order in which they stand there.
  ///
  /// A table of the warehouse is a contract's by its physical name, the whole or its last part, else by its name; where several promise it,
  /// nobody is guessed.
  package static func all(from table: UsageTable, contracts: [Contract]) -> (drafts: [ConsumerDraft], strays: [Stray]) {
    var drafts: [ConsumerDraft] = []
    var strays: [Stray] = []
    // The newest line of each contract: whoever reads today reads what is there today.
    let newest = Dictionary(grouping: contracts, by: \.identifier).values.compactMap { $0.max { $0.major < $1.major } }
      .sorted { $0.title < $1.title }
    for row in table.rows {
      let found = places(of: row.object, in: newest)
      guard found.count == 1, let place = found.first else {
        let why = found.isEmpty ? "no contract promises it" : "\(found.count) contracts promise a table of that name"
        strays.append(Stray(line: row.line, message: "'\(row.consumer)' reads '\(row.object)', and \(why)"))
        continue
      }
      let offset = drafts.firstIndex { $0.consumer == row.consumer }
      if offset == nil { drafts.append(ConsumerDraft(consumer: row.consumer, identifier: slug(row.consumer))) }
      let draft = offset ?? drafts.count - 1
      if let stray = drafts[draft].add(row, place) { strays.append(stray) }
    }
    return (drafts, strays)
  }

  private mutating func add(_ row: UsageTable.Row, _ place: (contract: Contract, object: Element)) -> Stray? {
    guard let table = place.object.name ?? place.object.identifier else { return nil }
    if !uses.contains(where: { $0.contract.identifier == place.contract.identifier }) { uses.append(Use(contract: place.contract)) }
    guard let offset = uses.firstIndex(where: { $0.contract.identifier == place.contract.identifier }) else { return nil }
    uses[offset].tables[table, default: [:]] = uses[offset].tables[table] ?? [:]
    guard let text = row.field else {
      uses[offset].isWhole.insert(table)
      return nil
    }
    let field = place.contract.namedFields.first { name, element in
      name.table == table && name.field != nil
        && (name.field?.lowercasedASCII == text.lowercasedASCII
          || element.value("physicalName")?.text.lowercasedASCII == text.lowercasedASCII)
    }
    guard let name = field?.name.field else {
      return Stray(
        line: row.line,
        message: "'\(row.consumer)' reads '\(text)' of '\(row.object)', which contract '\(place.contract.title)' does not promise")
    }
    uses[offset].tables[table]?[name, default: Sighting()].add(row)
    return nil
  }

  private static func places(of name: String, in contracts: [Contract]) -> [(contract: Contract, object: Element)] {
    let wanted = parts(of: name)
    func matches(_ text: String?) -> Bool {
      guard let text else { return false }
      let own = parts(of: text)
      // `SHOP.ORDERS` is promised by `orders` and by `shop.orders`, not by `crm.orders`.
      let count = min(own.count, wanted.count)
      return count > 0 && own.suffix(count) == wanted.suffix(count)
    }
    let all = contracts.flatMap { contract in contract.objects.map { (contract, $0) } }
    let physical = all.filter { matches($0.1.value("physicalName")?.text) }
    return physical.isEmpty ? all.filter { matches($0.1.name) } : physical
  }

  /// The parts of a name as warehouses quote and case them.
  static func parts(of name: String) -> [String] {
    name.lowercasedASCII.split(separator: ".").map { part in String(part.filter { !"\"`[]".contains($0) }) }
  }

  static func slug(_ text: String) -> String {
    let words = text.lowercasedASCII.utf8.split { byte in
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    let slug = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    return slug.isEmpty ? "consumer" : String(slug.prefix(80))
  }

  /// The file. `team` is left for a human: nobody is made responsible by a log.
  ///
  /// - Parameter source: what it was drafted from, for the comment at its top.
  package func text(source: String) -> String {
    var text = "# Drafted from \(source.printable), which tells what was read, not what is needed: review it, and name the team.\n"
    text += "apiVersion: git-contract/v1\nkind: ContractConsumer\nid: \(YAMLText.quoted(identifier))\nname: \(YAMLText.quoted(consumer))\n"
    text += "team: \"@TEAM\" # the handle of the team that answers for it\nuses:\n"
    for use in uses {
      text += "  - contract: \(YAMLText.quoted(use.contract.identifier)) # \(use.contract.title.printable)\n"
      if let version = use.contract.version.flatMap({ SemanticVersion($0.value) }) {
        text += "    version: \"^\(version)\"\n"
      }
      text += "    fields:\n"
      for (table, fields) in use.tables.sorted(by: { $0.key < $1.key }) {
        text += "      \(YAMLText.quoted(table)):\n"
        if use.isWhole.contains(table) { text += "        - \"*\" # read as a whole, or nobody knows which columns\n" }
        for (field, sighting) in fields.sorted(by: { $0.key < $1.key }) {
          text += "        - \(YAMLText.quoted(field))\(sighting.comment)\n"
        }
      }
    }
    return text
  }
}

extension ConsumerDraft.Sighting {
  /// ` # 812 times, last on 2026-11-20`.
  fileprivate var comment: String {
    let parts = [count.map { $0 == 1 ? "once" : "\($0) times" }, lastSeen.map { "last on \($0)" }].compactMap { $0 }
    return parts.isEmpty ? "" : " # " + parts.joined(separator: ", ")
  }
}
