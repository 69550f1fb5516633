extension CodeOwnersParser {
  /// Gitea and Forgejo: `expression owner...`, where the expression is a regular one over the whole path; the owners of all lines that
  /// match add up. A backslash takes the meaning of blank and `#` away and is gone before the expression is read, so that `\\.` is a
  /// literal dot.
  ///
  /// Source: <https://docs.gitea.com/usage/code-owners>; `TokenizeCodeOwnersLine` and `ParseCodeOwnersLine` in Gitea's `models/issues`.
  mutating func readGitea(_ lines: [Line]) -> CodeOwners.Matcher {
    var conditions: [CodeOwners.Matcher.Condition] = []
    for line in lines {
      let words = giteaWords(of: line)
      guard let first = words.first else { continue }
      let isInverted = first.text.hasPrefix("!")
      let body = isInverted ? String(first.text.dropFirst()) : first.text
      let expression: RegularExpression
      do {
        // Not in a group: `a|b` is `^a|b$`, as Gitea has it.
        expression = try RegularExpression("^" + body + "$")
      } catch {
        skip(line, at: first.offset, rule: "codeowners-invalid-pattern", scope: .everything, error.message)
        continue
      }
      var owners: [Owner] = []
      for word in words.dropFirst() {
        if let owner = Owner(word.text, dialect: .gitea) {
          if !owners.contains(owner) { owners.append(owner) }
        } else {
          report(
            line, at: word.offset, rule: "codeowners-invalid-owner", scope: .expression(expression, isInverted: isInverted),
            complaint(about: word.text))
        }
      }
      if owners.isEmpty {
        skip(
          line, at: first.offset, rule: "codeowners-missing-owner", scope: .expression(expression, isInverted: isInverted),
          "the line names no owner: Gitea skips it, it takes no ownership away")
        continue
      }
      conditions.append(CodeOwners.Matcher.Condition(expression: expression, isInverted: isInverted))
      rules.append(CodeOwners.Rule(position: line.position(at: first.offset), pattern: body, owners: owners))
    }
    return .all(conditions)
  }

  /// The words of a line up to its comment, without the backslashes that protected something, each with where it starts.
  private func giteaWords(of line: Line) -> [(text: String, offset: Int)] {
    var words: [(bytes: [UInt8], offset: Int)] = []
    var isInWord = false
    var index = line.content.lowerBound
    let end = line.content.upperBound
    while index < end {
      var byte = line.bytes[index]
      let start = index
      let isEscape = byte == UInt8(ascii: "\\")
      if isEscape {
        index += 1
        guard index < end else { break }
        byte = line.bytes[index]
      } else if byte == UInt8(ascii: "#") {
        break
      } else if byte.isBlank {
        isInWord = false
        index += 1
        continue
      }
      if !isInWord { words.append(([], start)) }
      isInWord = true
      words[words.count - 1].bytes.append(byte)
      index += 1
    }
    return words.map { (String(decoding: $0.bytes, as: UTF8.self), $0.offset) }
  }
}
