package import ContractKit
package import GitStore

/// What waits for its delivery, kept beside the cursor: a job in hosted CI starts from a fresh clone, and goes on where the one before it
/// stopped. `pending/<id>` and `dead/<id>` of the cursor's tree hold an entry of the outbox each.
package struct SharedDeliveries: Sendable {
  package var pending: [OutboxEntry] = []
  package var dead: [OutboxEntry] = []
}

extension ContractRepository {
  /// Larger than any entry of ours.
  private static var greatestEntry: Int { 16 << 20 }

  /// What stands beside a cursor. A file that is no entry is left out, and left alone.
  package func deliveries(at cursor: NotificationCursor) throws -> SharedDeliveries {
    guard !cursor.commit.isZero else { return SharedDeliveries() }
    let tree = try git.treeID(ofCommit: cursor.commit)
    func entries(_ folder: String) throws -> [OutboxEntry] {
      var files: [TreeEntry] = []
      try git.forEachEntry(in: tree, under: folder) { entry in
        if entry.mode.isFile { files.append(entry) }
        return true
      }
      return try files.compactMap { file in
        guard let entry = OutboxEntry(try git.blob(file.id, limit: Self.greatestEntry)), file.path == folder + "/" + entry.identifier else {
          return nil
        }
        return entry
      }
    }
    return SharedDeliveries(pending: try entries("pending"), dead: try entries("dead"))
  }

  /// Writes down beside the cursor where deliveries are now, and moves the ref by compare-and-swap. Where nothing changes nothing is written.
  ///
  /// - Parameter states: by id; nil for one that needs nobody's care any more.
  /// - Returns: whether there was something to write.
  package func keep(
    _ states: [String: (entry: OutboxEntry, state: OutboxEntry.State)?], at cursor: NotificationCursor, now: Int
  ) throws -> Bool {
    guard !cursor.commit.isZero, !states.isEmpty else { return false }
    let old = try git.commit(cursor.commit).tree
    var setting: [TreeEntry] = []
    var removing: [String] = []
    for (identifier, item) in states.sorted(by: { $0.key < $1.key }) {
      let place = item.map { ($0.state == .dead ? "dead/" : "pending/") + identifier }
      for other in ["dead/", "pending/"].map({ $0 + identifier }) where other != place { removing.append(other) }
      guard let item, let place else { continue }
      setting.append(TreeEntry(path: place, mode: .file, id: try git.writeBlob(Array(item.entry.json().canonical.utf8))))
    }
    let tree = try git.writeTree(old, setting: setting, removing: removing)
    guard tree != old else { return false }
    let author = Signature(name: "git contract", email: "git-contract@localhost", time: Int64(now), offset: 0)
    let waiting = setting.count { $0.path.hasPrefix("pending/") }
    let commit = try git.createCommit(
      tree: tree, parents: [cursor.commit], author: author, committer: author,
      message: waiting == 0 ? "Nothing waits for its delivery" : "\(waiting) deliveries are under way")
    try git.updateReference(cursor.name, to: commit, expecting: cursor.commit, message: "notify")
    return true
  }

  /// The addresses that consumers have declared at a commit, as they are written, and without `mailto:`. Nothing that waits is sent
  /// elsewhere: who can push the cursor's ref could else have anything sent to anybody.
  package func declaredAddresses(at commit: ObjectID?) throws -> Set<String> {
    var addresses: Set<String> = []
    for consumer in try consumers(at: commit, rulebook: rulebook(at: commit)) {
      for contact in consumer.contacts {
        addresses.insert(contact.url)
        if contact.url.lowercased().hasPrefix("mailto:") { addresses.insert(String(contact.url.dropFirst(7).prefix { $0 != "?" })) }
      }
    }
    return addresses
  }
}
