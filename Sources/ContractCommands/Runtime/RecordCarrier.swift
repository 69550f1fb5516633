internal import ContractHistory
internal import ContractKit
internal import GitStore

/// Where records go once they are signed.
struct RecordCarrier {
  /// The folder of the contract or file that they are about.
  let folder: String
  /// The ref that keeps records, by the policy.
  let reference: String
  let inTree: Bool

  init(subject: SigningCase, inTree: Bool) {
    self.init(folder: subject.folder, reference: subject.rulebook.policy.records, inTree: inTree)
  }

  init(folder: String, reference: String, inTree: Bool) {
    self.folder = folder
    self.reference = reference
    self.inTree = inTree
  }

  func carry(_ records: [SignedRecord], _ contracts: borrowing ContractRepository, _ context: Context) throws {
    if inTree {
      guard let top = contracts.git.workTree else { throw CommandError("'--in-tree' needs a work tree") }
      for record in records {
        let path = ContractRepository.recordsInTree + folder + "/" + record.record.fileName
        try LocalFile.makeDirectories(ContractRepository.recordsInTree + folder, below: top)
        try LocalFile.write(Array(record.fileText.utf8), to: top + "/" + path)
        context.console.write("written: \(path)\n")
      }
      context.hint("git add .contracts/signoffs && git commit")
      return
    }
    try contracts.append(records, folder: folder, to: reference, author: Self.author(contracts, context))
    for record in records { context.console.write("signed: \(record.record.digest)\n") }
  }

  /// The remote to which records go: the one that Git pushes to by default, `origin`, or the only one.
  func remote(_ contracts: borrowing ContractRepository) -> String? {
    let configuration = contracts.git.configuration
    let remotes = configuration.subsections(of: "remote")
    if let name = configuration.value("remote.pushdefault"), remotes.contains(name) { return name }
    return remotes.contains("origin") ? "origin" : remotes.count == 1 ? remotes.first : nil
  }

  /// Branch and record belong together: a server that gets both at once judges them together.
  func hintPush(to remote: String, _ context: Context) {
    context.hint(pushBoth(to: remote))
  }

  private func pushBoth(to remote: String) -> String {
    "git push --atomic \(ShellWord.quoted(remote)) HEAD \(ShellWord.quoted(reference))"
  }

  /// Pushes the ref of the records. Where others were faster, theirs are fetched and the push is tried again.
  func push(to remote: String, _ contracts: borrowing ContractRepository, _ context: Context) throws {
    let tracking = ContractRepository.trackingReference(of: reference, remote: remote)
    for _ in 0..<5 {
      switch try contracts.git.push(["\(reference):\(reference)"], to: remote) {
      case .accepted:
        context.console.write("pushed to '\(remote.printable)'\n")
        return
      case .refused(let reason):
        throw CommandError(
          "'\(remote)' did not take the record: \(reason)",
          hints: ["the record is safe in '\(reference)'", pushBoth(to: remote)])
      case .behind:
        try contracts.git.fetch(["+\(reference):\(tracking)"], from: remote)
        try contracts.append([], folder: "", to: reference, author: Self.author(contracts, context))
      }
    }
    throw CommandError("others keep adding records to '\(remote)'", hints: ["git contract sign again, or push later: the record is safe"])
  }

  private static func author(_ contracts: borrowing ContractRepository, _ context: Context) -> Signature {
    let configuration = contracts.git.configuration
    return Signature(
      name: context.environment["GIT_AUTHOR_NAME"] ?? configuration.value("user.name") ?? "git-contract",
      email: context.environment["GIT_AUTHOR_EMAIL"] ?? configuration.value("user.email") ?? "", time: Int64(context.now), offset: 0)
  }
}
