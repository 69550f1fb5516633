/// What was seen to be read, as a query on a warehouse's log or a tool of lineage tells it: a table of consumer, object, field, last seen and
/// count. Observed use is no declaration: it drafts one, which its team reviews.
///
/// Source: consumers.md, "Declaring".
package struct UsageTable: Sendable {
  /// One row.
  package struct Row: Hashable, Sendable {
    package var consumer: String
    /// The table or view, as the warehouse calls it: `DB.SCHEMA.ORDERS`.
    package var object: String
    /// Nil where all columns were read, or nobody knows which.
    package var field: String?
    package var lastSeen: CalendarDay?
    package var count: Int?
    /// The line of the file.
    package var line: Int
  }

  package var rows: [Row]

  private static let columns = ["consumer", "object", "field", "last_seen", "count"]

  /// Reads CSV with a header (RFC 4180), a JSON object on each line, events of OpenLineage on lines or in an array, or a dbt manifest, whichever
  /// it is. Further columns are left alone.
  ///
  /// - Throws: `ReadingError` with the line of the first fault, under the rule `usage-invalid`.
  package init(_ bytes: [UInt8], path: String) throws(ReadingError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ReadingError(path: path, position: .start, rule: "usage-invalid", message: "the file is not UTF-8")
    }
    let plain = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    do throws(Fault) {
      if DBTManifest.claims(bytes) {
        rows = DBTManifest(try Self.json(plain, line: 1), path: path).rows
      } else {
        switch plain.first(where: { !$0.isWhitespace }) {
        case "[": rows = try Self.items(Self.json(plain, line: 1).items ?? [])
        case "{": rows = try Self.jsonLines(plain)
        default: rows = try Self.csv(plain)
        }
      }
    } catch {
      throw ReadingError(path: path, position: SourcePosition(line: error.line, column: 1), rule: "usage-invalid", message: error.message)
    }
  }

  private struct Fault: Error {
    var line: Int
    var message: String
  }

  private static func json(_ text: String, line: Int) throws(Fault) -> JSON {
    do throws(JSON.Malformed) {
      return try JSON(reading: Array(text.utf8))
    } catch {
      throw Fault(line: line + error.position.line - 1, message: "column \(error.position.column): \(error.description)")
    }
  }

  private static func row(_ line: Int, _ value: (String) -> String?) throws(Fault) -> Row {
    guard let consumer = value("consumer"), let object = value("object") else {
      throw Fault(line: line, message: "a row needs 'consumer' and 'object'")
    }
    var row = Row(consumer: consumer, object: object, field: value("field"), line: line)
    if let text = value("last_seen") {
      // A day, or a time of which the day is enough.
      guard let day = CalendarDay(text.prefix(10)) else { throw Fault(line: line, message: "'last_seen' is no day: '\(text.printable)'") }
      row.lastSeen = day
    }
    if let text = value("count") {
      guard let count = Int(text), count >= 0 else { throw Fault(line: line, message: "'count' is no number: '\(text.printable)'") }
      row.count = count
    }
    return row
  }

  // MARK: JSON lines

  private static func jsonLines(_ text: String) throws(Fault) -> [Row] {
    var rows: [Row] = []
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      let read: JSON
      do throws(Fault) {
        read = try json(String(line), line: place + 1)
      } catch {
        // One event that is written over several lines.
        guard rows.isEmpty, let whole = Self.whole(text) else { throw error }
        return try items([whole])
      }
      rows += try self.rows(of: read, line: place + 1)
    }
    return rows
  }

  private static func whole(_ text: String) -> JSON? {
    do throws(Fault) {
      return try json(text, line: 1)
    } catch {
      return nil
    }
  }

  private static func items(_ items: [JSON]) throws(Fault) -> [Row] {
    var rows: [Row] = []
    for item in items { rows += try self.rows(of: item, line: 1) }
    return rows
  }

  private static func rows(of json: JSON, line: Int) throws(Fault) -> [Row] {
    if let event = OpenLineageEvent(json) { return event.rows(line: line) }
    return [
      try row(line) { name in
        switch json[name] {
        case .string(let text)? where !text.isEmpty: text
        case .integer(let number)?: String(number)
        default: nil
        }
      }
    ]
  }

  // MARK: CSV

  private static func csv(_ text: String) throws(Fault) -> [Row] {
    var records = try records(text)
    guard !records.isEmpty else { return [] }
    let header = records.removeFirst().fields.map { $0.lowercasedASCII }
    for name in ["consumer", "object"] where !header.contains(name) {
      throw Fault(line: 1, message: "the header has no column '\(name)': it takes \(columns.joined(separator: ","))")
    }
    var rows: [Row] = []
    for record in records {
      guard record.fields.count == header.count else {
        throw Fault(line: record.line, message: "the row has \(record.fields.count) fields, and the header \(header.count)")
      }
      rows.append(
        try row(record.line) { name in
          header.firstIndex(of: name).map { record.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        })
    }
    return rows
  }

  private static func records(_ text: String) throws(Fault) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var line = 1
    var start = 1
    var isQuoted = false
    var isClosed = false
    func isBlank() -> Bool { fields.isEmpty && field.isEmpty && !isClosed }
    func endField() {
      fields.append(field)
      field = ""
      isClosed = false
    }
    // By scalars: CR and LF are one character to Swift.
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\n" { line += 1 }
      if isQuoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if rest.first == "\"" {
          rest.removeFirst()
          field += "\""
        } else {
          isQuoted = false
          isClosed = true
        }
        continue
      }
      switch scalar {
      case "\"" where field.isEmpty && !isClosed: isQuoted = true
      case ",": endField()
      case "\r" where rest.first == "\n": break
      case "\n":
        if !isBlank() {
          endField()
          records.append((start, fields))
        }
        fields = []
        start = line
      default:
        guard !isClosed, scalar != "\"" else { throw Fault(line: line, message: "a quote stands within a field that is not quoted") }
        field.unicodeScalars.append(scalar)
      }
    }
    guard !isQuoted else { throw Fault(line: start, message: "a quoted field does not end") }
    if !isBlank() {
      endField()
      records.append((start, fields))
    }
    return records
  }
}
