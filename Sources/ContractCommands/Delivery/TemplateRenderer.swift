internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// Fills a repository's own templates, in a process of its own: the program that may load Foundation is the courier.
///
/// A broken template loses no letter: what is built in is sent, and the fault is told.
struct TemplateRenderer {
  private let templates: LetterTemplates
  private let context: Context
  /// The courier; nil where nobody knows where it is.
  private let courier: String?

  init(_ templates: LetterTemplates, courier: String?, _ context: Context) {
    self.templates = templates
    self.context = context
    self.courier = courier
  }

  /// The forms of a letter for which there is a template, `KIND.txt`, `KIND.html` and `KIND.md`, and what went wrong.
  func forms(of letter: Letter) -> (forms: LetterForms, faults: [String]) {
    var forms = LetterForms()
    var faults: [String] = []
    for (ending, place) in [("txt", \LetterForms.text), ("html", \LetterForms.html), ("md", \LetterForms.markdown)] {
      let name = letter.kind.rawValue + "." + ending
      guard let template = templates.texts[name] else { continue }
      do {
        forms[keyPath: place] = try render(
          template, named: name, letter.templateContext(toolVersion: GitContract.version), isHTML: ending == "html")
      } catch {
        let reason = CommandError(error).message
        faults.append("template '\(LetterTemplates.directory)\(name).mustache' is not used for '\(letter.subject)': \(reason)")
      }
    }
    return (forms, faults)
  }

  /// One template, filled.
  ///
  /// - Parameter longest: the greatest text that comes out, in bytes: a mail of a megabyte is no letter.
  func render(
    _ template: String, named name: String, _ values: JSON, isHTML: Bool, longest: Int = 1 << 20
  ) throws -> String {
    guard let courier, courier.hasPrefix("/") else { throw CommandError("'git-contract-courier', which fills templates, is not here") }
    let partials = templates.texts.filter { $0.key != name }
    let request: JSON = [
      "template": .string(template), "partials": .object(partials.mapValues { .string($0) }), "context": values, "html": .boolean(isHTML),
    ]
    let program = Subprocess(courier, ["render"], environment: Self.harmless(context.environment), directory: "/")
    let result = try program.run(input: Array(request.canonical.utf8))
    guard result.status == 0 else { throw CommandError(result.firstErrorLine) }
    guard result.output.count <= longest else { throw CommandError("it becomes longer than \(longest) bytes") }
    guard let text = String(validating: result.output, as: UTF8.self) else { throw CommandError("it becomes no UTF-8") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw CommandError("it says nothing") }
    return text
  }

  /// Whoever fills a template needs to know nothing of a server's secrets.
  private static func harmless(_ environment: [String: String]) -> [String: String] {
    environment.filter { ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL"].contains($0.key) }
  }
}
