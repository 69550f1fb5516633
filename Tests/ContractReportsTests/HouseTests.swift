import Foundation
import Testing

/// What CONTRIBUTING.md says of the house, held against the sources. The build refuses imports that the manifest does not name; these
/// tests refuse what the manifest cannot say.
struct HouseTests {
  /// What every start of `git contract` loads, and what only its courier does.
  private static let mainTargets = [
    "ContractKit", "ContractReports", "CommitGraph", "GitStore", "ContractHistory", "ContractCommands", "git-contract",
  ]
  private static let courierTargets = ["ContractCourier", "ContractTemplates", "git-contract-courier"]

  private static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  private static func files(_ target: String) throws -> [(name: String, lines: [Substring])] {
    let folder = sources.appendingPathComponent(target).path
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.sorted()
    return try names.map { name in
      let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      return ("Sources/\(target)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  private static func module(_ line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else { return nil }
    return String(words[place + 1])
  }

  @Test(arguments: [("ContractKit", ["CYAML", "Crypto"], 10), ("ContractReports", ["ContractKit"], 10), ("CommitGraph", ["Crypto"], 3)])
  func `what is pure imports nothing that could read a file, a clock or an environment`(target: String, allowed: [String], least: Int)
    throws
  {
    let files = try Self.files(target)
    #expect(files.count > least)
    for file in files {
      for (number, line) in file.lines.enumerated() {
        guard let module = Self.module(line) else { continue }
        #expect(allowed.contains(module), "\(file.name):\(number + 1): \(target) is pure: it may import \(allowed), not \(module)")
      }
    }
  }

  @Test func `libgit2 is seen by GitStore alone, and nothing brings in Foundation as a whole`() throws {
    for target in Self.mainTargets + Self.courierTargets {
      for file in try Self.files(target) {
        for line in file.lines {
          guard let module = Self.module(line) else { continue }
          #expect(module != "CLibgit2" || target == "GitStore", "\(file.name) imports CLibgit2")
          #expect(
            module != "Foundation" || target == "ContractTemplates",
            "\(file.name) imports Foundation: a hook would wait for it to be loaded")
        }
      }
    }
  }

  @Test func `the network is seen by the courier alone, and templates by the target that bounds them`() throws {
    let allowed = [
      "ContractCourier": ["CCurl", "ContractKit", "Darwin", "Glibc"],
      "ContractTemplates": ["CTemplateGuard", "ContractKit", "Mustache", "Foundation", "Darwin", "Glibc"],
      "git-contract-courier": ["ContractCourier", "ContractTemplates", "ContractKit", "Darwin", "Glibc"],
    ]
    for target in Self.courierTargets {
      for file in try Self.files(target) {
        for line in file.lines {
          guard let module = Self.module(line) else { continue }
          #expect(allowed[target]?.contains(module) == true, "\(file.name) imports \(module)")
        }
      }
    }
    for target in Self.mainTargets {
      for file in try Self.files(target) {
        for line in file.lines {
          guard let module = Self.module(line) else { continue }
          let isForeign =
            ["CCurl", "Mustache", "CTemplateGuard", "FoundationNetworking"].contains(module) || Self.courierTargets.contains(module)
          #expect(!isForeign, "\(file.name) imports \(module)")
        }
      }
    }
  }

  @Test func `no source swallows an error or crashes on input`() throws {
    let forbidden = [" try!", "(try!", " try? ", "(try? ", "as! ", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)"]
    for target in Self.mainTargets + Self.courierTargets {
      for file in try Self.files(target) {
        for (number, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
          // The one place where threads share memory, each its own part of it.
          let words = file.name.hasSuffix("Concurrent.swift") ? forbidden.filter { $0 != "nonisolated(unsafe)" } : forbidden
          for word in words { #expect(!line.contains(word), "\(file.name):\(number + 1)") }
        }
      }
    }
  }
}
