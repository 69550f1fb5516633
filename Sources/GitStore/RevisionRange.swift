/// What a command was asked to look at, in the grammar of `git diff` and `git log` (gitrevisions(7), "SPECIFYING RANGES"). Pure: nothing is
/// resolved.
package enum RevisionRange: Hashable, Sendable {
  /// `A`
  case single(String)
  /// `A..B`; `A B` for `git diff`
  case endpoints(from: String, to: String)
  /// `A...B`: the merge base of both, to B
  case mergeBase(String, to: String)

  /// The arguments of a command, parted at `--`.
  package struct Arguments: Hashable, Sendable {
    /// `nil`: no revision was given.
    package let range: RevisionRange?
    package let paths: [String]

    package init(range: RevisionRange?, paths: [String]) {
      self.range = range
      self.paths = paths
    }
  }

  /// Reads the arguments that are left when a command took its options. A missing end is `HEAD`. After `--end-of-options` nothing is an option;
  /// before it, text that looks like one is an error. At most one range or two revisions.
  package static func parse(_ arguments: [String]) throws(GitError) -> Arguments {
    var revisions: [String] = []
    var paths: [String] = []
    var isPath = false
    var endedOptions = false
    for argument in arguments {
      if isPath {
        paths.append(argument)
      } else if argument == "--" {
        isPath = true
      } else if argument == "--end-of-options", !endedOptions {
        endedOptions = true
      } else if argument.hasPrefix("-") {
        throw GitError(.invalidRevision, "revision '\(argument)' looks like an option")
      } else {
        revisions.append(argument)
      }
    }
    return Arguments(range: try range(revisions), paths: paths)
  }

  private static func range(_ revisions: [String]) throws(GitError) -> RevisionRange? {
    let ranges = try revisions.map { (text) throws(GitError) in try RevisionRange(text) }
    guard let first = ranges.first else { return nil }
    if ranges.count == 1 { return first }
    if ranges.count == 2, case .single(let from) = first, case .single(let to) = ranges[1] {
      return .endpoints(from: from, to: to)
    }
    throw GitError(
      .invalidRevision, "too many revisions: '\(revisions.joined(separator: " "))'", hint: "put paths after '--'")
  }

  /// Reads one argument.
  package init(_ text: String) throws(GitError) {
    guard !text.isEmpty else { throw GitError(.invalidRevision, "empty revision") }
    guard let (from, dots, to) = Self.parted(text) else {
      self = .single(text)
      return
    }
    guard !from.isEmpty || !to.isEmpty else {
      throw GitError(.invalidRevision, "range '\(text)' has no ends", hint: "name at least one, such as 'main\(text)'")
    }
    guard Self.parted(to) == nil else { throw GitError(.invalidRevision, "range '\(text)' has more than two ends") }
    let start = from.isEmpty ? "HEAD" : from
    let end = to.isEmpty ? "HEAD" : to
    guard !start.hasPrefix("-"), !end.hasPrefix("-") else {
      throw GitError(.invalidRevision, "revision '\(text)' looks like an option")
    }
    self = dots == 3 ? .mergeBase(start, to: end) : .endpoints(from: start, to: end)
  }

  /// Parts a text at its first `..` or `...` outside of braces; no reference name holds two dots. A text search (`:/fix..`) is no range.
  private static func parted(_ text: String) -> (from: String, dots: Int, to: String)? {
    guard !text.hasPrefix(":/") else { return nil }
    let bytes = Array(text.utf8)
    let dot = UInt8(ascii: ".")
    var depth = 0
    for (position, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case dot where depth == 0 && position + 1 < bytes.count && bytes[position + 1] == dot:
        let dots = position + 2 < bytes.count && bytes[position + 2] == dot ? 3 : 2
        return (
          String(decoding: bytes[..<position], as: UTF8.self), dots, String(decoding: bytes[(position + dots)...], as: UTF8.self)
        )
      default: break
      }
    }
    return nil
  }

  /// The range as Git writes it.
  package var description: String {
    switch self {
    case .single(let revision): revision
    case .endpoints(let from, let to): "\(from)..\(to)"
    case .mergeBase(let from, let to): "\(from)...\(to)"
    }
  }
}
