/// The lower or upper bound of a column's values, whichever way it is written: inclusive, exclusive, or with the flags of ODCS 3.0.
struct ValueBound: Hashable, Sendable {
  enum Side: Sendable {
    case lower, upper
  }

  /// What a bound says.
  enum Limit: Hashable, Sendable {
    case number(ExactNumber)
    /// Dates and times in the form that sorts as text.
    case text(String)
  }

  var limit: Limit
  var isIncluded: Bool

  /// Nil where the element has no bound on that side.
  static func of(_ element: Element, _ side: Side) -> ValueBound? {
    let (plain, exclusive) = names(of: side)
    let exclusiveValue = element.value(exclusive)
    // ODCS 3.0: `exclusiveMinimum: true` turns `minimum` into an exclusive bound.
    if let flag = exclusiveValue?.boolean {
      return element.value(plain).flatMap { bound($0, isIncluded: !flag, of: element, side) }
    }
    let included = element.value(plain).flatMap { bound($0, isIncluded: true, of: element, side) }
    let excluded = exclusiveValue.flatMap { bound($0, isIncluded: false, of: element, side) }
    guard let included, let excluded else { return included ?? excluded }
    // Both are written: the narrower one counts.
    switch excluded.position(to: included, side) {
    case .narrower?, .same?: return excluded
    case .wider?: return included
    case nil: return included
    }
  }

  /// The attributes of a side, the plain one first.
  static func names(of side: Side) -> (plain: String, exclusive: String) {
    let word = side == .lower ? "Minimum" : "Maximum"
    return ("logicalTypeOptions." + word.lowercased(), "logicalTypeOptions.exclusive" + word)
  }

  private static func bound(_ value: Value, isIncluded: Bool, of element: Element, _ side: Side) -> ValueBound? {
    guard !value.isEmpty else { return nil }
    guard let number = value.number else {
      // Before the second and until the first are the same days.
      if !isIncluded, element.text("logicalType")?.lowercased() == "date", let day = CalendarDay(value.text) {
        return ValueBound(limit: .text(day.adding(days: side == .lower ? 1 : -1).description), isIncluded: true)
      }
      return ValueBound(limit: .text(value.text), isIncluded: isIncluded)
    }
    // Above 0 and from 1 on are the same whole numbers.
    let isWhole = element.text("logicalType")?.lowercased() == "integer"
    if isWhole, !isIncluded, let whole = number.integer,
      case (let next, false) = side == .lower
        ? whole.addingReportingOverflow(1) : whole.subtractingReportingOverflow(1)
    {
      return ValueBound(limit: .number(ExactNumber(next)), isIncluded: true)
    }
    return ValueBound(limit: .number(number), isIncluded: isIncluded)
  }

  enum Position {
    case narrower, same, wider
  }

  /// How this bound lies to another of the same side; nil where the two cannot be compared.
  func position(to other: ValueBound, _ side: Side) -> Position? {
    let isAbove: Bool
    switch (limit, other.limit) {
    case (.number(let left), .number(let right)):
      if left == right { return sameLimit(other) }
      isAbove = left > right
    case (.text(let left), .text(let right)):
      if left == right { return sameLimit(other) }
      // Texts sort like what they say only in the same ISO 8601 form.
      guard Self.form(of: left) == Self.form(of: right), left.first?.isNumber == true else { return nil }
      isAbove = left > right
    default:
      return nil
    }
    return isAbove == (side == .lower) ? .narrower : .wider
  }

  private func sameLimit(_ other: ValueBound) -> Position {
    isIncluded == other.isIncluded ? .same : isIncluded ? .wider : .narrower
  }

  /// The text with a `0` for every digit.
  private static func form(of text: String) -> String {
    String(text.map { $0.isNumber ? "0" : $0 })
  }
}
