/// What somebody was seen to read of a contract, kept apart from what is declared: it proves a use, and its absence proves nothing.
package struct ObservedUse: Sendable {
  /// As the table of use calls whoever reads.
  package var consumer: String
  /// The table or column; the table where nobody knows which columns.
  package var name: FieldName
  package var lastSeen: CalendarDay?
  package var count: Int?
  /// The file that says so, and the first line that does.
  package var path: String
  package var line: Int

  /// What the tables of use say of one line of a contract, each reader and element once, in the order in which they stand there.
  ///
  /// A table of the warehouse is the contract's by its physical name, the whole or its last part; by its name only where the contract has no
  /// physical one.
  package static func all(in tables: [(path: String, table: UsageTable)], of line: Contract) -> [ObservedUse] {
    var places: [Key: Int] = [:]
    var result: [ObservedUse] = []
    let objects = line.objects.compactMap { object -> (name: String, parts: [String])? in
      guard let name = object.name ?? object.identifier else { return nil }
      return (name, ConsumerDraft.parts(of: object.effectivePhysicalName ?? name))
    }
    guard !tables.isEmpty else { return [] }
    let fields = Dictionary(grouping: line.namedFields.filter { $0.name.field != nil }, by: \.name.table)
    for (path, table) in tables {
      for row in table.rows {
        let wanted = ConsumerDraft.parts(of: row.object)
        for object in objects {
          let count = min(object.parts.count, wanted.count)
          guard count > 0, object.parts.suffix(count) == wanted.suffix(count) else { continue }
          let name = FieldName(table: object.name, field: row.field.map { Self.field($0, among: fields[object.name] ?? []) })
          let key = Key(consumer: row.consumer, name: name)
          guard let place = places[key] else {
            places[key] = result.count
            result.append(
              ObservedUse(consumer: row.consumer, name: name, lastSeen: row.lastSeen, count: row.count, path: path, line: row.line))
            continue
          }
          result[place].lastSeen = [result[place].lastSeen, row.lastSeen].compactMap { $0 }.max()
          if let more = row.count { result[place].count = (result[place].count ?? 0).addingReportingOverflow(more).partialValue }
        }
      }
    }
    return result
  }

  private struct Key: Hashable {
    var consumer: String
    var name: FieldName
  }

  private static func field(_ text: String, among fields: [(name: FieldName, element: Element)]) -> String {
    let wanted = text.lowercasedASCII
    let found = fields.first { name, element in
      name.field?.lowercasedASCII == wanted || element.value("physicalName")?.text.lowercasedASCII == wanted
    }
    return found?.name.field ?? text
  }

  /// Whether the reader is the one who declared something under this name or id.
  package func isBy(_ declaration: ConsumerDeclaration) -> Bool {
    let name = consumer.lowercasedASCII
    return name == declaration.identifier.lowercasedASCII || name == declaration.name?.lowercasedASCII
      || ConsumerDraft.slug(consumer) == declaration.identifier
  }

  /// `read orders.amount 812 times, last on 2026-11-26 (yesterday)`.
  ///
  /// - Parameter today: from which the day is told.
  package func words(today: CalendarDay) -> String {
    var text = "read \(name)"
    if let count, count > 0 { text += count == 1 ? " once" : " \(count) times" }
    if let lastSeen {
      let age = today.daysSince1970 - lastSeen.daysSince1970
      text += ", last on \(lastSeen)" + (age == 0 ? " (today)" : age == 1 ? " (yesterday)" : "")
    }
    return text
  }

  package var json: JSON {
    [
      "consumer": .string(consumer), "field": .string(name.description), "lastSeen": JSON(lastSeen?.description), "count": JSON(count),
      "seenIn": ["path": .string(path), "line": .integer(line)],
    ]
  }
}

/// Somebody who was seen to read what a change touches, and whom no declaration names that it hits.
package struct ObservedImpact: Sendable {
  package var use: ObservedUse
  package var contract: String
  package var status: ConsumerImpact.Status

  /// - Parameter declared: those who are known to be touched; who is one of them is not told twice.
  package static func of(_ step: ConsumerStep, uses: [ObservedUse], declared: [ConsumerImpact]) -> [ObservedImpact] {
    guard !uses.isEmpty else { return [] }
    let hit = declared.filter(\.isHit)
    let scopes = zip(step.changes, ChangeScope.all(of: step)).map { change, scope in
      (scope: scope, harm: UseReading.harm(of: change, isDeprecation: scope.isDeprecation))
    }.filter { $0.harm > .unaffected }
    return uses.compactMap { use in
      let touching = scopes.filter { scope, _ in
        switch scope.reach {
        case .contract: true
        case .table(let table): table == use.name.table
        case .field(let name): name.relation(of: use.name) != nil
        case .addition: false
        }
      }
      // Who was seen to read a table as a whole need not read this column.
      guard let worst = touching.map(\.harm).max(), !hit.contains(where: { use.isBy($0.consumer) }) else { return nil }
      let status: ConsumerImpact.Status = use.name.field == nil ? min(worst, .potentially) : worst
      return ObservedImpact(use: use, contract: step.old?.identifier ?? step.new?.identifier ?? "", status: status)
    }
  }
}
