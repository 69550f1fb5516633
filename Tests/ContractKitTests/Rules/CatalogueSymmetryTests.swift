import ContractKit
import Foundation
import Testing

/// What has *added* has *removed*, what has *raised* has *lowered*; whatever has one without the other says why.
@Suite struct CatalogueSymmetryTests {
  struct Coordinate: Hashable, CustomStringConvertible {
    var subject: Element.Kind
    var attribute: String
    var action: Change.Action
    var description: String { "\(subject.rawValue) \(attribute.isEmpty ? "itself" : attribute) \(action.rawValue)" }
  }

  /// Coordinates without their mirror, each with the reason.
  static let waivers: [Coordinate: String] = [:]

  private static let mirrors: [Change.Action: Change.Action] = [
    .added: .removed, .removed: .added, .raised: .lowered, .lowered: .raised,
  ]

  private static func coordinates() -> Set<Coordinate> {
    var result: Set<Coordinate> = []
    // The rules at the end speak of everything, so they are their own mirrors.
    for rule in Catalogue.all where !rule.attributes.contains("*") {
      for subject in rule.subjects {
        for attribute in rule.attributes {
          for action in rule.actions { result.insert(Coordinate(subject: subject, attribute: attribute, action: action)) }
        }
      }
    }
    return result
  }

  @Test func everyCoordinateHasItsMirror() {
    let all = Self.coordinates()
    for coordinate in all.sorted(by: { $0.description < $1.description }) {
      guard let action = Self.mirrors[coordinate.action] else { continue }
      let mirror = Coordinate(subject: coordinate.subject, attribute: coordinate.attribute, action: action)
      #expect(
        all.contains(mirror) || Self.waivers[coordinate] != nil, "\(coordinate) has no mirror; write the rule or say why there is none")
    }
  }

  @Test func noWaiverIsStale() {
    let all = Self.coordinates()
    for (coordinate, reason) in Self.waivers {
      #expect(!reason.isEmpty)
      #expect(all.contains(coordinate), "\(coordinate) is waived and no rule has it")
      if let action = Self.mirrors[coordinate.action] {
        let mirror = Coordinate(subject: coordinate.subject, attribute: coordinate.attribute, action: action)
        #expect(!all.contains(mirror), "\(coordinate) is waived and has its mirror")
      }
    }
  }
}

/// Each file of the catalogue is in its list.
@Suite struct CatalogueFilesTests {
  @Test func everyFileIsRegistered() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let rules = root.appendingPathComponent("Sources/ContractKit/Rules")
    let catalogue = try String(contentsOf: rules.appendingPathComponent("Catalogue.swift"), encoding: .utf8)
    let list = try #require(catalogue.firstMatch(of: /static let all: \[Rule\] =(?<list>[^\/]*)/)?.output.list)
    let listed = Set(list.matches(of: /[a-zA-Z]+/).map { String($0.output) })
    let files = try FileManager.default.contentsOfDirectory(atPath: rules.appendingPathComponent("Catalogue").path).filter {
      $0.hasSuffix(".swift")
    }
    #expect(!files.isEmpty)
    for file in files.sorted() {
      let text = try String(contentsOf: rules.appendingPathComponent("Catalogue/\(file)"), encoding: .utf8)
      let groups = text.matches(of: /\n  static let ([a-zA-Z]+) = \[|\n  static let ([a-zA-Z]+): \[Rule\]/).compactMap {
        $0.output.1 ?? $0.output.2
      }
      #expect(!groups.isEmpty, "\(file) declares no list of rules")
      for group in groups { #expect(listed.contains(String(group)), "\(group) of \(file) is not in Catalogue.all") }
    }
  }
}
