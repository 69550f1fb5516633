/// Which results of a quality rule are good enough.
enum QualityThreshold {
  /// What became of the threshold: seen from the data, more accepted results are a weaker promise.
  enum Relation {
    case same, tightened, loosened
    /// Some results are accepted that were not, and the other way round.
    case moved
    /// Rows against percent: which is more depends on the data.
    case unclear
  }

  /// ODCS 3.1, "Data quality", operators.
  static let operators = [
    "mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",
    "mustNotBeBetween",
  ]

  static func relation(_ old: Element, _ new: Element) -> Relation {
    let was = accepted(by: old)
    let becomes = accepted(by: new)
    if unit(of: old) != unit(of: new) {
      // No rows and no percent are the same, and so is everything.
      let isUnitless = was == becomes && (was == AcceptedNumbers.all || was == nothing)
      return isUnitless ? .same : .unclear
    }
    guard let was, let becomes else { return .moved }
    switch (was.isSubset(of: becomes), becomes.isSubset(of: was)) {
    case (true, true): return .same
    case (true, false): return .loosened
    case (false, true): return .tightened
    case (false, false): return .moved
    }
  }

  private static let nothing = AcceptedNumbers(
    AcceptedNumbers.Interval(
      lower: AcceptedNumbers.Bound(.zero, isIncluded: true), upper: AcceptedNumbers.Bound(.zero, isIncluded: true)))

  private static func unit(of rule: Element) -> String {
    let unit = (rule.text("unit") ?? "rows").lowercased()
    return unit == "%" || unit == "percentage" ? "percent" : unit
  }

  /// The numbers that all operators of a rule accept; nil where one of them says no number.
  private static func accepted(by rule: Element) -> AcceptedNumbers? {
    var result = AcceptedNumbers.all
    let isWhole = unit(of: rule) == "rows" && (rule.text("type") ?? "library").lowercased() == "library"
    for name in operators {
      guard let value = rule.value(name), !value.isEmpty else { continue }
      guard let set = set(name, value, isWhole: isWhole) else { return nil }
      result = result.intersection(set)
    }
    return result
  }

  private static func set(_ name: String, _ value: Value, isWhole: Bool) -> AcceptedNumbers? {
    typealias Bound = AcceptedNumbers.Bound
    typealias Interval = AcceptedNumbers.Interval
    if name == "mustBeBetween" || name == "mustNotBeBetween" {
      let limits = value.items.compactMap(\.number)
      guard limits.count == 2, value.items.count == 2 else { return nil }
      let interval = Interval(lower: Bound(limits[0], isIncluded: true), upper: Bound(limits[1], isIncluded: true))
      return name == "mustBeBetween" ? AcceptedNumbers(interval) : .outside(interval)
    }
    guard let number = value.number else { return nil }
    // Rows are whole: more than 5 are at least 6.
    if isWhole, number.isInteger, let whole = number.integer, abs(whole) < Int.max {
      if name == "mustBeGreaterThan" { return set("mustBeGreaterOrEqualTo", .number(ExactNumber(whole + 1)), isWhole: false) }
      if name == "mustBeLessThan" { return set("mustBeLessOrEqualTo", .number(ExactNumber(whole - 1)), isWhole: false) }
    }
    let point = Interval(lower: Bound(number, isIncluded: true), upper: Bound(number, isIncluded: true))
    switch name {
    case "mustBe": return AcceptedNumbers(point)
    case "mustNotBe": return .outside(point)
    case "mustBeGreaterThan": return AcceptedNumbers(Interval(lower: Bound(number, isIncluded: false), upper: nil))
    case "mustBeGreaterOrEqualTo": return AcceptedNumbers(Interval(lower: Bound(number, isIncluded: true), upper: nil))
    case "mustBeLessThan": return AcceptedNumbers(Interval(lower: nil, upper: Bound(number, isIncluded: false)))
    case "mustBeLessOrEqualTo": return AcceptedNumbers(Interval(lower: nil, upper: Bound(number, isIncluded: true)))
    default: return nil
    }
  }
}
