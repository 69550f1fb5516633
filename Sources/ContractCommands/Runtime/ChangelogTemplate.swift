internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// A repository's own template for one form of the changelog: `.contracts/templates/changelog.md.mustache`, `.html`, `.txt`.
///
/// Where a letter falls back on what is built in, a changelog does not: whoever publishes it would find another text in its place.
struct ChangelogTemplate {
  private let name: String
  private let templates: LetterTemplates

  /// Nil where the commit has none for this form.
  ///
  /// - Throws: `CommandError` where it has one that cannot be used.
  init?(_ form: ReportFormat, at commit: ObjectID, _ contracts: borrowing ContractRepository) throws {
    let endings: [ReportFormat: String] = [.text: "txt", .markdown: "md", .html: "html"]
    guard let ending = endings[form] else { return nil }
    name = "changelog." + ending
    let (templates, faults) = try contracts.letterTemplates(at: commit)
    self.templates = templates
    guard templates.texts[name] == nil else { return }
    let path = LetterTemplates.directory + name + ".mustache"
    // Of too many none is read, and one of them may be meant.
    if let fault = faults.first(where: { $0.contains("'\(path)'") || $0.contains("'\(LetterTemplates.directory)'") }) {
      throw CommandError(fault, hints: [Self.hint])
    }
    return nil
  }

  /// The text, ending with a line feed.
  func fill(_ answer: ChangelogAnswer, _ contracts: borrowing ContractRepository, _ context: Context) throws -> String {
    let courier = DeliverySettings.courier(contracts.git.configuration, program: context.program)
    let renderer = TemplateRenderer(templates, courier: courier, context)
    do {
      var text = try renderer.render(
        templates.texts[name] ?? "", named: name, answer.templateContext(toolVersion: GitContract.version), isHTML: name.hasSuffix(".html"),
        longest: 4 << 20)
      if text.last != "\n" { text += "\n" }
      guard !MarkedSection.hasMarker(Array(text.utf8)) else {
        throw CommandError("it has a line that marks the changelog's place in a file")
      }
      // What it says comes from a repository, and may go to a terminal.
      return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\t")
      }.joined(separator: "\n")
    } catch {
      throw CommandError(
        "cannot fill the template '\(LetterTemplates.directory)\(name).mustache': \(CommandError(error).message)", hints: [Self.hint])
    }
  }

  private static let hint = "git contract changelog --no-templates"
}
