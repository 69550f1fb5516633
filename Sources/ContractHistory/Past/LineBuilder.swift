internal import ContractKit
internal import GitStore

/// A version of a line while it is collected: see ``LineVersion``.
struct LineState {
  var version: String
  var commit: ObjectID
  var state: ContractVersion
  var previous: ContractVersion?
  var base: ObjectID?
  /// Where this is a contract's first version: what came after that state under the same version is held against it.
  var first: FirstState?
}

extension LineState {
  init(_ version: LineVersion) {
    self.init(
      version: version.version, commit: version.commit.id, state: version.state, previous: version.previous, base: version.base)
  }
}

/// What tells one line from another; the path only where the contract has no id.
struct LineKey: Hashable {
  var identifier: String
  var major: Int
  var path: String
}

/// Collects the states of every line, oldest first, and folds equal versions into runs. A version that is complete is told at once, and
/// nothing is kept of it but what the teller makes of it: a long history does not fit into memory.
struct LineBuilder<Told> {
  struct Line {
    var identifier: String
    var major: Int
    var title: String
    var path: String
    /// Nil while it stands.
    var end: LineEnd?
    /// Which line had its file before it, and how many versions that one had by then; nil for a line that began by itself.
    var predecessor: (key: LineKey, count: Int)?
    /// Oldest first.
    var versions: [Told] = []
    fileprivate var open: LineState?
    /// As it was before the walk began; nil for a line that began on the walk.
    fileprivate var before: ContractVersion?

    var key: LineKey { LineKey(identifier: identifier, major: major, path: identifier.isEmpty ? path : "") }
  }

  var wanted: String?
  private var order: [String] = []
  private var lines: [String: Line] = [:]
  private var places = LinePlaces()

  init(wanted: String?) {
    self.wanted = wanted
  }

  mutating func add(_ step: LineStep, tell: (LineState) throws -> Told) throws {
    for transition in step.transitions {
      let keyBefore = transition.old.flatMap { places[$0.path] }
      guard let new = transition.new, let contract = new.contract else {
        // What is not readable any more waits for its repair.
        if transition.new == nil { end(keyBefore, transition, .deleted, step.commit) }
        continue
      }
      let key = Self.key(contract, new.path)
      let isWanted = wanted.map { $0 == contract.identifier } ?? true
      let identifierBefore = keyBefore.flatMap { lines[$0]?.identifier } ?? transition.old?.contract?.identifier
      // A line that begins within a path continues the one that it ends: its first version is judged against that one's last.
      let inherited = lines[key] == nil ? keyBefore.flatMap { lines[$0]?.open?.state } : nil
      if let identifierBefore, identifierBefore != contract.identifier {
        end(keyBefore, transition, .replaced(by: contract.identifier), step.commit)
      } else if let old = transition.old, isWanted {
        places[old.path] = nil
        places[new.path] = key
        if let keyBefore, keyBefore != key { end(keyBefore, transition, .succeeded(by: contract.major), step.commit) }
      }
      guard isWanted else { continue }
      places[new.path] = key
      if lines[key] == nil { order.append(key) }
      var line =
        lines.removeValue(forKey: key)
        ?? Line(
          identifier: contract.identifier, major: contract.major, title: "", path: new.path,
          predecessor: inherited == nil ? nil : keyBefore.flatMap { lines[$0] }.map { ($0.key, $0.versions.count + 1) })
      let text = contract.version?.value ?? ""
      line.title = contract.title
      line.path = new.path
      line.end = nil
      if line.open?.version == text {
        line.open?.commit = step.commit
        line.open?.state = new
        let first = line.open?.first?.or(FirstState(version: new, commit: step.commit))
        line.open?.first = first
      } else {
        let previous =
          line.open?.state ?? line.before ?? inherited ?? (transition.old?.contract != nil ? transition.old : nil)
        if let open = line.open { line.versions.append(try tell(open)) }
        line.open = LineState(
          version: text, commit: step.commit, state: new, previous: previous, base: step.parent,
          first: previous == nil ? FirstState(version: new, commit: step.commit) : nil)
      }
      lines[key] = line
    }
  }

  /// The line that a path held is there no more: marks it as ended, unless it stands at another path, too.
  ///
  /// - Parameter key: the line, where the walk has met it. Of others that are gone it is told that they are.
  private mutating func end(_ key: String?, _ transition: Transition, _ how: Timeline.End.How, _ commit: ObjectID) {
    guard let old = transition.old else { return }
    if case .succeeded = how {} else { places[old.path] = nil }
    var key = key
    if key == nil, let contract = old.contract, wanted.map({ $0 == contract.identifier }) ?? true {
      let unknown = Self.key(contract, old.path)
      if lines[unknown] == nil {
        order.append(unknown)
        lines[unknown] = Line(
          identifier: contract.identifier, major: contract.major, title: contract.title, path: old.path, before: old)
      }
      key = unknown
    }
    guard let key else { return }
    if let other = places.path(of: key) {
      lines[key]?.path = other
    } else {
      lines[key]?.end = LineEnd(how: how, commit: commit)
    }
  }

  private static func key(_ contract: Contract, _ path: String) -> String {
    (contract.identifier.isEmpty ? "\n" + path : contract.identifier) + "@" + String(contract.major)
  }

  /// The lines of one contract together, the newest line first; contracts by the path at which the newest stands. Nothing can be added after.
  func finished(tell: (LineState) throws -> Told) throws -> [Line] {
    let complete = try order.compactMap { lines[$0] }.map { line in
      var line = line
      if let open = line.open { line.versions.append(try tell(open)) }
      return line
    }
    // A contract without an id is known by its path.
    let contracts = Dictionary(grouping: complete) { $0.identifier.isEmpty ? "\n" + $0.path : $0.identifier }.values
      .map { $0.sorted { $0.major > $1.major } }
    return contracts.sorted { ($0[0].path, $0[0].identifier) < ($1[0].path, $1[0].identifier) }.flatMap { $0 }
  }
}

/// Which line lives at a path, so that a state which cannot be read is still one of its line. Paths are told apart byte for byte, as Git does.
private struct LinePlaces {
  private var lines: [[UInt8]: String] = [:]
  private var counts: [String: Int] = [:]

  subscript(path: String) -> String? {
    get { lines[Array(path.utf8)] }
    set {
      if let old = lines.updateValue(newValue ?? "", forKey: Array(path.utf8)), !old.isEmpty { counts[old, default: 1] -= 1 }
      if let newValue { counts[newValue, default: 0] += 1 } else { lines[Array(path.utf8)] = nil }
    }
  }

  /// A path at which a line stands; of several, which are a fault, the first.
  func path(of line: String) -> String? {
    guard counts[line, default: 0] > 0 else { return nil }
    let paths = lines.filter { $0.value == line }.keys
    return paths.min { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension LineBuilder.Line {
  /// What its versions say, the oldest first, after what those said that had its file before: what should be left goes on being said.
  func chain<Said>(among lines: [LineKey: Self], _ said: (Told) -> Said) -> [Said] {
    var parts = [versions.map(said)]
    var next = predecessor
    while let before = next, let line = lines[before.key], line.identifier == identifier, parts.count <= lines.count {
      parts.append(line.versions.prefix(before.count).map(said))
      next = line.predecessor
    }
    return parts.reversed().flatMap { $0 }
  }
}

extension LineBuilder<LineVersion>.Line {
  /// The line with its versions, newest first.
  var history: LineHistory {
    LineHistory(
      identifier: identifier, major: major, title: title, path: path, versions: versions.reversed(), end: end)
  }
}
