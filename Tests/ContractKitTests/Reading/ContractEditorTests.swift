import ContractKit
import Testing

private func bump(_ text: String, to version: String) throws -> String {
  let version = try #require(SemanticVersion(version))
  return String(decoding: try ContractEditor.settingVersion(version, in: Array(text.utf8), path: "a.yaml"), as: UTF8.self)
}

private let frame = "apiVersion: v3.1.0\nkind: DataContract\nid: x\nstatus: active\n"

@Test(arguments: [
  ("version: 1.0.0 # now", "2.0.0", "version: 2.0.0 # now"),
  ("version: \"1.0.0\"", "1.1.0", "version: \"1.1.0\""),
  ("version: '1.0.0'   ", "1.1.0", "version: '1.1.0'   "),
  ("version:   v1.4", "1.5.0", "version:   v1.5"),
  ("version: v1.4", "1.4.1", "version: v1.4.1"),
  ("version: '1'", "2.0.0", "version: '2'"),
  ("version: 1.9", "1.10.0", "version: 1.10.0"),
  ("version: '1.9'", "1.10.0", "version: '1.10'"),
  ("version: 1.0.0", "2.0.0-rc.1", "version: 2.0.0-rc.1"),
  ("version: &v 1.0.0", "1.0.1", "version: &v 1.0.1"),
  ("version: !!str 1.0", "1.0.1", "version: !!str 1.0.1"),
  ("version: 2026-06", "1.0.0", "version: 1.0.0"),
  ("{version: 1.0.0, name: ü}", "1.0.1", "{version: 1.0.1, name: ü}"),
])
func bumpTouchesNothingButTheVersion(line: String, version: String, expected: String) throws {
  if line.hasPrefix("{") {
    let flow = { (line: String) in "{apiVersion: v3.1.0, kind: DataContract, id: ü, " + line.dropFirst() }
    #expect(try bump(flow(line), to: version) == flow(expected))
    return
  }
  // What stands around it is as odd as it may be.
  let before = "\u{FEFF}# ü\r\n" + frame.replacing("\n", with: "\r\n")
  let after = "\r\nschema:   [ {name: \"version: 1.0.0\"} ]\r\n\r\n# end"
  #expect(try bump(before + line + after, to: version) == before + expected + after)
}

@Test(arguments: [
  frame, frame + "version:\n", frame + "version: |\n  1.0.0\n", frame + "name: &v 1.0.0\nversion: *v\n", "kind: DataContract\n- x",
])
func bumpRefusesWhatItCannotDo(text: String) {
  #expect(throws: ReadingError.self) { try bump(text, to: "2.0.0") }
}

// MARK: Deprecation

private func deprecate(
  _ text: String, _ names: String..., replacedBy: String? = "mail", removeAfter: String? = "2027-01-31"
) throws -> String {
  var steps = [ElementPath.Step("schema", .attribute("name", names[0]))]
  for name in names.dropFirst() {
    steps.append(name == "[]" ? .init("items") : .init("properties", .attribute("name", name)))
  }
  let day = removeAfter.flatMap { CalendarDay($0) }
  return String(
    decoding: try ContractEditor.deprecating(
      ElementPath(steps), replacedBy: replacedBy, removeAfter: day, in: Array(text.utf8), path: "a.yaml"), as: UTF8.self)
}

private let head = "apiVersion: v3.2.0\nkind: DataContract\nid: x\nversion: 1.0.0\n"

@Test(arguments: [
  // Behind the scalars that the mapping starts with; lists indented as the file does it.
  (
    """
    schema:
      - name: t
        properties:
          - name: email # the address
            logicalType: string   # text

            quality:
              - metric: nullValues
          - name: other
    """,
    """
    schema:
      - name: t
        properties:
          - name: email # the address
            logicalType: string   # text
            deprecated: true
            customProperties:
              - property: replacedBy
                value: mail
              - property: removeAfter
                value: "2027-01-31"

            quality:
              - metric: nullValues
          - name: other
    """
  ),
  // Lists without indentation, and a file that ends without a line end.
  (
    """
    schema:
    - name: t
      properties:
      - name: email
    """,
    """
    schema:
    - name: t
      properties:
      - name: email
        deprecated: true
        customProperties:
        - property: replacedBy
          value: mail
        - property: removeAfter
          value: "2027-01-31"
    """
  ),
  // The first key is no scalar.
  (
    """
    schema:
      - name: t
        properties:
          - tags: [a]
            name: email
    """,
    """
    schema:
      - name: t
        properties:
          - deprecated: true
            customProperties:
              - property: replacedBy
                value: mail
              - property: removeAfter
                value: "2027-01-31"
            tags: [a]
            name: email
    """
  ),
  // An existing list grows, an existing value is replaced, a flag is turned.
  (
    """
    schema:
      - name: t
        properties:
          - name: email
            deprecated: false # not yet
            customProperties:
              - property: other
                value: |
                  several

                  lines
              # about the successor
              - property: replacedBy
                value: 'old' # who else

            # the end
            unique: true
    """,
    """
    schema:
      - name: t
        properties:
          - name: email
            deprecated: true # not yet
            customProperties:
              - property: other
                value: |
                  several

                  lines
              # about the successor
              - property: replacedBy
                value: mail # who else
              - property: removeAfter
                value: "2027-01-31"

            # the end
            unique: true
    """
  ),
  // Flow style, with and without what is there already.
  (
    "schema: [{name: t, properties: [{name: email, logicalType: string }, {name: b}]}]",
    "schema: [{name: t, properties: [{name: email, logicalType: string, deprecated: true, "
      + "customProperties: [{property: replacedBy, value: mail}, {property: removeAfter, value: \"2027-01-31\"}] }, {name: b}]}]"
  ),
  (
    "schema: [{name: t, properties: [{name: email, customProperties: []}]}]",
    "schema: [{name: t, properties: [{name: email, customProperties: [{property: replacedBy, value: mail}, "
      + "{property: removeAfter, value: \"2027-01-31\"}], deprecated: true}]}]"
  ),
  (
    "schema:\n  - name: t\n    properties:\n      - {\"name\": \"email\",\n         \"required\": true,}\n",
    "schema:\n  - name: t\n    properties:\n      - {\"name\": \"email\",\n         \"required\": true, \"deprecated\": true, "
      + "\"customProperties\": [{\"property\": \"replacedBy\", \"value\": \"mail\"}, "
      + "{\"property\": \"removeAfter\", \"value\": \"2027-01-31\"}]}\n"
  ),
  // A list that is announced and empty.
  (
    "schema:\n  - name: t\n    properties:\n      - name: email\n        customProperties: # none\n        unique: true\n",
    "schema:\n  - name: t\n    properties:\n      - name: email\n        deprecated: true\n        customProperties: # none\n"
      + "          - property: replacedBy\n            value: mail\n          - property: removeAfter\n"
      + "            value: \"2027-01-31\"\n        unique: true\n"
  ),
])
func deprecationKeepsTheStyleOfTheFile(before: String, after: String) throws {
  #expect(try deprecate(head + before, "t", "email") == head + after)
  let windows = { (text: String) in (head + text).replacing("\n", with: "\r\n") }
  #expect(try deprecate(windows(before), "t", "email") == windows(after))
  // Once is enough.
  #expect(try deprecate(head + after, "t", "email") == head + after)
}

@Test func deprecationReachesObjectsAndNestedProperties() throws {
  let text =
    head
    + "schema:\n  - name: t\n    properties:\n      - name: lines\n        items:\n          properties:\n            - name: \"null\"\n"
  #expect(
    try deprecate(text, "t", replacedBy: nil, removeAfter: nil) == text.replacing("- name: t\n", with: "- name: t\n    deprecated: true\n"))
  #expect(try deprecate(text, "t", "lines", "[]", "null", replacedBy: nil, removeAfter: nil) == text + "              deprecated: true\n")
}

@Test func deprecationQuotesWhatOtherToolsMistake() throws {
  let text = head + "schema:\n  - name: t\n    properties:\n      - name: email\n"
  for (name, written) in [("no", "\"no\""), ("a: b", "\"a: b\""), ("1e3", "\"1e3\""), ("orders.e_mail", "orders.e_mail"), ("ü", "\"ü\"")] {
    #expect(
      try deprecate(text, "t", "email", replacedBy: name, removeAfter: nil) == text
        + "        deprecated: true\n        customProperties:\n          - property: replacedBy\n            value: \(written)\n")
  }
}

@Test(arguments: [
  // What an anchor shares would be deprecated twice.
  "schema:\n  - name: t\n    properties: &p\n      - name: email\n  - name: u\n    properties: *p\n",
  // What is merged in belongs to another element.
  "schema:\n  - name: t\n    properties:\n      - &e\n        name: email\n      - <<: *e\n        name: other\n",
  "schema:\n  - name: t\n    properties:\n      - name: email\n        customProperties: {a: b}\n",
  "schema:\n  - name: u\n",
])
func deprecationRefusesToTouchMore(text: String) {
  #expect(throws: ReadingError.self) { try deprecate(head + text, "t", "email") }
}
