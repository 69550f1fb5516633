import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

@Test func theNoticeReadsWell() throws {
  let notice = try chargesNotice()
  #expect(try Golden.difference(notice.markdown, from: "notice.md") == nil)
  let mail = try #require(notice.mail(to: "insight@bramble.example", settings: chargesSettings))
  #expect(try Golden.difference(mail, from: "notice.eml") == nil)
  #expect(try Golden.difference(notice.json(toolVersion: "0.0.0").pretty, from: "notice.json") == nil)
  #expect(try Golden.difference(notice.text, from: "notice.txt") == nil)
  #expect(try Golden.difference(notice.letter.html, from: "notice.html") == nil)
  #expect(try Golden.difference(notice.letter.slack.pretty, from: "notice.slack.json") == nil)
  #expect(try Golden.difference(notice.letter.teams.pretty, from: "notice.teams.json") == nil)
  #expect(try Golden.difference(notice.letter.forgeBody(channel: .github), from: "notice.github.md") == nil)
  let event = notice.letter.cloudEvent(delivery: String(repeating: "0", count: 32), settings: chargesSettings)
  #expect(try Golden.difference(event.pretty, from: "notice.cloudevent.json") == nil)
  #expect(try Golden.difference(notice.letter.templateContext(toolVersion: "0.0.0").pretty, from: "notice.context.json") == nil)
}

@Test func theSubjectSaysWhatBreaks() throws {
  #expect(try chargesNotice().subject == "charges 2.0.0 breaks Revenue dashboard: charges.amount, charges.card_brand")
  let (one, facts) = try chargesImpact(fields: "{charges: [card_brand]}")
  #expect(Notice(one, facts: facts)?.subject == "charges 2.0.0 breaks Revenue dashboard: property 'card_brand' was removed")
  let (deprecation, _) = try chargesImpact(fields: "{charges: [promo_code]}")
  #expect(
    Notice(deprecation, facts: facts)?.subject
      == "charges 2.0.0 deprecates what Revenue dashboard uses: property 'promo_code' was deprecated")
  let (unknown, _) = try chargesImpact(fields: "{}")
  #expect(Notice(unknown, facts: facts)?.subject == "charges 2.0.0 may concern Revenue dashboard")
}

@Test(arguments: [
  ("{charges: [promo_code]}", "{deprecated: never}", "^1.0", false), ("{charges: [amount]}", "{breaking: digest}", "^1.0", false),
  ("{charges: [amount]}", "{breaking: never}", "^1.0", false), ("{charges: [amount]}", "{}", "^3.0", false),
  ("{charges: [amount]}", "{}", "^1.0", true), ("{charges: [promo_code]}", "{deprecated: digest}", "^1.0", false),
  ("{charges: [promo_code]}", "{}", "^1.0", true), ("\"*\"", "{}", ">=1.0", true),
])
func onlyThoseAreToldWhomItHurtsAndWhoWantToKnow(fields: String, notify: String, range: String, isTold: Bool) throws {
  let (impact, facts) = try chargesImpact(fields: fields, notify: notify, range: range)
  #expect((Notice(impact, facts: facts) != nil) == isTold)
}

@Test func theViewGivesBackWhatIsUsedAndInventsNothingInSilence() throws {
  let view = try #require(try chargesNotice().views.first)
  #expect(
    view.sql == """
      -- WARNING: column 'card_brand' is gone: the view INVENTS an empty one, and it was promised never to be empty
      CREATE VIEW payments.charges_v1 AS
      SELECT
        charge_id,
        gross_amount AS amount,
        CAST(NULL AS VARCHAR(20)) AS card_brand,
        promo_code
      FROM payments.charges;

      """)
  let (honest, facts) = try chargesImpact(fields: "{charges: [charge_id, amount]}")
  #expect(Notice(honest, facts: facts)?.views.first?.warnings == [])
}

@Test(arguments: [
  ("physicalType: table", "physicalType: topic"), ("name: charges\n    physicalName", "name: other\n    physicalName"),
])
func whatHasNoViewGetsNone(old: String, new: String) throws {
  let (impact, facts) = try chargesImpact(edits: chargesEdits + [(old, new)])
  if new.contains("topic") {
    #expect(Notice(impact, facts: facts)?.views.isEmpty == true)
  } else {
    // The table was renamed and stays where it was: the view has the old columns.
    #expect(Notice(impact, facts: facts)?.views.first?.sql.contains("FROM payments.charges;") == true)
  }
}

@Test func namesThatAreHostileStayNames() throws {
  #expect(SQLName.quoted("a; DROP TABLE b") == "\"a; DROP TABLE b\"")
  let (impact, facts) = try chargesImpact(name: "Evil\r\nBcc: x@example.org `code` \u{202E}")
  let notice = try #require(Notice(impact, facts: facts))
  let mail = try #require(notice.mail(to: "insight@bramble.example", settings: chargesSettings))
  let header = mail.components(separatedBy: "\r\n\r\n")[0]
  #expect(!header.contains("\nBcc:"))
  #expect(!mail.unicodeScalars.contains("\u{202E}"))
  #expect(notice.mailAddresses == ["insight@bramble.example", "INSIGHT@bramble.example"])
}

@Test func anAddressThatIsNoneGetsNoMail() throws {
  let notice = try chargesNotice()
  for address in ["a", "a@b\r\nBcc: c@d", "a b@c.example", "\"a\"@c.example", "a@-b.example", "@c.example", "a@", "ä@c.example"] {
    #expect(notice.mail(to: address, settings: chargesSettings) == nil)
  }
}

@Test func identifiersDependOnTheEventAndNothingElse() {
  func event(_ blob: String?) -> ContractEvent {
    ContractEvent(contract: "id", fromVersion: "1.0.0", toVersion: "2.0.0", fromBlob: "a", toBlob: blob)
  }
  #expect(event("b").identifier == event("b").identifier)
  #expect(event("b").identifier != event("c").identifier)
  #expect(event(nil).identifier != event("").identifier)
  #expect(event("b").identifier.count == 32)
  let first = event("b").deliveryIdentifier(consumer: "x", channel: "files")
  #expect(first != event("b").deliveryIdentifier(consumer: "y", channel: "files"))
  #expect(first != event("b").deliveryIdentifier(consumer: "x", channel: "email:a@b"))
}

@Test func digestsAndRemindersReadWell() throws {
  var (impact, facts) = try chargesImpact(range: ">=1.0")
  impact.consumer.urgencies[.breaking] = .digest
  let digest = try #require(DigestLetter.all(of: [([impact], facts)]).first)
  #expect(try Golden.difference(digest.letter.markdown, from: "digest.md") == nil)
  #expect(try Golden.difference(digest.letter.json(toolVersion: "0.0.0").pretty, from: "digest.json") == nil)
  #expect(digest.letter.parcels(channels: [.webhook], settings: chargesSettings).map(\.events) == [[facts.event.identifier]])

  let contract = try #require(facts.new)
  let today = try #require(CalendarDay("2027-06-25"))
  let sunsets = Sunset.due(
    of: [.init(contract: contract, path: contract.path, isReplaced: false)], consumers: [impact.consumer],
    reminders: { _ in [CalendarPeriod(days: 30), CalendarPeriod(days: 7), CalendarPeriod(days: 1)] }, today: today)
  #expect(sunsets.map(\.period) == [CalendarPeriod(days: 7)])
  let reminder = Reminder(try #require(sunsets.first), owners: ["Priya Raman"], contract: contract, today: today)
  #expect(try Golden.difference(reminder.letter.markdown, from: "reminder.md") == nil)
  #expect(try Golden.difference(reminder.letter.json(toolVersion: "0.0.0").pretty, from: "reminder.json") == nil)
  #expect(reminder.letter.parcels(channels: [.smtp], settings: chargesSettings).count == 2)
}
