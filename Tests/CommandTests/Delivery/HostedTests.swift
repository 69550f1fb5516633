import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// `notify` in hosted CI: each run is a fresh clone of a remote that runs no hooks of ours.
struct HostedTests {
  private static let cursor = "refs/contracts/notified/heads/main"

  /// The shop as a forge has it, and the place where jobs clone it.
  private final class Forge {
    let origin: Shop
    let remote: TestRepository
    private var count = 0

    init(word: String) throws {
      (origin, _) = try NotifyDeliveryTests.shop(channels: "webhook", word: word)
      remote = try origin.repository.clone("forge.git", bare: true)
      try origin.repository.git("remote", "add", "origin", remote.path)
    }

    func push() throws { try origin.repository.git("push", "--quiet", "origin", "main") }

    /// A job: a fresh clone with a courier of its own.
    func job() throws -> (shop: Shop, courier: FakeCourier) {
      count += 1
      let clone = try remote.clone("job\(count)")
      try clone.git("remote", "set-url", "origin", remote.path)
      let courier = try FakeCourier(in: origin.repository.scratch, name: "courier\(count)")
      try clone.git("config", "contract.courier", courier.program)
      return (Shop(clone), courier)
    }

    func files(of reference: String = cursor) throws -> [String] {
      try remote.git("ls-tree", "-r", "--name-only", reference).split(separator: "\n").map(String.init)
    }
  }

  private static let ci = ["CI": "true"]

  @Test func `the next fresh clone goes on where this one stopped`() throws {
    let forge = try Forge(word: "flaky")
    let (first, _) = try forge.job()
    let start = try first.run("notify", adding: Self.ci)
    #expect(start.status == 0 && start.output.hasPrefix("first run: starting at "), "\(start.output)\(start.errors)")
    #expect(try forge.files() == ["tip"])
    try NotifyDeliveryTests.drop(forge.origin)
    try forge.push()

    let (second, courier) = try forge.job()
    let run = try second.run("notify", "--wait=0", adding: Self.ci)
    #expect(run.status == 1 && run.output.contains("not delivered yet: "), "\(run.output)\(run.errors)")
    let identifier = try #require(try courier.deliveries().first?.id)
    #expect(try forge.files().contains("pending/\(identifier)"))
    #expect(try forge.files().contains { $0.hasPrefix("receipts/") })
    let entry = try #require(OutboxEntry(Array(forge.remote.git("show", "\(Self.cursor):pending/\(identifier)").utf8)))
    #expect(entry.tries == 1 && entry.claimed == nil)
    // A clone that lives on has nothing that it would send beside the others.
    #expect(try second.run("outbox", "list").output == "nothing waits\n")

    // Too early: it waits, and is still there.
    let (third, early) = try forge.job()
    #expect(try third.run("notify", "--wait=0", adding: Self.ci).status == 1)
    #expect(try early.deliveries().isEmpty && forge.files().contains("pending/\(identifier)"))
    // The courier of this one knows nothing of the first attempt, so it fails once more; then it is well.
    let (fourth, later) = try forge.job()
    let waited = try fourth.run("notify", "--wait=10", adding: Self.ci, now: Program.now + 10)
    #expect(try later.deliveries().map(\.id) == [identifier], "\(waited.output)")
    let (fifth, last) = try forge.job()
    try TestFiles.write([], to: last.program + ".log." + identifier)
    let done = try fifth.run("notify", adding: Self.ci, now: Program.now + 2000)
    #expect(done.status == 0 && done.output.contains("delivered: "), "\(done.output)\(done.errors)")
    #expect(try !forge.files().contains { $0.hasPrefix("pending/") })
    let (sixth, none) = try forge.job()
    #expect(try sixth.run("notify", adding: Self.ci, now: Program.now + 3000).output == "nobody has to be told anything\n")
    #expect(try none.deliveries().isEmpty)
  }

  @Test func `dead letters stay known to every clone, and are told`() throws {
    let forge = try Forge(word: "c302")
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 0)
    try NotifyDeliveryTests.drop(forge.origin)
    try forge.push()
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 1)
    let (next, courier) = try forge.job()
    let run = try next.run("notify", adding: Self.ci)
    #expect(run.status == 0 && run.errors.contains("1 message was not delivered"), "\(run.errors)")
    #expect(try next.run("outbox", "list").output.contains("  dead  "))
    #expect(try next.run("outbox", "drop", "--all").status == 0)
    #expect(try next.run("notify", adding: Self.ci).status == 0)
    #expect(try courier.deliveries().isEmpty)
    // Dropped there, so that it is nowhere any more... once that clone has said so.
    #expect(try !forge.files().contains { $0.hasPrefix("dead/") })
  }

  @Test func `a remote that cannot be asked is no first run`() throws {
    let forge = try Forge(word: "ok")
    let (shop, courier) = try forge.job()
    try shop.repository.git("remote", "set-url", "origin", forge.remote.path + "-gone")
    for arguments in [["notify"], ["notify", "--requests"], ["notify", "--catch-up"]] {
      let run = try shop.run(arguments, adding: Self.ci)
      #expect(
        run.status == 128 && run.errors.contains("fatal: cannot tell what was sent already: cannot fetch from 'origin'"), "\(run.errors)")
      #expect(run.output.isEmpty)
    }
    #expect(try shop.repository.tryGit("rev-parse", "--verify", Self.cursor).status != 0)
    #expect(try shop.run("notify", "--local").output.hasPrefix("first run: "))
    #expect(try courier.deliveries().isEmpty)
  }

  @Test func `a remote that does not take the cursor gets nothing sent`() throws {
    let forge = try Forge(word: "ok")
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 0)
    try NotifyDeliveryTests.drop(forge.origin)
    try forge.push()
    try TestFiles.writeScript("#!/bin/sh\necho no >&2; exit 1\n", to: forge.remote.path + "/hooks/pre-receive")
    let (shop, courier) = try forge.job()
    let run = try shop.run("notify", adding: Self.ci)
    #expect(run.status == 128 && run.errors.contains("without it the next run would send everything again"), "\(run.errors)")
    #expect(try courier.deliveries().isEmpty)
    // Nothing is left that would be sent by somebody, and nothing is lost when the remote takes it.
    #expect(try shop.run("outbox", "list").output == "nothing waits\n")
    try FileManager.default.removeItem(atPath: forge.remote.path + "/hooks/pre-receive")
    #expect(try shop.run("notify", adding: Self.ci).status == 0)
    #expect(try courier.deliveries().count == 1)
  }

  @Test func `of two runs at once one sends`() throws {
    let forge = try Forge(word: "ok")
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 0)
    let before = try forge.remote.git("rev-parse", Self.cursor)
    try NotifyDeliveryTests.drop(forge.origin)
    try forge.push()
    let (fast, fastCourier) = try forge.job()
    #expect(try fast.run("notify", adding: Self.ci).status == 0)
    #expect(try fastCourier.deliveries().count == 1)
    let after = try forge.remote.git("rev-parse", Self.cursor)
    // The slow one sees the state of before when it fetches; the fast one is ready when it pushes.
    try forge.remote.git("update-ref", Self.cursor, before)
    try TestFiles.writeScript(
      "#!/bin/sh\n[ -e faster ] || { : > faster; env -u GIT_QUARANTINE_PATH git update-ref \(Self.cursor) \(after); }\n",
      to: forge.remote.path + "/hooks/pre-receive")
    let (slow, slowCourier) = try forge.job()
    let run = try slow.run("notify", adding: Self.ci)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: forge.remote.path + "/faster"))
    #expect(try slowCourier.deliveries().isEmpty)
    #expect(try slow.run("outbox", "list").output == "nothing waits\n")
  }

  @Test func `what another run has in hand is left to it, until it must be dead`() throws {
    let forge = try Forge(word: "ok")
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 0)
    try NotifyDeliveryTests.drop(forge.origin)
    try forge.push()
    // It dies after it has said that it has the message in hand.
    let (dying, _) = try forge.job()
    try dying.repository.git("config", "contract.courier", "/nonexistent/courier")
    try TestFiles.writeScript(
      "#!/bin/sh\nwhile read -r old new ref; do [ ! -e once ] || exit 1; done; : > once\n", to: forge.remote.path + "/hooks/pre-receive")
    _ = try dying.run("notify", "--wait=0", adding: Self.ci)
    try FileManager.default.removeItem(atPath: forge.remote.path + "/hooks/pre-receive")
    #expect(try forge.files().contains { $0.hasPrefix("pending/") })

    let (early, earlyCourier) = try forge.job()
    let waits = try early.run("notify", adding: Self.ci, now: Program.now + 100)
    #expect(waits.status == 0 && waits.output.contains("1 message is in the hands of another run"), "\(waits.output)\(waits.errors)")
    #expect(try earlyCourier.deliveries().isEmpty)
    let (heir, courier) = try forge.job()
    #expect(try heir.run("notify", adding: Self.ci, now: Program.now + 1000).status == 0)
    #expect(try courier.deliveries().map(\.isMarkedDuplicate) == [true])
    #expect(try !forge.files().contains { $0.hasPrefix("pending/") })
  }

  @Test func `what waits goes to nobody but those whom a consumer declares`() throws {
    let forge = try Forge(word: "ok")
    #expect(try forge.job().shop.run("notify", adding: Self.ci).status == 0)
    // Whoever can push the ref puts a message of their own into it.
    let (evil, _) = try forge.job()
    try evil.repository.git("fetch", "--quiet", "origin", "\(Self.cursor):\(Self.cursor)")
    let text = OutboxEntry(PostOffice.parcel("evil1", address: "https://evil.example/ok"), now: 0).json().canonical
    let blob = try evil.repository.git("hash-object", "-w", "--stdin", input: text)
    let index = ["GIT_INDEX_FILE": evil.path + "/.git/other-index"]
    try evil.repository.git("read-tree", Self.cursor, adding: index)
    try evil.repository.git("update-index", "--add", "--cacheinfo", "100644,\(blob),pending/evil1", adding: index)
    let tree = try evil.repository.git("write-tree", adding: index)
    let commit = try evil.repository.git("commit-tree", tree, "-p", Self.cursor, "-m", "evil")
    try evil.repository.git("push", "--quiet", "origin", "\(commit):\(Self.cursor)")
    let (shop, courier) = try forge.job()
    let run = try shop.run("notify", adding: Self.ci)
    #expect(try courier.deliveries().isEmpty, "\(run.output)\(run.errors)")
    #expect(try shop.run("outbox", "list").output.contains("no consumer declares this address any more"))
  }

  @Test func `requests share their cursor too`() throws {
    let forge = try Forge(word: "ok")
    try forge.origin.repository.commit(
      [
        "CODEOWNERS": "* ann@shop.example\n",
        ".contracts/policy.yaml": "version: 1\nownership: enforce\n",
      ], "Enforce\n", by: Shop.ann)
    try forge.push()
    try forge.origin.repository.git("checkout", "--quiet", "-b", "change")
    try forge.origin.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "2.0.0", columns: [Shop.orderID])], "Drop\n", by: TestPerson("Ben", "ben@shop.example")
    )
    try forge.origin.repository.git("push", "--quiet", "origin", "change")
    func ask() throws -> Answer {
      let (shop, _) = try forge.job()
      return try shop.run("notify", "--requests", "main", adding: Self.ci)
    }
    let first = try ask()
    #expect(first.status == 0 && first.output.contains("request written to 'ann@shop.example'"), "\(first.output)\(first.errors)")
    #expect(try forge.files(of: "refs/contracts/notified/requests").contains { $0.hasPrefix("receipts/") })
    #expect(try ask().output == "nobody has to be asked anything new\n")
  }
}
