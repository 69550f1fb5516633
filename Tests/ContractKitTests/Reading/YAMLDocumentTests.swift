import ContractKit
import Testing

private func parse(_ text: String, limits: YAMLDocument.Limits = .init()) throws(ReadingError) -> YAMLNode {
  try YAMLDocument(Array(text.utf8), path: "a.yaml", limits: limits).root
}

/// `rule line:column` of the first reason why a text is refused.
private func refusal(_ bytes: [UInt8], limits: YAMLDocument.Limits = .init()) -> String? {
  do throws(ReadingError) {
    _ = try YAMLDocument(bytes, path: "a.yaml", limits: limits)
    return nil
  } catch {
    return error.diagnostics.first.map { "\($0.rule) \($0.position.line):\($0.position.column)" }
  }
}

private func refusal(_ text: String, limits: YAMLDocument.Limits = .init()) -> String? {
  refusal(Array(text.utf8), limits: limits)
}

@Test func yamlKeepsSpellingAndPlaces() throws {
  let text = "kind: DataContract # é\nversion: 1.10\nlist: [a, &x {k: 1}, *x]\nü: \"NO\"\n"
  let root = try parse(text)
  #expect(root["version"]?.text == "1.10")
  #expect(root["version"]?.scalar == ExactNumber("1.1").map { .number($0) })
  #expect(root["version"]?.position == SourcePosition(line: 2, column: 10))
  #expect(root["version"].map { String(decoding: Array(text.utf8)[$0.byteRange], as: UTF8.self) } == "1.10")
  #expect(root["list"]?.items.count == 3)
  #expect(root["list"]?.items[2]["k"]?.text == "1")
  #expect(root["list"].map { String(decoding: Array(text.utf8)[$0.items[1].byteRange], as: UTF8.self) } == "{k: 1}")
  #expect(root["ü"]?.scalar == .string("NO"))
}

@Test(
  arguments: [
    ("NO", .string("NO")), ("yes", .string("yes")), ("~", .null), ("", .null), ("Null", .null), ("nULL", .string("nULL")),
    ("True", .boolean(true)), ("false", .boolean(false)), ("12:30", .string("12:30")), ("2026-01-01", .string("2026-01-01")),
    ("'1'", .string("1")), ("!!str 1", .string("1")), ("1_000", .string("1_000")), ("1e3x", .string("1e3x")), ("-", .string("-")),
  ] as [(String, YAMLNode.Scalar)])
func scalarsFollowTheCoreSchema(text: String, value: YAMLNode.Scalar) throws {
  // A lone dash would start a list, so it is quoted by the explicit tag.
  let root = try parse("a: " + (text == "-" ? "!!str -x" : text))
  #expect(root["a"]?.scalar == (text == "-" ? .string("-x") : value))
  #expect(root["a"]?.isNull == (value == .null))
}

@Test(arguments: [
  ("0", "0"), ("010", "10"), ("1e3", "1000"), ("-0.50", "-0.5"), ("0x1F", "31"), ("0o17", "15"), ("+12", "12"), (".5", "0.5"),
  ("1234567890", "1234567890"),
])
func numbersAreExact(text: String, plain: String) throws {
  guard case .number(let number) = try #require(parse("a: " + text)["a"]).scalar else {
    Issue.record("\(text) is no number")
    return
  }
  #expect(number.description == plain)
}

@Test(arguments: [
  ("", "yaml-syntax 1:1"),
  ("# only a comment\n", "yaml-syntax 1:1"),
  ("a: 1\n---\nb: 2\n", "yaml-several-documents 2:1"),
  ("a: 1\nb: 2\na: 3\n", "duplicate-key 3:1"),
  ("a: 1\n\"a\": 3\n", "duplicate-key 2:1"),
  ("a: [b, c\n", "yaml-syntax 2:1"),
  ("a: *x\n", "yaml-alias 1:4"),
  ("a: &x [*x]\n", "yaml-alias 1:8"),
  ("a: !ruby/object:Foo {}\n", "yaml-tag 1:4"),
  ("? [a, b]\n: c\n", "yaml-key 1:3"),
  ("<<: 1\na: 2\n", "yaml-merge-key 1:5"),
  ("a: \u{0}\n", "yaml-syntax 1:4"),
  ("ü: 1\nb: x\u{7}\n", "yaml-syntax 2:5"),
  ("a: 1\n b: 2\n", "yaml-syntax 2:3"),
])
func whatMustNotBeGuessedIsRefused(text: String, expected: String) {
  #expect(refusal(text) == expected)
}

@Test(
  arguments: [
    ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> side\n", 2, 1, "the conflict of a merge is left here"),
    ("a: 1\nb: 2\nname orders\nc: 3\n", 3, 1, "no ':' follows this key"),
    ("a: 1\nb: 'c\nd: e\nf: g\n", 2, 4, "the quotation mark that opens here is closed nowhere"),
    ("a:\n\t- b\n", 2, 1, "a tab, where only blanks may indent"), ("a: b\n\tc: d\n", 2, 1, "a tab, where only blanks may indent"),
    ("a: @b\n", 1, 4, "no value begins with '@'; put the value in quotation marks"),
    ("ü: ü\nb: `x`\n", 2, 4, "no value begins with '`'"), ("a: b: c\n", 1, 5, "':' is not expected here"),
    ("a: [b, c\n", 2, 1, "did not find expected ',' or ']' (while parsing a flow sequence)"),
  ] as [(String, Int, Int, String)])
func `a fault of the text is told where it is, in words of whoever wrote it`(text: String, line: Int, column: Int, words: String) {
  let error = #expect(throws: ReadingError.self) { try parse(text) }
  let found = error?.diagnostics.first
  #expect(found?.position == SourcePosition(line: line, column: column), "\(found as Any)")
  #expect(found?.message.contains(words) == true, "\(found as Any)")
}

@Test func duplicateKeysNameBothLines() {
  let error = #expect(throws: ReadingError.self) { try parse("x: {a: 1, b: 1, a: 2}\nx: 1\n") }
  #expect(
    error?.diagnostics.map(\.message) == [
      "key 'a' stands here again, first in line 1; keep one of them", "key 'x' stands here again, first in line 1; keep one of them",
    ])
}

@Test func manyKeysAreStillToldApart() {
  let keys = (0..<100).map { "key\($0): 1\n" }.joined()
  #expect(refusal(keys) == nil)
  #expect(refusal(keys + "key7: 2\n") == "duplicate-key 101:1")
}

@Test func onlyUTF8IsRead() throws {
  #expect(refusal([0xFF, 0xFE, 0x61, 0, 0x3A, 0]) == "not-utf-8 1:1")
  #expect(refusal([0x61, 0, 0x3A, 0]) == "not-utf-8 1:1")
  #expect(refusal(Array("a: 1\nb: ".utf8) + [0xC3, 0x28, 0x0A]) == "not-utf-8 2:4")
  #expect(refusal(Array("a: ".utf8) + [0xED, 0xA0, 0x80]) == "not-utf-8 1:4")
}

@Test func byteOrderMarkAndLineEndsDoNotMovePlaces() throws {
  let text = "\u{FEFF}a: 1\r\nb: ü # ö\r\nc: 'x'\r\n"
  let root = try parse(text)
  #expect(root.firstKey?.position == SourcePosition(line: 1, column: 1))
  #expect(root.firstKey?.text == "a")
  #expect(root["c"]?.position == SourcePosition(line: 3, column: 4))
  #expect(root["c"].map { String(decoding: Array(text.utf8)[$0.byteRange], as: UTF8.self) } == "'x'")
}

@Test func mergeKeysAddWhatIsNotThere() throws {
  let root = try parse(
    """
    a: &a {x: 1, y: 1}
    b: &b {y: 2, z: 2}
    c:
      x: 0
      <<: [*a, *b]
    d: {<<: *a, y: 9}
    """)
  let merged = try #require(root["c"])
  #expect(merged.pairs.map { $0.key.text + $0.value.text } == ["x0", "y1", "z2"])
  #expect(root["d"]?.pairs.map { $0.key.text + $0.value.text } == ["y9", "x1"])
}

@Test func depthIsLimited() throws {
  let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
  #expect(refusal(deep(128)) == nil)
  #expect(refusal(deep(129)) == "yaml-too-deep 1:129")
  #expect(refusal(deep(1000), limits: .init(depth: 5000)) == nil)
  #expect(refusal(deep(1001), limits: .init(depth: 5000)) == "yaml-too-deep 1:1001")
  // Aliases lead deeper than the brackets show.
  let half = String(repeating: "[", count: 70) + "x" + String(repeating: "]", count: 70)
  let doubled = "a: &a \(half)\nb: " + half.replacing("x", with: "*a")
  #expect(refusal(doubled) == "yaml-too-deep 2:74")
}

/// Answers are kept under it: limits that refuse something else may not have the same one.
@Test func theDescriptionOfLimitsTellsThemApart() {
  let limits: [YAMLDocument.Limits] = [.init(), .init(bytes: 1), .init(depth: 1), .init(aliases: 1)]
  #expect(Set(limits.map(\.description)).count == limits.count)
}

@Test func aliasBombsCostNothing() {
  var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
  for level in 1...30 {
    let last = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
    bomb += "a\(level): &a\(level) [\(last)]\n"
  }
  #expect(refusal(bomb)?.hasPrefix("yaml-too-many-aliases") == true)
  let many = "a: &a 1\n" + (0..<1001).map { "k\($0): *a\n" }.joined()
  #expect(refusal(many) == "yaml-too-many-aliases 1002:8")
  // A large mapping that is merged again and again is a bomb as well.
  let wide = "a: &a {" + (0..<5000).map { "k\($0): 1" }.joined(separator: ", ") + "}\n"
  #expect(refusal(wide + (0..<900).map { "m\($0): {<<: *a}\n" }.joined())?.hasPrefix("yaml-too-many-aliases") == true)
}

@Test func sizeIsLimited() {
  #expect(refusal("a: 1\n", limits: .init(bytes: 5)) == nil)
  #expect(refusal("a: 12\n", limits: .init(bytes: 5)) == "file-too-large 1:1")
}

@Test func redefinedAnchorsStandForTheLatest() throws {
  let root = try parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
  #expect(root["b"]?.text == "1")
  #expect(root["d"]?.text == "2")
}
