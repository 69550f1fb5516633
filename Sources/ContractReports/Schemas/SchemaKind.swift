package import ContractKit

/// What `git contract schema` describes: each answer for programs, and each file that people write.
package enum SchemaKind: String, Sendable, CaseIterable {
  case audit, blame, changelog, check, consumers, contract, diff, doctor, impact, inbox, list, log, notice, outbox, owners, rules, uses
  case verify
  case digest, reminder
  case cloudEvent = "cloud-event"
  case templateContext = "template-context"
  case changelogContext = "changelog-context"
  case peopleCheck = "people-check"
  case policyInForce = "policy-in-force"
  case consumer, people, policy, waivers

  /// Where such a text comes from or stands.
  package var summary: String {
    switch self {
    case .audit: "the answer of 'audit --format json'"
    case .blame: "the answer of 'blame --format json'"
    case .changelog: "the answer of 'changelog --format json'"
    case .check: "the answer of 'check --format json'"
    case .consumers: "the answer of 'consumers list --format json'"
    case .contract: "the answer of 'show --format json'"
    case .diff: "the answer of 'diff --format json'"
    case .doctor: "the answer of 'doctor --format json'"
    case .impact: "the answer of 'impact --format json'"
    case .inbox: "the answer of 'inbox --format json'"
    case .list: "the answer of 'list --format json'"
    case .log: "the answer of 'log --format json'"
    case .notice: "a notice to a consumer, as 'notify' writes it"
    case .outbox: "the answer of 'outbox list' and 'outbox show' with '--format json'"
    case .digest: "a digest for a consumer, as 'notify --digest' writes it"
    case .reminder: "a reminder to a consumer, as 'notify --reminders' writes it"
    case .cloudEvent: "the body of a webhook"
    case .templateContext: "what a template of '.contracts/templates' is filled with"
    case .changelogContext: "what a template of a changelog is filled with"
    case .owners: "the answer of 'owners --format json'"
    case .peopleCheck: "the answer of 'people check --format json'"
    case .policyInForce: "the answer of 'policy --format json'"
    case .rules: "the answer of 'rules' and 'explain' with '--format json'"
    case .uses: "the answer of 'who-uses' and 'can-i-remove' with '--format json'"
    case .verify: "the answer of 'verify --format json'"
    case .consumer: "a file that declares what a consumer reads"
    case .people: "the file '.contracts/people.yaml'"
    case .policy: "the file '.contracts/policy.yaml'"
    case .waivers: "the file '.contracts/waivers.yaml'"
    }
  }

  /// The schema, in draft 2020-12 of JSON Schema. Objects of answers are open, since later versions may say more; those of files are
  /// closed, since a key that is not known is a fault.
  package var schema: JSON {
    let node: SchemaNode
    switch self {
    case .audit: node = AnswerSchemas.audit
    case .blame: node = AnswerSchemas.blame
    case .changelog: node = AnswerSchemas.changelog
    case .check: node = AnswerSchemas.check
    case .consumers: node = AnswerSchemas.consumers
    case .contract: node = AnswerSchemas.contract
    case .diff: node = AnswerSchemas.diff
    case .doctor: node = AnswerSchemas.doctor
    case .impact: node = AnswerSchemas.impact
    case .inbox: node = AnswerSchemas.inbox
    case .list: node = AnswerSchemas.list
    case .log: node = AnswerSchemas.log
    case .notice: node = AnswerSchemas.notice
    case .outbox: node = AnswerSchemas.outbox
    case .digest: node = AnswerSchemas.digest
    case .reminder: node = AnswerSchemas.reminder
    case .cloudEvent: node = AnswerSchemas.cloudEvent
    case .templateContext: node = AnswerSchemas.templateContext
    case .changelogContext: node = AnswerSchemas.changelogContext
    case .owners: node = AnswerSchemas.owners
    case .peopleCheck: node = AnswerSchemas.peopleCheck
    case .policyInForce: node = AnswerSchemas.policyInForce
    case .rules: node = AnswerSchemas.rules
    case .uses: node = AnswerSchemas.uses
    case .verify: node = AnswerSchemas.verify
    case .consumer: node = InputSchemas.consumer
    case .people: node = InputSchemas.people
    case .policy: node = Policy.schema
    case .waivers: node = InputSchemas.waivers
    }
    var members = node.json
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["$id"] = .string("urn:git-contract:\(rawValue):1")
    members["title"] = .string("git-contract/\(rawValue)/1")
    members["description"] = .string(summary.prefix(1).uppercased() + summary.dropFirst() + ".")
    return .object(members)
  }

  /// A line for each kind.
  package static func text(_ style: Style) -> String {
    let width = allCases.map(\.rawValue.count).max() ?? 0
    return allCases.map { style.paint($0.rawValue.padding(to: width), .bold) + "  " + $0.summary + "\n" }.joined()
  }
}
