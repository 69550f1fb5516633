/// Reads the settings that hold for an environment and a repository, in Git's order: system, global, repository, work tree, command line.
///
/// Follows `GIT_CONFIG_NOSYSTEM`, `GIT_CONFIG_SYSTEM`, `GIT_CONFIG_GLOBAL`, `HOME`, `XDG_CONFIG_HOME`, `include` and `includeIf`
/// (`gitdir`, `gitdir/i`, `onbranch`; the condition `hasconfig` never holds, and `~user/` is not expanded).
struct ConfigurationLoader {
  /// Git itself stops there, too.
  static let greatestIncludeDepth = 10

  let environment: [String: String]
  let gitDirectory: String?
  let commonDirectory: String?
  private var entries: [Configuration.Entry] = []

  init(environment: [String: String], gitDirectory: String? = nil, commonDirectory: String? = nil) {
    self.environment = environment
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
  }

  /// Everything that holds. Without a repository: system, global and command line, which is what may decide about opening one.
  static func load(
    environment: [String: String], gitDirectory: String? = nil, commonDirectory: String? = nil
  ) throws(GitError) -> Configuration {
    var loader = ConfigurationLoader(environment: environment, gitDirectory: gitDirectory, commonDirectory: commonDirectory)
    try loader.loadAll()
    return Configuration(entries: loader.entries)
  }

  private mutating func loadAll() throws(GitError) {
    if let system = systemFile { try load(system, scope: .system) }
    for file in globalFiles { try load(file, scope: .global) }
    if let commonDirectory, let gitDirectory {
      let mark = entries.count
      try load(Paths.join(commonDirectory, "config"), scope: .local)
      let local = Configuration(entries: Array(entries[mark...]))
      if try local.bool("extensions.worktreeConfig") ?? false {
        try load(Paths.join(gitDirectory, "config.worktree"), scope: .workTree)
      }
    }
    for item in try ConfigurationParameters.items(environment: environment) {
      entries.append(Configuration.Entry(key: item.key, value: item.value, scope: .command))
    }
  }

  /// The system's file. Its place is Git's default; a Git that was built with another prefix keeps it elsewhere, and says so with
  /// `GIT_CONFIG_SYSTEM`.
  private var systemFile: String? {
    if Configuration.truth(environment["GIT_CONFIG_NOSYSTEM"] ?? "") ?? true { return nil }
    if let file = environment["GIT_CONFIG_SYSTEM"] { return file.isEmpty ? nil : file }
    #if canImport(Darwin)
      let candidates = ["/opt/homebrew/etc/gitconfig", "/usr/local/etc/gitconfig", "/etc/gitconfig"]
      return candidates.first { Files.isFile($0) }
    #else
      return "/etc/gitconfig"
    #endif
  }

  private var globalFiles: [String] {
    if let file = environment["GIT_CONFIG_GLOBAL"] { return file.isEmpty ? [] : [file] }
    var files: [String] = []
    if let directory = Self.userDirectory(environment) { files.append(Paths.join(directory, "config")) }
    if let home = environment["HOME"], !home.isEmpty { files.append(Paths.join(home, ".gitconfig")) }
    return files
  }

  /// `$XDG_CONFIG_HOME/git`, by default `~/.config/git`.
  static func userDirectory(_ environment: [String: String]) -> String? {
    if let directory = environment["XDG_CONFIG_HOME"], !directory.isEmpty { return Paths.join(directory, "git") }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return Paths.join(home, ".config/git")
  }

  private mutating func load(_ path: String, scope: Configuration.Scope, depth: Int = 0) throws(GitError) {
    guard depth <= Self.greatestIncludeDepth else {
      throw GitError(.unreadable, "too many nested includes of configuration files at '\(path)'")
    }
    guard let bytes = try Files.read(path) else { return }
    for item in try ConfigurationFile.items(of: bytes, name: path) {
      entries.append(Configuration.Entry(key: item.key, value: item.value, scope: scope))
      guard let included = try includedPath(item, in: path) else { continue }
      try load(included, scope: scope, depth: depth + 1)
    }
  }

  /// The file that an `include.path` or an `includeIf` whose condition holds names.
  private func includedPath(_ item: ConfigurationFile.Item, in file: String) throws(GitError) -> String? {
    guard let value = item.value, !value.isEmpty else { return nil }
    if item.key != "include.path" {
      let start = "includeif."
      let end = ".path"
      guard item.key.hasPrefix(start), item.key.hasSuffix(end), item.key.count > start.count + end.count else { return nil }
      guard try holds(String(item.key.dropFirst(start.count).dropLast(end.count)), in: file) else { return nil }
    }
    return expanded(value).map { Paths.join(Paths.parent(file), $0) }
  }

  /// `~/x` below HOME; `nil` where that is not known.
  private func expanded(_ path: String) -> String? {
    guard path.hasPrefix("~") else { return path }
    guard path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty else { return nil }
    return Paths.join(home, String(path.dropFirst(2)))
  }

  private func holds(_ condition: String, in file: String) throws(GitError) -> Bool {
    if condition.hasPrefix("gitdir:") {
      return holdsForDirectory(String(condition.dropFirst("gitdir:".count)), ignoringCase: false, in: file)
    }
    if condition.hasPrefix("gitdir/i:") {
      return holdsForDirectory(String(condition.dropFirst("gitdir/i:".count)), ignoringCase: true, in: file)
    }
    if condition.hasPrefix("onbranch:") {
      guard let gitDirectory, let head = try Files.readLine(Paths.join(gitDirectory, "HEAD")) else { return false }
      let start = "ref: refs/heads/"
      guard head.hasPrefix(start) else { return false }
      var pattern = String(condition.dropFirst("onbranch:".count))
      if pattern.hasSuffix("/") { pattern += "**" }
      return Wildmatch.matches(String(head.dropFirst(start.count)), pattern: pattern)
    }
    return false
  }

  private func holdsForDirectory(_ text: String, ignoringCase: Bool, in file: String) -> Bool {
    guard let gitDirectory else { return false }
    var pattern = text
    if pattern.hasPrefix("~/") {
      guard let home = expanded(pattern) else { return false }
      pattern = home
    } else if pattern.hasPrefix("./") {
      pattern = Paths.join(Paths.parent(file), String(pattern.dropFirst(2)))
    } else if !pattern.hasPrefix("/") {
      pattern = "**/" + pattern
    }
    if pattern.hasSuffix("/") { pattern += "**" }
    let candidates = [gitDirectory, Files.realPath(gitDirectory) ?? gitDirectory]
    return candidates.contains { Wildmatch.matches($0, pattern: pattern, ignoringCase: ignoringCase) }
  }
}
