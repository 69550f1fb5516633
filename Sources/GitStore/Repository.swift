internal import CLibgit2

/// An open repository. Its handles stay inside: everything that it gives is a plain value.
///
/// It is opened for one environment and one start directory, so that a hook sees the quarantine, the temporary index and the settings
/// which Git hands it, and a test sees its own. Replace references and grafts are ignored (see ``hasReplacements``, ``hasGrafts``).
package struct Repository: ~Copyable {
  /// The environment that it was opened with.
  package let environment: [String: String]
  /// The start directory: where relative paths of the environment begin.
  package let directory: String
  /// The Git directory of this work tree, absolute.
  package let gitDirectory: String
  /// The Git directory that all work trees share, absolute.
  package let commonDirectory: String
  /// The top of the work tree, absolute; `nil` in a bare repository and inside of the Git directory.
  package let workTree: String?
  /// Whether the repository has no work tree of its own.
  package let isBare: Bool
  /// The path of the start directory inside of the work tree: `""` or `"sub/directory/"`.
  package let prefix: String
  /// The settings that hold here.
  package let configuration: Configuration
  /// The commits at which a shallow clone was cut: their parents are missing.
  let shallowCommits: Set<ObjectID>
  /// What Git keeps of the history's shape.
  let lazyGraph = LazyHistoryGraph()
  /// The directory to which new objects are written: in a quarantine a temporary one.
  let objectDirectory: String

  let handle: OpaquePointer
  let objects: OpaquePointer

  /// Opens the repository for an environment (`GIT_DIR` and its companions, git(1)) and an absolute start directory (the current one,
  /// or what `-C` says).
  package static func open(environment: [String: String], directory: String) throws(GitError) -> Repository {
    try Library.start()
    if let namespace = environment["GIT_NAMESPACE"], !namespace.isEmpty {
      throw GitError(.unsupported, "namespaces are not supported, and GIT_NAMESPACE is '\(namespace)'", hint: "unset GIT_NAMESPACE")
    }
    let found = try Discovery.find(environment: environment, directory: directory)
    try Ownership.validate(found, environment: environment)
    try RepositoryFormat.validate(commonDirectory: found.commonDirectory)
    let configuration = try ConfigurationLoader.load(
      environment: environment, gitDirectory: found.gitDirectory, commonDirectory: found.commonDirectory)
    return try Repository(found: found, configuration: configuration, environment: environment, directory: directory)
  }

  private init(
    found: Discovery, configuration: Configuration, environment: [String: String], directory: String
  ) throws(GitError) {
    let layout = try WorkTreeLayout(found: found, configuration: configuration, environment: environment, directory: directory)
    let shallow = try Self.readShallowCommits(commonDirectory: found.commonDirectory, environment: environment, directory: directory)
    let objectPath = ObjectDirectories.main(environment: environment, commonDirectory: found.commonDirectory, directory: directory)

    var repository: OpaquePointer?
    let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue | GIT_REPOSITORY_OPEN_BARE.rawValue
    try check(git_repository_open_ext(&repository, found.gitDirectory, flags, nil), "cannot open repository '\(found.gitDirectory)'")
    guard let repository else { throw GitError(.other, "cannot open repository '\(found.gitDirectory)'") }
    var objects: OpaquePointer?
    do throws(GitError) {
      if let workTree = layout.workTree {
        try check(git_repository_set_workdir(repository, workTree, 0), "cannot use work tree '\(workTree)'")
      }
      objects = try ObjectDirectories.open(
        main: objectPath, environment: environment, commonDirectory: found.commonDirectory, directory: directory)
      try check(git_repository_set_odb(repository, objects), "cannot use objects '\(objectPath)'")
    } catch {
      git_odb_free(objects)
      git_repository_free(repository)
      throw error
    }
    guard let objects else {
      git_repository_free(repository)
      throw GitError(.other, "cannot open objects '\(objectPath)'")
    }

    self.environment = environment
    self.directory = directory
    self.configuration = configuration
    gitDirectory = found.gitDirectory
    commonDirectory = found.commonDirectory
    workTree = layout.workTree
    isBare = layout.isBare
    prefix = layout.prefix
    shallowCommits = shallow
    objectDirectory = objectPath
    handle = repository
    self.objects = objects
  }

  deinit {
    git_odb_free(objects)
    git_repository_free(handle)
  }

  /// Whether the history is cut somewhere.
  package var isShallow: Bool { !shallowCommits.isEmpty }

  /// Whether objects may be absent because a remote promised to send them when asked.
  package var isPartialClone: Bool { promisorRemote != nil }

  /// The remote that promised missing objects.
  package var promisorRemote: String? {
    if let remote = configuration.value("extensions.partialClone"), !remote.isEmpty { return remote }
    return configuration.subsections(of: "remote").first { name in
      Configuration.truth(configuration.value("remote.\(name).promisor") ?? "") ?? false
    }
  }

  /// Whether the objects of a push are still in quarantine: no reference may be written (githooks(5), pre-receive).
  package var isQuarantined: Bool { environment["GIT_QUARANTINE_PATH"].map { !$0.isEmpty } ?? false }

  /// Whether replace references exist (git-replace(1)): Git shows other objects than this module reads.
  package var hasReplacements: Bool {
    get throws(GitError) { try !references(under: "refs/replace/").isEmpty }
  }

  /// Whether grafts exist (`info/grafts`): Git shows other parents than this module reads.
  package var hasGrafts: Bool {
    get throws(GitError) {
      let path = environment["GIT_GRAFT_FILE"].map { Paths.join(directory, $0) } ?? Paths.join(commonDirectory, "info/grafts")
      guard let bytes = try Files.read(path) else { return false }
      return bytes.split(separator: UInt8(ascii: "\n")).contains { $0.first != UInt8(ascii: "#") }
    }
  }

  /// The directory of the hooks: `core.hooksPath`, seen from the place where hooks run, else `hooks` in the shared Git directory.
  package var hooksDirectory: String {
    guard let path = configuration.value("core.hooksPath"), !path.isEmpty else { return Paths.join(commonDirectory, "hooks") }
    if path.hasPrefix("~/"), let home = environment["HOME"] { return Paths.join(home, String(path.dropFirst(2))) }
    return Paths.join(workTree ?? gitDirectory, path)
  }

  private static func readShallowCommits(
    commonDirectory: String, environment: [String: String], directory: String
  ) throws(GitError) -> Set<ObjectID> {
    let path = environment["GIT_SHALLOW_FILE"].map { $0.isEmpty ? "" : Paths.join(directory, $0) } ?? Paths.join(commonDirectory, "shallow")
    guard !path.isEmpty, let bytes = try Files.read(path) else { return [] }
    var result: Set<ObjectID> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let commit = ObjectID(hexBytes: line.prefix { $0 != UInt8(ascii: "\r") }) else {
        throw GitError(.unreadable, "bad line in '\(path)'")
      }
      result.insert(commit)
    }
    return result
  }
}
