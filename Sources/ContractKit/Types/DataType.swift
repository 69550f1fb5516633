/// What a type means: which values it holds and, as far as readers notice it, how they arrive.
indirect enum DataType: Hashable, Sendable {
  /// A field of a record.
  struct Field: Hashable, Sendable {
    /// Without case; nil for records whose fields are known by their place.
    var name: String?
    var type: DataType
  }

  /// Whether a time knows where it is.
  enum Zone: Hashable, Sendable {
    /// A wall clock anywhere.
    case none
    /// An instant together with its offset.
    case offset
    /// An instant, shown in the reader's zone.
    case instant
  }

  case boolean
  case integer(bits: Int, isSigned: Bool)
  /// An exact number; nil where neither the type nor its database says how exact.
  case decimal(DecimalShape?)
  case float(bits: Int)
  /// The logical types `number` and `integer`, which say no width.
  case number
  case wholeNumber
  /// Characters; nil is as long as it gets. Fixed texts are filled with blanks.
  case text(length: Int?, isFixed: Bool)
  case enumeration([String])
  case binary(length: Int?)
  case bits(length: Int?)
  case date
  /// Digits of the fraction of a second.
  case time(precision: Int, zone: Zone)
  case timestamp(precision: Int, zone: Zone)
  case interval
  case uuid
  /// JSON, XML and what else carries its shape with it.
  case document(String)
  case spatial(String)
  case network(String)
  /// Nil where the type does not say what is in it.
  case array(DataType?)
  case map(key: DataType, value: DataType)
  case anyMap
  case object([Field]?)
  case vector(dimensions: Int?, element: String?)
  /// In capitals, blanks folded.
  case unknown(String)
}

/// How exact a decimal is: all digits, and those behind the point.
struct DecimalShape: Hashable, Sendable {
  var precision: Int
  var scale: Int

  init(_ precision: Int, _ scale: Int) {
    self.precision = precision
    self.scale = scale
  }

  /// Digits before the point.
  var whole: Int { precision - scale }
}
