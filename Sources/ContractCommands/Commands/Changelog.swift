internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract changelog`.
struct Changelog: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "changelog", abstract: "Write the changelog of a contract, or of all of them.",
    discussion: """
      A pure function of Git objects and policy: the same commit gives the same bytes on any day. With --output the part of the file \
      between the markers is replaced; whatever stands outside of them is kept.
      """)

  @Argument(help: "A contract's id, name or path.")
  var contract: String?

  @Flag(help: "All contracts; what happens without a contract, said aloud.")
  var all = false

  @Option(help: ArgumentHelp("Only what is newer than this version.", valueName: "version"))
  var since: String?

  @Option(name: [.short, .customLong("output")], help: ArgumentHelp("Write into this file.", valueName: "file"))
  var outputFile: String?

  @Option(help: ArgumentHelp("Start from this revision instead of HEAD.", valueName: "revision"))
  var revision: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if since != nil, contract == nil { throw ValidationError("'--since' needs a contract: each has versions of its own") }
    if all, contract != nil { throw ValidationError("'--all' and a contract exclude each other") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "changelog", of: [.text, .markdown, .json], contracts.git.configuration, context)
    var lines = try contracts.timelines(contract, range: revision)
    if let since { lines = try Timeline.newer(than: since, in: lines) }
    let answer = ChangelogAnswer(lines: lines)
    guard let outputFile else {
      switch form {
      case .json: context.console.write(answer.json(toolVersion: GitContract.version).pretty)
      case .markdown: context.console.write(answer.markdown)
      default: context.console.write(answer.text(output.style(contracts.git.configuration, context)))
      }
      return .pass
    }
    let path = context.absolutePath(outputFile)
    let before = try LocalFile.read(path)
    let after =
      output.format == .json
      ? answer.json(toolVersion: GitContract.version).pretty
      : try MarkedSection.replace(in: before.map { String(decoding: $0, as: UTF8.self) }, with: answer.markdown, path: outputFile)
    if Array(after.utf8) != before { try LocalFile.write(Array(after.utf8), to: path) }
    return .pass
  }
}

extension Timeline {
  /// The lines of one contract without a version and all that is older: of the line that had it what came after, and later lines whole.
  ///
  /// - Throws: `CommandError` where no line ever had that version.
  static func newer(than version: String, in lines: [Timeline]) throws -> [Timeline] {
    guard let first = lines.first else { return [] }
    guard let line = lines.first(where: { $0.versions.contains { $0.version == version } }) else {
      throw CommandError("'\(first.name)' never had a version '\(version)'", hints: ["git contract log \(ShellWord.quoted(first.name))"])
    }
    return lines.compactMap { other in
      guard other.major >= line.major else { return nil }
      guard other.major == line.major else { return other }
      var timeline = other
      timeline.versions = Array(other.versions.prefix { $0.version != version })
      return timeline.versions.isEmpty ? nil : timeline
    }
  }
}

/// The part of a text file that belongs to the tool, between two comment lines.
enum MarkedSection {
  static let start = "<!-- git-contract changelog: start -->"
  static let end = "<!-- git-contract changelog: end -->"

  /// The text with a new section: in the place of the old one, else at the end. A file that does not exist begins with it.
  ///
  /// - Throws: `CommandError` where only one of the markers is there, for then nobody knows what may be replaced.
  static func replace(in text: String?, with section: String, path: String) throws -> String {
    let marked = start + "\n" + section + end + "\n"
    guard let text, !text.isEmpty else { return marked }
    switch (text.range(of: start), text.range(of: end)) {
    case (nil, nil):
      return text + (text.hasSuffix("\n") ? "\n" : "\n\n") + marked
    case (let first?, let last?) where first.upperBound <= last.lowerBound:
      let rest = text[last.upperBound...]
      return text[..<first.lowerBound] + marked + (rest.hasPrefix("\n") ? rest.dropFirst() : rest)
    default:
      throw CommandError("'\(path)' has one of the two markers only", hints: ["put '\(start)' above '\(end)', or take both out"])
    }
  }
}

extension String {
  /// Where a text stands for the first time.
  fileprivate func range(of needle: String) -> Range<String.Index>? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(needle) { return place..<index(place, offsetBy: needle.count) }
      place = index(after: place)
    }
    return nil
  }
}
