extension CodeOwnersParser {
  /// The name of the section above the first header.
  private static let firstSection = "codeowners"

  /// A section's header: `[Name]`, `^[Name]`, `[Name][2]`, each with default owners behind it.
  private struct Header {
    var name: String
    var isOptional: Bool
    var approvals: Int
    var defaults: [Owner]
  }

  /// All lines of one section, from however many headers of that name.
  private struct Section {
    var header: Header
    var rules: [(rule: CodeOwners.Rule, pattern: PathPattern)] = []
    var exclusions: [PathPattern] = []
  }

  /// GitLab: sections decide separately, in each the last line that covers the path, unless an exclusion of the section covers it, wherever
  /// that stands. Headers of one name, whatever its case, are one section, which is required if one of them says so.
  ///
  /// There are no comments behind owners: every owner in such a "comment" counts. Words that are no owners are reported, not the
  /// line's end.
  ///
  /// Source: <https://docs.gitlab.com/user/project/codeowners/reference/> and `Gitlab::CodeOwners::File` in GitLab's repository.
  mutating func readGitLab(_ lines: [Line]) -> CodeOwners.Matcher {
    var sections = [Section(header: Header(name: CodeOwnersParser.firstSection, isOptional: false, approvals: 0, defaults: []))]
    var offsets = [CodeOwnersParser.firstSection: 0]
    var current = 0
    var defaults: [Owner] = []
    for line in lines {
      let content = line.content
      let first = line.bytes[content.lowerBound]
      if first == UInt8(ascii: "#") { continue }
      let isHeader = first == UInt8(ascii: "[") || line.bytes[content].starts(with: Array("^[".utf8))
      if isHeader {
        guard let header = header(of: line, in: content) else { continue }
        defaults = header.defaults
        let key = header.name.lowercased()
        if let known = offsets[key] {
          sections[known].header.isOptional = sections[known].header.isOptional && header.isOptional
          sections[known].header.approvals = max(sections[known].header.approvals, header.approvals)
          current = known
        } else {
          current = sections.count
          offsets[key] = current
          sections.append(Section(header: header))
        }
        continue
      }
      readGitLabEntry(line, content, defaults, &sections[current])
    }
    return file(sections)
  }

  private mutating func readGitLabEntry(_ line: Line, _ content: Range<Int>, _ defaults: [Owner], _ section: inout Section) {
    let text = pattern(of: line, in: content)
    let isExclusion = line.bytes[text.lowerBound] == UInt8(ascii: "!")
    let body = (isExclusion ? text.lowerBound + 1 : text.lowerBound)..<text.upperBound
    let compiled: PathPattern
    if body.isEmpty {
      skip(line, at: text.lowerBound, rule: "codeowners-invalid-pattern", scope: .nothing, "no pattern follows '!'")
      return
    }
    do {
      compiled = try PathPattern.gitlab(Array(line.bytes[body]))
    } catch {
      skip(
        line, at: body.lowerBound + error.offset, rule: "codeowners-invalid-pattern",
        scope: .unreadable(Array(line.bytes[body]), at: error.offset), error.message)
      return
    }
    if isExclusion {
      section.exclusions.append(compiled)
      return
    }
    let words = line.words(text.upperBound..<content.upperBound)
    var owners = owners(of: line, words, .pattern(compiled))
    if words.isEmpty { owners = defaults }
    if owners.isEmpty, words.isEmpty {
      report(
        line, at: text.lowerBound, rule: "codeowners-missing-owner", scope: .pattern(compiled),
        "neither the line nor its section names an owner: GitLab takes what it covers for approved")
    }
    let rule = CodeOwners.Rule(position: line.position(at: text.lowerBound), pattern: line.text(text), owners: owners)
    section.rules.append((rule, compiled))
  }

  /// The owners among `words`, each once; the others are reported.
  private mutating func owners(of line: Line, _ words: [Range<Int>], _ scope: CodeOwnersFault.Scope) -> [Owner] {
    var owners: [Owner] = []
    for word in words {
      let text = line.text(word)
      guard let owner = Owner(text, dialect: .gitlab) else {
        report(
          line, at: word.lowerBound, rule: "codeowners-invalid-owner", scope: scope,
          text.hasPrefix("#")
            ? "GitLab has no comments behind owners, the owners in it count: put it on a line of its own" : complaint(about: text))
        continue
      }
      if !owners.contains(owner) { owners.append(owner) }
    }
    return owners
  }

  /// Reads a header. What follows the brackets without a blank is ignored, as GitLab's own expression does.
  private mutating func header(of line: Line, in content: Range<Int>) -> Header? {
    let isOptional = line.bytes[content.lowerBound] == UInt8(ascii: "^")
    let open = content.lowerBound + (isOptional ? 1 : 0)
    guard let close = line.bytes[open..<content.upperBound].firstIndex(of: UInt8(ascii: "]")), close > open + 1 else {
      skip(
        line, at: content.lowerBound, rule: "codeowners-invalid-section", scope: .everything,
        "a line that begins with '[' is the header of a section: '[Name]'"
      )
      return nil
    }
    var rest = close + 1
    var approvals = 0
    if rest < content.upperBound, line.bytes[rest] == UInt8(ascii: "["),
      let end = line.bytes[rest..<content.upperBound].firstIndex(of: UInt8(ascii: "]"))
    {
      if let count = Int(line.text((rest + 1)..<end)), (0...1000).contains(count) {
        approvals = count
      } else {
        report(
          line, at: rest, rule: "codeowners-invalid-approvals", scope: .everything,
          "the number of approvals is no number between 0 and 1000")
      }
      rest = end + 1
    }
    if isOptional, approvals > 0 {
      report(
        line, at: content.lowerBound, rule: "codeowners-invalid-approvals", scope: .everything,
        "an optional section asks for no approvals, the number has no effect")
    }
    var defaults: [Owner] = []
    if rest < content.upperBound {
      if line.bytes[rest].isBlank {
        defaults = owners(of: line, line.words(rest..<content.upperBound), .everything)
      } else {
        report(line, at: rest, rule: "codeowners-invalid-section", scope: .everything, "what follows the header without a blank is ignored")
      }
    }
    return Header(name: line.text((open + 1)..<close), isOptional: isOptional, approvals: approvals, defaults: defaults)
  }

  /// Lays the sections' lines into one list in the order of the file.
  private mutating func file(_ sections: [Section]) -> CodeOwners.Matcher {
    let entries = sections.flatMap { section in
      section.rules.map { rule, _ in
        CodeOwners.Rule(
          position: rule.position, pattern: rule.pattern, owners: rule.owners, section: section.header.name,
          isOptional: section.header.isOptional, approvals: section.header.approvals)
      }
    }
    rules = entries.sorted { $0.position < $1.position }
    let offsets = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($0.element.line, $0.offset) })
    return .sections(
      sections.map { section in
        CodeOwners.Matcher.Section(
          rules: section.rules.compactMap { offsets[$0.rule.line] }, index: RuleIndex(section.rules.map(\.pattern)),
          exclusions: RuleIndex(section.exclusions))
      })
  }
}
