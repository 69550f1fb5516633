package import ContractKit
package import GitStore

/// A Git repository seen as a history of contracts: the one place where GitStore and ContractKit meet.
///
/// What it can tell stands in extensions, a file for each question.
package struct ContractRepository: ~Copyable {
  package let git: Repository
  let parsed = ParsedContracts()
  let acceptances = ReadAcceptances()
  /// How far long work is.
  package let meter = WalkMeter()

  package init(_ git: consuming Repository) {
    self.git = git
  }
}

/// What was read already: the same blob is asked for by the diff, the version rules and the log.
final class ParsedContracts {
  struct CatalogKey: Hashable {
    var tree: ObjectID
    var include: [Glob]
    var exclude: [Glob]
    var consumers: [Glob]
    var codeOwners: String?
    var codeOwnersFile: String?
    var limits: YAMLDocument.Limits

    /// Whether the same paths may hold contracts, whatever the trees.
    func holds(at other: CatalogKey) -> Bool {
      include == other.include && exclude == other.exclude && consumers == other.consumers && codeOwners == other.codeOwners
        && codeOwnersFile == other.codeOwnersFile && limits == other.limits
    }
  }

  struct Range: Hashable {
    var base: ObjectID?
    var tip: ObjectID
  }

  struct PathKey: Hashable {
    var path: [UInt8]
    var tip: ObjectID
  }

  /// What stood at a path, newest first, each with the newest place along the first parents at which it did.
  typealias PathStates = [(place: Int, blob: ObjectID?, isTree: Bool)]

  /// The first parents of a tip, newest first.
  struct Way {
    var trees: [ObjectID] = []
    var places: [ObjectID: Int] = [:]
  }

  struct RecordKey: Hashable {
    var folder: String
    var reference: String
    var tips: [ObjectID]
    var tree: ObjectID?
  }

  struct FileKey: Hashable {
    var blob: ObjectID
    var path: String
    /// What one policy reads another one may refuse.
    var limits: YAMLDocument.Limits
  }

  private var files: [FileKey: ContractFile] = [:]
  /// Those that were asked for before the latest: what a long history does not ask for again is forgotten.
  private var olderFiles: [FileKey: ContractFile] = [:]
  private static let greatestCount = 4096

  func holds(_ key: FileKey) -> Bool { files[key] != nil || olderFiles[key] != nil }

  func file(_ key: FileKey, _ read: () throws -> ContractFile) rethrows -> ContractFile {
    if let known = files[key] { return known }
    let file = try olderFiles.removeValue(forKey: key) ?? read()
    if files.count >= Self.greatestCount { (files, olderFiles) = ([:], files) }
    files[key] = file
    return file
  }

  /// The records of a folder: each transition of a history asks for them.
  var records: [RecordKey: [RecordFile]] = [:]
  /// The states of a path along the first parents of a tip.
  var pathStates: [PathKey: PathStates] = [:]
  var ways: [ObjectID: Way] = [:]
  /// Whether a signed record is genuine, by the digest of its file.
  var genuine: [String: Bool] = [:]
  /// The keys that a tip of the default branch has revoked.
  var revoked: (home: ObjectID, keys: Set<String>)?
  /// The index against a tree: asked for first whether anything differs, then what.
  var staged: (tree: ObjectID?, changes: [TreeDifference])?
  /// That of the commit that was asked for last: each transition of the past asks more than once.
  var rulebook: Rulebook?
  /// Files that decide about others: history asks for the same few texts at each of its commits.
  var policies = ReadTexts<Policy>()
  var people = ReadTexts<People>()
  var codeOwners = ReadTexts<CodeOwners>()
  /// Those that history asked for, by the folder `.contracts`, each with the files that could hold CODEOWNERS.
  var rulebooks: [ObjectID?: [(rulebook: Rulebook, codeOwners: [(path: String, id: ObjectID?)])]] = [:]
  /// Catalogs of commits, by the globs that say where contracts are.
  var catalogs: [CatalogKey: Catalog] = [:]
  /// The one that was read last.
  var newestCatalog: CatalogKey?
  /// The commits of the range that was asked for last: each contract that changed asks for them.
  var news: (range: Range, commits: [ObjectID])?
  /// By commit, for each of its parents.
  var changedPaths: [ObjectID: [Set<[UInt8]>]] = [:]
  /// What a tip has along its first parents beyond a base.
  var firstParents: [Range: [Commit]] = [:]
  /// Where a commit was cut from a base.
  var cuts: [Range: ObjectID?] = [:]
  /// By the ids of the folders that hold them, and the globs.
  var consumers: [String: [ConsumerDeclaration]] = [:]
  /// Whether a file may refer to other contracts, by its blob.
  var mayRefer: [ObjectID: Bool] = [:]
}

/// What texts turned out to say, by their bytes.
struct ReadTexts<Meaning> {
  private struct Text: Hashable {
    var name: String
    var bytes: [UInt8]
  }

  private var known: [Text: Meaning] = [:]

  /// - Parameter name: what else the meaning depends on.
  mutating func value(_ bytes: [UInt8], as name: String = "", read: ([UInt8]) throws -> Meaning) rethrows -> Meaning {
    let text = Text(name: name, bytes: bytes)
    if let meaning = known[text] { return meaning }
    let meaning = try read(bytes)
    // A long history has had many of them, and those of one time are asked for together.
    if known.count >= 64 { known = [:] }
    known[text] = meaning
    return meaning
  }
}

/// What a file that may hold a contract turned out to be.
package enum ContractFile: Sendable {
  case contract(Contract)
  /// YAML of another kind; nobody is told.
  case somethingElse
  /// It calls itself a contract, and cannot be read.
  case unparsable([Diagnostic])

  package var contract: Contract? {
    if case .contract(let contract) = self { return contract }
    return nil
  }
}

/// A moment of the files: what is compared.
package enum RepositoryState: Hashable, Sendable {
  /// Before the first commit.
  case nothing
  case commit(ObjectID)
  case index
  case workTree
}
