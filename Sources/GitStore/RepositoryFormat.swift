/// The form of a repository as its own configuration file states it, looked at before libgit2 sees the repository, so that the error says
/// what is the matter.
enum RepositoryFormat {
  /// Refuses what cannot be read rightly (git's Documentation/technical/repository-version.txt).
  static func validate(commonDirectory: String) throws(GitError) {
    let path = Paths.join(commonDirectory, "config")
    guard let bytes = try Files.read(path) else { return }
    let items = try ConfigurationFile.items(of: bytes, name: path)
    let configuration = Configuration(
      entries: items.map { Configuration.Entry(key: $0.key, value: $0.value, scope: .local) })
    let version = try configuration.integer("core.repositoryformatversion") ?? 0
    guard version <= 1 else {
      throw GitError(.unsupported, "repository '\(commonDirectory)' has format version \(version); known are 0 and 1")
    }
    for entry in configuration.all(under: "extensions") {
      let name = String(entry.key.dropFirst("extensions.".count))
      // Version 0 knows no extensions but a few of old, which harm nobody; the form of objects and references is never left to chance.
      guard version == 1 || name == "objectformat" || name == "refstorage" else { continue }
      try validate(name, entry.value ?? "", commonDirectory)
    }
  }

  private static func validate(_ name: String, _ value: String, _ directory: String) throws(GitError) {
    switch name.lowercased() {
    case "objectformat":
      guard value.lowercased() != "sha1" else { return }
      throw GitError(
        .unsupported, "repository '\(directory)' names its objects by '\(value)'; only 'sha1' can be read",
        hint: "git init --object-format=sha1")
    case "refstorage":
      guard value.lowercased() != "files" else { return }
      throw GitError(
        .unsupported, "repository '\(directory)' keeps its references as '\(value)'; only 'files' can be read",
        hint: "git refs migrate --ref-format=files")
    case let known where Library.extensions.contains(known) || known == "noop": return
    default:
      throw GitError(.unsupported, "repository '\(directory)' uses the unknown extension '\(name)'")
    }
  }
}
