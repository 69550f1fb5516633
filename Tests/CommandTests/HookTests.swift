import ContractTestSupport
import Foundation
import Testing

/// `hook EVENT` as Git starts it.
struct HookTests {
  @Test(arguments: [
    ("Contract-Acknowledge: 0123456789abcdef agreed with finance", 0),
    ("Contract-Acknowledge: 0123456789abcdef", 1),
    ("Contract-Acknowledge:", 1),
    ("Contract-Acknowlege: 0123456789abcdef typo", 1),
    ("Contract-Migration: read phone instead", 0),
    ("Contract-Migration:   ", 1),
    ("Contract-Unheard: x", 1),
    ("Signed-off-by: Ann <ann@shop.example>", 0),
    ("contract-acknowledge: property-widened it was measured", 0),
  ])
  func `commit-msg refuses malformed trailers of ours only`(trailer: String, status: Int32) throws {
    let shop = try Shop()
    try shop.repository.write("Change\n\nBody.\n\n\(trailer)\n", to: ".git/COMMIT_EDITMSG")
    let answer = try shop.run("hook", "commit-msg", ".git/COMMIT_EDITMSG")
    #expect(answer.status == status, "\(trailer): \(answer.errors)")
    #expect(answer.output.isEmpty)
    if status != 0 {
      #expect(answer.errors.hasPrefix("error: line 5: '"), "\(answer.errors)")
      #expect(answer.errors.contains("hint: the message is kept in '.git/COMMIT_EDITMSG'"))
    }
  }

  @Test func `commit-msg looks at the message, not at comments and what is cut off`() throws {
    let shop = try Shop()
    try shop.repository.write(
      """
      Change

      Signed-off-by: Ann <ann@shop.example>
      # Contract-Unheard: a comment
      # ------------------------ >8 ------------------------
      # Do not modify or remove the line above.
      diff --git a/x b/x
      +Contract-Unheard: in the diff

      """, to: "MSG")
    let answer = try shop.run("hook", "commit-msg", "MSG")
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(try shop.run("hook", "commit-msg").status == 129)
  }

  /// An index of its own beside the real one, as `git commit FILE` makes it.
  @Test func `pre-commit judges the index that Git names, not the work tree`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "r")])
    // The real index holds a bad change of orders; the temporary one only a good one of refunds.
    try shop.repository.write(Shop.orders(columns: [Shop.orderID]), to: "contracts/orders.yaml")
    try shop.repository.git("add", "contracts/orders.yaml")
    try shop.repository.write(
      Shop.orders(version: "1.5.0", name: "refunds", identifier: "r", columns: [Shop.orderID, Shop.email, Shop.phone]),
      to: "contracts/refunds.yaml")
    let other = ["GIT_INDEX_FILE": ".git/next-index-1.lock"]
    try shop.repository.git("read-tree", "HEAD", adding: other)
    try shop.repository.git("add", "contracts/refunds.yaml", adding: other)
    let named = try shop.run("hook", "pre-commit", adding: other)
    #expect(named.status == 0, "\(named.errors)")
    #expect(named.errors.contains("refunds 1.4.2 -> 1.5.0") && !named.errors.contains("orders 1.4.2"), "\(named.errors)")
    let own = try shop.run("hook", "pre-commit")
    #expect(own.status == 1 && own.errors.contains("git contract bump --staged orders"), "\(own.errors)")
    // The way out writes the index that is asked about.
    #expect(try shop.run("bump", "--staged", "orders").status == 0)
    #expect(try shop.run("hook", "pre-commit").status == 0)
  }

  @Test func `a work tree that is worse than the index does not matter to a commit`() throws {
    let shop = try Shop()
    try shop.repository.write(Shop.broken, to: "contracts/orders.yaml")
    #expect(try shop.run("hook", "pre-commit").status == 0)
    try shop.repository.git("add", "--all")
    try shop.repository.git("checkout", "--quiet", "HEAD", "--", ".")
    try shop.repository.write(Shop.broken, to: "contracts/new.yaml")
    try shop.repository.git("add", "--intent-to-add", "contracts/new.yaml")
    let intent = try shop.run("hook", "pre-commit")
    #expect(intent.status == 0 && intent.errors.isEmpty, "\(intent.errors)")
    #expect(try shop.run("check", "--staged").output.isEmpty)
    #expect(try shop.run("diff", "--staged").output.isEmpty)
    try shop.repository.git("add", "contracts/new.yaml")
    #expect(try shop.run("hook", "pre-commit").status == 1)
  }

  @Test func `while a merge is made only what the merge itself changes is judged`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "r")])
    try shop.repository.git("checkout", "--quiet", "-b", "side")
    // Done badly on the side, which was judged where it happened.
    try shop.repository.commit(["contracts/orders.yaml": Shop.orders(columns: [Shop.orderID])], "Drop email\n")
    let side = try shop.repository.git("rev-parse", "HEAD")
    try shop.repository.git("checkout", "--quiet", "main")
    try shop.repository.commit(["README": "x"], "Read me\n")
    try shop.repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    #expect(FileManager.default.fileExists(atPath: shop.path + "/.git/MERGE_HEAD"))
    let merge = try shop.run("hook", "pre-commit")
    #expect(merge.status == 0, "\(merge.errors)")
    // What the merge adds by itself is asked about.
    try shop.repository.write(Shop.orders(name: "refunds", identifier: "r", columns: [Shop.orderID]), to: "contracts/refunds.yaml")
    try shop.repository.git("add", "--all")
    let evil = try shop.run("hook", "pre-commit")
    #expect(
      evil.status == 1 && evil.errors.contains("refunds") && !evil.errors.contains("orders 1.4.2 (contracts/orders"), "\(evil.errors)")
    // pre-merge-commit knows the other head by its variable only.
    try shop.repository.git("checkout", "--quiet", "HEAD", "--", "contracts/refunds.yaml")
    try FileManager.default.removeItem(atPath: shop.path + "/.git/MERGE_HEAD")
    let early = try shop.run("hook", "pre-merge-commit", adding: ["GITHEAD_" + side: "side"])
    #expect(early.status == 0, "\(early.errors)")
  }

  @Test func `pre-push judges protected branches as the server will, and warns about others`() throws {
    let shop = try Shop()
    let zero = String(repeating: "0", count: 40)
    let old = try shop.repository.git("rev-parse", "HEAD")
    let new = try shop.repository.commit(["contracts/orders.yaml": Shop.orders(columns: [Shop.orderID])], "Drop email\n")
    let main = try shop.run("hook", "pre-push", "origin", "url", input: "refs/heads/main \(new) refs/heads/main \(old)\n")
    #expect(main.status == 1 && main.errors.contains("error: ") && main.output.isEmpty, "\(main.errors)")
    let branch = try shop.run("hook", "pre-push", "origin", "url", input: "refs/heads/x \(new) refs/heads/x \(zero)\n")
    #expect(branch.status == 0, "\(branch.errors)")
    #expect(branch.errors.contains("warning: "), "\(branch.errors)")
    let deletion = try shop.run("hook", "pre-push", "origin", "url", input: "(delete) \(zero) refs/heads/x \(old)\n")
    #expect(deletion.status == 0 && deletion.errors.isEmpty, "\(deletion.errors)")
    #expect(try shop.run("hook", "pre-push", "origin", "url", input: "").status == 0)
    let malformed = try shop.run("hook", "pre-push", "origin", "url", input: "nonsense\n")
    #expect(malformed.status == 128 && malformed.errors.contains("'nonsense'"))
  }

  @Test func `nobody pushes what a server with a work tree believes to have fetched`() throws {
    let shop = try Shop()
    let tip = try shop.repository.git("rev-parse", "HEAD")
    let zero = String(repeating: "0", count: 40)
    for name in ["log", "signoffs"] {
      let answer = try shop.run("hook", "pre-receive", input: "\(zero) \(tip) refs/contracts/remotes/origin/\(name)\n")
      #expect(answer.status == 1 && answer.errors.contains("is written by the server alone"), "\(answer.errors)")
    }
  }

  @Test func `pre-receive and update decide alike`() throws {
    let shop = try Shop()
    let old = try shop.repository.git("rev-parse", "HEAD")
    let new = try shop.repository.commit(["contracts/orders.yaml": Shop.orders(columns: [Shop.orderID])], "Drop email\n")
    try shop.repository.git("reset", "--quiet", "--hard", old)
    let receive = try shop.run("hook", "pre-receive", input: "\(old) \(new) refs/heads/main\n")
    let update = try shop.run("hook", "update", "refs/heads/main", old, new)
    #expect(receive.status == 1 && update.status == 1)
    #expect(receive.errors == update.errors)
    try shop.repository.git("branch", "topic", old)
    #expect(try shop.run("hook", "pre-receive", input: "\(old) \(new) refs/heads/topic\n").status == 0)
    // The old side is what the pusher says; the branch itself stands elsewhere.
    #expect(try shop.run("hook", "pre-receive", input: "\(new) \(old) refs/heads/topic\n").status == 1)
    #expect(try shop.run("hook", "update", "refs/heads/main", old).status == 129)
    // An object that is not there was not looked at.
    let missing = try shop.run("hook", "pre-receive", input: "\(old) \(String(repeating: "1", count: 40)) refs/heads/main\n")
    #expect(missing.status == 128, "\(missing.errors)")
  }
}
