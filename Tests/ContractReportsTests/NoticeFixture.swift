import ContractKit
import ContractTestSupport
import Foundation
import Testing

@testable import ContractReports

/// A notice of a contract of which some columns change.
let chargesContract = """
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

let chargesEdits = [
  ("version: 1.4.0", "version: 2.0.0"), ("name: amount, id", "name: gross_amount, id"),
  ("      - {name: card_brand, logicalType: string, physicalType: VARCHAR(20), required: true}\n", ""),
  ("      - {name: secret_score, logicalType: number, physicalType: DOUBLE}\n", ""),
  (
    "      - name: promo_code\n",
    "      - name: promo_code\n        deprecated: true\n        customProperties:\n"
      + "          - {property: replacedBy, value: promotion_id}\n          - {property: removeAfter, value: \"2027-06-30\"}\n"
  ),
]

func chargesImpact(
  fields: String = "{charges: [charge_id, {name: amount, as: [value]}, card_brand, promo_code]}", notify: String = "{}",
  name: String? = nil, range: String = "^1.0", edits: [(String, String)] = chargesEdits
) throws -> (ConsumerImpact, NoticeFacts) {
  var text = chargesContract
  for edit in edits {
    #expect(text.contains(edit.0))
    text = text.replacing(edit.0, with: edit.1)
  }
  let old = try ContractReader.read(Array(chargesContract.utf8), path: "contracts/payments/charges.odcs.yaml")
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
        - {tool: webhook, url: "env:INSIGHT_HOOK", secret: "env:INSIGHT_HOOK_SECRET"}
        - {tool: webhook, url: "ftp://example.org/x"}
        - {tool: Teams, url: "https://teams.example/y"}
        - {tool: email, url: "INSIGHT@bramble.example"}
        - {tool: email, url: "mailto:insight@bramble.example?subject=x"}
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

func chargesNotice() throws -> Notice {
  let (impact, facts) = try chargesImpact()
  return try #require(Notice(impact, facts: facts))
}

let chargesSettings = MailSettings(
  from: "contracts@bramble.example", fromName: "Bramble contracts", secondsSince1970: 1_780_394_700,
  repository: "0B1C2D3E-4F50-4162-8374-95A6B7C8D9E0", toolVersion: "0.0.0")
