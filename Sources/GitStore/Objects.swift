internal import CLibgit2

/// The kinds of objects.
package enum ObjectKind: Hashable, Sendable {
  case commit, tree, blob, tag

  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }

  var type: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }

  /// Git's word for it.
  package var name: String {
    switch self {
    case .commit: "commit"
    case .tree: "tree"
    case .blob: "blob"
    case .tag: "tag"
    }
  }
}

extension Repository {
  /// The content of a blob. More than `limit` bytes are an error of kind `tooLarge`, found out before anything is read.
  package func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8] {
    let size = try blobSize(id)
    guard size <= limit else {
      throw GitError(.tooLarge, "blob '\(id.short())' has \(size) bytes; the limit is \(limit)")
    }
    return try object(id, .blob)
  }

  /// The first bytes of a blob, at most `count`. Of one that is larger than memory should hold, nothing at all.
  package func blob(_ id: ObjectID, upTo count: Int) throws(GitError) -> [UInt8] {
    guard try blobSize(id) <= max(count, Self.largestBlobInMemory) else { return [] }
    let bytes = try object(id, .blob)
    return bytes.count <= count ? bytes : Array(bytes.prefix(count))
  }

  /// Whether some bytes stand anywhere in a blob. Of one that is larger than memory should hold nobody knows: it counts as if they did.
  package func blob(_ id: ObjectID, holdsOneOf texts: [[UInt8]]) throws(GitError) -> Bool {
    let object = RawObject(try rawObject(id, .blob))
    let bytes = object.bytes
    for text in texts where bytes.hold(text) { return true }
    return false
  }

  private static var largestBlobInMemory: Int { 67_108_864 }

  /// The number of bytes of a blob.
  package func blobSize(_ id: ObjectID) throws(GitError) -> Int {
    let header = try header(id)
    guard header.kind == .blob else { throw wrongKind(id, header.kind, wanted: .blob) }
    return header.size
  }

  /// The kind and size of an object.
  package func header(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try fetchingIfMissing(id) { () throws(GitError) in
      var identifier = id.identifier
      var size = 0
      var type = GIT_OBJECT_INVALID
      try checkRead(git_odb_read_header(&size, &type, objects, &identifier), id)
      guard let kind = ObjectKind(type) else { throw GitError(.unreadable, "object '\(id)' is of an unknown kind") }
      return (kind, size)
    }
  }

  /// Whether an object is here, without asking any remote for it.
  package func contains(_ id: ObjectID) -> Bool {
    var identifier = id.identifier
    return git_odb_exists(objects, &identifier) == 1
  }

  /// The bytes of an object as Git stores them, without its header.
  package func object(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) -> [UInt8] {
    try fetchingIfMissing(id) { () throws(GitError) in
      var identifier = id.identifier
      var read: OpaquePointer?
      try checkRead(git_odb_read(&read, objects, &identifier), id)
      defer { git_odb_object_free(read) }
      guard let read, let found = ObjectKind(git_odb_object_type(read)) else {
        throw GitError(.unreadable, "object '\(id)' is of an unknown kind")
      }
      guard found == kind else { throw wrongKind(id, found, wanted: kind) }
      let size = git_odb_object_size(read)
      guard size > 0, let data = git_odb_object_data(read) else { return [] }
      return [UInt8](UnsafeRawBufferPointer(start: data, count: size))
    }
  }

  /// An object as libgit2 holds it; whoever asks frees it.
  func rawObject(_ id: ObjectID, _ kind: ObjectKind) throws(GitError) -> OpaquePointer {
    try fetchingIfMissing(id) { () throws(GitError) in
      var identifier = id.identifier
      var read: OpaquePointer?
      try checkRead(git_odb_read(&read, objects, &identifier), id)
      guard let read else { throw GitError(.unreadable, "cannot read object '\(id)'") }
      let found = ObjectKind(git_odb_object_type(read))
      guard found == kind else {
        git_odb_object_free(read)
        guard let found else { throw GitError(.unreadable, "object '\(id)' is of an unknown kind") }
        throw wrongKind(id, found, wanted: kind)
      }
      return read
    }
  }

  private func wrongKind(_ id: ObjectID, _ found: ObjectKind, wanted: ObjectKind) -> GitError {
    GitError(.invalidRevision, "object '\(id)' is a \(found.name), not a \(wanted.name)")
  }

  private func checkRead(_ status: Int32, _ id: ObjectID) throws(GitError) {
    guard status < 0 else { return }
    let failure = Failure(status)
    if failure.isNotFound { throw missing(id) }
    throw GitError(.unreadable, "cannot read object '\(id)': \(failure.text)")
  }

  /// The error for an object that should be here, with the way to get it.
  func missing(_ id: ObjectID) -> GitError {
    if isShallow { return GitError(.missing, "object '\(id)' is missing: the clone is shallow", hint: "git fetch --unshallow") }
    if let remote = promisorRemote {
      return GitError(
        .missing, "object '\(id)' is missing: the clone is partial", hint: "git fetch --refetch --no-filter \(remote)")
    }
    return GitError(.missing, "object '\(id)' is missing", hint: "git fsck --connectivity-only")
  }

  /// Does `read`; in a partial clone, if the object is missing, asks the remote for it once and reads again.
  private func fetchingIfMissing<Value>(_ id: ObjectID, _ read: () throws(GitError) -> Value) throws(GitError) -> Value {
    do {
      return try read()
    } catch {
      guard error.kind == .missing, isPartialClone, try fetchPromised([id]) else { throw error }
      return try read()
    }
  }
}
