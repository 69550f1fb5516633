internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// Records are added and never altered (semantics.md, "Runs"). What comes is looked at here, once: each is a record of this repository, by
  /// somebody of the people file, under a key of theirs, with a right signature. So nobody can fill the ref with what everybody would have
  /// to read for ever, and a withdrawal that stands on it may be believed.
  func recordsRefusal(_ update: ReferenceUpdate, _ rulebook: Rulebook) throws -> CheckAnswer? {
    let hint = "git fetch origin \(update.name) and add to what is there"
    guard !update.new.isZero else { return refusal(update.name, "'\(update.name)' holds records: it is not deleted", hint) }
    guard try git.commit(behind: update.new) == update.new else {
      return refusal(update.name, "'\(update.name)' holds records in the tree of a commit, and this is none", hint)
    }
    if !update.old.isZero, try !git.isAncestor(update.old, of: update.new) {
      return refusal(update.name, "'\(update.name)' only gains records, and the push leaves some out", hint)
    }
    let old = update.old.isZero ? nil : try git.treeID(ofCommit: update.old)
    let added: [TreeEntry]
    switch try addedRecords(from: old, to: git.treeID(ofCommit: update.new)) {
    case .failure(let fault): return refusal(update.name, fault.message, hint)
    case .success(let entries): added = entries
    }
    guard added.count <= Self.greatestPushedCount else {
      return refusal(update.name, "the push adds \(added.count) records at once", "push at most \(Self.greatestPushedCount) at a time")
    }
    guard !added.isEmpty else { return nil }
    let keygen = try SSHKeygen(environment: git.environment)
    let people = rulebook.people ?? People()
    for entry in added {
      guard let fault = try fault(of: entry, rulebook.policy, people, keygen) else { continue }
      return refusal(update.name, "'\(entry.path)' \(fault)", "git contract sign makes records that are taken")
    }
    return nil
  }

  /// What a change adds below `.contracts/signoffs/` asks nobody and stays for ever. So it has to be a record, as on the ref: else
  /// whoever may push could fill a contract's folder with what everybody would have to read, and its owners could not empty it.
  ///
  /// - Parameter people: those of the base and those of the head, for a successor signs for what introduces them. Those of the default
  ///   branch are known beside them: a release branch is older than whom it gets a record from.
  func newRecordPrices(_ added: [TreeEntry], _ rulebook: Rulebook, people: [People]) throws -> [Price] {
    // Nothing else in there is read.
    let records = added.filter { $0.mode.isFile && $0.path.hasSuffix(".signoff") }
    guard let first = records.first else { return [] }
    func price(_ path: String, _ message: String) -> Price {
      Price(rule: "record-invalid", path: path, message: message, hint: "git contract sign --in-tree makes records that are taken")
    }
    guard records.count <= Self.greatestPushedCount else {
      return [price(first.path, "the change adds \(records.count) records at once, more than \(Self.greatestPushedCount)")]
    }
    let keygen = try SSHKeygen(environment: git.environment)
    let home = try homeTip(defaultBranch()).flatMap { try readableRulebook(at: $0)?.people }
    for entry in records {
      let faults = try (people + (home.map { [$0] } ?? [])).map { try fault(of: entry, rulebook.policy, $0, keygen) }
      // One is enough to say what is wrong: thousands would keep everybody waiting.
      if let fault = faults.first, let fault, faults.allSatisfy({ $0 != nil }) {
        return [price(entry.path, "sign-off record '\(entry.path)' \(fault)")]
      }
    }
    return []
  }

  /// More than anybody signs before a push.
  private static var greatestPushedCount: Int { 1000 }

  private struct RecordTreeFault: Error {
    var message: String
  }

  /// What a tree of records has beside another one. Nothing deeper than its folders is walked.
  private func addedRecords(from old: ObjectID?, to new: ObjectID) throws -> Result<[TreeEntry], RecordTreeFault> {
    func children(_ tree: ObjectID) throws -> [TreeEntry] {
      var entries: [TreeEntry] = []
      try git.forEachEntry(in: tree) { entry in
        entries.append(entry)
        return entry.mode != .tree
      }
      return entries
    }
    func byName(_ entries: [TreeEntry]) -> [String: TreeEntry] {
      Dictionary(entries.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }
    func fault(_ message: String) -> Result<[TreeEntry], RecordTreeFault> { .failure(RecordTreeFault(message: message)) }

    let problems = try git.treeProblems(in: new, accepted: old, greatestDepth: 2)
    if let problem = problems.first { return fault(problem.message) }
    let known = byName(try old.map { try children($0) } ?? [])
    let folders = try children(new)
    let present = byName(folders)
    if let gone = known.keys.sorted().first(where: { present[$0] == nil }) {
      return fault("'\(gone)' was removed, and records are never removed")
    }
    var added: [TreeEntry] = []
    for folder in folders where known[folder.path]?.id != folder.id {
      guard folder.mode == .tree else { return fault("'\(folder.path)' is no folder of records") }
      let before = byName(try known[folder.path].map { try children($0.id) } ?? [])
      let files = try children(folder.id)
      let after = byName(files)
      if let gone = before.keys.sorted().first(where: { after[$0]?.id != before[$0]?.id }) {
        return fault("the ref may only gain files, and the push alters '\(folder.path)/\(gone)'")
      }
      for file in files where before[file.path] == nil {
        let path = folder.path + "/" + file.path
        guard file.mode == .file else { return fault("'\(path)' is no regular file") }
        added.append(TreeEntry(path: path, mode: file.mode, id: file.id))
      }
    }
    return .success(added)
  }

  /// Why a file is no record that anybody here could have made: the end of a sentence about it.
  func fault(of entry: TreeEntry, _ policy: Policy, _ people: People, _ keygen: SSHKeygen) throws -> String? {
    let bytes = try git.blob(entry.id, upTo: SignedRecord.largestFile + 1)
    let signed: SignedRecord
    do throws(SignedRecord.Malformed) {
      signed = try SignedRecord(bytes)
    } catch {
      return "is no record: \(error)"
    }
    let name = entry.path.split(separator: "/").last.map { String($0) } ?? ""
    guard name == signed.record.fileName else { return "should be called '\(signed.record.fileName)'" }
    guard signed.record.repository == policy.repository else { return "\(RecordFault.otherRepository)" }
    guard let person = people.person(id: signed.record.signer) else { return "\(RecordFault.unknownSigner)" }
    let isOwn = person.keys.contains { $0.key.blob == signed.signature.key.blob }
    guard isOwn || signed.isWitness(of: policy.witnesses, people: people) else {
      return "\(RecordFault.foreignKey(signed.signature.key.fingerprint))"
    }
    return try isGenuine(signed, keygen) ? nil : "\(RecordFault.badSignature)"
  }
}
