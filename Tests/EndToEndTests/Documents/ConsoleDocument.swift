import Foundation

/// The ```` ```console ```` blocks of a Markdown file: what is typed behind `$ `, and what is printed below.
///
/// A here-document belongs to its command. A line `...` of the output stands for lines that are left out, `...` within a line for what is
/// different each time; an output that is nothing but such a line is not shown at all. A command that ends otherwise than with 0 says so by
/// a comment, `# exit 1`; a comment `# at 2026-05-04` says when it is typed. A command that is answered, as `... [y/N] y`, runs at a
/// terminal.
struct ConsoleDocument {
  struct Command {
    /// The number of the line on which it stands, from 1.
    let line: Int
    /// What is typed, here-documents included.
    var typed: String
    /// The lines of its output.
    var printed: [String]

    /// How it is said to end.
    var status: Int32 { note("exit").flatMap { Int32($0) } ?? 0 }
    /// The day on which it is said to be typed.
    var day: String? { note("at") }
    /// What is typed where it asks.
    var answers: [String] {
      printed.compactMap { line in line.range(of: "[y/N] ").map { String(line[$0.upperBound...]) } }
    }

    private func note(_ name: String) -> String? {
      let first = typed.prefix { $0 != "\n" }
      guard let range = first.range(of: "# \(name) ", options: .backwards) else { return nil }
      return first[range.upperBound...].split(separator: " ").first.map(String.init)
    }
  }

  /// The name that failures tell.
  let name: String
  let lines: [String]
  /// In the order of the file.
  let commands: [Command]
  /// Lines of blocks of other languages, `sh` or `yaml`: what nothing has run.
  let unchecked: [(line: Int, language: String)]

  init(_ text: String, name: String) {
    self.name = name
    lines = text.components(separatedBy: "\n")
    var commands: [Command] = []
    var unchecked: [(Int, String)] = []
    var language: String?
    var ending: String?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        language = language == nil ? String(line.dropFirst(3)) : nil
        if let language, language != "console" { unchecked.append((index + 1, language)) }
        continue
      }
      guard language == "console" else { continue }
      if let waited = ending, !commands.isEmpty {
        commands[commands.count - 1].typed += "\n" + line
        if line == waited { ending = nil }
      } else if line.hasPrefix("$ ") {
        commands.append(Command(line: index + 1, typed: String(line.dropFirst(2)), printed: []))
        ending = Self.hereDocument(line)
      } else if !commands.isEmpty {
        commands[commands.count - 1].printed.append(line)
      }
    }
    self.commands = commands
    self.unchecked = unchecked
  }

  /// - Parameter path: from the top of the sources.
  static func read(_ path: String) throws -> ConsoleDocument {
    ConsoleDocument(try String(contentsOfFile: ExampleTests.folder + "/../" + path, encoding: .utf8), name: path)
  }

  /// The word that ends a here-document which the line begins: `END` of `<<'END'`.
  private static func hereDocument(_ line: String) -> String? {
    guard let range = line.range(of: "<<") else { return nil }
    return String(line[range.upperBound...].drop { $0 == "'" || $0 == "\"" }.prefix { $0.isLetter })
  }

  /// With other outputs, by the line of their command.
  func recording(_ outputs: [Int: [String]]) -> ConsoleDocument {
    var lines = lines
    for command in commands.reversed() {
      guard let output = outputs[command.line] else { continue }
      let first = command.line + command.typed.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      lines.replaceSubrange(first..<first + command.printed.count, with: output)
    }
    return ConsoleDocument(lines.joined(separator: "\n"), name: name)
  }

  // MARK: Comparing

  /// Whether an output is what the document shows.
  static func matches(_ shown: [String], _ said: [String]) -> Bool {
    guard let first = shown.first else { return said.isEmpty }
    let rest = Array(shown.dropFirst())
    if first == "..." { return (0...said.count).contains { matches(rest, Array(said[$0...])) } }
    guard let line = said.first, matches(line: first, line) else { return false }
    return matches(rest, Array(said.dropFirst()))
  }

  /// Whether one line is: the pieces between `...` stand in it, in their order, from its begin to its end.
  private static func matches(line shown: String, _ said: String) -> Bool {
    let pieces = shown.components(separatedBy: "...")
    guard pieces.count > 1 else { return shown == said }
    guard said.hasPrefix(pieces[0]) else { return false }
    var rest = said.dropFirst(pieces[0].count)
    for piece in pieces.dropFirst().dropLast() {
      guard let range = rest.range(of: piece) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(pieces[pieces.count - 1])
  }
}
