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
    if all, contract != nil { throw ValidationError("'--all' and a contract exclude each other") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "changelog", of: [.text, .markdown, .json], contracts.git.configuration, context)
    var lines = try contracts.timelines(contract, range: revision)
    if let since { lines = try lines.map { try $0.newer(than: since) } }
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
  /// The timeline without a version and all that is older.
  ///
  /// - Throws: `CommandError` where the line never had that version.
  func newer(than version: String) throws -> Timeline {
    guard let place = versions.firstIndex(where: { $0.version == version }) else {
      throw CommandError("'\(name)' never had a version '\(version)'", hints: ["git contract log \(name)"])
    }
    var timeline = self
    timeline.versions = Array(versions[..<place])
    return timeline
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
