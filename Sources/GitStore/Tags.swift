extension Repository {
  /// Makes an annotated tag by `git` itself, which signs it where the user's configuration or `signs` says so.
  ///
  /// - Throws: `GitError` where it exists already, or cannot be signed.
  package func createTag(_ name: String, at commit: ObjectID, message: String, signs: Bool = false) throws(GitError) {
    let short = name.hasPrefix("refs/tags/") ? String(name.dropFirst("refs/tags/".count)) : name
    // `--annotate` would overrule the user's wish that tags are signed; a message makes an annotated tag without it.
    _ = try requireGit(
      ["tag"] + (signs ? ["--sign"] : []) + ["--file=-", "--cleanup=verbatim", "--", short, commit.hex], "cannot make the tag '\(short)'",
      input: Array(message.utf8))
    let isSigned = try configuration.bool("tag.gpgSign") ?? false
    guard signs || isSigned else { return }
    // Where an SSH key cannot be read, Git (2.39) complains and makes the tag without a signature.
    let text = String(decoding: try requireGit(["cat-file", "tag", short], "cannot read the tag '\(short)'"), as: UTF8.self)
    guard !text.contains("\n-----BEGIN ") else { return }
    _ = try requireGit(["tag", "--delete", "--", short], "cannot take back the tag '\(short)'")
    throw GitError(.other, "cannot make the tag '\(short)': Git did not sign it", hint: "git config user.signingKey names the key")
  }
}
