/// What a CHECK says, where ODCS has words for it; any other stays as it is, as a rule of quality in SQL.
extension SQLSchema {
  mutating func readCheck(_ condition: SQLCondition, _ constraint: SQLConstraint, in table: Int) {
    // The one column that it speaks of.
    let names = Self.simplified(condition.tokens).filter { $0.kind != .text && $0.isName }.map(\.text)
    let columns = Set(names.compactMap { schema.tables[table].place(of: $0) })
    if columns.count == 1, let place = columns.first {
      var field = schema.tables[table].fields[place]
      if let name = field.name, Self.narrow(&field, name, by: condition) {
        schema.tables[table].fields[place] = field
        return
      }
    }
    let rule = ImportedQuality.check(name: constraint.name, condition: condition.text)
    if let place = constraint.column.flatMap({ schema.tables[table].place(of: $0) }) {
      schema.tables[table].fields[place].quality.append(rule)
    } else {
      schema.tables[table].quality.append(rule)
    }
  }

  /// Narrows the values of a field as a condition says. False, and nothing done, where it says what ODCS has no words for.
  ///
  /// - Parameter name: `VALUE`, where a domain speaks.
  static func narrow(_ field: inout ImportedField, _ name: String, by condition: SQLCondition) -> Bool {
    var narrowed = field
    for part in conjuncts(simplified(condition.tokens)) {
      guard narrow(&narrowed, name, by: part) else { return false }
    }
    field = narrowed
    return true
  }

  /// Without casts and without brackets around the whole or around a single name or text: `(((status)::text = 'a'::text))`.
  private static func simplified(_ tokens: [SQLToken]) -> [SQLToken] {
    // Nobody writes more, and each pair of brackets costs a walk.
    guard tokens.count <= 2000 else { return tokens }
    var result: [SQLToken] = []
    var next = 0
    while next < tokens.count {
      guard tokens[next].isMark("::") else {
        result.append(tokens[next])
        next += 1
        continue
      }
      // `::character varying(20)[]`.
      next += 1
      while next < tokens.count, tokens[next].kind == .word, !["AND", "OR", "IN", "IS", "NOT", "BETWEEN"].contains(tokens[next].word) {
        next += 1
      }
      if next + 2 < tokens.count, tokens[next].isMark("("), tokens[next + 1].kind == .number, tokens[next + 2].isMark(")") { next += 3 }
      if next + 1 < tokens.count, tokens[next].isMark("["), tokens[next + 1].isMark("]") { next += 2 }
    }
    var before = -1
    while before != result.count {
      before = result.count
      var index = 0
      while index + 2 < result.count {
        let isCall =
          index > 0 && result[index - 1].isName && !["AND", "OR", "NOT", "IN", "ANY", "BETWEEN"].contains(result[index - 1].word)
        let isList = index > 0 && ["IN"].contains(result[index - 1].word)
        if result[index].isMark("("), result[index + 2].isMark(")"), !isCall, !isList {
          result.remove(at: index + 2)
          result.remove(at: index)
        } else {
          index += 1
        }
      }
      result = unwrapped(result)
    }
    return result
  }

  private static func unwrapped(_ tokens: [SQLToken]) -> [SQLToken] {
    guard tokens.count > 2, tokens[0].isMark("("), tokens[tokens.count - 1].isMark(")") else { return tokens }
    var depth = 0
    for (offset, token) in tokens.enumerated() {
      if token.isMark("(") { depth += 1 }
      if token.isMark(")") { depth -= 1 }
      if depth == 0, offset < tokens.count - 1 { return tokens }
    }
    return Array(tokens[1..<tokens.count - 1])
  }

  private static func conjuncts(_ tokens: [SQLToken]) -> [[SQLToken]] {
    var parts: [[SQLToken]] = [[]]
    var depth = 0
    var isBetween = false
    for token in tokens {
      if token.isMark("(") { depth += 1 }
      if token.isMark(")") { depth -= 1 }
      if token.word == "BETWEEN" { isBetween = true }
      if depth == 0, token.word == "AND" {
        if !isBetween {
          parts.append([])
          continue
        }
        isBetween = false
      }
      parts[parts.count - 1].append(token)
    }
    return parts.map { unwrapped($0) }
  }

  // MARK: One condition

  private static func narrow(_ field: inout ImportedField, _ name: String, by tokens: [SQLToken]) -> Bool {
    func isField(_ token: SQLToken) -> Bool { token.isName && token.text.lowercasedASCII == name.lowercasedASCII }
    guard let first = tokens.first else { return false }
    // `LENGTH(code) <= 3`.
    if tokens.count >= 6, ["LENGTH", "CHAR_LENGTH", "CHARACTER_LENGTH"].contains(first.word), tokens[1].isMark("("), isField(tokens[2]),
      tokens[3].isMark(")"), field.logicalType == "string", let length = Int(tokens[5].text), tokens.count == 6
    {
      return limit(&field, tokens[4].text, length)
    }
    if isField(first) {
      let rest = tokens.dropFirst()
      if rest.map(\.word) == ["IS", "NOT", "NULL"] {
        field.isRequired = true
        return true
      }
      if let values = list(Array(rest)) {
        guard field.values.isEmpty, fit(values, field.logicalType) else { return false }
        field.values = values.map { ImportedValue(value: $0) }
        return true
      }
      guard field.logicalType == "integer" || field.logicalType == "number" else { return false }
      if rest.first?.word == "BETWEEN" {
        let parts = rest.dropFirst().split { $0.word == "AND" }
        guard parts.count == 2, let low = number(parts[0]), let high = number(parts[1]) else { return false }
        return limit(&field, ">=", low) && limit(&field, "<=", high)
      }
      guard let mark = rest.first, mark.kind == .mark, let bound = number(rest.dropFirst()) else { return false }
      return limit(&field, mark.text, bound)
    }
    // `0 < price`.
    guard let last = tokens.last, isField(last), tokens.count > 2, field.logicalType == "integer" || field.logicalType == "number",
      let bound = number(tokens.dropLast(2))
    else { return false }
    let mirrored = ["<": ">", "<=": ">=", ">": "<", ">=": "<="]
    guard let mark = mirrored[tokens[tokens.count - 2].text] else { return false }
    return limit(&field, mark, bound)
  }

  /// A type may have changed since its values were said: `IN (1, 2)` is no list of texts.
  private static func fit(_ values: [JSON], _ type: String?) -> Bool {
    let areTexts = values.map { if case .string = $0 { true } else { false } }
    return switch type {
    case "string": areTexts.allSatisfy(\.self)
    case "integer", "number": !areTexts.contains(true)
    default: true
    }
  }

  private static func limit(_ field: inout ImportedField, _ mark: String, _ bound: JSON) -> Bool {
    let names = [">": "exclusiveMinimum", ">=": "minimum", "<": "exclusiveMaximum", "<=": "maximum"]
    guard let name = names[mark], !field.options.contains(where: { $0.name == name }) else { return false }
    field.set(name, bound)
    return true
  }

  private static func limit(_ field: inout ImportedField, _ mark: String, _ length: Int) -> Bool {
    let limits: [(String, Int)]
    switch mark {
    case "<=" where length >= 0: limits = [("maxLength", length)]
    case "<" where length > 0: limits = [("maxLength", length - 1)]
    case ">=" where length >= 0: limits = [("minLength", length)]
    case ">" where length >= 0 && length < Int.max: limits = [("minLength", length + 1)]
    case "=" where length >= 0: limits = [("minLength", length), ("maxLength", length)]
    default: return false
    }
    // A second limit may be the wider one.
    guard !field.options.contains(where: { option in limits.contains { $0.0 == option.name } }) else { return false }
    for (name, length) in limits { field.set(name, .integer(length)) }
    return true
  }

  private static func number(_ tokens: some Collection<SQLToken>) -> JSON? {
    let tokens = Array(tokens)
    guard let last = tokens.last, last.kind == .number else { return nil }
    let isNegative = tokens.count == 2 && tokens[0].isMark("-")
    guard tokens.count == 1 || isNegative else { return nil }
    return json((isNegative ? "-" : "") + last.text)
  }

  /// A number as JSON spells it: nothing like `.5` or `1.`. Readers of YAML disagree about `1e3`.
  private static func json(_ text: String) -> JSON? {
    guard !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return nil }
    do throws(JSON.Malformed) { return try JSON(reading: Array(text.utf8)) } catch { return nil }
  }

  /// `IN (1, 2)`, `= ANY (ARRAY['a', 'b'])`, `= 'a'`.
  private static func list(_ tokens: [SQLToken]) -> [JSON]? {
    var inner: ArraySlice<SQLToken>
    if tokens.first?.word == "IN", tokens.count > 3, tokens[1].isMark("("), tokens[tokens.count - 1].isMark(")") {
      inner = tokens[2..<tokens.count - 1]
    } else if tokens.count > 4, tokens[0].isMark("="), tokens[1].word == "ANY" {
      inner = tokens[2...].filter { !$0.isMark("(") && !$0.isMark(")") }[...]
      guard inner.first?.word == "ARRAY", inner.dropFirst().first?.isMark("[") == true, inner.last?.isMark("]") == true else { return nil }
      inner = inner.dropFirst(2).dropLast()
    } else if tokens.count == 2, tokens[0].isMark("="), tokens[1].kind == .text {
      inner = tokens[1...]
    } else {
      return nil
    }
    var values: [JSON] = []
    for part in inner.split(omittingEmptySubsequences: false, whereSeparator: { $0.isMark(",") }) {
      if part.count == 1, let token = part.first, token.kind == .text {
        values.append(.string(token.text))
      } else if let number = number(part) {
        values.append(number)
      } else {
        return nil
      }
    }
    return values.isEmpty || Set(values).count < values.count ? nil : values
  }
}
