/// All that an element says about its type: the logical one, the physical one, and the options that are part of it.
struct DeclaredType: Sendable {
  var logical: DataType?
  var physical: DataType?
  var logicalText: String?
  var physicalText: String?
  /// The width of a number (`i32`, `f64`), where it is one.
  var format: String?
  /// The element has elements of its own for fields or items.
  var hasParts: Bool

  init(_ element: Element, dialect: SQLDialect) {
    logicalText = element.text("logicalType")?.lowercased()
    physicalText = element.text("physicalType")
    physical = physicalText.map { TypeReader(dialect: dialect).read($0) }
    let isNumber = logicalText == "integer" || logicalText == "number"
    format = isNumber ? element.text("logicalTypeOptions.format")?.lowercased() : nil
    hasParts = element.children.contains { [.property, .arrayItem, .mapKey, .mapValue].contains($0.kind) }
    logical = logicalText.map { Self.logical($0, of: element) }
  }

  private static func logical(_ text: String, of element: Element) -> DataType {
    switch text {
    case "string": .text(length: nil, isFixed: false)
    case "date": .date
    case "timestamp": .timestamp(precision: 9, zone: .none)
    case "time": .time(precision: 9, zone: .none)
    case "number": .number
    case "integer": .wholeNumber
    case "boolean": .boolean
    case "object": .object(nil)
    case "array": .array(nil)
    case "map": .anyMap
    case "vector":
      .vector(
        dimensions: element.value("logicalTypeOptions.dimensions")?.number?.integer,
        element: element.text("logicalTypeOptions.elementType")?.lowercased() ?? "float32")
    default: .unknown(text.uppercased())
    }
  }

  /// What became of the type as a whole: the worst of its parts.
  static func relation(_ old: DeclaredType, _ new: DeclaredType) -> TypeRelation {
    let ignoresParts = old.hasParts && new.hasParts
    var result = TypeRelation.same
    func worsen(_ relation: TypeRelation) { result = max(result, relation) }

    switch (old.logical, new.logical) {
    case (let was?, let becomes?): worsen(TypeLattice.relation(was, becomes, ignoresParts: true))
    case (nil, _?): worsen(old.physical == nil ? .limitStated : .logicalStated)
    case (_?, nil): worsen(.logicalWithdrawn)
    case (nil, nil): break
    }
    switch (old.physical, new.physical) {
    case (let was?, let becomes?):
      if !isSameText(old.physicalText, new.physicalText) { worsen(TypeLattice.relation(was, becomes, ignoresParts: ignoresParts)) }
    case (nil, _?): worsen(.physicalStated)
    case (_?, nil): worsen(.physicalWithdrawn)
    case (nil, nil): break
    }
    // One side speaks only logically, the other only physically.
    if let was = old.logical ?? old.physical, let becomes = new.logical ?? new.physical, old.logical == nil || new.logical == nil,
      old.physical == nil || new.physical == nil, TypeLattice.relation(was, becomes, ignoresParts: true) == .familyChanged
    {
      worsen(.familyChanged)
    }
    worsen(formats(old, new))
    return result
  }

  private static func isSameText(_ left: String?, _ right: String?) -> Bool {
    let folded = { (text: String?) in text?.split(whereSeparator: \.isWhitespace).map { $0.lowercased() } }
    return folded(left) == folded(right)
  }

  /// ODCS 3.1, "Logical type options": Rust's names for the width of a number, `i32` where an integer says none.
  private static func formats(_ old: DeclaredType, _ new: DeclaredType) -> TypeRelation {
    guard old.format != new.format, old.logicalText == new.logicalText else { return .same }
    let standard = new.logicalText == "integer" ? "i32" : nil
    let isStatedElsewhere = old.physical != nil || new.physical != nil
    guard let becomes = new.format else {
      if old.format == standard { return .same }
      // The width stands where it may be said as well.
      guard let was = old.format, let physical = new.physical else { return .unknown }
      let relation = TypeLattice.relation(type(of: was), physical)
      return old.physical == nil || relation == .same ? relation : .unknown
    }
    guard let was = old.format ?? (isStatedElsewhere ? nil : standard) else {
      let isSaid = old.physical.map { TypeLattice.relation($0, type(of: becomes)) == .same } ?? false
      return isSaid ? .same : .limitStated
    }
    return TypeLattice.relation(type(of: was), type(of: becomes))
  }

  private static func type(of format: String) -> DataType {
    guard let first = format.first, let bits = Int(format.dropFirst()) else { return .unknown(format.uppercased()) }
    switch first {
    case "i": return .integer(bits: bits, isSigned: true)
    case "u": return .integer(bits: bits, isSigned: false)
    case "f": return .float(bits: bits)
    default: return .unknown(format.uppercased())
    }
  }
}
