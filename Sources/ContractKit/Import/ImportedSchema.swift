/// What a foreign schema says of its data, in the words of ODCS: the reader of a format fills it, `ContractDraft` writes it.
package struct ImportedSchema: Sendable {
  /// What the source calls the whole; nil where it has no name for it.
  var name: String?
  /// What the source says the data is for.
  var purpose: String?
  var tags: [String] = []
  /// Whose words the physical types are; `generic` where nobody said, and for formats that are no database's.
  var dialect = SQLDialect.generic
  package var tables: [ImportedTable] = []
  /// What the contract does not hold of the source, in the order in which it was met.
  package var remarks: [ImportRemark] = []

  /// More fields than that are nobody's schema, but one type that is named in many places within others.
  static let greatestCount = 20_000
  /// Deeper nesting than a reader of contracts would follow.
  static let greatestDepth = 24

  /// All fields, nested ones included.
  package var fieldCount: Int { tables.reduce(0) { $0 + $1.fields.reduce(0) { $0 + $1.count } } }

  /// True where something that the source describes is no part of the contract at all.
  package var isIncomplete: Bool { remarks.contains { $0.kind == .missing } }
}

/// Something of the source that the contract does not hold.
package struct ImportRemark: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// A table, a field or a whole file is not in the contract, though the source describes it.
    case missing
    /// A limit, a default, a type or the like was not carried over, or the source does not say it.
    case untold
  }

  package var kind: Kind
  /// The file as the user named it, or as a descriptor names what it was made from.
  package var path: String
  /// Nil where the source has no places.
  package var position: SourcePosition?
  /// One sentence without full stop.
  package var message: String
  /// The names by which somebody would ask for the table that it is about; none where it is about the whole.
  var subject: [String]

  init(_ kind: Kind = .untold, path: String, _ position: SourcePosition?, _ message: String, subject: [String] = []) {
    self.kind = kind
    self.path = path
    self.position = position
    self.message = message
    self.subject = subject
  }
}

/// A table, a message, a record: an object of the contract.
package struct ImportedTable: Sendable {
  package var name: String
  /// What it was called before it was told apart from another one; nil where it was not.
  var originalName: String?
  /// Where the source calls it otherwise: with its schema before it, for example.
  var physicalName: String?
  var physicalType: String?
  var businessName: String?
  var description: String?
  var isDeprecated = false
  var tags: [String] = []
  package var fields: [ImportedField] = []
  var relationships: [(from: [String], to: [String])] = []
  var quality: [ImportedQuality] = []
  var synonyms: [String] = []
  var customProperties: [(name: String, value: JSON)] = []

  init(name: String) {
    self.name = name
  }

  /// The place of a field by its name: as it is written, else whatever its case is.
  func place(of name: String) -> Int? {
    if let place = fields.firstIndex(where: { $0.name == name }) { return place }
    let folded = name.lowercasedASCII
    // A table of thousands of columns asks for each of them.
    let places = fields.indices.filter { fields[$0].name?.utf8.count == folded.utf8.count && fields[$0].name?.lowercasedASCII == folded }
    return places.count == 1 ? places.first : nil
  }
}

/// A column, a member, a field; what an array holds, and the key and the value of a map.
package struct ImportedField: Sendable {
  /// Nil for what an array or a map holds.
  package var name: String?
  var physicalName: String?
  var businessName: String?
  var description: String?
  var isDeprecated = false
  /// Nil where no logical type of ODCS fits, or nobody knows the type.
  var logicalType: String?
  /// Options of the logical type, in the order in which they are written.
  var options: [(name: String, value: JSON)] = []
  var physicalType: String?
  /// From 1 on; nil for what is no part of the key.
  var keyPosition: Int?
  var partitionPosition: Int?
  /// Nil where the source does not say, which a contract reads as not required.
  var isRequired: Bool?
  var isUnique = false
  var classification: String?
  var tags: [String] = []
  var examples: [JSON] = []
  var values: [ImportedValue] = []
  package var fields: [ImportedField] = []
  /// At most one.
  var items: [ImportedField] = []
  /// Key and value, or nothing.
  var map: [ImportedField] = []
  /// Other columns that this one refers to, as `table.column`.
  var relationships: [String] = []
  var quality: [ImportedQuality] = []
  var synonyms: [String] = []
  var transformation: String?
  var customProperties: [(name: String, value: JSON)] = []

  init(name: String? = nil) {
    self.name = name
  }

  /// Itself and all fields within it.
  var count: Int { 1 + (fields + items + map).reduce(0) { $0 + $1.count } }

  /// Sets an option, or replaces it.
  mutating func set(_ option: String, _ value: JSON) {
    if let place = options.firstIndex(where: { $0.name == option }) {
      options[place].value = value
    } else {
      options.append((option, value))
    }
  }
}

/// One of the values that a field may have.
struct ImportedValue: Sendable {
  /// A string, a number or a boolean.
  var value: JSON
  var description: String?
}

/// A rule that the source enforces or tests and that no attribute of ODCS says.
enum ImportedQuality: Sendable {
  /// No two rows have the same values in these columns.
  case distinct([String])
  /// No row may be found for which the condition is false: a CHECK of SQL, word by word.
  case check(name: String?, condition: String)
}
