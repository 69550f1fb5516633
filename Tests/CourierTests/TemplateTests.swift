import ContractKit
import ContractTemplates
import Testing

struct TemplateTests {
  private static let context: JSON = [
    "title": "Orders <&> \"more\"", "count": 3, "share": .decimal("1.50"), "isBreaking": true, "isQuiet": false, "nothing": .null,
    "empty": "",
    "contract": ["name": "orders", "owner": ["name": "Ann"]],
    "fields": [["name": "email", "kind": "removed"], ["name": "amount", "kind": "narrowed"]], "none": [], "words": ["a", "b", "c"],
    "name": "outer",
  ]

  private static func render(_ template: String, _ partials: [String: String] = [:], html: Bool = false) throws -> String {
    try TemplateRequest(template: template, partials: partials, context: context, isHTML: html).rendered()
  }

  @Test(arguments: [
    ("", ""), ("plain\ntext\n", "plain\ntext\n"), ("{{title}}", "Orders <&> \"more\""), ("{{{title}}}", "Orders <&> \"more\""),
    ("{{&title}}", "Orders <&> \"more\""), ("{{ count }} {{share}}", "3 1.50"), ("[{{missing}}{{nothing}}{{empty}}]", "[]"),
    ("{{contract.owner.name}}", "Ann"), ("{{contract.missing.name}}", ""),
    ("{{#contract}}{{name}} {{owner.name}} {{count}}{{/contract}}", "orders Ann 3"),
    ("{{#isBreaking}}yes{{/isBreaking}}{{^isBreaking}}no{{/isBreaking}}", "yes"),
    ("{{#isQuiet}}yes{{/isQuiet}}{{^isQuiet}}no{{/isQuiet}}", "no"), ("{{#none}}yes{{/none}}{{^none}}no{{/none}}", "no"),
    ("{{#nothing}}yes{{/nothing}}{{^nothing}}no{{/nothing}}", "no"), ("{{#empty}}yes{{/empty}}{{^empty}}no{{/empty}}", "no"),
    ("{{#missing}}yes{{/missing}}{{^missing}}no{{/missing}}", "no"), ("{{#count}}{{.}}{{/count}}", "3"),
    ("{{#words}}{{.}},{{/words}}", "a,b,c,"), ("{{#words}}{{.}}{{^last()}}, {{/last()}}{{/words}}", "a, b, c"),
    ("{{#fields}}{{name}}: {{kind}}; {{/fields}}{{name}}", "email: removed; amount: narrowed; outer"),
    ("{{#fields}}\n- {{name}}\n{{/fields}}\nend\n", "- email\n- amount\nend\n"), ("a\n  {{! words }}\nb\n", "a\nb\n"),
    ("a {{! words }}b", "a b"),
    ("{{! first line }}\nb\n", "b\n"), ("{{#isBreaking}}\nfirst\n{{/isBreaking}}\n", "first\n"),
    ("{{=<% %>=}}<%count%> {{count}}", "3 {{count}}"), ("| {{count}} |\r\n", "| 3 |\r\n"),
  ])
  func `a template says what Mustache says, and text is not escaped`(template: String, text: String) throws {
    #expect(try Self.render(template) == text)
  }

  @Test(arguments: [
    ("{{title}}", "Orders &lt;&amp;&gt; &quot;more&quot;"), ("{{{title}}}", "Orders <&> \"more\""), ("<p>{{count}}</p>", "<p>3</p>"),
    ("{{>title}}", "<b>Orders &lt;&amp;&gt; &quot;more&quot;</b>"),
    ("{{#contract}}{{title}}{{/contract}}", "Orders &lt;&amp;&gt; &quot;more&quot;"),
  ])
  func `HTML is escaped`(template: String, text: String) throws {
    #expect(try Self.render(template, ["title": "<b>{{title}}</b>"], html: true) == text)
  }

  @Test func `a partial is filled in where it is called, as text too`() throws {
    let partials = ["field": "{{name}} is {{kind}}\n", "title": "<{{title}}>", "line": "one\ntwo\n"]
    #expect(try Self.render("{{#fields}}\n{{>field}}\n{{/fields}}\n", partials) == "email is removed\namount is narrowed\n")
    #expect(try Self.render("{{>title}}", partials) == "<Orders <&> \"more\">", "a partial escapes no more than its caller")
    #expect(try Self.render("{{#fields}}{{>title}}{{/fields}}", partials) == String(repeating: "<Orders <&> \"more\">", count: 2))
    #expect(try Self.render("a\n  {{>line}}\nb\n", partials) == "a\n  one\n  two\nb\n")
    #expect(try Self.render("[{{>missing}}]", partials) == "[]")
  }

  @Test func `a partial may call itself as deep as the context goes`() throws {
    let context: JSON = ["name": "a", "parts": [["name": "b", "parts": [["name": "c", "parts": []]]], ["name": "d", "parts": []]]]
    let request = TemplateRequest(
      template: "{{>node}}", partials: ["node": "({{name}}{{#parts}}{{>node}}{{/parts}})"], context: context)
    #expect(try request.rendered() == "(a(b(c))(d))")
  }

  @Test(arguments: [
    ("{{#a}}", "template:1:"), ("\n\n{{#a}}{{/b}}", "template:3:"), ("{{a", "template:1:"), ("{{{a}}", "template:1:"),
    ("{{=a}}", "template:1:"),
    ("{{% X: y}}", "template:1:"), ("{{/a}}", "template:1:"), ("{{a b}}", "template:1:"),
  ])
  func `what is no template is said with its place`(template: String, place: String) throws {
    for isHTML in [false, true] {
      do {
        let text = try Self.render(template, html: isHTML)
        Issue.record("\(text)")
      } catch let fault as TemplateFault {
        #expect(fault.description.hasPrefix(place) && !fault.description.contains("\n"), "\(fault)")
      }
    }
  }

  @Test func `a fault of a partial names it`() throws {
    #expect(throws: TemplateFault("partial 'x\\u{A}':2:10: a section is not closed")) { try Self.render("", ["x\n": "\n{{#open}}"]) }
  }

  @Test func `a value shows nothing of its insides`() throws {
    for name in [
      "title._guts", "title.count", "uppercased(title)", "title.renderText", "words.count", "contract.count", "isBreaking._value",
    ] {
      #expect(try Self.render("[{{\(name)}}]") == "[]", "\(name)")
    }
  }

  @Test func `a request is read as it is written`() throws {
    let line = #"{"template": "{{a}}{{>p}}", "partials": {"p": "!"}, "context": {"a": "<"}, "html": true}"#
    let request = try TemplateRequest(reading: Array(line.utf8))
    #expect(request == TemplateRequest(template: "{{a}}{{>p}}", partials: ["p": "!"], context: ["a": "<"], isHTML: true))
    #expect(try request.rendered() == "&lt;!")
    for wrong in [
      "", "[]", "{}", #"{"template": "a"}"#, #"{"template": "a", "context": []}"#,
      #"{"template": "a", "context": {}, "partials": {"p": 1}}"#,
    ] {
      #expect(throws: TemplateFault.self, "\(wrong)") { try TemplateRequest(reading: Array(wrong.utf8)) }
    }
  }

  @Test func `a text that is too long is none`() throws {
    let request = TemplateRequest(
      template: "{{#a}}{{b}}{{/a}}",
      context: ["a": .array(Array(repeating: 1, count: 500)), "b": .string(String(repeating: "x", count: 10_000))])
    #expect(throws: TemplateFault.self) { try request.rendered() }
  }
}
