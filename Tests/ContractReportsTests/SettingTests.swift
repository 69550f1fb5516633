import Foundation
import Testing

@testable import ContractReports

/// What the manual says of Git's configuration, held against what the sources read.
struct SettingTests {
  private static let top = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let known = (Setting.preferences + Setting.server).map(\.key)

  /// Every text that a regular expression finds below a directory, its first group, by file.
  private static func found(_ pattern: String, below folder: String, _ suffix: String) throws -> [(file: String, text: String)] {
    let expression = try NSRegularExpression(pattern: pattern)
    let root = top.appendingPathComponent(folder).path
    return try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(suffix) }.sorted().flatMap { file in
      let text = try String(contentsOfFile: root + "/" + file, encoding: .utf8)
      return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
        Range(match.range(at: 1), in: text).map { (file, String(text[$0])) }
      }
    }
  }

  /// What is read as one key: `contract.\(section).from` is any secret's.
  private static func key(_ text: String) -> String {
    text.replacingOccurrences(of: #"\\\(\w+\)"#, with: "secret.<NAME>", options: .regularExpression)
      .replacingOccurrences(of: #"secret\.[A-Z_]+\."#, with: "secret.<NAME>.", options: .regularExpression).lowercased()
  }

  @Test func `the manual tells every setting that is read, and no other`() throws {
    // A literal that is a key and nothing else, wherever it stands, so that no way of reading is missed.
    let literals = try Self.found(#""(contract\.(?:\w+|\\\(\w+\)\.\w+))""#, below: "Sources", ".swift")
      .filter { !$0.file.hasSuffix("Manual/Setting.swift") }
    let read = Set(literals.map { Self.key($0.text) })
    #expect(read.count > 10)
    let told = Set(Self.known.map { $0.lowercased() })
    for (file, text) in literals where !told.contains(Self.key(text)) {
      Issue.record("'\(text)' is read in \(file) and not told: add it to Setting.swift and run: make docs")
    }
    #expect(told.subtracting(read).sorted() == [], "these are told and never read")
    #expect(Self.known.count == told.count, "a setting is told twice")
  }

  @Test(arguments: ["Sources", "Documentation"])
  func `a hint or a page names no setting that is none`(folder: String) throws {
    let named = try Self.found(
      #"git config (?:--\w+ )*(contract\.(?:secret\.[\w\\()]+\.\w+|\w+))"#, below: folder, folder == "Sources" ? ".swift" : ".md")
    #expect(named.count > 5)
    for (file, text) in named where !Self.known.contains(where: { $0.lowercased() == Self.key(Self.anyName(text)) }) {
      Issue.record("\(file) names '\(text)', which nothing reads")
    }
  }

  private static func anyName(_ text: String) -> String {
    text.replacingOccurrences(of: #"secret\.[^.]+\.(\w+)$"#, with: "secret.<NAME>.$1", options: .regularExpression)
  }

  @Test func `every setting is told whole`() {
    for setting in Setting.preferences + Setting.server + Setting.git {
      #expect(!setting.value.isEmpty && setting.meaning.hasSuffix("."), "\(setting.key)")
    }
  }
}
