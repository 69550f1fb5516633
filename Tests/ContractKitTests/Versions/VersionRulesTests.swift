import ContractKit
import Testing

@Suite struct VersionRulesTests {
  /// What a branch does to the only column of a table, by what it costs.
  enum Edit: String, Sendable {
    case nothing, words, addition, decision, removal

    var columns: String {
      switch self {
      case .nothing: "{name: id}, {name: a, physicalType: INT, description: one}"
      case .words: "{name: id}, {name: a, physicalType: INT, description: two}"
      case .addition: "{name: id}, {name: a, physicalType: INT, description: one}, {name: b}"
      case .decision: "{name: id}, {name: a, physicalType: BIGINT, description: one}"
      case .removal: "{name: id}"
      }
    }
  }

  private static func contract(_ version: String?, _ edit: Edit, status: String = "active") throws -> Contract {
    let text =
      "apiVersion: v3.2.0\nkind: DataContract\nid: urn:orders\nname: orders\nstatus: \(status)\n"
      + (version.map { "version: \($0)\n" } ?? "") + "schema:\n  - name: t\n    properties: [\(edit.columns)]\n"
    return try ContractReader.read(Array(text.utf8), path: "orders.yaml")
  }

  private static func prices(
    _ from: String, _ to: String?, _ edit: Edit, taken: [VersionCase.Taken] = [], notice: NoticePolicy? = nil
  ) throws -> [Price] {
    let old = try contract(from, .nothing)
    let new = try to.map { try contract($0, edit) }
    let subject = VersionCase(
      old: old, new: new, sum: TransitionDiff(from: old, to: new), baselineVersion: from, taken: taken, title: "orders",
      path: "orders.yaml", bumpCommand: "git contract bump orders", notice: notice ?? EffectivePolicy().notice)
    return VersionRules.prices(subject)
  }

  @Test(
    arguments: [
      ("1.2.0", "1.2.0", Edit.nothing, nil), ("1.2.0", "1.2.0", .words, "version-not-bumped"),
      ("1.2.0", "1.2.0", .removal, "version-not-bumped"),
      ("1.2.0", "1.2.1", .words, nil), ("1.2.0", "1.2.1", .addition, "version-bump-too-small"), ("1.2.0", "1.3.0", .addition, nil),
      ("1.2.0", "1.3.0", .decision, nil), ("1.2.0", "1.2.1", .decision, "version-bump-too-small"), ("1.2.0", "2.0.0", .decision, nil),
      ("1.2.0", "1.3.0", .removal, "version-bump-too-small"), ("1.2.0", "2.0.0", .removal, nil),
      ("1.2.0", "1.1.0", .removal, "version-decreased"),
      ("1.2.0", "1.1.0", .nothing, "version-decreased"), ("1.2.0", "1.3.0", .words, "version-over-bumped"),
      ("1.2.0", "2.0.0", .addition, "version-over-bumped"),
      ("1.2.0", "1.2.1", .nothing, "version-over-bumped"), ("v1.2", "v1.3", .addition, nil), ("1", "2", .removal, nil),
      ("1", "1.1", .addition, nil),
      // Below 1.0.0 the left-most number that is not zero plays the major.
      ("0.3.1", "0.3.2", .addition, nil), ("0.3.1", "0.3.2", .words, nil), ("0.3.1", "0.3.2", .removal, "version-bump-too-small"),
      ("0.3.1", "0.4.0", .removal, nil), ("0.3.1", "0.4.0", .addition, "version-over-bumped"), ("0.0.3", "0.0.4", .removal, nil),
      ("0.0.3", "0.0.4", .words, nil),
      // To leave 0.x is to promise, which asks for no change.
      ("0.3.1", "1.0.0", .addition, nil), ("0.3.1", "1.0.0", .nothing, nil), ("0.3.1", "2.0.0", .addition, "version-over-bumped"),
      // A pre-release must have the core that the final version would need.
      ("1.2.0", "1.3.0-rc.1", .addition, nil), ("1.2.0", "1.2.1-rc.1", .addition, "version-bump-too-small"),
      ("1.2.0", "2.0.0-rc.1", .removal, nil),
      ("1.2.0", "2.0.0-rc.1", .addition, nil), ("1.2.0", "1.2.0-rc.1", .words, "version-decreased"),
      ("1.2.0", "2026-06", .words, "version-not-semver"), ("1.2.0", "latest", .nothing, "version-not-semver"),
    ] as [(String, String, Edit, String?)])
  func asksForWhatTheSumCosts(_ from: String, _ to: String, _ edit: Edit, _ rule: String?) throws {
    let prices = try Self.prices(from, to, edit)
    #expect(prices.map(\.rule) == [rule].compactMap { $0 }, "\(prices.map(\.message))")
    for price in prices {
      #expect(price.contract == "urn:orders")
      #expect(price.position.line > 1, "points at the version")
      if ["version-not-bumped", "version-bump-too-small", "version-decreased"].contains(price.rule) {
        #expect(price.fixes.map(\.command) == ["git contract bump orders"])
      }
    }
  }

  @Test(arguments: [("2.1.0", nil), ("2.2.0", "version-over-bumped"), ("3.0.0", "version-over-bumped")] as [(String, String?)])
  func `what the target has taken is no excess of whoever comes after`(_ to: String, _ rule: String?) throws {
    let taken = VersionCase.Taken(version: try #require(SemanticVersion("2.0.0")), place: "commit 1a2b3c4d5e on main", isOnTarget: true)
    let prices = try Self.prices("1.2.0", to, .addition, taken: [taken])
    #expect(prices.map(\.rule) == [rule].compactMap { $0 })
    #expect(rule == nil || prices.first?.message.hasSuffix("a compatible change asks for 2.1.0 only") == true, "\(prices)")
  }

  /// The version that is due is enough.
  @Test(arguments: ["1.2.0", "v1.2", "1", "0.3.1", "0.0.3"], [Edit.words, .addition, .decision, .removal])
  func theDueVersionPays(_ from: String, _ edit: Edit) throws {
    let old = try Self.contract(from, .nothing)
    let diff = TransitionDiff(from: old, to: try Self.contract(from, edit))
    let due = try #require(diff.suggestedVersion)
    #expect(try Self.prices(from, due, edit).isEmpty)
  }

  @Test func theSecondOfTwoBranchesIsToldWhichVersionIsFree() throws {
    let rival = VersionCase.Taken(version: SemanticVersion(1, 3, 0), place: "commit 1a2b3c4d5e on origin/main", isOnTarget: true)
    let prices = try Self.prices("1.2.0", "1.3.0", .addition, taken: [rival])
    #expect(prices.map(\.message) == ["1.3.0 was taken by commit 1a2b3c4d5e on origin/main; free now: 1.4.0"])
    #expect(prices.map(\.rule) == ["version-reused"])
    #expect(try Self.prices("1.2.0", "1.4.0", .addition, taken: [rival]).isEmpty)
  }

  @Test func aVersionOfAnOlderBranchIsOnlyInItsOwnWay() throws {
    let rival = VersionCase.Taken(version: SemanticVersion(1, 9, 0), place: "commit 1a2b3c4d5e on origin/release/1.x", isOnTarget: false)
    #expect(try Self.prices("1.2.0", "1.3.0", .addition, taken: [rival]).isEmpty)
    #expect(try Self.prices("1.2.0", "1.9.0", .addition, taken: [rival]).map(\.rule) == ["version-reused"])
  }

  @Test func aMissingVersionIsAskedFor() throws {
    let old = try Self.contract("1.0.0", .nothing)
    let new = try Self.contract(nil, .nothing)
    let prices = VersionRules.prices(
      VersionCase(
        old: old, new: new, sum: TransitionDiff(from: old, to: new), baselineVersion: "1.0.0", taken: [], title: "orders",
        path: "orders.yaml", bumpCommand: "git contract bump orders", notice: EffectivePolicy().notice))
    #expect(prices.map(\.rule) == ["version-not-semver"])
    #expect(prices.allSatisfy { !$0.isInherited })
  }

  @Test func deletionAsksForRetirementFirst() throws {
    #expect(try Self.prices("1.0.0", nil, .nothing).map(\.rule) == ["retired-before-end-of-life", "tombstone-missing"])
  }

  @Test func deletionAsksForATombstoneOfThatLine() throws {
    let old = try Self.contract("1.0.0", .nothing)
    func rules(_ tombstones: [Tombstone]) -> [String] {
      VersionRules.prices(
        VersionCase(
          old: old, new: nil, sum: TransitionDiff(from: old, to: nil), baselineVersion: "1.0.0", taken: [], title: "orders",
          path: "orders.yaml", bumpCommand: "git contract bump orders", notice: EffectivePolicy().notice, tombstones: tombstones)
      ).map(\.rule)
    }
    let tombstone = Tombstone(identifier: old.identifier, major: 1, version: "1.0.0", path: "orders.yaml")
    #expect(rules([tombstone]) == ["retired-before-end-of-life"])
    var another = tombstone
    another.major = 2
    #expect(rules([another]).contains("tombstone-missing"))
    another = tombstone
    another.identifier += "e\u{301}"
    #expect(rules([another]).contains("tombstone-missing"))
  }

  @Test func removalWithoutDeprecationIsAPriceWhereThePolicySaysSo() throws {
    var notice = EffectivePolicy().notice
    #expect(try Self.prices("1.0.0", "2.0.0", .removal, notice: notice).isEmpty)
    notice.requireDeprecation = true
    let prices = try Self.prices("1.0.0", "2.0.0", .removal, notice: notice)
    #expect(prices.map(\.rule) == ["removed-without-deprecation"])
    #expect(prices.first?.fixes.first?.command == "git contract deprecate orders.t.a")
    #expect(prices.first?.fingerprint != nil)
  }
}
