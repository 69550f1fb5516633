/// A set of numbers, as bounds and thresholds describe it: intervals that do not touch, in order.
struct AcceptedNumbers: Hashable, Sendable {
  /// One end of an interval.
  struct Bound: Hashable, Sendable {
    var value: ExactNumber
    var isIncluded: Bool

    init(_ value: ExactNumber, isIncluded: Bool) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  /// Nil is no end on that side.
  struct Interval: Hashable, Sendable {
    var lower: Bound?
    var upper: Bound?

    var isEmpty: Bool {
      guard let lower, let upper else { return false }
      return lower.value > upper.value || lower.value == upper.value && !(lower.isIncluded && upper.isIncluded)
    }

    func contains(_ other: Interval) -> Bool {
      AcceptedNumbers.isLower(lower, notAbove: other.lower) && AcceptedNumbers.isUpper(upper, notBelow: other.upper)
    }

    func intersection(_ other: Interval) -> Interval {
      Interval(
        lower: AcceptedNumbers.isLower(lower, notAbove: other.lower) ? other.lower : lower,
        upper: AcceptedNumbers.isUpper(upper, notBelow: other.upper) ? other.upper : upper)
    }
  }

  private(set) var intervals: [Interval]

  /// Everything.
  static let all = AcceptedNumbers(intervals: [Interval(lower: nil, upper: nil)])

  init(_ interval: Interval) {
    intervals = interval.isEmpty ? [] : [interval]
  }

  private init(intervals: [Interval]) {
    self.intervals = intervals.filter { !$0.isEmpty }
  }

  /// All numbers outside of an interval.
  static func outside(_ interval: Interval) -> AcceptedNumbers {
    let below = interval.lower.map { Interval(lower: nil, upper: Bound($0.value, isIncluded: !$0.isIncluded)) }
    let above = interval.upper.map { Interval(lower: Bound($0.value, isIncluded: !$0.isIncluded), upper: nil) }
    return AcceptedNumbers(intervals: [below, above].compactMap { $0 })
  }

  func intersection(_ other: AcceptedNumbers) -> AcceptedNumbers {
    AcceptedNumbers(
      intervals: intervals.flatMap { interval in other.intervals.map { interval.intersection($0) } })
  }

  /// True if every number of this set is in the other. Intervals of a set never touch, so each must lie in one of the other's.
  func isSubset(of other: AcceptedNumbers) -> Bool {
    intervals.allSatisfy { interval in other.intervals.contains { $0.contains(interval) } }
  }

  private static func isLower(_ bound: Bound?, notAbove other: Bound?) -> Bool {
    guard let bound else { return true }
    guard let other else { return false }
    return bound.value < other.value || bound.value == other.value && (bound.isIncluded || !other.isIncluded)
  }

  private static func isUpper(_ bound: Bound?, notBelow other: Bound?) -> Bool {
    guard let bound else { return true }
    guard let other else { return false }
    return bound.value > other.value || bound.value == other.value && (bound.isIncluded || !other.isIncluded)
  }
}
