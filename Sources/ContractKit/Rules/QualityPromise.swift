/// What quality rules promise that a column's own flags can say too.
enum QualityPromise {
  /// True if a rule that blocks says that the column has no nulls: `metric: nullValues` with `mustBe: 0`.
  static func forbidsNulls(_ column: Element?) -> Bool {
    column?.children(.qualityRule).contains { isNullCheck($0) } ?? false
  }

  /// True for a rule that says of its column what `required: true` says.
  static func isNullCheck(_ rule: Element) -> Bool {
    guard rule.text("metric") == "nullValues", rule.value("mustBe")?.number == .zero else { return false }
    return (rule.text("severity") ?? "error").lowercased() == "error"
  }
}
