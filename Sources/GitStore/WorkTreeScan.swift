/// What stands at a path of the work tree.
struct WorkTreeFile {
  /// As it is staged; `nil` for files that are not tracked.
  let staged: TreeEntry?
  /// As it lies there; `nil` if it is gone.
  let present: TreeEntry?
}

/// One look over the files of a work tree.
struct WorkTreeScan {
  let top: String
  private(set) var files: [[UInt8]: WorkTreeFile] = [:]
  /// Directories that have something tracked in them.
  private var trackedDirectories: Set<[UInt8]> = []
  private var trackedPaths: Set<[UInt8]> = []
  private var submodules: Set<[UInt8]> = []
  /// Whether Git must say which id a file gets, because libgit2 cannot read the index.
  private var asksGit = false
  /// Whether a directory is one, and not a symbolic link, with all above it.
  private var realDirectories: [String: Bool] = ["": true]
  /// Files above this are not hashed: they are no contracts.
  private static let limit = 256 << 20

  init(top: String) { self.top = top }

  // MARK: Tracked

  mutating func readIndex(_ repository: borrowing Repository, matching: (String) -> Bool) throws(GitError) {
    let trustsModes = try repository.configuration.bool("core.fileMode") ?? true
    let hasSymlinks = try repository.configuration.bool("core.symlinks") ?? true
    guard let index = try IndexFile.open(repository.indexPath) else { return }
    if index.isSplitOrSparse {
      asksGit = true
      for entry in try repository.indexEntries() {
        let known = Known(entry: entry, seen: nil, isFixed: false)
        try add(known, repository, matching, trustsModes, hasSymlinks)
      }
      return
    }
    var cursor = index.cursor()
    while try cursor.advance() {
      let entry = IndexEntry(
        path: String(decoding: cursor.path, as: UTF8.self), mode: FileMode(bits: cursor.bits), id: cursor.id, stage: cursor.stage,
        isIntendedToAdd: cursor.isIntentToAdd)
      let seen = cursor.seen
      // A file that was changed in the moment in which the index was written may have changed again (git's racy-git.txt).
      let isRacy = Int64(seen.modified.seconds) >= index.map.status.modified.seconds
      let known = Known(entry: entry, seen: isRacy ? nil : seen, isFixed: cursor.skipsWorkTree || cursor.isAssumedUnchanged)
      try add(known, repository, matching, trustsModes, hasSymlinks)
    }
  }

  private struct Known {
    let entry: IndexEntry
    /// `nil`: it must be looked at.
    let seen: SeenFile?
    /// Whether it counts as staged, whatever lies there.
    let isFixed: Bool
  }

  private mutating func add(
    _ known: Known, _ repository: borrowing Repository, _ matching: (String) -> Bool, _ trustsModes: Bool, _ hasSymlinks: Bool
  ) throws(GitError) {
    let entry = known.entry
    let bytes = Array(entry.path.utf8)
    guard trackedPaths.insert(bytes).inserted else { return }
    if entry.mode == .gitlink { submodules.insert(bytes) }
    var slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    while let end = slash, trackedDirectories.insert(Array(bytes[..<end])).inserted {
      slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/"))
    }
    guard matching(entry.path) else { return }
    let isStaged = entry.stage == 0 && !entry.isIntendedToAdd
    let staged = isStaged ? TreeEntry(path: entry.path, mode: entry.mode, id: entry.id) : nil
    if known.isFixed || entry.mode == .gitlink {
      files[bytes] = WorkTreeFile(staged: staged, present: staged)
      return
    }
    guard isReal(Paths.parent("/" + entry.path)), let status = Files.status(Paths.join(top, entry.path), followingSymlinks: false)
    else {
      files[bytes] = WorkTreeFile(staged: staged, present: nil)
      return
    }
    var mode = FileMode.file
    switch status.kind {
    case .file where entry.mode == .symlink && !hasSymlinks: mode = .symlink
    case .file: mode = trustsModes || !entry.mode.isFile ? (status.isExecutable ? .executable : .file) : entry.mode
    case .symlink: mode = .symlink
    case .directory, .other:
      files[bytes] = WorkTreeFile(staged: staged, present: nil)
      return
    }
    if isStaged, let seen = known.seen, seen.matches(status), mode == entry.mode {
      files[bytes] = WorkTreeFile(staged: staged, present: staged)
      return
    }
    files[bytes] = WorkTreeFile(staged: staged, present: try hashed(entry.path, mode, status.kind, repository))
  }

  /// Whether a directory, given with a slash before it, and all above it lie in the work tree itself.
  private mutating func isReal(_ directory: String) -> Bool {
    let path = directory == "/" ? "" : directory
    if let known = realDirectories[path] { return known }
    let isReal = self.isReal(Paths.parent(path)) && Files.status(top + path, followingSymlinks: false)?.kind == .directory
    realDirectories[path] = isReal
    return isReal
  }

  private func hashed(
    _ path: String, _ mode: FileMode, _ kind: Files.Kind, _ repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    if kind == .symlink {
      guard let target = SafeFiles.linkTarget(Paths.join(top, path)) else { return nil }
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
    guard let names = Files.names(in: Paths.join(top, directory)) else {
      throw GitError(.unreadable, "cannot list '\(Paths.join(top, directory))'")
    }
    let trustsModes = try repository.configuration.bool("core.fileMode") ?? true
    for name in names where TreeNames.danger(of: Array(name.utf8)) == nil {
      let path = directory.isEmpty ? name : directory + "/" + name
      let bytes = Array(path.utf8)
      guard let status = Files.status(Paths.join(top, path), followingSymlinks: false) else { continue }
      switch status.kind {
      case .directory where submodules.contains(bytes): continue
      case .directory:
        let isTracked = trackedDirectories.contains(bytes)
        // A repository in the work tree is somebody else's.
        if !isTracked, Files.status(Paths.join(top, path + "/.git"), followingSymlinks: false) != nil { continue }
        if !isTracked, try repository.isIgnored(path + "/") { continue }
        try findUntracked(path, repository, matching, depth: depth + 1)
      case .file, .symlink:
        guard !trackedPaths.contains(bytes), matching(path), try !repository.isIgnored(path) else { continue }
        let mode: FileMode = status.kind == .symlink ? .symlink : status.isExecutable && trustsModes ? .executable : .file
        files[bytes] = WorkTreeFile(staged: nil, present: try hashed(path, mode, status.kind, repository))
      case .other: continue
      }
    }
  }
}

extension SeenFile {
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
