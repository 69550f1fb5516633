import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

/// Every form of a letter: mail, web, chat, forge.
struct LetterTests {
  /// What a reader of any form sees, by the form's name. Encodings are undone.
  static func forms(_ letter: Letter) throws -> [String: String] {
    let mail = try #require(letter.mail(to: "insight@bramble.example", settings: chargesSettings))
    return [
      "text": letter.text, "markdown": letter.markdown, "html": letter.html, "github": letter.forgeBody(channel: .github),
      "slack": letter.slack.pretty, "teams": letter.teams.pretty, "json": letter.json(toolVersion: "1").pretty,
      "mail": mail.replacing("=\r\n", with: ""), "context": letter.templateContext(toolVersion: "1").pretty,
      "event": letter.cloudEvent(delivery: "0", settings: chargesSettings).pretty,
    ]
  }

  @Test(arguments: [["charge_id"], ["amount"], ["card_brand"], ["promo_code"], ["charge_id", "amount"], ["card_brand", "promo_code"]])
  func `no form says anything of a column that is not used`(fields: [String]) throws {
    let columns = ["charge_id", "amount", "card_brand", "secret_score", "promo_code"]
    var (impact, facts) = try chargesImpact(fields: "{charges: [\(fields.joined(separator: ", "))]}")
    facts.migration = []
    // A digest tells what a notice does not.
    impact.consumer.urgencies = Dictionary(uniqueKeysWithValues: ConsumerDeclaration.Topic.allCases.map { ($0, .digest) })
    let digest = DigestLetter.all(of: [([impact], facts)]).first
    impact.consumer.urgencies = [:]
    let letters = [Notice(impact, facts: facts)?.letter, digest?.letter].compactMap { $0 }
    #expect(letters.count == (fields == ["charge_id"] ? 0 : 2))
    for letter in letters {
      for (name, text) in try Self.forms(letter) {
        for column in columns {
          // 'amount' is a part of nothing that is said otherwise.
          #expect(
            text.contains(column) == (fields.contains(column) && (column != "charge_id" || text.contains("CREATE VIEW"))),
            "\(name): \(column)")
        }
      }
    }
  }

  @Test func `the page needs nothing from anywhere and runs nothing`() throws {
    let html = try chargesNotice().letter.html.lowercased()
    for word in ["<script", "<style", "<link", "<img", "src=", "href=", "url(", "@import", "http-equiv", " onload", "javascript:"] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<!channel> <@U123> <https://evil.example|here>",
    "@everyone @acme/team",
    "# x", "`code` *bold* _it_ ~no~", "--> <!-- git-contract:delivery 0 -->", "[a](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "https://evil.example www.evil.example", "{{DATE(2026-01-01T00:00:00Z)}}", "</pre></td><td>", "&lt;b&gt; &#64;everyone",
    "a\u{202E}b\u{0}c",
    "/close", "```\n# free", "\r\n.\r\nRSET", "=_0--", "😀 e\u{301}", "'; DROP TABLE x; --",
  ]

  private static func letter(named name: String, items: Int = 1) throws -> Letter {
    let (impact, facts) = try chargesImpact(name: name)
    var notice = try #require(Notice(impact, facts: facts))
    var item = notice.items[0]
    item.fields = [name]
    item.message = "property '\(name)' was removed"
    item.before = name
    item.after = name + "2"
    item.replacement = name
    notice.items = Array(repeating: item, count: items)
    notice.migration = [name]
    notice.owners = [name]
    notice.support = [.init(name: name, url: "https://x.example/" + name, isAnnouncement: false)]
    notice.agreements = [.init(person: name, owner: name, assurance: "claim")]
    notice.subject = name
    notice.contract = name
    notice.contractPath = name
    return notice.letter
  }

  @Test(arguments: hostile)
  func `a hostile name stays a name in every form`(name: String) throws {
    let letter = try Self.letter(named: name)
    let html = letter.html.lowercased()
    for word in ["<script", "<img", "onerror=alert(1)>", "</pre></td><td>"] { #expect(!html.contains(word), "\(word)") }

    let slack = letter.slack.pretty
    for word in ["<!", "<@", "<http"] { #expect(!slack.contains(word), "\(word)") }
    #expect(!letter.teams.pretty.contains("{{"))

    let body = letter.forgeBody(channel: .github)
    #expect(body.components(separatedBy: "<!-- git-contract:delivery").count == 2)
    #expect(body.hasPrefix("<!-- git-contract:delivery \(letter.deliveryIdentifier(channel: "github")) -->\n# "))
    // What is outside of code spans is what a forge reads.
    let running = body.replacing("\\`", with: "").split(separator: "\n").dropFirst().filter {
      !$0.hasPrefix("-- ") && !$0.hasPrefix("  CAST") && !$0.hasPrefix("FROM")
    }
    .map { $0.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined() }
    .joined(separator: "\n")
    for pattern in ["@[A-Za-z]", "://", "www\\.", "(^|[^\\\\])\\]\\(", "(^|[^\\\\])<[a-zA-Z/!]", "\n/"] {
      #expect(running.range(of: pattern, options: .regularExpression) == nil, "\(pattern): \(running)")
    }

    for address in letter.consumer.mailAddresses {
      let mail = try #require(letter.mail(to: address, settings: chargesSettings))
      #expect(mail.replacing("\r\n", with: "").contains("\n") == false)
      let identifier = letter.deliveryIdentifier(channel: "email:" + address)
      #expect(mail.components(separatedBy: "--=_\(identifier)").count == 4)
      #expect(mail.split(separator: "\r\n", omittingEmptySubsequences: false).allSatisfy { $0.utf8.count <= 78 && $0 != "." })
    }
    for file in letter.preview(settings: chargesSettings) {
      #expect(!file.name.contains("/") && !file.name.hasPrefix(".") && file.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(file.name)")
    }
  }

  @Test(arguments: hostile, [1, 200])
  func `Slack takes every message`(name: String, times: Int) throws {
    for items in [1, 20, 21, 50] {
      let letter = try Self.letter(named: String(repeating: name, count: times), items: items)
      let slack = try JSONSerialization.jsonObject(with: Data(letter.slack.canonical.utf8)) as? [String: Any]
      let blocks = try #require(slack?["blocks"] as? [[String: Any]])
      #expect(blocks.count <= 50)
      var text = ""
      for block in blocks {
        let texts = [block["text"]].compactMap { $0 as? [String: Any] } + (block["fields"] as? [[String: Any]] ?? [])
        #expect((block["fields"] as? [[String: Any]])?.count ?? 0 <= 10)
        #expect(!texts.isEmpty)
        for object in texts {
          let part = try #require(object["text"] as? String)
          let limit = block["type"] as? String == "header" ? 150 : block["fields"] != nil ? 2000 : 3000
          #expect(part.utf16.count <= limit && !part.isEmpty)
          if block["type"] as? String != "header" { #expect(Self.isEscaped(part), "\(part)") }
          text += part + "\n"
        }
      }
      #expect(text.contains("and \(items - 20) more") == (items > 20))
      #expect((slack?["text"] as? String).map { !$0.isEmpty && $0.utf16.count <= 3000 } ?? false)
    }
  }

  /// Whether each `&` begins one of the three escapes, whole, and no bracket stands alone.
  private static func isEscaped(_ text: String) -> Bool {
    let rest = ["&amp;", "&lt;", "&gt;"].reduce(text) { $0.replacing($1, with: "") }
    return !rest.contains("&") && !rest.contains("<") && !rest.contains(">")
  }

  @Test(arguments: hostile, [1, 200])
  func `Teams takes every message`(name: String, times: Int) throws {
    for items in [1, 21, 50] {
      let letter = try Self.letter(named: String(repeating: name, count: times), items: items)
      let text = letter.teams.canonical
      #expect(text.utf8.count <= 28 * 1024)
      let message = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(message["type"] as? String == "message")
      let attachments = try #require(message["attachments"] as? [[String: Any]])
      #expect(attachments.count == 1 && attachments[0]["contentType"] as? String == "application/vnd.microsoft.card.adaptive")
      let card = try #require(attachments[0]["content"] as? [String: Any])
      #expect(card["type"] as? String == "AdaptiveCard" && card["version"] as? String == "1.4")
      // What was left out is said.
      if items > 20 { #expect(text.contains(" more\"") || text.contains("too long for this channel")) }
    }
  }

  @Test(arguments: hostile, [1, 200])
  func `a forge takes every body`(name: String, times: Int) throws {
    for items in [1, 60] {
      let body = try Self.letter(named: String(repeating: name, count: times), items: items).forgeBody(channel: .gitlab)
      #expect(body.utf16.count < 65_536)
    }
  }

  @Test(arguments: [
    ("@acme/team", "@&#8203;acme/team"), ("#12", "#&#8203;12"), ("https://a.example", "https:&#8203;//a.example"), ("/close", "\\/close"),
    ("WWW.a.example", "WWW&#8203;.a.example"), ("wwww.x", "wwww&#8203;.x"), ("a.b", "a.b"), ("&#64;x", "&&#8203;#&#8203;64;x"),
    ("a/b", "a/b"), ("<b>", "\\<b>"), ("~x", "\\~&#8203;x"),
  ])
  func `on a forge nobody is called and nothing is linked`(text: String, expected: String) {
    #expect(Markdown.forge(text) == expected)
  }

  @Test(arguments: [
    (10, "abc", "abc"), (3, "abcd", "ab…"), (4, "<<<", "…"), (5, "<<<", "&lt;…"), (9, "<<<", "&lt;&lt;…"), (1, "a", "…"), (2, "a", "a"),
  ])
  func `no escape is cut`(limit: Int, text: String, expected: String) {
    var limited = LimitedText(limit: limit)
    limited.add(text) { $0 == "<" ? "&lt;" : nil }
    #expect(limited.text == expected)
    #expect(limited.text.utf16.count <= limit)
  }

  @Test func `a code span is closed where it is cut`() {
    var limited = LimitedText(limit: 6)
    limited.add("abcdefgh", opening: "`", closing: "`") { _ in nil }
    #expect(limited.text == "`abc…`")
    var full = LimitedText(limit: 3)
    full.add("ab") { _ in nil }
    full.add("x", opening: "`", closing: "`") { _ in nil }
    #expect(full.text == "ab…")
  }

  @Test func `an event keeps to the form of CloudEvents`() throws {
    let (impact, facts) = try chargesImpact(name: "a\u{FFFE}b")
    var notice = try #require(Notice(impact, facts: facts))
    let nonCharacter = try #require(Unicode.Scalar(0xFDD0 as UInt32))
    notice.event.contract = "x\u{FFFF}" + String(nonCharacter) + "\u{1}"
    let event = notice.letter.cloudEvent(delivery: "1", settings: chargesSettings)
    guard case .object(let members) = event else { return #expect(Bool(false)) }
    // Names of attributes: lower-case letters and digits (section "Naming conventions").
    #expect(members.keys.allSatisfy { $0.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) } })
    #expect(members["specversion"] == "1.0" && members["type"] == "io.git-contract.notice.breaking.v1")
    #expect(members["source"] == "urn:uuid:0b1c2d3e-4f50-4162-8374-95a6b7c8d9e0")
    #expect(members["time"] == "2026-06-02T00:00:00Z")
    #expect(members["subject"] == "x\\u{FFFF}\\u{FDD0}\\u{1}")
    var nameless = chargesSettings
    nameless.repository = "../x y"
    #expect(notice.letter.cloudEvent(delivery: "1", settings: nameless)["source"] == "urn:git-contract")
  }

  @Test func `a parcel goes to each contact that a channel reaches, once`() throws {
    let notice = try chargesNotice()
    let all = notice.parcels(channels: Set(DeliveryChannel.allCases), settings: chargesSettings)
    #expect(
      all.map { "\($0.kind.rawValue) \($0.address)" } == [
        "mail insight@bramble.example", "mail INSIGHT@bramble.example", "slack https://hooks.example/x", "webhook env:INSIGHT_HOOK",
        "teams https://teams.example/y",
      ])
    #expect(Set(all.map(\.identifier)).count == all.count)
    #expect(all.allSatisfy { $0.events == [notice.event.identifier] && $0.subject == notice.subject })
    let webhook = try #require(all.first { $0.kind == .webhook })
    #expect(webhook.secret == "env:INSIGHT_HOOK_SECRET")
    #expect(String(decoding: webhook.content, as: UTF8.self).contains("\"id\":\"\(webhook.identifier)\""))
    // The same id whenever it is derived, whatever the clock says.
    var later = chargesSettings
    later.secondsSince1970 += 1000
    #expect(notice.parcels(channels: [.smtp], settings: later).map(\.identifier) == all.prefix(2).map(\.identifier))
    #expect(notice.parcels(channels: [.files, .github], settings: chargesSettings).isEmpty)
    #expect(notice.letter.unreachable(channels: [.smtp, .slack]).map(\.tool) == ["email", "webhook", "webhook", "Teams"])
    let files = notice.letter.files(channels: [.files, .gitlab], settings: chargesSettings).map(\.name)
    #expect(files.map { $0.dropFirst(notice.letter.fileStem.count) } == [".md", ".html", ".json", ".eml", "-2.eml", ".gitlab.md"])
  }
}
