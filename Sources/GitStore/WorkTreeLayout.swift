/// Where the work tree is, by the rules of git(1) and git-config(1) (`GIT_WORK_TREE`, `core.worktree`, `core.bare`).
struct WorkTreeLayout {
  let workTree: String?
  let isBare: Bool
  let prefix: String

  init(
    found: Discovery, configuration: Configuration, environment: [String: String], directory: String
  ) throws(GitError) {
    let isBareSetting = try configuration.bool("core.bare")
    let path: String?
    if let named = environment["GIT_WORK_TREE"], !named.isEmpty {
      path = Paths.join(directory, named)
    } else if isBareSetting == true, found.gitFile == nil {
      path = nil
    } else if let named = configuration.value("core.worktree"), !named.isEmpty {
      path = Paths.join(found.gitDirectory, named)
    } else if found.isExplicit {
      let isImplicit = Configuration.truth(environment["GIT_IMPLICIT_WORK_TREE"] ?? "true") ?? true
      path = isImplicit ? directory : nil
    } else {
      path = found.parentOfDotGit
    }
    guard let path, let real = Files.realPath(path) else {
      if let path { throw GitError(.unreadable, "work tree '\(path)' does not exist") }
      workTree = nil
      isBare = isBareSetting ?? (found.parentOfDotGit == nil)
      prefix = ""
      return
    }
    isBare = false
    // Hooks of a push run in the Git directory, with GIT_DIR=.: it is not a work tree, although Git would take it for one.
    if Paths.relative(real, to: found.gitDirectory) != nil || Paths.relative(real, to: found.commonDirectory) != nil {
      workTree = nil
      prefix = ""
      return
    }
    workTree = real
    let inside = Files.realPath(directory).flatMap { Paths.relative($0, to: real) } ?? ""
    prefix = inside.isEmpty || inside.utf8.starts(with: ".git/".utf8) || inside == ".git" ? "" : inside + "/"
  }
}
