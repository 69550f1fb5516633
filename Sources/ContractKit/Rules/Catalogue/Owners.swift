extension Catalogue {
  private static func team(_ members: String) -> String { members.isEmpty ? "" : "team:\n  members:\n    - \(members)\n" }

  private static func example(_ before: String, _ after: String, expects: [String]? = nil) -> Rule.Example {
    Rule.Example(team(before), team(after), expects: expects)
  }

  private static let everyAction: [Change.Action] = [.added, .removed, .changed, .renamed]
  private static let attributes = ["", "dateOut", "replacedByUsername", "role"]

  /// Who answers for it?
  static let ownership = [
    Rule(
      "owner-gone", [.member], attributes, everyAction, .dangerous,
      when: { change, context in OwnerChange(change, context).leavesNobody ? .dangerous : nil },
      message: "{element} is no owner any more, and nobody else is", reason: "Nobody answers for the data.",
      advice: "Name an owner in the same change.", consequences: [.handOver],
      fires: [
        example("{↓username: ann, role: owner}", "{username: bob, role: steward}").expecting(["owner-gone", "member-changed"]),
        example("{username: ann, role: owner}", "{username: ann, role: owner, ↓dateOut: '2026-01-01'}"),
      ],
      nearMisses: [
        example(
          "{username: ann, role: owner}\n    - {username: bob, role: owner}", "{username: bob, role: owner}", expects: ["owner-changed"])
      ]),
    Rule(
      "owner-replaced-abruptly", [.member], attributes, everyAction, .dangerous,
      when: { change, context in OwnerChange(change, context).isAbrupt ? .dangerous : nil },
      message: "{element} was replaced as owner without a hand-over",
      reason: "Who answers changed, and nothing says when or by whom it was handed over.",
      advice: "Keep the former owner with 'dateOut' and 'replacedByUsername'.", consequences: [.handOver],
      fires: [
        example("{↓username: ann, role: owner}", "{username: bob, role: owner}").expecting(["owner-replaced-abruptly", "owner-changed"])
      ],
      nearMisses: [
        example(
          "{username: ann, role: owner}",
          "{username: ann, role: owner, dateOut: '2026-01-01', replacedByUsername: bob}\n    - {username: bob, role: owner}",
          expects: ["owner-changed", "owner-changed"])
      ]),
    Rule(
      "owner-changed", [.member], attributes, everyAction, .editorial,
      when: { change, context in OwnerChange(change, context).isAboutOwner ? .editorial : nil },
      message: "{element} changed among the owners", reason: "An orderly hand-over: somebody answers at all times.",
      advice: "Those who answered and those who answer now both agree.", consequences: [.handOver],
      fires: [
        example(
          "{username: ann, role: owner}",
          "{username: ann, role: owner, ↓dateOut: '2026-01-01', replacedByUsername: bob}\n    - {↓username: bob, role: owner}"
        ).expecting(["owner-changed", "owner-changed"])
      ],
      nearMisses: [
        example("{username: ann, role: steward}", "{username: ann, role: analyst}", expects: ["member-changed"])
      ]),
    Rule(
      "member-changed", [.member], ["", "dateIn", "dateOut", "replacedByUsername", "role", "name"], everyAction, .editorial,
      message: "{element} of the team changed", reason: "Who works on it changed; who answers for it is the same.",
      advice: "Nothing to do but to raise the patch version.",
      fires: [
        example("{username: ann, role: owner}", "{username: ann, role: owner}\n    - {↓username: bob, role: steward}")
      ],
      nearMisses: [
        example(
          "{username: ann, role: owner}\n    - {username: bob, role: steward}",
          "{username: bob, role: steward}\n    - {username: ann, role: owner}", expects: [])
      ]),
    Rule(
      "team-changed", [.contract], ["team.name"], [.added, .removed, .changed], .dangerous,
      when: { change, _ in change.action == .added ? .editorial : .dangerous },
      message: "team changed from {before} to {after}", reason: "Another team answers for the data.",
      advice: "Both teams agree, and an owner acknowledges it.", consequences: [.handOver],
      fires: [
        Rule.Example("team:\n  name: sales\n", "team:\n  ↓name: finance\n")
      ],
      nearMisses: [
        Rule.Example("team:\n  description: Us\n", "team:\n  description: All of us\n", expects: ["documentation-changed"])
      ]),
  ]

  /// Where do readers ask, and where are they told?
  static let supportChannels = [
    Rule(
      "notice-channel-removed", [.supportChannel], ["", "scope"], [.removed, .changed], .dangerous,
      when: { change, _ in
        let scopes = ["announcements", "notifications", "announcement", "notification"]
        let was = change.oldElement?.text("scope")?.lowercased() ?? ""
        return scopes.contains(was) ? .dangerous : nil
      },
      message: "{element} for {before} was removed", reason: "Readers are not told any more when something changes.",
      advice: "Name the channel that takes its place in the same change.",
      fires: [
        Rule.Example("support:\n  - {↓channel: '#news', url: 'https://a', scope: announcements}\n", "")
      ],
      nearMisses: [
        Rule.Example(
          "support:\n  - {channel: '#help', url: 'https://a', scope: interactive}\n", "", expects: ["support-channel-changed"])
      ]),
    Rule(
      "support-channel-changed", [.supportChannel], ["", "scope", "url", "tool", "invitationUrl"],
      [.added, .removed, .changed, .renamed], .compatible,
      message: "{element} changed", reason: "Readers ask somewhere else.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        Rule.Example(
          "support:\n  - {channel: '#help', url: 'https://a'}\n", "support:\n  - {channel: '#help', ↓url: 'https://b'}\n"),
        Rule.Example("", "support:\n  - {↓channel: '#help', url: 'https://a'}\n"),
      ],
      nearMisses: [
        Rule.Example(
          "support:\n  - {channel: '#help', url: 'https://a', description: Ask}\n",
          "support:\n  - {channel: '#help', url: 'https://a', description: Ask us}\n", expects: ["documentation-changed"])
      ]),
  ]
}

/// What a change of a team's member means for who answers.
private struct OwnerChange {
  let change: Change
  let before: Set<String>
  let after: Set<String>

  init(_ change: Change, _ context: JudgeContext) {
    self.change = change
    before = Self.owners(of: context.old)
    after = Self.owners(of: context.new)
  }

  private static func owners(of contract: Contract?) -> Set<String> {
    Set((contract?.root.children(.member) ?? []).filter { isOwner($0) && $0.text("dateOut") == nil }.compactMap(\.name))
  }

  /// `owner`, `Data Owner`, `data_product_owner`.
  private static func isOwner(_ member: Element) -> Bool {
    member.text("role")?.lowercased().contains("owner") ?? false
  }

  private var oldName: String? { change.oldElement?.name }
  private var newName: String? { change.newElement?.name }

  /// It touches somebody who answered or answers now.
  var isAboutOwner: Bool {
    let wasOwner = oldName.map { before.contains($0) } ?? false
    let isOwner = newName.map { after.contains($0) } ?? false
    return wasOwner || isOwner
  }

  /// Somebody stops to answer.
  private var isDeparture: Bool {
    guard let oldName, before.contains(oldName) else { return false }
    return !after.contains(oldName)
  }

  var leavesNobody: Bool { isDeparture && after.isEmpty }

  /// Somebody stopped, somebody else began, and the contract does not say that the one followed the other.
  var isAbrupt: Bool {
    guard isDeparture, !after.subtracting(before).isEmpty else { return false }
    guard let member = change.newElement, member.text("dateOut") != nil, let successor = member.text("replacedByUsername") else {
      return true
    }
    return !after.contains(successor)
  }
}
