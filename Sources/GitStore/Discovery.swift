/// Where a repository is: found by ourselves, as gitrepository-layout(5) and git(1) say, because libgit2 would look at the environment of
/// the process and stumbles over `GIT_WORK_TREE` and `GIT_COMMON_DIR`.
struct Discovery {
  /// The Git directory of this work tree, absolute.
  let gitDirectory: String
  /// The Git directory that all work trees share, absolute; usually the same.
  let commonDirectory: String
  /// The directory that holds `.git`, if the repository was found through it.
  let parentOfDotGit: String?
  /// The file `.git` that led to the Git directory, if there was one.
  let gitFile: String?
  /// Whether `GIT_DIR` named the repository.
  let isExplicit: Bool

  /// Finds the repository for an environment and an absolute start directory.
  static func find(environment: [String: String], directory: String) throws(GitError) -> Discovery {
    guard directory.hasPrefix("/") else {
      throw GitError(.other, "start directory '\(directory)' is not absolute")
    }
    guard Files.isDirectory(directory) else {
      throw GitError(.notARepository, "cannot change to '\(directory)': no such directory")
    }
    if let explicit = environment["GIT_DIR"] {
      let path = Paths.join(directory, explicit)
      guard !explicit.isEmpty, let found = try directories(at: path, environment: environment, directory: directory) else {
        throw GitError(.notARepository, "not a git repository: '\(explicit)'", hint: "unset GIT_DIR")
      }
      return Discovery(
        gitDirectory: found.git, commonDirectory: found.common, parentOfDotGit: nil, gitFile: nil, isExplicit: true)
    }
    return try search(environment: environment, directory: directory)
  }

  private static func search(environment: [String: String], directory: String) throws(GitError) -> Discovery {
    guard let start = Files.realPath(directory), let device = Files.status(start)?.device else {
      throw GitError(.notARepository, "cannot change to '\(directory)': no such directory")
    }
    let ceilings = ceilingDirectories(environment)
    let crossesDevices = Configuration.truth(environment["GIT_DISCOVERY_ACROSS_FILESYSTEM"] ?? "") ?? false
    var current = start
    while true {
      let dotGit = Paths.join(current, ".git")
      if let status = Files.status(dotGit), status.kind == .file || status.kind == .directory {
        if let found = try directories(at: dotGit, environment: environment, directory: directory) {
          return Discovery(
            gitDirectory: found.git, commonDirectory: found.common, parentOfDotGit: current,
            gitFile: status.kind == .file ? dotGit : nil, isExplicit: false)
        }
        if status.kind == .file {
          throw GitError(.notARepository, "file '\(dotGit)' does not name a git repository")
        }
      }
      if let found = try directories(at: current, environment: environment, directory: directory) {
        return Discovery(
          gitDirectory: found.git, commonDirectory: found.common, parentOfDotGit: nil, gitFile: nil, isExplicit: false)
      }
      let parent = Paths.parent(current)
      if current == "/" || ceilings.contains(parent) {
        throw GitError(
          .notARepository, "not a git repository (or any of the parent directories): '\(directory)'",
          hint: "change to a repository, or name one with 'git -C <path> contract'")
      }
      if !crossesDevices, Files.status(parent)?.device != device {
        throw GitError(
          .notARepository, "not a git repository (or any parent up to mount point '\(current)'): '\(directory)'",
          hint: "set GIT_DISCOVERY_ACROSS_FILESYSTEM=1 to look beyond it")
      }
      current = parent
    }
  }

  /// `GIT_CEILING_DIRECTORIES`: absolute paths; after an empty one symbolic links are not resolved.
  private static func ceilingDirectories(_ environment: [String: String]) -> Set<String> {
    var result: Set<String> = []
    var resolves = true
    for part in (environment["GIT_CEILING_DIRECTORIES"] ?? "").split(separator: ":", omittingEmptySubsequences: false) {
      if part.isEmpty { resolves = false }
      guard part.hasPrefix("/") else { continue }
      let path = Paths.withoutTrailingSlashes(String(part))
      result.insert(resolves ? Files.realPath(path) ?? path : path)
    }
    return result
  }

  /// The Git directory at a path, which may also be a file `gitdir: <path>`; `nil` if there is none.
  private static func directories(
    at path: String, environment: [String: String], directory: String
  ) throws(GitError) -> (git: String, common: String)? {
    var candidate = path
    if Files.isFile(path) {
      guard let line = try Files.readLine(path), line.hasPrefix("gitdir: ") else { return nil }
      candidate = Paths.join(Paths.parent(path), String(line.dropFirst("gitdir: ".count)))
    }
    guard let git = Files.realPath(candidate), hasHead(git) else { return nil }
    let common = try commonDirectory(of: git, environment: environment, directory: directory)
    let objects = environment["GIT_OBJECT_DIRECTORY"].map { Paths.join(directory, $0) } ?? Paths.join(common, "objects")
    guard Files.isDirectory(objects), Files.isDirectory(Paths.join(common, "refs")) else { return nil }
    return (git, common)
  }

  private static func hasHead(_ directory: String) -> Bool {
    switch Files.status(Paths.join(directory, "HEAD"), followingSymlinks: false)?.kind {
    case .file, .symlink: true
    default: false
    }
  }

  private static func commonDirectory(
    of git: String, environment: [String: String], directory: String
  ) throws(GitError) -> String {
    var common = git
    if let line = try Files.readLine(Paths.join(git, "commondir")) {
      let path = Paths.join(git, line)
      guard let real = Files.realPath(path) else {
        throw GitError(.unreadable, "'\(git)' belongs to a repository at '\(path)', which does not exist", hint: "git worktree repair")
      }
      common = real
    }
    // Git exports this to its children in linked work trees, always with the value that the file gives.
    if let named = environment["GIT_COMMON_DIR"], !named.isEmpty {
      let path = Paths.join(directory, named)
      guard Files.realPath(path) == common else {
        throw GitError(
          .unsupported, "GIT_COMMON_DIR names '\(path)', but the repository's own is '\(common)'", hint: "unset GIT_COMMON_DIR")
      }
    }
    return common
  }
}
