internal import CLibgit2

extension Repository {
  /// The bytes of a file of the work tree as they lie there, without any conversion; `nil` if there is no regular file. No symbolic link is followed,
  /// neither at the end nor on the way, so that nothing outside of the work tree is ever read.
  package func readWorkTreeFile(_ path: String, limit: Int) throws(GitError) -> [UInt8]? {
    guard TreePath.isValid(path) else { throw GitError(.other, "bad path '\(path)' in the work tree") }
    return try SafeFiles.read(path, below: try requireWorkTree(), limit: limit)
  }

  func requireWorkTree() throws(GitError) -> String {
    guard let workTree else {
      throw GitError(.other, "'\(gitDirectory)' has no work tree", hint: "name two revisions to compare instead")
    }
    return workTree
  }

  /// The paths at which the work tree differs from a tree (`nil`: the empty one), sorted by their bytes: what `git add --all` and a commit would make
  /// of it. Files that are neither tracked nor ignored are among them. The ids of the new side are those that Git would give them, with
  /// line ends converted as `.gitattributes` says.
  ///
  /// Only paths that `matching` wants are looked at. Submodules, sparse paths and those assumed unchanged count as they are staged.
  package func workTreeDifferences(
    from tree: ObjectID?, matching: (String) -> Bool
  ) throws(GitError) -> [TreeDifference] {
    let top = try requireWorkTree()
    try prepareConversions()
    var scan = try WorkTreeScan(top: top, configuration: configuration)
    try scan.readIndex(self, matching: matching)
    try scan.findUntracked(self, matching: matching)

    // What the tree has where it is not what is staged.
    let staged = try indexDifferences(from: tree)
    var old: [[UInt8]: (tree: TreeEntry?, index: TreeEntry?)] = [:]
    for change in staged.changes { old[Array(change.path.utf8)] = (change.old, change.new) }
    for path in staged.conflicts + staged.intendedToAdd {
      old[Array(path.utf8)] = (try tree.flatMap { (id) throws(GitError) in try entry(path, in: id) }, nil)
    }
    var result: [TreeDifference] = []
    for bytes in Set(scan.changes.keys).union(old.keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let path = String(decoding: bytes, as: UTF8.self)
      guard matching(path) else { continue }
      let change = scan.changes[bytes]
      let before = old[bytes].map(\.tree) ?? change?.staged
      let after = change.map(\.present) ?? old[bytes]?.index
      if before != after { result.append(TreeDifference(path: path, old: before, new: after)) }
    }
    return result
  }

  /// The id that a file's bytes would get with `git add`, converted as `.gitattributes` says.
  func cleanedID(_ bytes: [UInt8], path: String, askingGit: Bool) throws(GitError) -> ObjectID {
    // Not with `||`, whose right side cannot throw a typed error.
    var needsGit = askingGit
    if !needsGit { needsGit = try needsGitToClean(path) }
    if needsGit {
      let output = try requireGit(["hash-object", "--stdin", "--path", path], "cannot hash '\(path)'", input: bytes)
      guard let id = ObjectID(hexBytes: output.prefix { $0 != UInt8(ascii: "\n") }) else {
        throw GitError(.other, "cannot understand the output of 'git hash-object'")
      }
      return id
    }
    var filters: OpaquePointer?
    let flags = GIT_FILTER_ALLOW_UNSAFE.rawValue
    try check(
      git_filter_list_load(&filters, handle, nil, path, GIT_FILTER_TO_ODB, flags), "cannot read the attributes of '\(path)'")
    defer { git_filter_list_free(filters) }
    guard let filters else { return try Self.id(of: bytes) }
    var converted = git_buf()
    defer { git_buf_dispose(&converted) }
    let status = bytes.withUnsafeBytes { buffer in
      git_filter_list_apply_to_buffer(&converted, filters, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
    }
    try check(status, "cannot convert '\(path)'")
    return try Self.id(of: [UInt8](UnsafeRawBufferPointer(start: converted.ptr, count: converted.size)))
  }

  /// Whether a path asks for a conversion that libgit2 does not do: a filter program, another encoding.
  private func needsGitToClean(_ path: String) throws(GitError) -> Bool {
    for name in ["filter", "working-tree-encoding"] {
      var value: UnsafePointer<CChar>?
      try check(git_attr_get(&value, handle, 0, path, name), "cannot read the attributes of '\(path)'")
      guard git_attr_value(value) == GIT_ATTR_VALUE_STRING, let value else { continue }
      let text = String(cString: value)
      if name == "working-tree-encoding" { return text.lowercased() != "utf-8" }
      if configuration.value("filter.\(text).clean") != nil || configuration.value("filter.\(text).process") != nil { return true }
    }
    return false
  }

  /// - Parameter path: below the top, as the file system has it.
  func isIgnored(_ path: [UInt8]) throws(GitError) -> Bool {
    var ignored: Int32 = 0
    let status = git_ignore_path_is_ignored(&ignored, handle, Files.cString(path))
    try check(status, "cannot ask whether '\(String(decoding: path, as: UTF8.self))' is ignored")
    return ignored != 0
  }

  /// Gives libgit2 the settings of the environment that this repository was opened with, as far as it needs them to convert and ignore files.
  /// It reads settings from files only, so it gets one, which is gone again at once. The attributes of the whole system
  /// (`/etc/gitattributes`) are not read.
  private func prepareConversions() throws(GitError) {
    let user = ConfigurationLoader.userDirectory(environment)
    var lines = "[core]\n"
    for name in ["autocrlf", "eol", "ignorecase", "precomposeunicode", "symlinks", "filemode"] {
      if let value = configuration.value("core." + name) { lines += "\t\(name) = \"\(Self.quoted(value))\"\n" }
    }
    for (name, fallback) in [("excludesfile", "ignore"), ("attributesfile", "attributes")] {
      guard let path = configuration.value("core." + name) ?? user.map({ Paths.join($0, fallback) }), !path.isEmpty else { continue }
      let home = environment["HOME"] ?? ""
      let expanded = path.hasPrefix("~/") ? Paths.join(home, String(path.dropFirst(2))) : Paths.join(workTree ?? directory, path)
      lines += "\t\(name) = \"\(Self.quoted(expanded))\"\n"
    }
    var settings: OpaquePointer?
    defer { git_config_free(settings) }
    try TemporaryFile.with(lines, directory: environment["TMPDIR"] ?? "/tmp") { path throws(GitError) in
      _ = try check(git_config_open_ondisk(&settings, path), "cannot hand settings to libgit2")
    }
    try check(git_repository_set_config(handle, settings), "cannot hand settings to libgit2")
    // Whether a text file keeps its line ends depends on what is staged, so libgit2 must look at the index that Git names.
    var index: OpaquePointer?
    defer { git_index_free(index) }
    if git_index_open(&index, indexPath) < 0 {
      // A split or sparse one: there `git hash-object` is asked instead.
      try check(git_index_new(&index), "cannot use the index '\(indexPath)'")
    }
    try check(git_repository_set_index(handle, index), "cannot use the index '\(indexPath)'")
  }

  private static func quoted(_ value: String) -> String {
    var result = ""
    for character in value {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
