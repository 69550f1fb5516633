import Foundation
import Testing

@testable import ContractReports

@Test func encodedWordsAreShortAndCutNoCharacter() throws {
  let subject = String(repeating: "Größe €😀 ", count: 20)
  let encoded = MailText.encodedWords(subject, offset: 9)
  var bytes = Data()
  for (place, line) in encoded.components(separatedBy: "\r\n ").enumerated() {
    #expect(line.count + (place == 0 ? 9 : 1) <= 76)
    #expect(line.hasPrefix("=?UTF-8?B?") && line.hasSuffix("?="))
    let part = try #require(Data(base64Encoded: String(line.dropFirst(10).dropLast(2))))
    #expect(String(data: part, encoding: .utf8) != nil)
    bytes += part
  }
  #expect(String(data: bytes, encoding: .utf8) == subject)
}

@Test(arguments: [
  ("a\n", "a\r\n"), ("a", "a\r\n"), ("a=b\n", "a=3Db\r\n"), ("a \n", "a=20\r\n"), ("ä\n\nb\n", "=C3=A4\r\n\r\nb\r\n"),
])
func quotedPrintableIsThatOfTheStandard(text: String, expected: String) {
  #expect(MailText.quotedPrintable(text) == expected)
}

@Test func longLinesAreBrokenSoftly() {
  let text = String(repeating: "a", count: 200) + "ä" + "\n"
  let lines = MailText.quotedPrintable(text).components(separatedBy: "\r\n")
  #expect(lines.allSatisfy { $0.count <= 76 })
  #expect(lines.joined().replacingOccurrences(of: "=", with: "") == String(repeating: "a", count: 200) + "C3A4")
}

@Test(arguments: [
  (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (1_795_385_229, "Sun, 22 Nov 2026 22:07:09 +0000"),
  (951_782_399, "Mon, 28 Feb 2000 23:59:59 +0000"),
])
func datesAreThoseOfMail(seconds: Int, expected: String) {
  #expect(MailText.date(secondsSince1970: seconds) == expected)
}

@Test func longSubjectsAreFolded() {
  var header = MailHeader()
  header.addText("Subject", String(repeating: "word ", count: 40))
  #expect(header.text.components(separatedBy: "\r\n").allSatisfy { $0.count <= 76 })
  #expect(header.text.components(separatedBy: "\r\n").dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") })
}
