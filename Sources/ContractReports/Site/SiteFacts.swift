package import ContractKit

/// What a site is made of: contracts, their past, who reads them and who answers for them, at one commit.
package struct SiteFacts: Sendable {
  /// A file of the commit that holds a contract, or calls itself one.
  package struct File: Sendable {
    package var path: String
    /// Nil where it cannot be read.
    package var contract: Contract?
    /// Why it cannot be read: line, column and reason; nil where it can.
    package var problem: String?

    package init(path: String, contract: Contract?, problem: String?) {
      self.path = path
      self.contract = contract
      self.problem = problem
    }
  }

  /// What the site is called.
  package var title: String
  /// The commit, 40 hexadecimal digits, and its day.
  package var commit: String
  package var day: String
  package var files: [File]
  /// Every line that there is or was, with its versions.
  package var timelines: [Timeline]
  package var consumers: [ConsumerDeclaration]
  package var audit: Audit
  /// How people are called.
  package var names: AuditNames

  package init(
    title: String, commit: String, day: String, files: [File], timelines: [Timeline], consumers: [ConsumerDeclaration], audit: Audit,
    names: AuditNames
  ) {
    self.title = title
    self.commit = commit
    self.day = day
    self.files = files
    self.timelines = timelines
    self.consumers = consumers
    self.audit = audit
    self.names = names
  }
}

/// A contract as the site shows it: all of its lines on one page, the newest first.
struct SiteContract {
  /// The contract's id; empty for a file that never could be read.
  var identifier: String
  var title: String
  /// The files that are there, the newest line first; none for a contract that is gone.
  var files: [SiteFacts.File]
  /// What the audit says of each of them, by path.
  var audited: [String: AuditedContract]
  /// All lines that there are or were, the newest first.
  var timelines: [Timeline]
  var findings: [AuditFinding]
  /// Those who read it, and those of whom nobody knows.
  var consumers: [ConsumerDeclaration]
  /// The file of its page without folder and ending.
  var slug: String

  var newest: Contract? { files.first?.contract }
  var isGone: Bool { files.isEmpty }
  var path: String { files.first?.path ?? timelines.first?.path ?? "" }
  var version: String? { newest?.version?.value ?? timelines.first?.versions.first?.version }
  var domain: String? { newest?.root.value("domain")?.text.nonEmpty }
  var readers: [ConsumerDeclaration] {
    consumers.filter { consumer in consumer.uses.contains { $0.contract == identifier } }
  }
  /// Who answers for it, by the audit.
  var parties: [String] { files.first.flatMap { audited[$0.path]?.parties } ?? [] }
  var statusWords: String { isGone ? "deleted" : newest?.status.rawValue ?? "cannot be read" }

  /// From the top of the site; of an older line that is still there, its own page.
  func page(_ file: SiteFacts.File? = nil) -> String {
    guard let file, let place = files.firstIndex(where: { $0.path == file.path }), place > 0 else { return "contracts/\(slug).html" }
    let sameMajor = files[..<place].count { $0.contract?.major == file.contract?.major }
    // Two files of one line are a fault, and both are shown.
    return "contracts/\(slug)@\(file.contract.map { String($0.major) } ?? "unreadable")\(sameMajor == 0 ? "" : "-\(sameMajor + 1)").html"
  }
}

extension String {
  /// Nil for a text without any.
  var nonEmpty: String? { isEmpty ? nil : self }
}

extension SiteFacts {
  /// The contracts in the order of their names; those that are gone last.
  var contracts: [SiteContract] {
    // A file that cannot be read belongs to the contract that stood there last; what has no id is told apart by its path.
    let timelineAtPath = Dictionary(
      timelines.filter { $0.end == nil }.map { ($0.path, $0.identifier) }, uniquingKeysWith: { first, _ in first })
    let files = Dictionary(grouping: self.files) { file in
      (file.contract == nil ? timelineAtPath[file.path] : file.contract?.identifier)?.nonEmpty ?? "\n" + file.path
    }
    let lines = Dictionary(grouping: timelines) { $0.identifier.nonEmpty ?? "\n" + $0.path }
    let findings = Dictionary(grouping: audit.findings, by: { $0.contract ?? "" })
    let audited = Dictionary(audit.standing.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var readers: [String: [ConsumerDeclaration]] = [:]
    let unknown = consumers.filter { !$0.isUnderstood }
    for consumer in consumers where consumer.isUnderstood {
      for identifier in Set(consumer.uses.map(\.contract)) { readers[identifier, default: []].append(consumer) }
    }
    var contracts: [SiteContract] = []
    for identifier in Set(files.keys).union(lines.keys) {
      let mine = (files[identifier] ?? []).sorted {
        ($1.contract?.major ?? -1, $0.path) < ($0.contract?.major ?? -1, $1.path)
      }
      let past = (lines[identifier] ?? []).sorted { ($1.major, $0.path) < ($0.major, $1.path) }
      let hasName = !identifier.hasPrefix("\n")
      contracts.append(
        SiteContract(
          identifier: hasName ? identifier : "", title: mine.first?.contract?.title ?? past.first?.name ?? mine.first?.path ?? identifier,
          files: mine,
          audited: Dictionary(
            mine.compactMap { file in audited[file.path].map { (file.path, $0) } }, uniquingKeysWith: { first, _ in first }),
          timelines: past,
          findings: (findings[hasName ? identifier : ""] ?? []).filter { finding in hasName || mine.contains { $0.path == finding.path } },
          consumers: ((readers[identifier] ?? []) + unknown).sorted { ($0.identifier, $0.path) < ($1.identifier, $1.path) }, slug: ""))
    }
    contracts.sort { ($0.isGone ? 1 : 0, $0.title, $0.identifier, $0.path) < ($1.isGone ? 1 : 0, $1.title, $1.identifier, $1.path) }
    // What is there keeps its address, whatever once had the same name.
    let standing = Set(contracts.filter { !$0.isGone }.map(\.title))
    let names = SiteNames(
      contracts.map { contract in
        (
          key: contract.identifier.nonEmpty ?? contract.path,
          wish: contract.isGone && standing.contains(contract.title) ? "" : contract.title
        )
      })
    for place in contracts.indices { contracts[place].slug = names.names[place] }
    return contracts
  }
}
