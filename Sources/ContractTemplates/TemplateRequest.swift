package import ContractKit

/// What is to be filled in where: a template and what it may call, in Mustache's language (https://mustache.github.io/mustache.5.html).
package struct TemplateRequest: Hashable, Sendable {
  package var template: String
  /// By the name that `{{>name}}` calls.
  package var partials: [String: String]
  package var context: JSON
  /// Whether what is filled in is escaped for HTML.
  package var isHTML: Bool

  package init(template: String, partials: [String: String] = [:], context: JSON, isHTML: Bool = false) {
    self.template = template
    self.partials = partials
    self.context = context
    self.isHTML = isHTML
  }

  /// Reads `{"template": "...", "partials": {"name": "..."}, "context": {}, "html": false}`.
  package init(reading bytes: [UInt8]) throws(TemplateFault) {
    let json: JSON
    do { json = try JSON(reading: bytes) } catch { throw TemplateFault("the request is no JSON: \(error)") }
    guard let template = json["template"]?.text, let context = json["context"], case .object = context else {
      throw TemplateFault("the request has no 'template' or no 'context'")
    }
    var partials: [String: String] = [:]
    if case .object(let members)? = json["partials"] {
      for (name, value) in members {
        guard let text = value.text else { throw TemplateFault("partial '\(name.printable)' is no text") }
        partials[name] = text
      }
    }
    self.init(template: template, partials: partials, context: context, isHTML: json["html"] == .boolean(true))
  }
}

/// Why a template is not filled in. One line.
package struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
