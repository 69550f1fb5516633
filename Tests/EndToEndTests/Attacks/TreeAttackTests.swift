import ContractTestSupport
import Testing

/// Objects and names that programs take for different things: Git, libgit2, a file system, a YAML reader, a terminal.
struct TreeAttackTests {
  private static let path = GateTests.path
  private static let dropped = Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email])

  @Test(arguments: ["..", ".", ".git", ".GIT", "git~1", ".git ", ".g\u{200C}it"])
  func `names of Git's own do not come in by any branch`(name: String) throws {
    let company = try Company()
    let repository = company.developer
    let blob = try repository.git("rev-parse", "HEAD:README")
    let script = """
      id=$(printf %s "$2" | sed 's/../\\\\x&/g')
      { printf '100644 %s\\0' "$1"; printf '%b' "$id"; } | git hash-object -t tree -w --stdin --literally
      """
    func tree(_ name: String) throws -> String {
      let output = try repository.environment.run("bash", ["-c", script, "tree", name, blob], in: repository.path)
      guard output.status == 0 else { throw TestFailure(output.errors) }
      return output.line
    }
    let odd = try repository.git("commit-tree", tree(name), "-p", "HEAD", "-m", "Odd")
    try company.attack(["\(odd):refs/heads/odd"], says: ["[tree-malformed]"])
    let plain = try repository.git("commit-tree", tree(".gitignore"), "-p", "HEAD", "-m", "Plain")
    passed(try company.push("\(plain):refs/heads/plain"))
  }

  @Test(arguments: ["contr\u{200B}acts", "c\u{43E}ntracts", "Contracts", "contracts "])
  func `zero-width and look-alike letters make another path, which has owners of its own`(folder: String) throws {
    let company = try Company()
    let away = folder + "/orders.odcs.yaml"
    try company.developer.write("", to: folder + "/keep")
    try company.developer.git("mv", Self.path, away)
    try company.developer.write(Company.orders(version: "1.4.3"), to: away)
    // Whoever owns the place that it leaves is asked, and whoever answers for the place that looks like it.
    try company.commit("Tidy up", by: Company.ben)
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "ann@acme.example", "cat@acme.example"])
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Tidy up\n\nApproved-by: Ann <ann@acme.example>")
    try company.attack(["main"], says: ["[owner-sign-off-missing]", "cat@acme.example"])
    try company.developer.git(
      "commit", "--quiet", "--amend", "--message", "Tidy up\n\nApproved-by: Ann <ann@acme.example>\nApproved-by: Cat <cat@acme.example>")
    passed(try company.push("main"))
  }

  @Test(arguments: ["\"or\\ders\".yaml", "or\tde\nrs.yaml", "or\u{1B}[31mders\u{1B}[0m.yaml", "\u{202E}sredro.yaml", "ördérs.yaml"])
  func `paths that Git would quote are judged and told in full`(name: String) throws {
    let path = "contracts/" + name
    let company = try Company(contracts: [path: Company.orders()])
    try company.developer.write(Self.dropped, to: path)
    try company.commit("Drop amount", by: Company.ben)
    try company.attack(
      ["main"], says: ["property 'amount' was removed", "[owner-sign-off-missing]", ".yaml"])
    let push = try company.push("main")
    for scalar in push.errors.unicodeScalars {
      let isHarmless =
        scalar == "\n" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x202A...0x202E).contains(scalar.value)
      #expect(isHarmless, "U+\(String(scalar.value, radix: 16)) in \(push.errors.debugDescription)")
    }
    try company.developer.git("commit", "--quiet", "--amend", "--message", "Drop amount\n\nApproved-by: Ann <ann@acme.example>")
    passed(try company.push("main"))
  }

  @Test func `filters that make the work tree lie deceive nobody`() throws {
    let company = try Company()
    try company.developer.git("contract", "hooks", "install")
    // In the work tree stands what was agreed, and what is committed is what the filter says.
    try company.developer.write(Self.dropped, to: "../dropped.yaml")
    try company.developer.git("config", "filter.lie.clean", "cat '\(company.scratch.path)/dropped.yaml'")
    try company.developer.git("config", "filter.lie.smudge", "git show main~1:\(Self.path)")
    try company.developer.write("*.odcs.yaml filter=lie ident\n", to: ".gitattributes")
    try company.developer.write(Company.orders() + "\n", to: Self.path)
    let commit = try company.developer.tryCommit([:], "Tidy up\n", by: Company.ben)
    #expect(commit.errors.contains("property 'amount' was removed"), "\(commit.errors)")
    #expect(try company.developer.read(Self.path).contains("amount"))
    try company.developer.git("contract", "hooks", "uninstall")
    try company.attack(["HEAD:main"], says: ["property 'amount' was removed", "[owner-sign-off-missing]"])
    // Attributes alone are no contract's change.
    try company.developer.git("rm", "--quiet", "--cached", Self.path)
    try company.startOver()
    try company.developer.write("*.odcs.yaml filter=lie\n", to: ".gitattributes")
    try company.developer.git("config", "filter.lie.clean", "cat")
    try company.commit("Attributes", by: Company.ben)
    passed(try company.push("main"))
  }

  @Test(arguments: [
    ("x: " + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "\n", "nested deeper"),
    ("\"version\": 2.0.0\n", "key 'version' stands here again"), ("? version\n: 2.0.0\n", "key 'version' stands here again"),
    ("!!str version: 2.0.0\n", "key 'version' stands here again"), ("x: a\0b\n", "a control character (U+0000)"),
    ("...\n---\nversion: 2.0.0\n", "a second document"),
  ])
  func `deep nesting, merge keys and other tricks of YAML`(tail: String, words: String) throws {
    let company = try Company()
    try company.developer.write(GateTests.grown + tail, to: Self.path)
    try company.commit("Add phone", by: Company.ann)
    try company.attack(["main"], says: ["[unparsable]", words])
    // What a merge key brings in is a property like any other.
    try company.startOver()
    let columns = [Company.orderID, Company.amount, "&email {name: email, logicalType: string, physicalType: VARCHAR(320)}"]
    for (version, passes) in [("1.4.2", false), ("1.5.0", true)] {
      try company.developer.write(Company.orders(version: version, columns: columns + ["{<<: *email, name: phone}"]), to: Self.path)
      try company.commit("Add phone", by: Company.ann)
      let push = try company.push("main")
      if passes { passed(push) } else { refused(push, "property 'phone' was added", "[version-not-bumped]") }
    }
  }

  @Test func `trees made to exhaust time are refused`() throws {
    let company = try Company()
    let repository = company.developer
    let blob = try repository.git("rev-parse", "HEAD:README")
    func tree(levels: Int) throws -> String {
      var inner = try repository.git("mktree", input: "100644 blob \(blob)\tx.yaml\n")
      for _ in 0..<levels { inner = try repository.git("mktree", input: (0..<10).map { "040000 tree \(inner)\t\($0)\n" }.joined()) }
      let top = try repository.git("ls-tree", "HEAD")
      return try repository.git("mktree", input: top + "\n040000 tree \(inner)\tmany\n")
    }
    let bomb = try repository.git("commit-tree", tree(levels: 10), "-p", "HEAD", "-m", "Many")
    for branch in ["main", "feature"] {
      try company.attack(["\(bomb):refs/heads/\(branch)"], says: ["[tree-malformed]", "directories are changed at once"])
    }
    passed(try company.push("\(repository.git("commit-tree", tree(levels: 2), "-p", "HEAD", "-m", "Some")):main"))
  }
}
