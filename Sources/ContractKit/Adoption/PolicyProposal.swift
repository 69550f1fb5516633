/// A policy file to begin with: what binds nobody yet, with a word on each line.
package struct PolicyProposal: Sendable {
  /// The text of the file.
  package let text: String

  /// - Parameters:
  ///   - repository: a new UUID.
  ///   - steward: who answers for what nobody owns, as CODEOWNERS would name them.
  ///   - forge: where approvals are given, as far as the remotes tell.
  package init(repository: String, steward: String?, forge: Forge) {
    text = """
      # yaml-language-server: $schema=schemas/policy.json
      # What is asked of whoever changes a data contract. A change is judged by this file as it stands in its base, so no change can
      # loosen the rules for itself. Every key may be left out: 'git contract policy' prints all of them, with what is in force and why.
      version: 1

      # Stands in every signed decision, so that none counts in another repository. It never changes.
      repository: \(repository)

      # off, warn or enforce. With 'warn' nothing about owners refuses a change; 'git contract init --enforce' makes it binding when
      # the people below have agreed to that.
      ownership: warn

      # Answer for what no line of CODEOWNERS covers: contracts, CODEOWNERS itself, and this folder.
      stewards: [\(steward.map { YAMLText.quoted($0) } ?? "")]

      # Where approvals are given: none, github or gitlab. With a forge a review there counts as an owner's word.
      forge: \(forge.rawValue)

      # What a removed column asks for before it may go: a time in which it is deprecated, such as P90D.
      notice: {period: P0D}

      """
  }

  /// The file with its ownership made binding, everything else in it as it was; nil where the value cannot be found as a word of its own.
  ///
  /// - Throws: `ReadingError` where the file cannot be read.
  package static func enforced(_ bytes: [UInt8]) throws(ReadingError) -> [UInt8]? {
    guard try Policy.read(bytes).ownership != .enforce else { return bytes }
    var edit = TextEdit(bytes)
    // A file of nothing but comments is a policy and no document.
    let isEmpty = bytes.split(separator: UInt8(ascii: "\n")).allSatisfy { Policy.isBlankOrComment($0) }
    if let node = isEmpty ? nil : try YAMLDocument(bytes, path: Policy.path).root["ownership"] {
      edit.replace(node.byteRange, by: OwnershipMode.enforce.rawValue)
    } else {
      let end = edit.lineEnd
      edit.insert((bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? "" : end) + "ownership: enforce" + end, at: bytes.count)
    }
    let text = edit.applied()
    do { return try Policy.read(text).ownership == .enforce ? text : nil } catch { return nil }
  }
}
