import ContractKit
import Foundation
import Testing

/// The catalogue as a whole. Each test runs over every rule, so a new rule is tested by being listed.
@Suite struct CatalogueTests {
  static let firing = Catalogue.all.flatMap { rule in
    rule.fires.enumerated().map { Case(rule: rule, example: $0.element, isFirst: $0.offset == 0) }
  }
  static let missing = Catalogue.all.flatMap { rule in rule.nearMisses.map { Case(rule: rule, example: $0) } }

  struct Case: Sendable, CustomTestStringConvertible {
    var rule: Rule
    var example: Rule.Example
    var isFirst = false
    var testDescription: String { rule.id + ": " + example.after.split(separator: "\n").suffix(2).joined(separator: " / ") }
  }

  @Test(arguments: firing) func exampleFiresWhatItNames(_ subject: Case) throws {
    let judged = try subject.example.judged()
    #expect(judged.map(\.rule) == subject.example.expects ?? [subject.rule.id], "\(judged.map(\.message))")
    #expect(judged.contains { $0.rule == subject.rule.id })
    let (before, after) = try subject.example.contracts()
    if subject.example.settings == JudgeSettings(), subject.example.expects == nil, subject.isFirst {
      #expect(judged.first?.impact == subject.rule.impact, "the first example shows the usual impact")
    }
    let own = judged.filter { $0.rule == subject.rule.id }
    #expect(before.marks.count + after.marks.count > 0, "no place is marked")
    for mark in after.marks { #expect(own.contains { $0.change.newPosition == mark }, "\(own.map { $0.change.newPosition })") }
    for mark in before.marks { #expect(own.contains { $0.change.oldPosition == mark }, "\(own.map { $0.change.oldPosition })") }
  }

  @Test(arguments: missing) func nearMissDoesNotFire(_ subject: Case) throws {
    let expected = try #require(subject.example.expects, "a near miss says what fires instead")
    let judged = try subject.example.judged()
    #expect(judged.map(\.rule) == expected, "\(judged.map(\.message))")
    #expect(!expected.contains(subject.rule.id))
  }

  @Test(arguments: firing + missing) func sameAgainstSameIsSilent(_ subject: Case) throws {
    let (before, after) = try subject.example.contracts()
    #expect(Judge.judge(from: before.contract, to: before.contract, settings: subject.example.settings).isEmpty)
    #expect(Judge.judge(from: after.contract, to: after.contract, settings: subject.example.settings).isEmpty)
  }

  @Test(arguments: firing + missing) func examplesAreValidOrSayWhy(_ subject: Case) throws {
    let (before, after) = try subject.example.contracts()
    // Only examples about what the standard does not know may be invalid: keys, flags of files, flags that are neither, and a rule that
    // lost its comparison.
    let isAboutUnknownKeys = [
      "unknown-key-changed", "property-added-between", "clause-changed", "quality-severity-changed", "quality-threshold-loosened",
    ].contains(subject.rule.id)
    #expect(isAboutUnknownKeys || [before, after].allSatisfy { $0.contract?.diagnostics.isEmpty ?? true })
  }

  @Test(arguments: Catalogue.all.map(\.id)) func eachRuleHasExamplesOfBothKinds(_ id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    #expect(!rule.fires.isEmpty)
    #expect(!rule.nearMisses.isEmpty)
    #expect(!rule.reason.isEmpty && !rule.advice.isEmpty && !rule.message.isEmpty)
  }

  @Test func identifiersAreUniqueKebabCaseAndNeverReused() {
    let ids = Catalogue.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids {
      #expect(id.wholeMatch(of: /[a-z]+(-[a-z0-9]+)*/) != nil, "\(id)")
      #expect(Catalogue.retired[id] == nil, "\(id) was retired; take another id")
    }
    for (id, successor) in Catalogue.retired {
      #expect(ids.contains(successor) || Catalogue.retired[successor] != nil, "\(id) names \(successor), which does not exist")
    }
  }

  @Test func theLastRuleSpeaksOfEverything() {
    let last = Catalogue.lastResort
    #expect(Catalogue.all.last?.id == last.id)
    #expect(Set(last.subjects) == Set(Element.Kind.allCases))
    #expect(Set(last.actions) == Set(Change.Action.allCases))
    #expect(last.attributes.contains("") && last.attributes.contains("*") && last.judgement == nil)
  }
}
