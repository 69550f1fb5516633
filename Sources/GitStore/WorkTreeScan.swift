/// A file of the work tree that is not as it is staged.
struct WorkTreeChange {
  /// As it is staged; `nil` for files that are not tracked, in conflict, or only intended.
  let staged: TreeEntry?
  /// As it lies there; `nil` if it is gone.
  let present: TreeEntry?
}

/// The paths that the index has, in its order, so that they can be found by halving. One block of bytes: a hundred thousand arrays cost more
/// than all the rest.
struct TrackedPaths {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  mutating func append(_ path: String) {
    bytes.append(contentsOf: path.utf8)
    ends.append(bytes.count)
  }

  private func path(_ position: Int) -> ArraySlice<UInt8> { bytes[(position == 0 ? 0 : ends[position - 1])..<ends[position]] }

  /// The place of the first path that is not before `wanted`.
  private func lowerBound(_ wanted: [UInt8]) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if path(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func contains(_ wanted: String) -> Bool {
    let wanted = Array(wanted.utf8)
    let place = lowerBound(wanted)
    return place < ends.count && path(place).elementsEqual(wanted)
  }

  /// Whether something in a directory is tracked.
  func containsDirectory(_ directory: String) -> Bool {
    let wanted = Array(directory.utf8) + [UInt8(ascii: "/")]
    let place = lowerBound(wanted)
    return place < ends.count && path(place).starts(with: wanted)
  }
}

/// One look over the files of a work tree.
struct WorkTreeScan {
  let top: String
  /// What is not as it is staged, by the bytes of its path.
  private(set) var changes: [[UInt8]: WorkTreeChange] = [:]
  private var tracked = TrackedPaths()
  private var submodules: Set<String> = []
  /// Whether Git must say which id a file gets, because libgit2 cannot read the index.
  private var asksGit = false
  /// Whether a directory is one, and not a symbolic link, with all above it.
  private var realDirectories: [String: Bool] = ["": true]
  private let trustsModes: Bool
  private let hasSymlinks: Bool
  /// Files above this are not hashed: they are no contracts.
  private static let limit = 256 << 20

  init(top: String, configuration: Configuration) throws(GitError) {
    self.top = top
    trustsModes = try configuration.bool("core.fileMode") ?? true
    hasSymlinks = try configuration.bool("core.symlinks") ?? true
  }

  // MARK: Tracked

  mutating func readIndex(_ repository: borrowing Repository, matching: (String) -> Bool) throws(GitError) {
    guard let index = try IndexFile.open(repository.indexPath) else { return }
    if index.isSplitOrSparse {
      asksGit = true
      for listed in try repository.listIndexWithGit() {
        try add(listed.entry, seen: nil, isFixed: listed.isFixed, repository, matching)
      }
      return
    }
    let written = index.map.status.modified
    var cursor = index.cursor()
    var last = ""
    while try cursor.advance() {
      let path = String(decoding: cursor.path, as: UTF8.self)
      // The sides of a conflict are one file.
      if cursor.stage > 1, path == last { continue }
      last = path
      let entry = IndexEntry(
        path: path, mode: FileMode(bits: cursor.bits), id: cursor.id, stage: cursor.stage, isIntendedToAdd: cursor.isIntentToAdd)
      let seen = cursor.seen
      try add(
        entry, seen: seen.isBefore(written) ? seen : nil, isFixed: cursor.skipsWorkTree || cursor.isAssumedUnchanged, repository, matching)
    }
  }

  /// Looks at one tracked file. `seen` is `nil` if its marks cannot be trusted; if it `isFixed` it counts as staged, whatever lies there.
  private mutating func add(
    _ entry: IndexEntry, seen: SeenFile?, isFixed: Bool, _ repository: borrowing Repository, _ matching: (String) -> Bool
  ) throws(GitError) {
    tracked.append(entry.path)
    if entry.mode == .gitlink { submodules.insert(entry.path) }
    guard !isFixed, entry.mode != .gitlink, matching(entry.path) else { return }
    let isStaged = entry.stage == 0 && !entry.isIntendedToAdd
    let staged = isStaged ? TreeEntry(path: entry.path, mode: entry.mode, id: entry.id) : nil
    func note(_ present: TreeEntry?) {
      if staged != nil, present == staged { return }
      changes[Array(entry.path.utf8)] = WorkTreeChange(staged: staged, present: present)
    }
    let isReal = try isRealDirectory(above: entry.path)
    guard isReal, let status = try status(of: entry.path) else { return note(nil) }
    let mode: FileMode
    switch status.kind {
    case .file where entry.mode == .symlink && !hasSymlinks: mode = .symlink
    case .file: mode = trustsModes || !entry.mode.isFile ? (status.isExecutable ? .executable : .file) : entry.mode
    case .symlink: mode = .symlink
    case .directory, .other: return note(nil)
    }
    if isStaged, mode == entry.mode, let seen, seen.matches(status) { return }
    note(try hashed(entry.path, mode, status.kind, repository))
  }

  /// Whether the directory of a path and all above it lie in the work tree itself, and are no symbolic links.
  private mutating func isRealDirectory(above path: String) throws(GitError) -> Bool {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return true }
    let directory = String(path[..<slash])
    if let known = realDirectories[directory] { return known }
    let isAboveReal = try isRealDirectory(above: directory)
    var isReal = isAboveReal
    // Not with `&&`, whose right side cannot throw a typed error.
    if isReal { isReal = try status(of: directory)?.kind == .directory }
    realDirectories[directory] = isReal
    return isReal
  }

  /// What stands at a path below the top itself; `nil` if nothing can be seen there.
  private func status(of path: String) throws(GitError) -> Files.Status? { Files.status(try absolute(path)) }

  private func absolute(_ path: String) throws(GitError) -> [UInt8] {
    Array(top.utf8) + [UInt8(ascii: "/")] + (try RawPath.bytes(of: path, below: top))
  }

  private func hashed(
    _ path: String, _ mode: FileMode, _ kind: Files.Kind, _ repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    if kind == .symlink {
      guard let target = SafeFiles.linkTarget(try absolute(path)) else { return nil }
      return TreeEntry(path: path, mode: mode, id: try Repository.id(of: target))
    }
    guard let bytes = try SafeFiles.read(path, below: top, limit: Self.limit) else { return nil }
    let id = mode == .symlink ? try Repository.id(of: bytes) : try repository.cleanedID(bytes, path: path, askingGit: asksGit)
    return TreeEntry(path: path, mode: mode, id: id)
  }

  // MARK: Untracked

  mutating func findUntracked(_ repository: borrowing Repository, matching: (String) -> Bool) throws(GitError) {
    try findUntracked("", repository, matching, depth: 0)
  }

  private mutating func findUntracked(
    _ directory: String, _ repository: borrowing Repository, _ matching: (String) -> Bool, depth: Int
  ) throws(GitError) {
    try repository.ensureDepth(depth)
    guard let found = Files.contents(of: directory.isEmpty ? Array(top.utf8) : try absolute(directory)) else {
      throw GitError(.unreadable, "cannot list '\(Paths.join(top, directory))'")
    }
    for (bytes, kind) in found where TreeNames.danger(of: bytes) == nil {
      let name = String(decoding: bytes, as: UTF8.self)
      let path = directory.isEmpty ? name : directory + "/" + name
      switch kind {
      case .directory:
        if submodules.contains(path) { continue }
        if !tracked.containsDirectory(path) {
          // A repository in the work tree is somebody else's.
          if Files.status(try absolute(path) + Array("/.git".utf8)) != nil { continue }
          if try repository.isIgnored(RawPath.bytes(of: path, below: top) + [UInt8(ascii: "/")]) { continue }
        }
        try findUntracked(path, repository, matching, depth: depth + 1)
      case .file, .symlink:
        guard matching(path), !tracked.contains(path), try !repository.isIgnored(RawPath.bytes(of: path, below: top)) else { continue }
        guard let status = try status(of: path) else { continue }
        let mode: FileMode = kind == .symlink ? .symlink : status.isExecutable && trustsModes ? .executable : .file
        changes[Array(path.utf8)] = WorkTreeChange(staged: nil, present: try hashed(path, mode, kind, repository))
      case .other: continue
      }
    }
  }
}

extension SeenFile {
  /// Whether the file was last changed before the index was written. One that was changed in that very moment may have changed again
  /// without a trace (git's racy-git.txt). A moment is a second, as for most builds of Git.
  fileprivate func isBefore(_ written: (seconds: Int64, nanoseconds: Int64)) -> Bool { Int64(modified.seconds) < written.seconds }

  /// Whether a file looks as it did. In doubt it does not, and is read.
  fileprivate func matches(_ status: Files.Status) -> Bool {
    modified.seconds == UInt32(truncatingIfNeeded: status.modified.seconds)
      && modified.nanoseconds == UInt32(truncatingIfNeeded: status.modified.nanoseconds)
      && changed.seconds == UInt32(truncatingIfNeeded: status.changed.seconds)
      && changed.nanoseconds == UInt32(truncatingIfNeeded: status.changed.nanoseconds)
      && inode == UInt32(truncatingIfNeeded: status.inode) && owner == status.owner && group == status.group
      && size == UInt32(truncatingIfNeeded: status.size)
  }
}
