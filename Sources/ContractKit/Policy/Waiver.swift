/// An exception that somebody answers for, until a day: an entry of `.contracts/waivers.yaml`.
///
/// Only the base's file counts, so that no change waives itself.
package struct Waiver: Hashable, Sendable {
  /// What it is about.
  package enum Subject: Hashable, Sendable {
    /// One change, or one price that has a name of its own.
    case fingerprint(String)
    /// A rule for one change.
    case ruleForChange(rule: String, fingerprint: String)
    /// A rule for one contract.
    case rule(String, contract: String)
  }

  /// What became of it.
  package enum State: String, Sendable {
    /// It matches something that is judged now, and pays for it.
    case valid
    /// It matches, but its day has passed: it pays for nothing.
    case expired
    /// It was merged ahead of its change.
    case pending
    /// Its change is in the base.
    case spent
    /// It lies about: expired, or pending for more than 30 days.
    case stale
  }

  package var subject: Subject
  package var reason: String
  /// Who answers for it: the id of a person.
  package var person: String
  /// The last day on which it holds.
  package var expires: CalendarDay
  /// Where it stands in its file.
  package var path: String
  package var position: SourcePosition

  package init(
    subject: Subject, reason: String, person: String, expires: CalendarDay, path: String = Waiver.path, position: SourcePosition = .start
  ) {
    self.subject = subject
    self.reason = reason
    self.person = person
    self.expires = expires
    self.path = path
    self.position = position
  }

  /// Where waivers stand in a repository.
  package static let path = ".contracts/waivers.yaml"

  /// For how many days a waiver may wait for its change.
  static let pendingDays = 30

  /// What became of the waiver.
  ///
  /// - Parameters:
  ///   - today: the clock of whoever judges.
  ///   - matches: whether it speaks of something that is judged now.
  ///   - isSpent: whether its change is in the base already.
  ///   - added: the day on which it came into the base, where that is known.
  package func state(on today: CalendarDay, matches: Bool, isSpent: Bool, added: CalendarDay?) -> State {
    if matches { return today <= expires ? .valid : .expired }
    if isSpent { return .spent }
    if today > expires { return .stale }
    if let added, added.adding(days: Self.pendingDays) < today { return .stale }
    return .pending
  }

  /// Whether it pays for a price of this step. The day is not looked at.
  func speaks(of price: Price) -> Bool {
    switch subject {
    case .fingerprint(let name): price.fingerprint == name
    case .rule(let rule, let contract): price.rule == rule && price.contract == contract
    case .ruleForChange: false
    }
  }

  /// Whether it frees one change of a price that is due for it. The day is not looked at.
  func frees(_ change: String, of price: Price) -> Bool {
    switch subject {
    case .fingerprint(let name): name == change && Price.decisionRules.contains(price.rule)
    case .ruleForChange(let rule, let name): name == change && rule == price.rule
    case .rule: false
    }
  }

  /// The change that it is about, where it is about one.
  package var fingerprint: String? {
    switch subject {
    case .fingerprint(let name), .ruleForChange(_, let name): name
    case .rule: nil
    }
  }
}

/// Reads `.contracts/waivers.yaml`:
///
/// ```yaml
/// waivers:
///   - fingerprint: 0123456789abcdef     # of a change or a price; with `rule` it silences that rule for the change
///     reason: the column was empty since 2024
///     person: ann
///     expires: 2027-03-31
///   - {rule: owner-sign-off-missing, contract: 4d2a7e10-..., reason: ..., person: ann, expires: 2027-03-31}
/// ```
package struct WaiverFile: Sendable {
  package var waivers: [Waiver]

  package init(_ waivers: [Waiver] = []) {
    self.waivers = waivers
  }

  /// - Throws: `ReadingError` that names every fault, under the rule `waivers-invalid`.
  package init(_ bytes: [UInt8], path: String = Waiver.path) throws(ReadingError) {
    let document = try YAMLDocument(bytes, path: path)
    var reader = StrictReader(path: path, rule: "waivers-invalid")
    var waivers: [Waiver] = []
    for entry in reader.entries(of: document.root, what: "the file of waivers", known: ["waivers"]) {
      waivers = reader.list(entry.value, what: "'waivers'") { Self.waiver(&$0, $1) } ?? []
    }
    guard reader.diagnostics.isEmpty else { throw ReadingError(reader.diagnostics.sorted { $0.position < $1.position }) }
    self.waivers = waivers
  }

  private static func waiver(_ reader: inout StrictReader, _ node: YAMLNode) -> Waiver? {
    let known = ["fingerprint", "rule", "contract", "reason", "person", "expires"]
    let before = reader.diagnostics.count
    var texts: [String: String] = [:]
    var expires: CalendarDay?
    for entry in reader.entries(of: node, what: "a waiver", known: known) {
      if entry.key == "expires" {
        expires = reader.day(entry.value, what: "'expires'")
      } else {
        texts[entry.key] = reader.line(entry.value, what: "'\(entry.key)'")
      }
    }
    // A key that was wrong has been reported; a second report that it is missing would only confuse.
    guard reader.diagnostics.count == before, node.kind == .mapping else { return nil }
    for (key, why) in [("reason", "why it is given"), ("person", "who answers for it"), ("expires", "the last day on which it holds")]
    where texts[key] == nil && (key != "expires" || expires == nil) {
      reader.report(node.position, "a waiver needs '\(key)': \(why)")
    }
    let subject: Waiver.Subject?
    switch (texts["fingerprint"], texts["rule"], texts["contract"]) {
    case (let name?, nil, nil): subject = .fingerprint(name)
    case (let name?, let rule?, nil): subject = .ruleForChange(rule: rule, fingerprint: name)
    case (nil, let rule?, let contract?): subject = .rule(rule, contract: contract)
    default:
      reader.report(node.position, "a waiver needs a 'fingerprint', or a 'rule' and the id of a 'contract'")
      subject = nil
    }
    if let name = texts["fingerprint"], !Fingerprint.isOne(name), let value = node["fingerprint"] {
      reader.report(value.position, "'fingerprint' takes the 16 hexadecimal digits that 'git contract check' prints, not '\(name)'")
    }
    guard reader.diagnostics.count == before, let subject, let reason = texts["reason"], let person = texts["person"], let expires
    else { return nil }
    return Waiver(
      subject: subject, reason: reason, person: person, expires: expires, path: reader.path, position: node.position)
  }
}

extension Fingerprint {
  /// Whether a text has the form of a fingerprint.
  package static func isOne(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 16 && Self.isLowercaseHexadecimal(text)
  }

  static func isLowercaseHexadecimal(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
      default: false
      }
    }
  }
}
