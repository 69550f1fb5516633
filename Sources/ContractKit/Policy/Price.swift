/// What the policy asks for a step and was not given: a version that was not raised, an owner who did not agree.
///
/// Whoever finds that a price is due says only what and why. How loudly it is spoken, and whether anything pays for it after all, is
/// decided in one place, `Judgement`.
package struct Price: Sendable {
  /// The rule, for example `version-not-bumped`.
  package var rule: String
  /// What the step costs readers, where the policy may tell by it (`version-not-bumped/editorial`).
  package var impact: Impact?
  /// The id of the contract; empty where it is about none.
  package var contract: String
  package var path: String
  package var position: SourcePosition
  package var message: String
  package var hint: String?
  package var fixes: [Finding.Fix]
  /// The changes that are not paid as long as it is due; empty where it is due for no change (`unparsable`).
  package var changes: Set<String>
  /// Its own name for a waiver; nil for what is waived by rule and contract only.
  package var fingerprint: String?
  /// True for a fault that the base has too, or that stands in nobody's way: it is told and refuses nothing.
  package var isInherited: Bool
  /// Ids of the persons of whom one may pay it by agreeing.
  package var persons: [String] = []

  package init(
    rule: String, impact: Impact? = nil, contract: String = "", path: String, position: SourcePosition = .start, message: String,
    hint: String? = nil, fixes: [Finding.Fix] = [], changes: Set<String> = [], fingerprint: String? = nil, isInherited: Bool = false
  ) {
    self.rule = rule
    self.impact = impact
    self.contract = contract
    self.path = path
    self.position = position
    self.message = message
    self.hint = hint
    self.fixes = fixes
    self.changes = changes
    self.fingerprint = fingerprint
    self.isInherited = isInherited
  }

  /// Rules that ask something of an owner: errors only where the policy enforces ownership.
  package static let ownerRules = Set([
    "owner-missing", "owner-unknown", "owner-sign-off-missing", "security-sign-off-missing", "acknowledgement-missing",
    "ownership-not-accepted", "ownership-expired", "person-left", "person-duplicate", "bot-owner", "team-empty", "team-differs",
    "key-expired", "key-expiring", "key-revoked",
  ]).union(CodeOwners.diagnosticRules)

  /// Rules whose price is a decision on one change, which a waiver or acknowledgement of its fingerprint is. A version is not raised and
  /// an owner has not agreed by it.
  static let decisionRules: Set<String> = [
    "acknowledgement-missing", "removed-without-deprecation", "sunset-too-soon", "unannounced", "consumer-acknowledgement-missing",
  ]

  /// Input that nobody can read, or that can be read as two contracts, is refused whatever the life cycle says.
  static let inputRules: Set<String> = ["unparsable", "contract-id-collision", "tree-malformed"]

  /// Rules by which owners agree that a draft becomes a promise.
  static let beginningRules: Set<String> = ["owner-missing", "owner-unknown", "owner-sign-off-missing"]
}
