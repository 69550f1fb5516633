import ContractTestSupport
import Testing

/// `git diff` and `git log` that show contracts by their meaning, through real Git.
struct DiffDriverTests {
  /// A clone in which the driver is set up as its help says.
  private func company(_ more: [String: String] = [:]) throws -> Company {
    let contracts = [
      "contracts/orders.odcs.yaml": Company.orders(), "contracts/notes.odcs.yaml": "notes: none\n",
      ".gitattributes": "*.odcs.yaml diff=contract\n",
    ]
    let company = try Company(contracts: contracts.merging(more) { $1 })
    try company.developer.git("config", "diff.contract.command", "git-contract diff-driver")
    return company
  }

  private let dropped = Company.orders(columns: [Company.orderID, Company.email])

  @Test func `git diff and git log say what changed and what it costs`() throws {
    let company = try company()
    try company.developer.write(dropped, to: "contracts/orders.odcs.yaml")
    let diff = try company.developer.tryGit("diff")
    #expect(diff.status == 0 && diff.errors.isEmpty, "\(diff.errors)")
    #expect(diff.output.hasPrefix("orders "), "\(diff.output)")
    #expect(diff.output.contains("(contracts/orders.odcs.yaml): breaking") && diff.output.contains("property 'amount' was removed"))
    #expect(!diff.output.contains("@@"))
    #expect(try company.developer.tryGit("diff", "--no-ext-diff").output.contains("@@"))
    // From below the top, too: Git starts its drivers there.
    #expect(try company.developer.tryGit("diff", in: company.developer.path + "/contracts").output == diff.output)
    try company.commit("Drop amount", by: Company.ann)
    let log = try company.developer.tryGit("log", "-p", "--ext-diff", "-1")
    #expect(log.status == 0)
    #expect(log.output.contains("    Drop amount\n\norders ") && log.output.contains("property 'amount' was removed"), "\(log.output)")
    #expect(try company.server.tryGit("log", "-p", "--ext-diff").status == 0)
  }

  @Test func `contracts that begin, end, move or only change their words`() throws {
    let company = try company()
    try company.developer.write(Company.orders().replacing("orders", with: "parcels"), to: "contracts/parcels.odcs.yaml")
    try company.developer.git("mv", "contracts/orders.odcs.yaml", "contracts/moved.odcs.yaml")
    try company.developer.write(Company.orders() + "# a word\n", to: "contracts/moved.odcs.yaml")
    try company.commit("More", by: Company.ann)
    let log = try company.developer.tryGit("log", "-p", "--ext-diff", "-M", "-1").output
    #expect(
      log.contains("renamed from contracts/orders.odcs.yaml\n") && log.contains("(contracts/moved.odcs.yaml): no change of meaning"),
      "\(log)")
    #expect(log.contains("contract 'parcels' is new") || log.contains(", new (contracts/parcels.odcs.yaml)"), "\(log)")
    try company.developer.remove("contracts/parcels.odcs.yaml")
    #expect(try company.developer.tryGit("diff").output.contains(", deleted (contracts/parcels.odcs.yaml)"))
  }

  @Test func `what is no contract, or cannot be read as one, is compared line by line`() throws {
    let company = try company()
    try company.developer.write("notes: many\n", to: "contracts/notes.odcs.yaml")
    try company.developer.write("kind: DataContract\nid: [\n", to: "contracts/orders.odcs.yaml")
    let diff = try company.developer.tryGit("diff")
    #expect(diff.status == 0 && diff.errors.isEmpty, "\(diff.errors)")
    #expect(
      diff.output.contains("--- a/contracts/notes.odcs.yaml\n+++ b/contracts/notes.odcs.yaml\n@@ -1 +1 @@\n-notes: none\n+notes: many\n\n"))
    #expect(diff.output.contains("+id: [\n"))
    #expect(!diff.output.hasSuffix("\n\n"))
  }

  @Test func `nothing that it meets ends Git`() throws {
    let company = try company([".contracts/policy.yaml": "nonsense: true\n"])
    try company.developer.write(dropped, to: "contracts/orders.odcs.yaml")
    let diff = try company.developer.tryGit("diff")
    #expect(diff.status == 0)
    #expect(diff.output.contains("property 'amount' was removed"))
    #expect(
      diff.errors.contains("warning: judged without the policy of HEAD: .contracts/policy.yaml:1:1: unknown key 'nonsense'"),
      "\(diff.errors)")
    // A conflict: Git names the path alone.
    try company.developer.git("checkout", "--quiet", "-b", "other")
    try company.commit("Drop amount", by: Company.ann)
    try company.developer.git("checkout", "--quiet", "main")
    try company.developer.write(Company.orders(columns: [Company.orderID]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop more", by: Company.ann)
    #expect(try company.developer.tryGit("merge", "--quiet", "other").status != 0)
    let unmerged = try company.developer.tryGit("diff", "--cached")
    #expect(unmerged.status == 0)
    #expect(unmerged.output.contains("* Unmerged path contracts/orders.odcs.yaml\n"), "\(unmerged.output)")
  }

  @Test func `by hand it wants what Git gives, and a file that is gone is told`() throws {
    let company = try company()
    #expect(try company.contract("diff-driver", "a", "b").status == 129)
    let gone = try company.contract("diff-driver", "-x", "nowhere", "1", "100644", "/dev/null", "2", ".")
    #expect(gone.status == 0)
    #expect(gone.errors == "warning: cannot show '-x': cannot read 'nowhere': no such file\n")
    #expect(try company.contract("diff-driver", "-h").output.contains("diff.contract.command"))
  }

  @Test func `colour follows Git's pager`() throws {
    let company = try company()
    try company.developer.write(dropped, to: "contracts/orders.odcs.yaml")
    try company.developer.write("notes: many\n", to: "contracts/notes.odcs.yaml")
    let paged = ["GIT_PAGER_IN_USE": "true", "TERM": "xterm"]
    let painted = try company.developer.tryGit("diff", adding: paged).output
    #expect(painted.contains("\u{1B}[32m+notes: many\u{1B}[m\n") && painted.contains("\u{1B}[31mbreaking"))
    #expect(
      try company.developer.tryGit("diff", adding: paged).output.replacing(/\u{1B}\[[0-9]*m/, with: "")
        == company.developer.tryGit("diff").output)
    try company.developer.git("config", "color.pager", "false")
    #expect(try !company.developer.tryGit("diff", adding: paged).output.contains("\u{1B}"))
  }
}
