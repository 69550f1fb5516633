internal import ContractKit

/// The body of a notice before it has a form: the same sentences in Markdown and in mail.
struct NoticeBody {
  enum Block {
    case heading(String)
    case paragraph(String)
    case bullets([Bullet])
    case code(language: String, text: String)
  }

  /// A point, and what is said below it. Parts between backticks are names and values.
  struct Bullet {
    var text: Phrase
    var details: [Phrase] = []
  }

  /// Text in which names and values of the repository stand apart from our words.
  struct Phrase: ExpressibleByStringInterpolation {
    enum Part {
      case words(String)
      /// A name, a value, a command: shown as code.
      case code(String)
    }

    var parts: [Part] = []

    init(_ parts: [Part]) { self.parts = parts }
    init(stringLiteral value: String) { parts = [.words(value)] }
    init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

    /// `\(text)` is running text, `\(code: text)` a name or value, `\(phrase)` a phrase as it is.
    struct Interpolation: StringInterpolationProtocol {
      var parts: [Part] = []
      init(literalCapacity: Int, interpolationCount: Int) {}
      mutating func appendLiteral(_ literal: String) { parts.append(.words(literal)) }
      mutating func appendInterpolation(_ text: String) { parts.append(.words(text)) }
      mutating func appendInterpolation(code text: String) { parts.append(.code(text)) }
      mutating func appendInterpolation(_ phrase: Phrase) { parts += phrase.parts }
    }
  }

  var blocks: [Block]
}

extension NoticeBody {
  init(_ notice: Notice) {
    blocks = []
    blocks.append(.paragraph(Self.opening(notice)))
    blocks.append(.heading("What changes for you"))
    if !notice.items.isEmpty { blocks.append(.bullets(notice.items.map(Self.bullet))) }
    if let fault = notice.consumer.diagnostics.first {
      blocks.append(.paragraph("Your declaration could not be understood, so nobody can tell what you use: " + Self.words(fault) + "."))
    }
    blocks.append(.paragraph(Self.others(notice)))
    blocks.append(.heading("By when"))
    blocks.append(.paragraph(Self.dates(notice)))
    blocks.append(.heading("What to do"))
    blocks.append(.bullets(Self.steps(notice)))
    for view in notice.views {
      blocks.append(.paragraph(Self.introduction(view)))
      blocks.append(.code(language: "sql", text: view.sql))
    }
    blocks.append(.heading("Whom to ask, and who agreed"))
    blocks.append(.bullets(Self.people(notice)))
    blocks.append(.heading("Why you get this"))
    blocks.append(.paragraph(Self.reason(notice)))
  }

  private static func opening(_ notice: Notice) -> String {
    let commit = notice.commit.isEmpty ? "" : ", commit \(notice.commit.prefix(10))"
    let branch = notice.target.hasPrefix("refs/heads/") ? String(notice.target.dropFirst("refs/heads/".count)) : notice.target
    let place = "on \(branch) (\(notice.contractPath)\(commit))"
    let versions =
      switch (notice.event.fromVersion, notice.event.toVersion) {
      case (let from?, let to?) where from == to: "contract \(notice.contract) changed within version \(from) \(place)"
      case (let from?, let to?): "contract \(notice.contract) went from version \(from) to \(to) \(place)"
      case (let from?, nil): "contract \(notice.contract), version \(from), was deleted \(place)"
      case (nil, let to?): "contract \(notice.contract) has version \(to) now \(place)"
      case (nil, nil): "contract \(notice.contract) changed \(place)"
      }
    return versions.prefix(1).uppercased() + versions.dropFirst() + ". " + range(notice)
  }

  private static func range(_ notice: Notice) -> String {
    let tested = notice.tested.map { " You last tested with \($0)." } ?? ""
    if !notice.consumer.isUnderstood, notice.range == nil { return "Which versions you read could not be understood." }
    guard let range = notice.range else { return "You declare no range of versions, so every version reaches you." + tested }
    switch notice.rangeVerdict {
    case .outside: return "Your range \(range) does not take it: you have to act." + tested
    case .inside: return "It is within your range \(range): it reaches you without anybody doing anything." + tested
    case .beyond: return "Your range \(range) speaks of other versions." + tested
    }
  }

  private static func bullet(_ item: Notice.Item) -> Bullet {
    var heading: Phrase = "\(item.message)"
    if !item.fields.isEmpty {
      let names = item.fields.map { Phrase([.code($0)]) }
      let joined = names.dropFirst().reduce(names[0]) { "\($0), \($1)" }
      heading = "\(joined): \(item.message)"
    }
    var details: [Phrase] = []
    // What the sentence has said already is not said again.
    let isSaid = [item.before, item.after].allSatisfy { $0.map { item.message.contains($0.prefix(40)) } ?? false }
    if item.before != nil || item.after != nil, !isSaid {
      details.append("before: \(code: item.before ?? "nothing"); now: \(code: item.after ?? "nothing")")
    }
    if let reason = item.reason { details.append("why it matters: \(reason)") }
    switch item.status {
    case .unknown: details.append("your declaration does not say whether you use this")
    case .potentially: details.append("nobody can tell from the contract whether you are hurt: look at it")
    default: break
    }
    if let replacement = item.replacement { details.append("use instead: \(code: replacement)") }
    if let removal = item.removal { details.append("goes after \(removal)") }
    return Bullet(text: heading, details: details)
  }

  private static func words(_ fault: Diagnostic) -> String {
    "\(fault.path):\(fault.position.line):\(fault.position.column): \(fault.message)"
  }

  private static func others(_ notice: Notice) -> String {
    switch notice.othersCount {
    case 0: "Nothing else changed."
    case 1: "One other change does not hurt what you use."
    default: "\(notice.othersCount) other changes do not hurt what you use."
    }
  }

  private static func dates(_ notice: Notice) -> String {
    let start = "In effect since \(notice.effective). "
    guard notice.status > .deprecated else { return start + "What is deprecated works as before until it is removed." }
    if let lastDay = notice.lastDay { return start + "The last day of the old line is \(lastDay)." }
    return start + "The contract names no last day of the old line: ask before you rely on it."
  }

  private static func steps(_ notice: Notice) -> [Bullet] {
    var steps = notice.migration.map { Bullet(text: "The producers say: \($0)") }
    let pairs = notice.items.compactMap { item in item.replacement.map { (item.fields, $0) } }
    for (fields, replacement) in pairs where !fields.isEmpty {
      steps.append(Bullet(text: "Read \(code: replacement) where you read \(code: fields.joined(separator: ", ")) today."))
    }
    if notice.items.contains(where: { $0.status == .unknown }) {
      steps.append(Bullet(text: "Say in \(code: notice.consumer.path) which fields you use; then you hear of those and of no others."))
    }
    guard let version = notice.event.toVersion else {
      steps.append(Bullet(text: "Move to another source, and take the entry out of \(code: notice.consumer.path)."))
      return steps
    }
    if notice.status > .deprecated {
      let range = notice.rangeVerdict == .outside ? suggestedRange(version) : nil
      let wider: Phrase = range.map { " and \(code: "version: \"\($0)\"")" } ?? ""
      steps.append(
        Bullet(
          text:
            "Test with \(version); then a human of your team sets \(code: "tested: \(version)")\(wider) in \(code: notice.consumer.path)."))
    }
    if steps.isEmpty { steps.append(Bullet(text: "Nothing has to be done today.")) }
    return steps
  }

  /// `^2.0` for 2.0.0.
  private static func suggestedRange(_ version: String) -> String? {
    SemanticVersion(version).map { "^\($0.major).\($0.minor)" }
  }

  private static func introduction(_ view: CompatibilityView) -> String {
    let start = "If you need time, this view has the columns of \(view.table) that you read, under their old names"
    guard !view.warnings.isEmpty else { return start + "." }
    return start + ". It does not hold what the table held:"
  }

  private static func people(_ notice: Notice) -> [Bullet] {
    var bullets: [Bullet] = []
    if !notice.owners.isEmpty { bullets.append(Bullet(text: "Owners: \(notice.owners.joined(separator: ", "))")) }
    bullets += notice.support.map { Bullet(text: "Support: \($0)") }
    if bullets.isEmpty { bullets.append(Bullet(text: "The contract names nobody to ask, which is a fault of its own.")) }
    if notice.agreements.isEmpty {
      bullets.append(Bullet(text: "No agreement of an owner is on record."))
    } else {
      bullets += notice.agreements.map { Bullet(text: "Agreed: \($0.person) for \($0.owner) (\($0.assurance))") }
    }
    return bullets
  }

  private static func reason(_ notice: Notice) -> String {
    let commit = notice.consumer.commit.map { " (commit \($0.prefix(10)))" } ?? ""
    return """
      \(notice.consumer.path)\(commit) says that \(notice.consumer.title) reads this contract. To hear less, set 'notify:' there; to stop, \
      take the contract out of 'uses:'. Event \(notice.event.identifier).
      """
  }
}
