internal import CLibgit2

/// What HEAD names.
package enum Head: Hashable, Sendable {
  /// A branch by its full name; `commit` is `nil` while it has none.
  case branch(name: String, commit: ObjectID?)
  case detached(ObjectID)

  /// The commit, if there is one.
  package var commit: ObjectID? {
    switch self {
    case .branch(_, let commit): commit
    case .detached(let commit): commit
    }
  }
}

/// A reference with the object that it names, symbolic references followed.
package struct Reference: Hashable, Sendable {
  package let name: String
  package let target: ObjectID

  package init(name: String, target: ObjectID) {
    self.name = name
    self.target = target
  }
}

extension Repository {
  /// What HEAD names in this work tree.
  package func head() throws(GitError) -> Head {
    var reference: OpaquePointer?
    try check(git_reference_lookup(&reference, handle, "HEAD"), "cannot read 'HEAD'")
    defer { git_reference_free(reference) }
    if let symbolic = git_reference_symbolic_target(reference) {
      let name = String(cString: symbolic)
      return .branch(name: name, commit: try self.reference(name))
    }
    guard let target = git_reference_target(reference) else { throw GitError(.unreadable, "cannot read 'HEAD'") }
    return .detached(ObjectID(target.pointee))
  }

  /// The object that a full reference name (`refs/heads/main`, `HEAD`) names; `nil` if there is no such reference, or one that leads nowhere.
  package func reference(_ name: String) throws(GitError) -> ObjectID? {
    guard Self.isReferenceName(name) else { return nil }
    var current = name
    // As far as Git goes (`SYMREF_MAXDEPTH`); what leads further is left to libgit2.
    search: for _ in 0...5 {
      switch try storedReference(current) {
      case .absent: return nil
      case .direct(let target): return target
      case .symbolic(let next): current = next
      case .unusual: break search
      }
    }
    var identifier = git_oid()
    let status = git_reference_name_to_id(&identifier, handle, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "cannot read reference '\(name)'")
    return ObjectID(identifier)
  }

  /// The reference that a push to `name` moves: Git writes through a symbolic reference to the one that it names, also where that is not
  /// there yet.
  ///
  /// - Throws: `GitError` where symbolic references lead in a circle, or further than Git follows them.
  package func referent(of name: String) throws(GitError) -> String {
    var current = name
    // As far as Git goes (`SYMREF_MAXDEPTH`).
    for _ in 0...5 {
      guard Self.isReferenceName(current) else { return current }
      switch try storedReference(current) {
      case .absent, .direct: return current
      case .symbolic(let next):
        current = next
        continue
      case .unusual: break
      }
      var reference: OpaquePointer?
      let status = git_reference_lookup(&reference, handle, current)
      if status == GIT_ENOTFOUND.rawValue { return current }
      try check(status, "cannot read reference '\(current)'")
      defer { git_reference_free(reference) }
      guard let target = git_reference_symbolic_target(reference) else { return current }
      current = String(cString: target)
    }
    throw GitError(.unreadable, "cannot follow reference '\(name)': too many symbolic references")
  }

  /// The references below a prefix that ends with `/` (or all, for `refs/`), sorted by name; those that lead nowhere are left out.
  package func references(under prefix: String) throws(GitError) -> [Reference] {
    if let found = try storedReferences(under: prefix) {
      return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    var cursor: OpaquePointer?
    try check(git_reference_iterator_glob_new(&cursor, handle, Self.escapedGlob(prefix) + "*"), "cannot list references")
    defer { git_reference_iterator_free(cursor) }
    var result: [Reference] = []
    while true {
      var reference: OpaquePointer?
      let status = git_reference_next(&reference, cursor)
      if status == GIT_ITEROVER.rawValue { break }
      try check(status, "cannot list references")
      defer { git_reference_free(reference) }
      guard let name = git_reference_name(reference).map({ String(cString: $0) }) else { continue }
      if let target = git_reference_target(reference) {
        result.append(Reference(name: name, target: ObjectID(target.pointee)))
      } else if let target = try self.reference(name) {
        result.append(Reference(name: name, target: target))
      }
    }
    return result.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func escapedGlob(_ text: String) -> String {
    var result = ""
    for character in text {
      if "*?[\\".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// Whether a text has the form of a full reference name (git-check-ref-format(1)).
  package static func isReferenceName(_ name: String) -> Bool {
    guard !name.utf8.contains(0) else { return false }
    var isValid: Int32 = 0
    return git_reference_name_is_valid(&isValid, name) == 0 && isValid == 1
  }

  /// Sets a reference if it still names what the caller saw: `expecting` is its old target, `.zero` if it must not exist. Otherwise, or while
  /// another process holds its lock, an error of kind `referenceMoved`. `message` goes to the reflog.
  package func updateReference(
    _ name: String, to target: ObjectID, expecting old: ObjectID, message: String
  ) throws(GitError) {
    try ensureReferencesMayChange(name)
    // HEAD and its like are not ours to move.
    guard Self.isReferenceName(name), name.hasPrefix("refs/") else { throw GitError(.other, "bad reference name '\(name)'") }
    guard contains(target) else { throw missing(target) }
    try setIdentity()
    var identifier = target.identifier
    var expected = old.identifier
    var reference: OpaquePointer?
    let status = git_reference_create_matching(&reference, handle, name, &identifier, 1, &expected, message)
    git_reference_free(reference)
    try checkUpdate(status, name)
  }

  /// Deletes a reference if it still names `old`; otherwise an error of kind `referenceMoved`.
  ///
  /// Git does it: libgit2 rewrites the file of packed references without holding its lock from the start, and could lose others.
  package func deleteReference(_ name: String, expecting old: ObjectID) throws(GitError) {
    try ensureReferencesMayChange(name)
    guard Self.isReferenceName(name), name.hasPrefix("refs/") else { throw GitError(.other, "bad reference name '\(name)'") }
    guard try reference(name) == old, !old.isZero else { throw moved(name) }
    let result = try git(["update-ref", "-d", name, old.hex])
    guard result.status == 0 else {
      if try reference(name) != old { throw moved(name) }
      throw GitError(.other, "cannot delete reference '\(name)': \(result.firstErrorLine)")
    }
  }

  private func ensureReferencesMayChange(_ name: String) throws(GitError) {
    guard !isQuarantined else {
      throw GitError(.other, "cannot update reference '\(name)': the objects of this push are still in quarantine")
    }
  }

  private func moved(_ name: String) -> GitError {
    GitError(.referenceMoved, "reference '\(name)' was moved by somebody else", hint: "do it again")
  }

  private func checkUpdate(_ status: Int32, _ name: String) throws(GitError) {
    guard status < 0 else { return }
    let failure = Failure(status)
    switch status {
    case GIT_EMODIFIED.rawValue, GIT_ENOTFOUND.rawValue, GIT_ELOCKED.rawValue: throw moved(name)
    default: throw GitError(.other, "cannot update reference '\(name)': \(failure.text)")
    }
  }

  /// Who stands in the reflog: as Git, the committer of the environment, else of the settings.
  private func setIdentity() throws(GitError) {
    let name = environment["GIT_COMMITTER_NAME"] ?? configuration.value("committer.name") ?? configuration.value("user.name")
    let email = environment["GIT_COMMITTER_EMAIL"] ?? configuration.value("committer.email") ?? configuration.value("user.email")
    guard let name, let email else { return }
    try check(git_repository_set_ident(handle, name, email), "cannot use the identity '\(name)'")
  }

  /// The upstream of a local branch as a full reference name (`branch.<name>.merge` of `branch.<name>.remote`, through that remote's
  /// `fetch` lines); `nil` if none is set or it is not fetched.
  package func upstream(ofBranch branch: String) throws(GitError) -> String? {
    let start = "refs/heads/"
    let short = branch.hasPrefix(start) ? String(branch.dropFirst(start.count)) : branch
    guard let remote = configuration.value("branch.\(short).remote"), !remote.isEmpty,
      let merge = configuration.value("branch.\(short).merge"), !merge.isEmpty
    else { return nil }
    return remote == "." ? merge : trackingReference(of: merge, remote: remote)
  }

  /// The reference into which a remote's reference is fetched.
  package func trackingReference(of name: String, remote: String) -> String? {
    for line in configuration.values("remote.\(remote).fetch") {
      let sides = (line.hasPrefix("+") ? line.dropFirst() : line[...]).split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2 else { continue }
      if let source = sides[0].firstIndex(of: "*"), let target = sides[1].firstIndex(of: "*") {
        let before = sides[0][..<source]
        let after = sides[0][sides[0].index(after: source)...]
        guard name.hasPrefix(before), name.hasSuffix(after), name.count >= before.count + after.count else { continue }
        let middle = name.dropFirst(before.count).dropLast(after.count)
        return String(sides[1][..<target] + middle + sides[1][sides[1].index(after: target)...])
      }
      if sides[0] == name { return String(sides[1]) }
    }
    return nil
  }

  /// The branch that a remote has as its HEAD, as a full reference name (`refs/remotes/origin/main`); `nil` if it is not known.
  package func remoteHead(_ remote: String) throws(GitError) -> String? {
    let name = "refs/remotes/\(remote)/HEAD"
    guard Self.isReferenceName(name) else { return nil }
    var reference: OpaquePointer?
    let status = git_reference_lookup(&reference, handle, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "cannot read reference '\(name)'")
    defer { git_reference_free(reference) }
    return git_reference_symbolic_target(reference).map { String(cString: $0) }
  }

  /// The names of the remotes in the settings, in order.
  package var remotes: [String] { configuration.subsections(of: "remote") }
}
