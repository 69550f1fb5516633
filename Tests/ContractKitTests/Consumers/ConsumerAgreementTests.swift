import ContractKit
import Testing

private func consumer(_ identifier: String, tested: String, fields: String = "{orders: [b]}", range: String = ">=1.0")
  -> ConsumerDeclaration
{
  ConsumerDeclaration.read(
    Array(
      """
      apiVersion: git-contract/v1
      kind: ContractConsumer
      id: \(identifier)
      team: "@bi"
      uses: [{contract: id-1, version: "\(range)", tested: \(tested), fields: \(fields)}]
      """.utf8), path: "consumers/\(identifier).yaml")
}

private func impacts(_ consumers: [ConsumerDeclaration]) throws -> [ConsumerImpact] {
  let text = "apiVersion: v3.2.0\nkind: DataContract\nid: id-1\nname: orders\nversion: 1.0.0\nschema:\n  - name: orders\n    properties:\n"
  let old = try ContractReader.read(Array((text + "      - {name: a}\n      - {name: b}\n").utf8), path: "a.yaml")
  let new = try ContractReader.read(Array((text.replacing("1.0.0", with: "2.0.0") + "      - {name: a}\n").utf8), path: "a.yaml")
  return ConsumerImpact.of(ConsumerStep(old: old, new: new, changes: Judge.judge(from: old, to: new)), consumers: consumers)
}

@Test func whoBreaksIsAskedWhereThePolicySaysSo() throws {
  let hit = try impacts([
    consumer("broken", tested: "1.0.0"), consumer("other", tested: "1.0.0", fields: "{orders: [a]}"),
    consumer("unknown", tested: "1.0.0", fields: ""), consumer("elsewhere", tested: "1.0.0", range: "^3.0"),
  ])
  func prices(_ policy: ConsumersAgree, _ consent: ConsumerConsent = ConsumerConsent()) -> [String] {
    ConsumerAgreement.prices(hit, policy: policy, consent: consent, path: "a.yaml").map(\.message)
  }
  let asked = ["consumer 'broken' of @bi breaks and has not agreed"]
  #expect(prices(.none) == [])
  #expect(prices(.acknowledge) == asked)
  #expect(prices(.acknowledge, ConsumerConsent(hasWaited: true)) == asked)
  #expect(prices(.acknowledgeOrWait) == asked)
  #expect(prices(.acknowledgeOrWait, ConsumerConsent(hasWaited: true)) == [])
  #expect(prices(.acknowledge, ConsumerConsent(acknowledged: ["broken"])) == [])
}

@Test(arguments: [("1.0.0", 1), ("1.9.9", 1), ("2.0.0", 0), ("2.1.0", 0)])
func aRaisedTestIsAnAgreement(tested: String, count: Int) throws {
  let hit = try impacts([consumer("broken", tested: "1.0.0")])
  let consent = ConsumerConsent(declarations: [consumer("broken", tested: tested), consumer("other", tested: "2.0.0")])
  #expect(ConsumerAgreement.prices(hit, policy: .acknowledge, consent: consent, path: "a.yaml").count == count)
}
