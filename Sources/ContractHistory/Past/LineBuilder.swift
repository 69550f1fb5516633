internal import ContractKit
internal import GitStore

/// A version of a line while it is collected: see ``LineVersion``.
struct LineState {
  var version: String
  var commit: ObjectID
  var state: ContractVersion
  var previous: ContractVersion?
  var base: ObjectID?
}

extension LineState {
  init(_ version: LineVersion) {
    self.init(
      version: version.version, commit: version.commit.id, state: version.state, previous: version.previous, base: version.base)
  }
}

/// Collects the states of every line, oldest first, and folds equal versions into runs. A version that is complete is told at once, and
/// nothing is kept of it but what the teller makes of it: a long history does not fit into memory.
struct LineBuilder<Told> {
  struct Line {
    var identifier: String
    var major: Int
    var title: String
    var path: String
    var isDeleted = false
    /// Oldest first.
    var versions: [Told] = []
    fileprivate var open: LineState?
  }

  var wanted: String?
  private var order: [String] = []
  private var lines: [String: Line] = [:]
  /// Which line lives at a path, so that a state which cannot be read is still one of its line.
  private var lineAtPath: [String: String] = [:]

  init(wanted: String?) {
    self.wanted = wanted
  }

  mutating func add(_ step: LineStep, tell: (LineState) throws -> Told) throws {
    for transition in step.transitions {
      let keyBefore = transition.old.flatMap { lineAtPath[$0.path] }
      guard let new = transition.new, let contract = new.contract else {
        // Deleted, or not readable any more: the line ends here, or waits for its repair.
        if transition.new == nil, let keyBefore, let old = transition.old {
          lines[keyBefore]?.isDeleted = true
          lineAtPath[old.path] = nil
        }
        continue
      }
      if let wanted, contract.identifier != wanted { continue }
      let key = contract.identifier + "@" + String(contract.major)
      if let old = transition.old, old.path != new.path { lineAtPath[old.path] = nil }
      lineAtPath[new.path] = key
      // A line that begins within a path continues the one that it ends: its first version is judged against that one's last.
      let inherited = lines[key] == nil ? keyBefore.flatMap { lines[$0]?.open?.state } : nil
      var line =
        lines.removeValue(forKey: key) ?? Line(identifier: contract.identifier, major: contract.major, title: "", path: new.path)
      if line.open == nil { order.append(key) }
      let text = contract.version?.value ?? ""
      line.title = contract.title
      line.path = new.path
      line.isDeleted = false
      if line.open?.version == text {
        line.open?.commit = step.commit
        line.open?.state = new
      } else {
        let previous = line.open?.state ?? inherited ?? (transition.old?.contract != nil ? transition.old : nil)
        if let open = line.open { line.versions.append(try tell(open)) }
        line.open = LineState(version: text, commit: step.commit, state: new, previous: previous, base: step.parent)
      }
      lines[key] = line
    }
  }

  /// The lines of one contract together, the newest line first; contracts by the path at which the newest stands. Nothing can be added after.
  func finished(tell: (LineState) throws -> Told) throws -> [Line] {
    let complete = try order.compactMap { lines[$0] }.map { line in
      var line = line
      if let open = line.open { line.versions.append(try tell(open)) }
      return line
    }
    let contracts = Dictionary(grouping: complete, by: \.identifier).values.map { $0.sorted { $0.major > $1.major } }
    return contracts.sorted { ($0[0].path, $0[0].identifier) < ($1[0].path, $1[0].identifier) }.flatMap { $0 }
  }
}

extension LineBuilder<LineVersion>.Line {
  /// The line with its versions, newest first.
  var history: LineHistory {
    LineHistory(
      identifier: identifier, major: major, title: title, path: path, versions: versions.reversed(), isDeleted: isDeleted)
  }
}
