import ContractKit
import Testing

@Suite struct SemanticVersionTests {
  @Test(arguments: [
    "1.4.2", "v1.4.2", "1", "v1.0", "0.0.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7", "1.0.0-x-y-z.--", "1.0.0+20130313144700",
    "1.0.0-beta+exp.sha.5114f85", "2147483648.0.18446744073709551615",
  ]) func writesWhatItReads(_ text: String) throws {
    #expect(try #require(SemanticVersion(text)).description == text)
  }

  @Test(arguments: [
    "", "v", "2026-06", "1.2.3.4", "01.2.3", "1.02.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "1.-2.3", "+1.2.3", "1.2.x", "1.2 .3",
    " 1.2.3", "latest", "1.2-rc.1", "18446744073709551616.0.0", "１.0.0", "vv1", "1.2.3-ä",
  ]) func refusesWhatCannotBeOrdered(_ text: String) {
    #expect(SemanticVersion(text) == nil)
  }

  /// semver.org, section 11.
  @Test func ordersAsTheStandardSays() throws {
    let ordered = try [
      "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
      "1.0.1", "1.2.0", "1.10.0", "2.0.0",
    ].map { try #require(SemanticVersion($0)) }
    for (index, version) in ordered.enumerated() {
      for (other, rival) in ordered.enumerated() {
        #expect((version < rival) == (index < other))
        #expect((version == rival) == (index == other))
      }
    }
    #expect(SemanticVersion("v1.0") == SemanticVersion("1.0.0+build"))
  }

  @Test(arguments: [
    ("1.4.2", Bump.major, "2.0.0"), ("1.4.2", .minor, "1.5.0"), ("1.4.2", .patch, "1.4.3"), ("1.4.2", .none, "1.4.2"),
    ("v1.4", .minor, "v1.5"), ("v1.4", .patch, "v1.4.1"), ("1", .major, "2"), ("1", .minor, "1.1"),
    ("0.3.1", .major, "0.4.0"), ("0.3.1", .minor, "0.3.2"), ("0.3.1", .patch, "0.3.2"),
    ("0.0.3", .major, "0.0.4"), ("0.0.3", .minor, "0.0.4"), ("0.0.3", .patch, "0.0.4"),
    ("1.3.0-rc.1", .minor, "1.3.0"), ("1.3.0-rc.1", .patch, "1.3.0"), ("1.3.0-rc.1", .major, "2.0.0"), ("2.0.0-rc.1", .major, "2.0.0"),
    ("1.3.1-rc.1", .minor, "1.4.0"), ("1.0.0+5", .patch, "1.0.1"),
  ]) func risesByTheRightPart(_ text: String, _ bump: Bump, _ expected: String) throws {
    let next = try #require(SemanticVersion(text)).raised(by: bump)
    #expect(next.description == expected)
  }

  @Test(arguments: [
    ("1.2.0", "1.2.0", Bump.none), ("1.2.0", "1.1.9", .none), ("1.2.0", "1.2.1", .patch), ("1.2.0", "1.3.0", .minor),
    ("1.2.0", "2.0.0", .major), ("1.2.0", "1.3.0-rc.1", .minor), ("1.2.0", "2.0.0-alpha", .major), ("0.3.1", "0.3.2", .minor),
    ("0.3.1", "0.4.0", .major), ("0.0.3", "0.0.4", .major), ("0.9.0", "1.0.0", .major), ("1.3.0-rc.1", "1.3.0", .patch),
  ]) func tellsByWhichPartItRose(_ from: String, _ to: String, _ expected: Bump) throws {
    #expect(try #require(SemanticVersion(from)).bump(to: #require(SemanticVersion(to))) == expected)
  }

  /// Whatever is asked for is enough when it is given.
  @Test(arguments: ["1.4.2", "0.3.1", "0.0.3", "2.0.0-rc.1", "1.3.0-rc.1", "1.3.1-beta", "v7"], Bump.allCases)
  func theRaisedVersionIsHighEnough(_ text: String, _ bump: Bump) throws {
    let version = try #require(SemanticVersion(text))
    let next = version.raised(by: bump)
    #expect(bump == .none ? next == version : next > version)
    if !version.isPrerelease { #expect(version.bump(to: next) >= bump) }
  }
}
