import ContractKit
import Testing

/// A rule's example as two contracts, with the places that its `↓` mark.
struct ExampleContract {
  /// Nil where the example says that there is none.
  var contract: Contract?
  var marks: [SourcePosition]

  /// What every contract has, behind the fragment of an example. A fragment may bring its own of any of these keys.
  private static let header = [
    ("apiVersion", "v3.2.0"), ("kind", "DataContract"), ("id", "example"), ("name", "example"), ("version", "1.0.0"), ("status", "active"),
  ]

  init(_ fragment: String) throws {
    guard fragment != Rule.Example.noContract else {
      marks = []
      return
    }
    let ownKeys = Set(
      fragment.split(separator: "\n").compactMap { line in line.first.map { $0 == " " } == false ? line.prefix { $0 != ":" } : nil })
    let header = Self.header.filter { !ownKeys.contains($0.0[...]) && !ownKeys.contains("↓" + $0.0) }.map { "\($0.0): \($0.1)\n" }.joined()
    var text = ""
    var marks: [SourcePosition] = []
    var position = SourcePosition.start
    for scalar in (fragment + (fragment.isEmpty || fragment.hasSuffix("\n") ? "" : "\n") + header).unicodeScalars {
      if scalar == "↓" {
        marks.append(position)
        continue
      }
      text.unicodeScalars.append(scalar)
      position =
        scalar == "\n"
        ? SourcePosition(line: position.line + 1, column: 1)
        : SourcePosition(line: position.line, column: position.column + 1)
    }
    self.marks = marks
    contract = try ContractReader.read(Array(text.utf8), path: "example.odcs.yaml")
  }
}

extension Rule.Example {
  func contracts() throws -> (before: ExampleContract, after: ExampleContract) {
    (try ExampleContract(before), try ExampleContract(after))
  }

  func judged() throws -> [JudgedChange] {
    let (before, after) = try contracts()
    return Judge.judge(from: before.contract, to: after.contract, settings: settings)
  }
}
