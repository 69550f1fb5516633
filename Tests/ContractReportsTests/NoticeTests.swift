import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

private let charges = """
  apiVersion: v3.1.0
  kind: DataContract
  id: b3e8d6a4-51f0-4c7b-8e29-7d40c6f1a958
  name: charges
  version: 1.4.0
  status: active
  support:
    - {channel: "#payments-data", url: "https://chat.example/payments-data"}
    - {channel: announcements, url: "https://lists.example/payments", scope: announcements}
  slaProperties:
    - {property: endOfLife, value: "2027-03-31"}
  schema:
    - name: charges
      physicalName: payments.charges
      physicalType: table
      properties:
        - {name: charge_id, logicalType: string, physicalType: VARCHAR(36), required: true, primaryKey: true}
        - {name: amount, id: charge-amount, logicalType: number, physicalType: "DECIMAL(10,2)", required: true}
        - {name: card_brand, logicalType: string, physicalType: VARCHAR(20), required: true}
        - {name: secret_score, logicalType: number, physicalType: DOUBLE}
        - name: promo_code
          logicalType: string
          physicalType: VARCHAR(20)
  """

private let edits = [
  ("version: 1.4.0", "version: 2.0.0"), ("name: amount, id", "name: gross_amount, id"),
  ("      - {name: card_brand, logicalType: string, physicalType: VARCHAR(20), required: true}\n", ""),
  ("      - {name: secret_score, logicalType: number, physicalType: DOUBLE}\n", ""),
  (
    "      - name: promo_code\n",
    "      - name: promo_code\n        deprecated: true\n        customProperties:\n"
      + "          - {property: replacedBy, value: promotion_id}\n          - {property: removeAfter, value: \"2027-06-30\"}\n"
  ),
]

private func impact(
  fields: String = "{charges: [charge_id, {name: amount, as: [value]}, card_brand, promo_code]}", notify: String = "{}",
  name: String? = nil, range: String = "^1.0", edits: [(String, String)] = edits
) throws -> (ConsumerImpact, NoticeFacts) {
  var text = charges
  for edit in edits {
    #expect(text.contains(edit.0))
    text = text.replacing(edit.0, with: edit.1)
  }
  let old = try ContractReader.read(Array(charges.utf8), path: "contracts/payments/charges.odcs.yaml")
  let new = try ContractReader.read(Array(text.utf8), path: "contracts/payments/charges.odcs.yaml")
  var consumer = ConsumerDeclaration.read(
    Array(
      """
      apiVersion: git-contract/v1
      kind: ContractConsumer
      id: insight-revenue-dashboard
      name: Revenue dashboard
      team: "@bramble/insight"
      contacts:
        - {tool: email, url: "mailto:insight@bramble.example"}
        - {tool: email, url: "mailto:evil@example.org, all@example.org"}
        - {tool: slack, url: "https://hooks.example/x"}
      notify: \(notify)
      uses:
        - contract: b3e8d6a4-51f0-4c7b-8e29-7d40c6f1a958
          version: "\(range)"
          tested: 1.2.0
          fields: \(fields)
      """.utf8), path: "consumers/insight/revenue-dashboard.yaml")
  #expect(consumer.diagnostics.isEmpty, "\(consumer.diagnostics)")
  if let name { consumer.name = name }
  consumer.commit = "5f2c1d9e7a3b4c6d8e0f1a2b3c4d5e6f7a8b9c0d"
  let step = ConsumerStep(old: old, new: new, changes: Judge.judge(from: old, to: new))
  let impact = try #require(ConsumerImpact.of(step, consumers: [consumer]).first)
  let facts = NoticeFacts(
    event: ContractEvent(
      contract: old.identifier, fromVersion: "1.4.0", toVersion: "2.0.0", fromBlob: String(repeating: "1", count: 40),
      toBlob: String(repeating: "2", count: 40)),
    old: old, new: new, path: new.path, commit: "c0ffee1234567890c0ffee1234567890c0ffee12", target: "main",
    effective: try #require(CalendarDay("2026-06-02")),
    migration: ["read gross_amount where you read amount; card_brand has no successor"], owners: ["Priya Raman", "Hanna Lindqvist"],
    agreements: [.init(person: "Priya Raman", owner: "@bramble/payments", assurance: "claim")])
  return (impact, facts)
}

private func notice() throws -> Notice {
  let (impact, facts) = try impact()
  return try #require(Notice(impact, facts: facts))
}

private let settings = MailSettings(from: "contracts@bramble.example", fromName: "Bramble contracts", secondsSince1970: 1_780_394_700)

@Test func theNoticeReadsWell() throws {
  let notice = try notice()
  #expect(try Golden.difference(notice.markdown, from: "notice.md") == nil)
  let mail = try #require(notice.mail(to: "insight@bramble.example", settings: settings))
  #expect(try Golden.difference(mail, from: "notice.eml") == nil)
  #expect(try Golden.difference(notice.json(toolVersion: "0.0.0").pretty, from: "notice.json") == nil)
}

@Test func theNoticeSaysNothingOfColumnsThatAreNotUsed() throws {
  let notice = try notice()
  for text in [notice.markdown, notice.text, notice.json(toolVersion: "1").pretty] {
    #expect(!text.contains("secret_score"))
    #expect(text.contains("card_brand"))
  }
}

@Test func theSubjectSaysWhatBreaks() throws {
  #expect(try notice().subject == "charges 2.0.0 breaks Revenue dashboard: charges.amount, charges.card_brand")
  let (one, facts) = try impact(fields: "{charges: [card_brand]}")
  #expect(Notice(one, facts: facts)?.subject == "charges 2.0.0 breaks Revenue dashboard: property 'card_brand' was removed")
  let (deprecation, _) = try impact(fields: "{charges: [promo_code]}")
  #expect(
    Notice(deprecation, facts: facts)?.subject
      == "charges 2.0.0 deprecates what Revenue dashboard uses: property 'promo_code' was deprecated")
  let (unknown, _) = try impact(fields: "{}")
  #expect(Notice(unknown, facts: facts)?.subject == "charges 2.0.0 may concern Revenue dashboard")
}

@Test(arguments: [
  ("{charges: [promo_code]}", "{deprecated: never}", "^1.0", false), ("{charges: [amount]}", "{breaking: digest}", "^1.0", false),
  ("{charges: [amount]}", "{breaking: never}", "^1.0", false), ("{charges: [amount]}", "{}", "^3.0", false),
  ("{charges: [amount]}", "{}", "^1.0", true), ("{charges: [promo_code]}", "{deprecated: digest}", "^1.0", false),
  ("{charges: [promo_code]}", "{}", "^1.0", true), ("\"*\"", "{}", ">=1.0", true),
])
func onlyThoseAreToldWhomItHurtsAndWhoWantToKnow(fields: String, notify: String, range: String, isTold: Bool) throws {
  let (impact, facts) = try impact(fields: fields, notify: notify, range: range)
  #expect((Notice(impact, facts: facts) != nil) == isTold)
}

@Test func theViewGivesBackWhatIsUsedAndInventsNothingInSilence() throws {
  let view = try #require(notice().views.first)
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
  let (honest, facts) = try impact(fields: "{charges: [charge_id, amount]}")
  #expect(Notice(honest, facts: facts)?.views.first?.warnings == [])
}

@Test(arguments: [
  ("physicalType: table", "physicalType: topic"), ("name: charges\n    physicalName", "name: other\n    physicalName"),
])
func whatHasNoViewGetsNone(old: String, new: String) throws {
  let (impact, facts) = try impact(edits: edits + [(old, new)])
  if new.contains("topic") {
    #expect(Notice(impact, facts: facts)?.views.isEmpty == true)
  } else {
    // The table was renamed and stays where it was: the view has the old columns.
    #expect(Notice(impact, facts: facts)?.views.first?.sql.contains("FROM payments.charges;") == true)
  }
}

@Test func namesThatAreHostileStayNames() throws {
  #expect(SQLName.quoted("a; DROP TABLE b") == "\"a; DROP TABLE b\"")
  let (impact, facts) = try impact(name: "Evil\r\nBcc: x@example.org `code` \u{202E}")
  let notice = try #require(Notice(impact, facts: facts))
  let mail = try #require(notice.mail(to: "insight@bramble.example", settings: settings))
  let header = mail.components(separatedBy: "\r\n\r\n")[0]
  #expect(!header.contains("\nBcc:"))
  #expect(!mail.unicodeScalars.contains("\u{202E}"))
  #expect(notice.mailAddresses == ["insight@bramble.example"])
}

@Test func anAddressThatIsNoneGetsNoMail() throws {
  let notice = try notice()
  for address in ["a", "a@b\r\nBcc: c@d", "a b@c.example", "\"a\"@c.example", "a@-b.example", "@c.example", "a@", "ä@c.example"] {
    #expect(notice.mail(to: address, settings: settings) == nil)
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
