extension Catalogue {
  private static let lost = "Readers who had access through it have none."

  /// Who may read, and who lets them?
  static let roles = [
    Rule(
      "role-removed", [.role], [""], [.removed], .breaking,
      message: "{element} was removed", reason: lost,
      advice: "Name the role that takes its place, move its holders, and remove it in a major version.",
      fires: [
        Rule.Example("roles:\n  - ↓role: analyst\n    access: read\n", "")
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: analyst\n    id: r1\n", "roles:\n  - role: reader\n    id: r1\n", expects: ["role-renamed"])
      ]),
    Rule(
      "role-added", [.role], [""], [.added], .compatible,
      message: "{element} was added", reason: "Nobody holds it yet.", advice: "Nothing to do but to raise the minor version.",
      fires: [
        Rule.Example("", "roles:\n  - ↓role: analyst\n    access: read\n")
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: analyst\n  - role: admin\n", "roles:\n  - role: admin\n  - role: analyst\n", expects: [])
      ]),
    Rule(
      "role-renamed", [.role], [""], [.renamed], .breaking,
      message: "{element} was renamed to '{after}'", reason: lost,
      advice: "Grant the new role to all who hold the old one before it goes.",
      fires: [
        Rule.Example("roles:\n  - role: analyst\n    id: r1\n", "roles:\n  - ↓role: reader\n    id: r1\n")
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: analyst\n", "roles:\n  - role: reader\n", expects: ["role-removed", "role-added"])
      ]),
    Rule(
      "role-access-reduced", [.role], ["access"], [.changed, .removed], .breaking,
      when: { change, _ in RoleAccess.isReduced(change) == true ? .breaking : nil },
      message: "access of {element} was reduced from {before} to {after}", reason: "What worked with it is refused.",
      advice: "Give those who need it another role first.",
      fires: [
        Rule.Example("roles:\n  - role: etl\n    access: write\n", "roles:\n  - role: etl\n    ↓access: read\n"),
        Rule.Example("roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    ↓access: none\n"),
      ],
      nearMisses: [
        Rule.Example("roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    access: Read\n", expects: [])
      ]),
    Rule(
      "role-access-extended", [.role], ["access"], [.changed, .added], .compatible,
      when: { change, _ in RoleAccess.isReduced(change) == false ? .compatible : nil },
      message: "access of {element} was extended from {before} to {after}", reason: "What worked with it works still.",
      advice: "Nothing to do but to raise the minor version.",
      fires: [
        Rule.Example("roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    ↓access: write\n")
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    access: weekdays\n", expects: ["role-access-changed"])
      ]),
    Rule(
      "role-access-changed", [.role], ["access"], [.added, .removed, .changed], .dangerous,
      message: "access of {element} changed from {before} to {after}", reason: "Whether it allows less cannot be told.",
      advice: "Tell its holders, and have an owner acknowledge it.",
      fires: [
        Rule.Example("roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    ↓access: weekdays\n"),
        Rule.Example("roles:\n  - role: etl\n    ↓access: read\n", "roles:\n  - role: etl\n"),
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: etl\n    access: read\n", "roles:\n  - role: etl\n    access: write\n", expects: ["role-access-extended"])
      ]),
    Rule(
      "role-approvers-changed", [.role], ["firstLevelApprovers", "secondLevelApprovers"], [.added, .removed, .changed], .editorial,
      message: "{attribute} of {element} changed from {before} to {after}",
      reason: "Access stays; somebody else answers for it.", advice: "Those who answered and those who answer now both agree.",
      consequences: [.handOver],
      fires: [
        Rule.Example(
          "roles:\n  - role: etl\n    firstLevelApprovers: Ann\n", "roles:\n  - role: etl\n    ↓firstLevelApprovers: Bob\n")
      ],
      nearMisses: [
        Rule.Example(
          "roles:\n  - role: etl\n    description: Loads\n", "roles:\n  - role: etl\n    description: Loads all\n",
          expects: ["documentation-changed"])
      ]),
  ]
}

/// What a role may do, as far as its words are known.
private enum RoleAccess {
  private static let levels: [String: Int] = [
    "none": 0, "no access": 0, "metadata": 1, "read": 2, "readonly": 2, "read only": 2, "select": 2, "write": 3, "readwrite": 3,
    "read write": 3, "read and write": 3, "admin": 4, "owner": 4, "all": 4, "full": 4,
  ]

  /// Nil where one of the two is not known.
  static func isReduced(_ change: Change) -> Bool? {
    let levels = [change.before, change.after].map { value in
      value.flatMap { Self.levels[$0.text.lowercased().replacing("/", with: " ").replacing("-", with: " ").replacing(",", with: " ")] }
    }
    guard let was = levels[0], let becomes = levels[1] else { return nil }
    return becomes < was
  }
}
