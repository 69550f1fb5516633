import ContractKit
import Testing

@Test func yamlKeepsSpellingAndPlaces() throws {
  let text = "kind: DataContract # é\nversion: 1.10\nlist: [a, &x {k: 1}, *x]\nü: \"NO\"\n"
  let document = try YAMLDocument(Array(text.utf8), path: "a.yaml")
  let root = document.root
  #expect(root["version"]?.text == "1.10")
  #expect(root["version"]?.scalar == .number(ExactNumber("1.1")!))
  #expect(root["version"]?.position == SourcePosition(line: 2, column: 10))
  #expect(root["version"].map { Array(text.utf8)[$0.byteRange] }.map { String(decoding: $0, as: UTF8.self) } == "1.10")
  #expect(root["list"]?.items.count == 3)
  #expect(root["list"]?.items[2]["k"]?.text == "1")
  #expect(root["ü"]?.scalar == .string("NO"))
}

@Test func duplicateKeysHavePlaces() {
  #expect(throws: ReadingError.self) { try YAMLDocument(Array("a: 1\nb: 2\na: 3\n".utf8), path: "a.yaml") }
}
