import Testing

@testable import ContractKit

/// What one thing in a source becomes, and what is told of it.
struct ImportDetail: CustomTestStringConvertible {
  var name: String
  var text: String
  /// Lines that stand in the contract, indentation aside.
  var lines: [String] = []
  /// Texts that are nowhere in it.
  var lacks: [String] = []
  /// All remarks.
  var remarks: [String] = []

  init(_ name: String, _ text: String, lines: [String] = [], lacks: [String] = [], _ remarks: [String] = []) {
    (self.name, self.text, self.lines, self.lacks, self.remarks) = (name, text, lines, lacks, remarks)
  }

  var testDescription: String { name }

  func check(_ format: Import.Format) throws {
    let schema = try imported(format, text)
    let draft = ContractDraft(schema, sources: ["a"], name: "draft").text
    let all = draft.split(separator: "\n").map { line in String(line.drop { $0 == " " || $0 == "-" }) }
    // In their order.
    var rest = all[...]
    for line in lines {
      guard let place = rest.firstIndex(of: line) else {
        Issue.record("no '\(line)' (left) in\n\(draft)")
        break
      }
      rest = rest[(place + 1)...]
    }
    for text in lacks { #expect(!draft.contains(text), "\(draft)") }
    #expect(schema.remarks.map { "\($0.kind): \($0.message)" } == remarks)
    #expect(try ContractReader.read(Array(draft.utf8), path: "a.yaml").diagnostics.map(\.message) == [])
  }
}

struct ImportJSONSchemaDetailTests {
  /// A schema with one property `a`.
  private static func property(_ schema: String, _ further: String = "") -> String {
    #"{"title":"t","properties":{"a":\#(schema)}\#(further)}"#
  }

  static let details: [ImportDetail] = [
    .init("values of several types", property(#"{"enum":[1,"a",true]}"#), lacks: ["logicalType"], [noType]),
    .init("values that are numbers", property(#"{"enum":[1,2.5,null]}"#), lines: ["logicalType: number", "value: 1", "value: 2.5"]),
    .init("values of one type", property(#"{"enum":["x"]}"#), lines: ["logicalType: string"]),
    .init(
      "nothing at all", #"{"title":"t","properties":{"a":false,"b":{"type":"string"}}}"#, lines: ["name: b"], lacks: ["name: a\n"],
      ["untold: 'a' of 't' may never be there, and is left out"]),
    .init(
      "a title with points and slashes", #"{"title":"Invoices / Credit notes (v2.1)","properties":{"a":{"type":"string"}}}"#,
      lines: ["name: Invoices_Credit_notes_v2_1", #"businessName: "Invoices / Credit notes (v2.1)""#]),
    .init(
      "an address", #"{"$id":"https://a.example/v1.2/order.schema.json#","properties":{"a":{"type":"string"}}}"#, lines: ["name: order"]),
    .init(
      "blanks at the end", property(#"{"enum":["x ","x"," x"],"pattern":"^[a-z]+ ","type":"string","description":"What.  \n\n"}"#),
      lines: ["description: What.", #"pattern: "^[a-z]+ ""#, #"value: "x ""#, "value: x", #"value: " x""#]),
    .init(
      "a part that says more of a property",
      #"{"title":"t","properties":{"a":{"type":"string"}},"allOf":[{"properties":{"a":{"enum":["x","y"]},"b":{"type":"integer"}}}]}"#,
      lines: ["name: a", "logicalType: string", "value: x", #"value: "y""#, "name: b", "logicalType: integer"]),
    .init(
      "what is referred to, and one value of it",
      ##"{"title":"t","$ref":"#/$defs/b","properties":{"k":{"const":"x"}},"$defs":{"b":{"properties":{"k":{"enum":["x","y"]}}}}}"##,
      lines: ["logicalType: string", "enum:", "value: x"], lacks: [#"value: "y""#]),
    .init(
      "two limits of one kind",
      property(#"{"allOf":[{"type":"integer","minimum":3,"maximum":9},{"type":"number","minimum":5,"maximum":10}]}"#),
      lines: ["logicalType: integer", "minimum: 5", "maximum: 9"]),
    .init(
      "two lists of values", property(#"{"allOf":[{"enum":["x","y"]},{"enum":["y","z"]}]}"#), lines: ["value: \"y\""], lacks: ["value: x"]),
    .init(
      "two of what cannot be joined",
      property(#"{"type":"string","allOf":[{"pattern":"x"},{"pattern":"y","format":"uri"},{"format":"email"}]}"#),
      lines: ["pattern: x", "format: uri"],
      [
        "untold: two parts of one schema say another 'pattern'; the first one counts",
        "untold: two parts of one schema say another 'format'; the first one counts",
      ]),
    .init(
      "two schemas of what an array holds",
      property(#"{"type":"array","minItems":1,"items":{"type":"string"},"allOf":[{"minItems":2,"items":{"maxLength":3}}]}"#),
      lines: ["minItems: 2", "logicalType: string", "maxLength: 3"]),
    .init(
      "limits that no table has", property(#"{"type":"string","maxLength":5.0,"minLength":0.5}"#, #","minProperties":1"#),
      lines: ["maxLength: 5"],
      [
        "untold: 'minLength' of 'a' is no count, and not carried over",
        "untold: 'minProperties' of 't' is a limit that no table of ODCS has",
      ]),
    .init(
      "who may write", property(#"{"type":"string","readOnly":true,"writeOnly":false}"#), ["untold: 'readOnly' of 'a' is not carried over"]),
    .init(
      "only definitions",
      ##"{"$defs":{"A":{"properties":{"a":{"type":"string"}}},"S":{"enum":["x"]},"U":{"oneOf":[{"$ref":"#/$defs/A"},{"type":"string"}]}}}"##,
      lines: ["name: A"],
      [
        "untold: nothing refers to the definition 'S', and no table is made of it",
        "missing: the definition 'U' is a choice of 2, and no table is made of it",
      ]),
    .init(
      "a choice of tables",
      ##"{"title":"e","oneOf":[{"$ref":"#/$defs/A"},{"title":"B b","properties":{"b":{"type":"string"}}},{"properties":{"c":{"type":"string"}}}],"##
        + ##""$defs":{"A":{"properties":{"a":{"type":"string"}}}}}"##,
      lines: ["name: A", "name: B_b", "businessName: \"B b\"", "name: e_3"],
      ["untold: the whole is a choice of 3: each object of them is a table"]),
    .init(
      "a choice of objects", property(#"{"oneOf":[{"properties":{"x":{"type":"string"}}},{"type":"string"}]}"#),
      ["missing: 'oneOf' of 'a' is a choice of 2, which ODCS cannot say", noType]),
    .init(
      "another file", property(#"{"$ref":"customer.json"}"#),
      ["missing: 'customer.json' is not in this file, and what it says is not told", noType]),
    .init(
      "its own address",
      ##"{"id":"https://a.example/t.json#","properties":{"x":{"$ref":"https://a.example/t.json#/definitions/d"},"##
        + ##""y":{"$ref":"t.json#/definitions/d"},"z":{"$ref":"./a#/definitions/d"}},"definitions":{"d":{"type":"date"}}}"##,
      lines: ["name: x", "name: \"y\"", "name: z"],
      Array(repeating: noType.replacing("'a'", with: "'x'"), count: 1)
        + ["y", "z"].map { noType.replacing("'a'", with: "'\($0)'") }),
    .init(
      "no name", #"{"title":"t","properties":{"":{"type":"string"},"b":{"type":"string"}}}"#, lines: ["name: b"],
      ["missing: a property of 't' has an empty name, and is left out"]),
    .init(
      "powers of ten", property(#"{"type":"number","maximum":1e3,"minimum":-2.5E-3,"multipleOf":1e-4}"#, #","x-n":[1E2]"#),
      lines: ["minimum: -2.5e-3", "maximum: 1000", "multipleOf: 1.0e-4", "value: [100]"]),
  ]

  private static let noType = "untold: 'a' has no single type: 'logicalType' is left out"

  @Test(arguments: details)
  func `what a schema says is carried over or told`(detail: ImportDetail) throws { try detail.check(.jsonSchema) }
}
