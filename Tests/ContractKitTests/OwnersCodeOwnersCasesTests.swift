import Foundation
import Testing

@testable import ContractKit

/// The table `Cases/codeowners.json`: what each forge makes of a file and a path.
///
/// For each disputed case we hold to the table's expectation. That is for GitHub: `\#` (gh-041), one invalid owner among valid ones
/// (gh-045) and `***` (gh-051) make the line invalid; leading blanks are no part of the pattern (gh-047); letters beyond ASCII are
/// (gh-053). For GitLab: a trailing `**` is one level (gl-010), a line that starts with `[` is always a header (gl-014), an exclusion wins
/// wherever it stands (gl-040).
@Suite struct OwnersCodeOwnersCasesTests {
  struct Table: Decodable {
    var locations: [Location]
    var cases: [Case]
  }

  struct Location: Decodable {
    var id: String
    var dialect: String
    var rule: String
  }

  struct Case: Decodable, CustomTestStringConvertible {
    var id: String
    var dialect: String
    var title: String
    var file: String
    var path: String
    var expect: Expectation

    var testDescription: String { "\(id): \(title)" }
  }

  struct Expectation: Decodable {
    var status: String?
    var owners: [String]?
    var line: Int?
    var skippedLines: [Int]?
    var sections: [Section]?
    var errors: [Complaint]?
    var warningLines: [Int]?
  }

  struct Section: Decodable, Hashable {
    var section: String
    var owners: [String]
    var optional: Bool
    var approvals: Int
    var line: Int
  }

  struct Complaint: Decodable, Hashable {
    var line: Int
    var error: String
  }

  static let table: Table = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Cases/codeowners.json")
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Table.self, from: Data(contentsOf: file))
    } catch {
      Issue.record("the table of cases cannot be read: \(error)")
      return Table(locations: [], cases: [])
    }
  }()

  static func cases(_ dialect: String) -> [Case] { table.cases.filter { $0.dialect == dialect } }

  @Test func `the table holds cases for each dialect`() {
    #expect(Self.cases("github").count == 31)
    #expect(Self.cases("gitlab").count == 26)
    #expect(Self.cases("gitea").count == 6)
  }

  @Test(arguments: cases("github"))
  func github(_ entry: Case) throws {
    let file = CodeOwners.parse(Array(entry.file.utf8), path: "CODEOWNERS", dialect: .github)
    let ownership = file.owners(of: entry.path)
    #expect(ownership.state.rawValue == entry.expect.status)
    #expect(ownership.owners.map(\.text) == entry.expect.owners)
    #expect(ownership.rules.map(\.line) == (entry.expect.line.map { [$0] } ?? []))
    #expect(file.skippedLines == entry.expect.skippedLines)
    #expect(file.diagnostics.map(\.position.line) == entry.expect.skippedLines)
  }

  @Test(arguments: cases("gitlab"))
  func gitlab(_ entry: Case) throws {
    let file = CodeOwners.parse(Array(entry.file.utf8), path: "CODEOWNERS", dialect: .gitlab)
    let ownership = file.owners(of: entry.path)
    let sections = ownership.rules.map {
      Section(
        section: $0.section ?? "", owners: $0.owners.map(\.text), optional: $0.isOptional, approvals: $0.approvals, line: $0.line)
    }
    #expect(sections == entry.expect.sections)
    let names = [
      "codeowners-missing-owner": "missing_entry_owner", "codeowners-invalid-owner": "malformed_entry_owner",
      "codeowners-invalid-approvals": "invalid_approval_requirement",
    ]
    let complaints = file.diagnostics.compactMap { diagnostic in
      names[diagnostic.rule].map { Complaint(line: diagnostic.position.line, error: $0) }
    }
    #expect(Set(complaints) == Set(entry.expect.errors ?? []))
  }

  @Test(arguments: cases("gitea"))
  func gitea(_ entry: Case) throws {
    let file = CodeOwners.parse(Array(entry.file.utf8), path: "CODEOWNERS", dialect: .gitea)
    #expect(file.owners(of: entry.path).owners.map(\.text) == entry.expect.owners)
    #expect(file.diagnostics.map(\.position.line) == entry.expect.warningLines)
  }

  /// Forgejo's own folder is ours to add; the table is Gitea's.
  @Test(arguments: CodeOwnersDialect.allCases)
  func locations(_ dialect: CodeOwnersDialect) throws {
    let location = try #require(Self.table.locations.first { $0.dialect == dialect.rawValue })
    let places = dialect.candidatePaths.filter { !$0.hasPrefix(".forgejo/") }.joined(separator: ", ")
    #expect(location.rule.hasPrefix("first found of \(places);"))
  }
}
