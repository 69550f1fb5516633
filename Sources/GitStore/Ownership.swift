#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Git's guard against repositories of other people (git-config(1), `safe.directory` and `safe.bareRepository`). A repository that `GIT_DIR`
/// names, as in every hook, was checked by whoever set it.
enum Ownership {
  static func validate(_ found: Discovery, environment: [String: String]) throws(GitError) {
    guard !found.isExplicit else { return }
    let isBareLayout = found.parentOfDotGit == nil && !isInsideDotGit(found.gitDirectory)
    let paths = [found.gitFile, found.parentOfDotGit, found.gitDirectory].compactMap { $0 }
    let isOwn = paths.allSatisfy { self.isOwn($0, environment) }
    // The usual case needs no look at the settings.
    if isOwn && !isBareLayout { return }
    // Only settings from outside of the repository may vouch for it.
    let configuration = try ConfigurationLoader.load(environment: environment)
    if isBareLayout, configuration.value("safe.bareRepository") == "explicit" {
      throw GitError(
        .unsafe, "cannot use bare repository '\(found.gitDirectory)': 'safe.bareRepository' is 'explicit'",
        hint: "git --git-dir='\(found.gitDirectory)' contract ...")
    }
    if isOwn { return }
    let directory = found.parentOfDotGit ?? found.gitDirectory
    guard isSafe(directory, configuration, environment) else {
      throw GitError(
        .unsafe, "detected dubious ownership in repository at '\(directory)'",
        hint: "git config --global --add safe.directory '\(directory)'")
    }
  }

  private static func isInsideDotGit(_ path: String) -> Bool {
    path.split(separator: "/").contains(".git")
  }

  /// Whether a path belongs to the user of this process, or, for root under `sudo`, to the one who called it.
  private static func isOwn(_ path: String, _ environment: [String: String]) -> Bool {
    guard let status = Files.status(path, followingSymlinks: false) else { return false }
    let user = UInt32(geteuid())
    if status.owner == user { return true }
    if user == 0, let caller = environment["SUDO_UID"].flatMap({ UInt32($0) }) { return status.owner == caller }
    return false
  }

  private static func isSafe(_ directory: String, _ configuration: Configuration, _ environment: [String: String]) -> Bool {
    var isSafe = false
    for value in configuration.values("safe.directory") {
      var path = value
      if path.isEmpty {
        isSafe = false
        continue
      }
      if path == "*" {
        isSafe = true
        continue
      }
      if path.hasPrefix("~/"), let home = environment["HOME"] { path = Paths.join(home, String(path.dropFirst(2))) }
      if path.hasSuffix("/*") {
        let base = String(path.dropLast(2))
        if Paths.relative(directory, to: Files.realPath(base) ?? base) != nil { isSafe = true }
      } else if path == directory || Files.realPath(path) == directory {
        isSafe = true
      }
    }
    return isSafe
  }
}
