package import GitStore

/// A repository's own templates for letters: the files of `.contracts/templates` at a commit. Like all of `.contracts` they are governed,
/// and the rules of the base hold.
package struct LetterTemplates: Sendable {
  package static let directory = ".contracts/templates/"

  /// Mustache, by the name without its ending: `notice.txt`, `notice.html`, `digest.md`. Any other name is that of a partial.
  package var texts: [String: String]

  package init(texts: [String: String]) {
    self.texts = texts
  }

  package var isEmpty: Bool { texts.isEmpty }

  /// The largest template, in bytes, and how many there may be.
  package static let largest = 262_144
  package static let most = 100
}

extension ContractRepository {
  /// The templates of a commit; none where it has no such folder.
  ///
  /// - Returns: also a sentence for each file that cannot be one. What is wrong with one of them is no reason to lose a letter.
  package func letterTemplates(at commit: ObjectID?) throws -> (templates: LetterTemplates, faults: [String]) {
    var templates = LetterTemplates(texts: [:])
    var faults: [String] = []
    guard let commit else { return (templates, faults) }
    let suffix = ".mustache"
    var entries: [TreeEntry] = []
    try git.forEachEntry(in: git.treeID(ofCommit: commit), under: String(LetterTemplates.directory.dropLast())) { entry in
      if entry.path.hasSuffix(suffix) { entries.append(entry) }
      return entries.count <= LetterTemplates.most
    }
    if entries.count > LetterTemplates.most {
      faults.append("'\(LetterTemplates.directory)' has more than \(LetterTemplates.most) templates: none of them is used")
      return (templates, faults)
    }
    for entry in entries {
      guard entry.mode.isFile else {
        faults.append("template '\(entry.path)' is no regular file")
        continue
      }
      let bytes = try git.blob(entry.id, upTo: LetterTemplates.largest + 1)
      guard bytes.count <= LetterTemplates.largest else {
        faults.append("template '\(entry.path)' has more than \(LetterTemplates.largest) bytes")
        continue
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        faults.append("template '\(entry.path)' is no UTF-8")
        continue
      }
      templates.texts[String(entry.path.dropFirst(LetterTemplates.directory.count).dropLast(suffix.count))] = text
    }
    return (templates, faults)
  }
}
