/// What a script tells people, and SQL Server by calls of procedures.
extension SQLSchema {
  mutating func readComment(_ cursor: inout SQLCursor) {
    let start = cursor
    let isColumn = cursor.take("COLUMN")
    guard isColumn || cursor.take("TABLE"), var name = cursor.qualifiedName(), cursor.take("IS") else { return }
    let text = cursor.text()
    let column = isColumn ? name.popLast() : nil
    describe(name, column, as: text, at: start)
  }

  private mutating func describe(_ name: [String], _ column: String?, as text: String?, at origin: SQLCursor) {
    guard let place = table(name) else {
      let full = (name + [column].compactMap(\.self)).joined(separator: ".")
      return untold(origin, "the comment on '\(full)' has no table in the contract")
    }
    guard let column else {
      schema.tables[place].description = text
      return
    }
    guard let field = schema.tables[place].place(of: column) else {
      return untold(origin, "the comment on '\(column)' of '\(schema.tables[place].name)' has no column in the contract")
    }
    schema.tables[place].fields[field].description = text
  }

  // MARK: Calls of procedures

  /// `EXEC sys.sp_addextendedproperty @name = N'MS_Description', ...`, `EXEC sp_rename 'dbo.t.a', 'b', 'COLUMN'`.
  mutating func readProcedureCall(_ cursor: inout SQLCursor, _ statement: SQLCursor) {
    guard let procedure = cursor.qualifiedName()?.last?.lowercasedASCII else { return skip(statement) }
    var named: [String: String] = [:]
    var texts: [String] = []
    while var part = cursor.part() {
      if part.peek(1)?.isMark("=") == true, let key = part.name() {
        part.next += 1
        named[key.lowercasedASCII] = part.token?.text
      } else {
        texts.append(part.token?.text ?? "")
      }
    }
    func argument(_ name: String, _ place: Int) -> String? { named["@" + name] ?? (texts.indices.contains(place) ? texts[place] : nil) }
    switch procedure {
    case "sp_addextendedproperty", "sp_updateextendedproperty":
      guard argument("name", 0)?.lowercasedASCII == "ms_description", argument("level1type", 4)?.lowercasedASCII == "table",
        let table = argument("level1name", 5)
      else { return skip(statement) }
      let name = [argument("level0name", 3), table].compactMap(\.self).filter { !$0.isEmpty }
      describe(name, argument("level2name", 7), as: argument("value", 1), at: statement)
    case "sp_rename":
      guard let old = argument("objname", 0), let new = argument("newname", 1) else { return skip(statement) }
      var name = old.split(separator: ".").map { String($0.trimmingBrackets) }
      if argument("objtype", 2)?.lowercasedASCII == "column" {
        guard let column = name.popLast(), let place = table(name), schema.tables[place].place(of: column) != nil else {
          return skip(statement)
        }
        renameColumn(column, to: new, written: new, in: place)
      } else if argument("objtype", 2) == nil || argument("objtype", 2)?.lowercasedASCII == "object", let place = table(name) {
        renameTable(place, to: [new])
      } else {
        skip(statement)
      }
    default: skip(statement)
    }
  }
}

extension Substring {
  /// Without the brackets around a name of SQL Server.
  fileprivate var trimmingBrackets: Substring { hasPrefix("[") && hasSuffix("]") ? dropFirst().dropLast() : self }
}
