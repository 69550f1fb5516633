// References as Git keeps them: a file each, or a line of `packed-refs`. Whatever is unusual is left to libgit2.

/// What stands at a name.
enum StoredReference {
  case absent
  case direct(ObjectID)
  /// It names another one.
  case symbolic(String)
  /// Written in a way that is not read here.
  case unusual
}

extension Repository {
  /// Those that a work tree has for itself.
  private static let ownOfWorkTree = ["refs/bisect/", "refs/worktree/", "refs/rewritten/"]

  /// What stands at a full name, without following it.
  func storedReference(_ name: String) throws(GitError) -> StoredReference {
    guard name == "HEAD" || name.hasPrefix("refs/") else { return .unusual }
    let isShared = name != "HEAD" && !Self.ownOfWorkTree.contains { name.hasPrefix($0) }
    let path = Paths.join(isShared ? commonDirectory : gitDirectory, name)
    switch Files.status(path, followingSymlinks: false)?.kind {
    case .file?:
      // Gone in this moment: it was packed.
      guard let line = try Files.readLine(path) else { break }
      if line.hasPrefix("ref:") {
        let target = String(line.dropFirst("ref:".count).drop { $0 == " " || $0 == "\t" })
        return Self.isReferenceName(target) ? .symbolic(target) : .unusual
      }
      return line.utf8.count == 40 ? ObjectID(hexBytes: Array(line.utf8)[...]).map { .direct($0) } ?? .unusual : .unusual
    case .symlink?, .other?: return .unusual
    case .directory?, nil: break
    }
    // Those that a work tree has for itself are never packed.
    guard isShared else { return name == "HEAD" ? .unusual : .absent }
    guard let packed = try PackedReferences(in: commonDirectory) else { return .absent }
    guard packed.isSorted else { return .unusual }
    return try packed.target(of: name).map { .direct($0) } ?? .absent
  }

  /// The references below a prefix that ends with `/`, in no order; `nil` where libgit2 has to be asked.
  func storedReferences(under prefix: String) throws(GitError) -> [Reference]? {
    guard prefix.hasPrefix("refs/"), prefix.hasSuffix("/"), prefix.utf8.count > "refs/".utf8.count,
      !Self.ownOfWorkTree.contains(where: { prefix.hasPrefix($0) })
    else { return nil }
    var names: [String] = []
    guard try findFiles(in: String(prefix.dropLast()), &names) else { return nil }
    var found: [String: ObjectID] = [:]
    var isBroken: Set<String> = []
    for name in names {
      switch try storedReference(name) {
      case .direct(let target): found[name] = target
      case .symbolic: if let target = try reference(name) { found[name] = target } else { isBroken.insert(name) }
      case .unusual: return nil
      case .absent: break
      }
    }
    // Read after the files, which may be packed meanwhile, and never the other way round.
    if let packed = try PackedReferences(in: commonDirectory) {
      guard packed.isSorted else { return nil }
      for reference in try packed.references(under: prefix) where found[reference.name] == nil && !isBroken.contains(reference.name) {
        found[reference.name] = reference.target
      }
    }
    return found.map { Reference(name: $0.key, target: $0.value) }
  }

  /// The references that have a file of their own. False where one of them has a name that is no text, or could be read otherwise.
  private func findFiles(in directory: String, _ names: inout [String]) throws(GitError) -> Bool {
    let path = Paths.join(commonDirectory, directory)
    guard let contents = Files.contents(of: Array(path.utf8)) else {
      if Files.status(path) == nil || Files.isFile(path) { return true }
      throw GitError(.unreadable, "cannot list '\(path)'")
    }
    for (bytes, kind) in contents {
      guard let name = String(validating: bytes, as: UTF8.self) else { return false }
      let full = directory + "/" + name
      switch kind {
      case .directory: if try !findFiles(in: full, &names) { return false }
      case .file: if Self.isReferenceName(full) { names.append(full) }
      case .symlink, .other: return false
      }
    }
    return true
  }
}
