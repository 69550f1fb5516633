/// The logical type of ODCS for what a physical type means, with what the physical type alone would not tell a reader.
///
/// Source: ODCS 3.2, "Logical type" and "Logical type options". A length or a scale stands in the physical type already; saying it twice
/// would make two findings of one change.
struct LogicalType {
  var name: String
  var options: [(name: String, value: JSON)] = []

  /// Nil where no logical type of ODCS fits: intervals, places on earth, types that nobody knows.
  init?(_ type: DataType) {
    switch type {
    case .boolean: self.init("boolean")
    case .integer, .wholeNumber: self.init("integer")
    case .decimal(let shape?) where shape.scale <= 0: self.init("integer")
    case .decimal, .float, .number: self.init("number")
    case .text, .enumeration, .bits, .network, .document("XML"): self.init("string")
    case .binary: self.init("string", ["format": "binary"])
    case .uuid: self.init("string", ["format": "uuid"])
    case .date: self.init("date")
    case .time: self.init("time")
    case .timestamp: self.init("timestamp")
    case .document: self.init("object")
    case .array: self.init("array")
    case .map: self.init("map")
    case .anyMap, .object: self.init("object")
    case .vector(let dimensions?, _):
      self.init("vector", ["dimensions": .integer(dimensions)])
    case .vector, .interval, .spatial, .unknown: return nil
    }
  }

  init(_ name: String, _ options: KeyValuePairs<String, JSON> = [:]) {
    self.name = name
    self.options = options.map { ($0.key, $0.value) }
  }
}

extension ImportedField {
  mutating func set(_ type: LogicalType?) {
    logicalType = type?.name
    options = type?.options ?? []
  }
}
