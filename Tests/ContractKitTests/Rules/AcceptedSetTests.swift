import ContractKit
import Testing

/// Bounds, thresholds and service levels are compared by what they accept, however they are written.
@Suite struct AcceptedSetTests {
  private static func impacts(_ before: String, _ after: String) throws -> [Impact] {
    try Rule.Example(before, after).judged().map(\.impact)
  }

  private static func quality(_ rule: String) -> String {
    "schema:\n  - name: t\n    quality:\n      - {name: q, metric: rowCount\(rule.isEmpty ? "" : ", " + rule)}\n"
  }

  @Test(
    arguments: [
      ("mustBe: 0", "mustBe: 0.0", nil), ("mustBe: 5", "mustBeBetween: [5, 5]", nil),
      ("mustBeGreaterThan: 5", "mustBeGreaterOrEqualTo: 6", nil),
      ("mustBeLessThan: 1", "mustBeLessOrEqualTo: 0", nil),
      ("mustBeGreaterThan: 5, unit: percent", "mustBeGreaterOrEqualTo: 6, unit: percent", Impact.compatible),
      ("mustBe: 0", "mustBeLessThan: 10", Impact.breaking), ("mustBeLessThan: 10", "mustBe: 0", .compatible),
      ("mustBe: 0", "mustBe: 5", .breaking),
      ("mustBeBetween: [0, 10]", "mustBeBetween: [0, 20]", .breaking), ("mustBeBetween: [0, 10]", "mustBeBetween: [2, 8]", .compatible),
      ("mustBeBetween: [0, 10]", "mustBeBetween: [5, 20]", .breaking),
      ("mustNotBeBetween: [0, 10]", "mustNotBeBetween: [0, 20]", .compatible),
      ("mustNotBeBetween: [0, 20]", "mustNotBeBetween: [0, 10]", .breaking), ("mustNotBe: 0", "mustNotBeBetween: [0, 10]", .compatible),
      ("mustNotBe: 0", "mustBeGreaterThan: 0", .compatible), ("mustBeGreaterThan: 0", "mustNotBe: 0", .breaking),
      ("mustBeBetween: [0, 10]", "mustBeLessThan: 11", .breaking), ("", "mustBe: 0", .compatible), ("mustBe: 0", "", .breaking),
      ("mustBeLessThan: 10", "mustBeLessThan: 5, unit: percent", .dangerous),
      ("mustBeLessThan: 5, unit: percent", "mustBeLessThan: 5, unit: '%'", nil),
      ("mustBeGreaterThan: 0, mustBeLessThan: 10", "mustBeBetween: [1, 9]", nil),
    ] as [(String, String, Impact?)])
  func thresholds(_ before: String, _ after: String, _ impact: Impact?) throws {
    #expect(try Self.impacts(Self.quality(before), Self.quality(after)) == [impact].compactMap { $0 })
  }

  private static func options(_ type: String, _ options: String) -> String {
    "schema:\n  - name: t\n    properties:\n      - {name: c, logicalType: \(type), logicalTypeOptions: {\(options)}}\n"
  }

  @Test(
    arguments: [
      ("integer", "exclusiveMinimum: 0", "minimum: 1", nil), ("number", "exclusiveMinimum: 0", "minimum: 1", Impact.compatible),
      ("number", "exclusiveMinimum: 0", "minimum: 0", .breaking), ("number", "minimum: 0", "exclusiveMinimum: 0", .compatible),
      ("number", "maximum: 10", "exclusiveMaximum: 20", .breaking), ("number", "maximum: 10", "maximum: 10, exclusiveMaximum: 20", nil),
      ("number", "maximum: 10", "maximum: 10, exclusiveMaximum: 10", .compatible), ("number", "minimum: 0.1", "minimum: '0.10'", nil),
      ("number", "minimum: -1", "minimum: -2", .breaking), ("number", "minimum: -2", "minimum: -1", .compatible),
      ("date", "exclusiveMaximum: '2025-01-02'", "maximum: '2025-01-01'", nil),
      ("date", "minimum: '2024-12-31'", "minimum: '2025-01-01'", .compatible),
      ("timestamp", "minimum: '2024-01-01T00:00:00Z'", "minimum: '2023-01-01T00:00:00Z'", .breaking),
      ("timestamp", "minimum: '2024-01-01T00:00:00Z'", "minimum: '2024-01-01 00:00:00'", .dangerous),
      ("number", "multipleOf: 0.01", "multipleOf: 0.05", .compatible), ("number", "multipleOf: 0.05", "multipleOf: 0.01", .breaking),
      ("string", "pattern: '^\\d+$'", "pattern: '^[0-9]{1,}$'", nil), ("string", "pattern: '^(?:a|b)$'", "pattern: '^(a|b)$'", nil),
      ("string", "pattern: '^(?:a)(b)\\1$'", "pattern: '^(a)(b)\\1$'", .dangerous),
      ("string", "pattern: '^a{2,2}$'", "pattern: '^a{2}$'", nil),
      ("timestamp", "timezone: false", "defaultTimezone: Etc/UTC", nil),
    ] as [(String, String, String, Impact?)])
  func options(_ type: String, _ before: String, _ after: String, _ impact: Impact?) throws {
    #expect(try Self.impacts(Self.options(type, before), Self.options(type, after)) == [impact].compactMap { $0 })
  }

  private static func level(_ text: String) -> String { "slaProperties:\n  - {property: \(text)}\n" }

  @Test(
    arguments: [
      ("latency, value: 4, unit: h", "latency, value: 240, unit: min", nil),
      ("latency, value: 4, unit: h", "latency, value: 14400, unit: seconds", nil),
      ("latency, value: 4h", "latency, value: 4, unit: h", nil), ("latency, value: PT4H", "latency, value: 4, unit: hours", nil),
      ("retention, value: 1, unit: y", "retention, value: 12, unit: months", nil),
      ("retention, value: P1Y6M", "retention, value: 18, unit: mo", nil),
      ("retention, value: 1, unit: y", "retention, value: 300, unit: d", Impact.breaking),
      ("retention, value: 1, unit: y", "retention, value: 400, unit: d", .compatible),
      ("retention, value: 1, unit: month", "retention, value: 30, unit: d", .dangerous),
      ("latency, value: 4, unit: h", "latency, value: 5, unit: h", .breaking),
      ("latency, value: 4, unit: h", "latency, value: 3, unit: h", .compatible),
      ("availability, value: 99.9, unit: '%'", "availability, value: 99.9 %", nil),
      ("availability, value: 99.9, unit: '%'", "availability, value: 99.99, unit: percent", .compatible),
      ("availability, value: 99.99, unit: '%'", "availability, value: 99.9, unit: '%'", .breaking),
      ("throughput, value: 100, unit: rps", "throughput, value: 90, unit: rps", .breaking),
      ("throughput, value: 100, unit: rps", "throughput, value: 6000, unit: rpm", .dangerous),
      ("timeOfAvailability, value: '08:00'", "timeOfAvailability, value: '07:30'", .compatible),
      ("shininess, value: 4", "shininess, value: 5", .dangerous),
      ("latency, value: fast", "latency, value: faster", .dangerous),
      ("endOfLife, value: '2027-01-01'", "endOfLife, value: '2027-01-01T00:00:00Z'", nil),
      ("endOfLife, value: '2027-06-01'", "endOfLife, value: '2027-01-01'", .breaking),
      ("endOfLife, value: '2027-01-01'", "endOfLife, value: '2027-06-01'", .compatible),
    ] as [(String, String, Impact?)])
  func serviceLevels(_ before: String, _ after: String, _ impact: Impact?) throws {
    #expect(try Self.impacts(Self.level(before), Self.level(after)) == [impact].compactMap { $0 })
  }
}

@Suite struct ExactNumberArithmeticTests {
  @Test(
    arguments: [
      ("10", "5", true), ("10", "3", false), ("0.05", "0.01", true), ("0.01", "0.05", false), ("0", "7", true), ("-10", "5", true),
      ("1e3", "10", true),
      ("1", "0", nil), ("1e40", "1e-5", nil),
    ] as [(String, String, Bool?)])
  func multiples(_ number: String, _ base: String, _ expected: Bool?) throws {
    #expect(try #require(ExactNumber(number)).isMultiple(of: #require(ExactNumber(base))) == expected)
  }

  @Test(
    arguments: [
      ("99.9", "99.85", "0.1", true), ("99.9", "99.7", "0.1", false), ("1", "-1", "2", true), ("0", "0", "0", true), ("1", "2", "0", false),
      ("1e30", "1", "1", nil),
    ] as [(String, String, String, Bool?)])
  func tolerances(_ left: String, _ right: String, _ tolerance: String, _ expected: Bool?) throws {
    #expect(try #require(ExactNumber(left)).isWithin(#require(ExactNumber(tolerance)), of: #require(ExactNumber(right))) == expected)
  }

  @Test(arguments: [("4", 3600, "14400"), ("0.5", 60, "30"), ("-1.25", 4, "-5"), ("0", 9, "0")])
  func products(_ number: String, _ factor: Int, _ expected: String) throws {
    #expect(try #require(ExactNumber(number)).multiplied(by: factor)?.description == expected)
  }
}
