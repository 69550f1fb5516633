extension CodeOwnersParser {
  /// GitHub: `pattern owner... # comment`. A line with anything wrong in it is skipped whole, and of those that cover a path the last
  /// decides.
  ///
  /// GitHub's page says that a line with invalid syntax is skipped; whether it drops the line for one invalid owner among valid ones
  /// it does not say. We drop it: to keep the rest would ask fewer people than the line names.
  mutating func readGitHub(_ lines: [Line]) -> CodeOwners.Matcher {
    var patterns: [PathPattern] = []
    for line in lines {
      let content = line.content
      if line.bytes[content.lowerBound] == UInt8(ascii: "#") { continue }
      let text = pattern(of: line, in: content)
      let compiled: PathPattern
      do {
        compiled = try PathPattern.github(Array(line.bytes[text]))
      } catch {
        skip(
          line, at: text.lowerBound + error.offset, rule: "codeowners-invalid-pattern",
          scope: .unreadable(Array(line.bytes[text]), at: error.offset), error.message)
        continue
      }
      if let control = line.bytes[text].firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
        skip(line, at: control, rule: "codeowners-invalid-pattern", scope: .pattern(compiled), "the pattern holds a control character")
        continue
      }
      guard let owners = gitHubOwners(of: line, in: text.upperBound..<content.upperBound, compiled) else { continue }
      patterns.append(compiled)
      rules.append(
        CodeOwners.Rule(position: line.position(at: text.lowerBound), pattern: line.text(text), owners: owners))
    }
    return .last(RuleIndex(patterns))
  }

  /// The owners up to the comment, each once; `nil` if the line is to be skipped.
  private mutating func gitHubOwners(of line: Line, in range: Range<Int>, _ pattern: PathPattern) -> [Owner]? {
    var owners: [Owner] = []
    for word in line.words(range) {
      if line.bytes[word.lowerBound] == UInt8(ascii: "#") { break }
      let text = line.text(word)
      guard let owner = Owner(text, dialect: .github) else {
        let hint = text.contains("#") ? ", and a blank before a comment" : ""
        skip(
          line, at: word.lowerBound, rule: "codeowners-invalid-owner", scope: .pattern(pattern), complaint(about: text) + hint)
        return nil
      }
      if !owners.contains(owner) { owners.append(owner) }
    }
    return owners
  }
}
