internal import ContractKit
internal import Mustache

extension TemplateRequest {
  /// The greatest text that comes out, in bytes.
  package static let greatestOutput = 4 << 20

  /// The template with the context filled in.
  ///
  /// Time, memory and depth are not bounded here: see ``TemplateProgram``.
  package func rendered() throws(TemplateFault) -> String {
    var library = MustacheLibrary()
    for (name, text) in partials.sorted(by: { $0.key < $1.key }) {
      library.register(try parse(text, "partial '\(name.printable)'"), named: name)
    }
    let text = try parse(template, "template").render(context.templateValue, library: library)
    guard text.utf8.count <= Self.greatestOutput else {
      throw TemplateFault("the text is longer than \(Self.greatestOutput) bytes")
    }
    return text
  }

  private func parse(_ text: String, _ place: String) throws(TemplateFault) -> MustacheTemplate {
    // Stands in each partial too: the library starts each of them with HTML.
    let start = isHTML ? "" : "{{% CONTENT_TYPE:TEXT}}\n"
    do {
      return try MustacheTemplate(string: start + text)
    } catch let error as MustacheTemplate.ParserError {
      let line = error.context.lineNumber - (isHTML ? 0 : 1)
      throw TemplateFault("\(place):\(line):\(error.context.columnNumber): \(Self.describe(error.error))")
    } catch {
      throw TemplateFault("\(place): cannot be read")
    }
  }

  private static func describe(_ error: any Error) -> String {
    guard let error = error as? MustacheTemplate.Error else { return "the text ends within a tag" }
    switch error {
    case .sectionCloseNameIncorrect: return "a section is closed that is not the one that is open"
    case .unfinishedName: return "a tag is not closed, or its name is none"
    case .expectedSectionEnd: return "a section is not closed"
    case .invalidSetDelimiter: return "the delimiters are none"
    case .transformAppliedToInheritanceSection: return "a block's name is none"
    case .illegalTokenInsideInheritSection, .textInsideInheritSection: return "only blocks may stand within a parent"
    case .invalidConfigVariableSyntax, .unrecognisedConfigVariable: return "there is no such pragma"
    }
  }
}
