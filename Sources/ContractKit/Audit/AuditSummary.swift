extension Audit {
  /// The most that anybody is told before the tables.
  package static let greatestSentenceCount = 10

  /// At most ten sentences that need no knowledge of the tool: what was looked at, then what was found, the riskiest first.
  package var sentences: [String] {
    var sentences = [opening]
    for kind in AuditFinding.Kind.allCases where sentences.count < Self.greatestSentenceCount {
      let found = findings.filter { $0.kind == kind }
      if !found.isEmpty { sentences.append(sentence(kind, found)) }
    }
    if sentences.count == 1, !standing.isEmpty { sentences.append("Nothing stands out.") }
    return sentences
  }

  private var opening: String {
    guard !contracts.isEmpty else { return "There is no contract here, and there was none." }
    let teams = teams.count { !$0.isNobody }
    let answer =
      teams == 0 ? "for which no team answers" : "for which " + (teams == 1 ? "one team answers" : "\(teams) teams answer")
    let changes = counts.transitions == 0 ? "nothing changed in them" : "they changed \(Self.times(counts.transitions))"
    return "\(Self.number(standing.count, "contract")) \(standing.count == 1 ? "was" : "were") looked at, \(answer); \(changes)"
      + (base == nil ? "." : " in the time that was asked about.")
  }

  private func sentence(_ kind: AuditFinding.Kind, _ found: [AuditFinding]) -> String {
    let count = found.count
    let names = Self.names(found.compactMap(\.title))
    // A contract may have several findings of a kind, and "in" does not list it twice.
    let inThem = names.isEmpty ? "" : " (\(names))"
    let contracts = Self.number(Set(found.compactMap(\.contractKey)).count, "contract")
    let changes = Self.number(count, "change")
    let are = count == 1 ? "is" : "are"
    switch kind {
    case .unreadable: return "\(contracts) cannot be read, so nobody can rely on them\(inThem)."
    case .orphan: return "Nobody answers for \(contracts) of \(standing.count)\(inThem)."
    case .ownerLeft: return "Everybody who was named for \(contracts) has left\(inThem)."
    case .breakingUnsigned:
      return
        "\(count) of \(Self.number(counts.breaking, "change")) that broke readers went through without the agreement of those who answer"
        + "\(inThem)."
    case .breakingWithoutBump: return "\(changes) broke readers while the version said that nothing would break\(inThem)."
    case .override:
      let commits = Set(found.compactMap(\.commit)).count
      return "The rules were set aside by an override \(Self.times(commits))\(inThem)."
    case .breakingWithoutNotice: return "\(changes) broke readers who had not been warned before\(inThem)."
    case .unknownOwner: return "For \(contracts) an owner is named whom nobody knows\(inThem)."
    case .notAccepted: return "For \(contracts) no owner has accepted the duty, or the acceptance has run out\(inThem)."
    case .activeUndeclared:
      return "\(contracts) \(count == 1 ? "is" : "are") changed by people who are not declared for \(count == 1 ? "it" : "them")\(inThem)."
    case .declaredAbsent: return "For \(contracts) somebody is declared who never appears in their history\(inThem)."
    case .undeclaredReader:
      return "\(contracts) \(Set(found.compactMap(\.contractKey)).count == 1 ? "is" : "are") read by some whom nobody declared\(inThem)."
    case .assistedUnsigned: return "\(changes) by bots or agents \(count == 1 ? "has" : "have") no human who agreed\(inThem)."
    case .selfApproval: return "\(changes) \(count == 1 ? "was" : "were") agreed to by nobody but their own authors\(inThem)."
    case .singlePerson: return "\(contracts) \(count == 1 ? "depends" : "depend") on a single person\(inThem)."
    case .ownersFault: return "\(Self.number(count, "line")) of the file that names owners cannot be read, so that they name nobody."
    case .unsigned: return "\(changes) that broke nobody went through without agreement\(inThem)."
    case .peopleMissing: return "The repository does not say who stands behind the owners that it names."
    case .shadowedLine: return "\(Self.number(count, "line")) of the file that names owners \(are) overruled by later ones."
    case .deadLine: return "\(Self.number(count, "line")) of the file that names owners \(are) about files that do not exist."
    case .readDifferently: return "On another forge the same file would give \(contracts) other owners\(inThem)."
    }
  }

  /// At most three names, each once.
  static func names(_ all: [String]) -> String {
    var seen: Set<String> = []
    let names = all.filter { seen.insert($0).inserted }
    guard names.count > 3 else { return names.joined(separator: ", ") }
    return names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
  }

  package static func number(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : count == 2 ? "twice" : "\(count) times" }
}

extension AuditFinding {
  /// One text for each contract that is meant.
  fileprivate var contractKey: String? { contract.flatMap { id in title.map { id + "\n" + $0 } } }
}
