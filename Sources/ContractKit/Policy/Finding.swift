/// What the verdict is made of: a rule that has something to say about a place, how loudly, and the way out.
package struct Finding: Hashable, Sendable {
  /// A command that mends what was found. `needsHuman` is true where only a person may run it (signing, acknowledging).
  package struct Fix: Hashable, Sendable {
    package var title: String
    package var command: String
    package var needsHuman: Bool

    package init(title: String, command: String, needsHuman: Bool = false) {
      self.title = title
      self.command = command
      self.needsHuman = needsHuman
    }
  }

  /// A place in a file.
  package struct Place: Hashable, Sendable {
    package var path: String
    package var position: SourcePosition

    package init(path: String, position: SourcePosition) {
      self.path = path
      self.position = position
    }
  }

  package var rule: String
  package var level: Level
  /// The id of the contract; empty where the finding is about no contract.
  package var contract: String
  package var path: String
  package var position: SourcePosition
  package var message: String
  /// What to do, for people; nil where the message says it all.
  package var hint: String?
  package var fixes: [Fix]
  /// See `Fingerprint`; nil for what no waiver can name.
  package var fingerprint: String?
  /// True for a price (`version-*`, `owner-*`, ...): only those refuse. False for a change, which is a fact.
  package var isPrice: Bool
  /// For a change that is not paid: the rule of the price that is due, and from which the level comes.
  package var reason: String?
  /// Where to point instead of `path` and `position`, which a deleted file has no more: the line of CODEOWNERS that owned it.
  package var substitute: Place?
  /// Ids of the persons of whom one may mend it by agreeing; empty where it is not for somebody to agree.
  package var persons: [String] = []

  package init(
    rule: String, level: Level, contract: String = "", path: String, position: SourcePosition = .start, message: String,
    hint: String? = nil, fixes: [Fix] = [], fingerprint: String? = nil, isPrice: Bool = true, reason: String? = nil
  ) {
    self.rule = rule
    self.level = level
    self.contract = contract
    self.path = path
    self.position = position
    self.message = message
    self.hint = hint
    self.fixes = fixes
    self.fingerprint = fingerprint
    self.isPrice = isPrice
    self.reason = reason
  }

  /// Where a report points.
  package var place: Place { substitute ?? Place(path: path, position: position) }
}
