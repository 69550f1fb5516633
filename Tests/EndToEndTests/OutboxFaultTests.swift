import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// The worker and `notify` end in the middle of everything they do; disks are full, directories cannot be written. After the next run every
/// message has arrived, none with two ids, and whatever came twice said so.
@Suite(.serialized) struct OutboxFaultTests {
  /// A bare repository with an outbox, a courier that carries nothing, and the real program.
  private final class Place {
    let repository: TestRepository
    let courier: FakeCourier
    let outbox: OutboxDirectory
    private(set) var expected: Set<String> = []

    init(_ repository: TestRepository) throws {
      self.repository = repository
      repository.environment.variables["PATH"] = try Company.binaryDirectory() + ":" + (repository.environment.variables["PATH"] ?? "")
      courier = try FakeCourier(in: repository.scratch)
      outbox = OutboxDirectory(commonDirectory: repository.path, steps: OutboxSteps(environment: [:]))
      try repository.git("config", "contract.courier", courier.program)
      try repository.git("config", "contract.mailFrom", "contracts@acme.example")
    }

    convenience init() throws {
      let work = try TestRepository()
      try work.commit([".contracts/policy.yaml": Self.policy], "Start\n")
      try self.init(try work.clone("server.git", bare: true))
    }

    static let policy = "version: 1\ndelivery: {channels: [webhook], per-host-per-minute: 100000}\n"

    func deposit(_ words: [String], from start: Int = 0) throws {
      let entries = words.enumerated().map { number, word in
        let identifier = "id\(start + number)"
        return OutboxEntry(
          Parcel(
            identifier: identifier, events: ["event\(start + number)"], consumer: "c\(number % 7)", contract: "orders", kind: .webhook,
            address: "https://hooks.example/\(word)", subject: "message \(start + number)", mediaType: "application/json",
            content: Array("{}".utf8)), now: 1000)
      }
      let new = try outbox.deposit(entries)
      expected.formUnion(new)
    }

    /// Gives the exit status: 137 for one that was killed.
    @discardableResult
    func deliver(killedAt step: Int? = nil) throws -> Int32 {
      try repository.tryGit("contract", "outbox", "deliver", adding: step.map { ["GIT_CONTRACT_KILL_AT_STEP": "\($0)"] } ?? [:]).status
    }

    /// What is wrong with what has arrived; empty if nothing.
    func faults(dead: Set<String> = []) throws -> [String] {
      var faults: [String] = []
      var arrived: Set<String> = []
      var tried: Set<String> = []
      for delivery in try courier.deliveries() {
        // Whatever is sent again after it arrived says so.
        if arrived.contains(delivery.id), !delivery.isMarkedDuplicate { faults.append("\(delivery.id) came twice without a word") }
        if delivery.hasArrived { arrived.insert(delivery.id) }
        tried.insert(delivery.id)
      }
      if arrived != expected.subtracting(dead) {
        faults.append("missing: \(expected.subtracting(arrived).subtracting(dead).sorted()), too much: \(arrived.subtracting(expected).sorted())")
      }
      if !tried.isSubset(of: expected) { faults.append("ids that nobody put in: \(tried.subtracting(expected))") }
      let left = try ["pending", "inflight", "tmp"].flatMap { try FileManager.default.contentsOfDirectory(atPath: outbox.path + "/" + $0) }
      if !left.isEmpty { faults.append("left: \(left)") }
      let sent = Set(try outbox.identifiers(.sent))
      if sent != expected.subtracting(dead) { faults.append("receipts: \(sent.count) of \(expected.count)") }
      if Set(try outbox.identifiers(.dead)) != dead { faults.append("dead: \(try outbox.identifiers(.dead))") }
      return faults
    }
  }

  @Test func `a worker that is killed at any step loses nothing`() throws {
    // A message of each kind of end: arrived, dead, gone for good, arrived without an answer.
    let words = ["ok", "c302", "c410", "ok"]
    var steps = 0
    for step in 1... {
      let place = try Place()
      try place.deposit(words)
      let status = try place.deliver(killedAt: step)
      guard status == 137 else {
        #expect(status == 1)
        steps = step - 1
        break
      }
      // The heir is killed too, in the middle of putting things in order.
      if step % 3 == 0 { try place.deliver(killedAt: 6) }
      try place.deliver()
      let faults = try place.faults(dead: ["id1", "id2"])
      #expect(faults.isEmpty, "killed at step \(step): \(faults)")
    }
    #expect(steps > 40, "\(steps)")
  }

  @Test func `500 messages arrive, however often their worker is killed`() throws {
    let place = try Place()
    try place.deposit((0..<520).map { $0 % 10 == 3 ? "flaky" : "ok" })
    var kills = 0
    var step = 150
    while try place.deliver(killedAt: step) == 137 {
      kills += 1
      step += 61
      if kills == 3 { try place.deposit((0..<20).map { _ in "ok" }, from: 520) }
    }
    #expect(kills >= 5)
    // What failed once is due after five seconds.
    for _ in 0..<40 where try !place.outbox.identifiers(.pending).isEmpty {
      usleep(200_000)
      try place.deliver()
    }
    #expect(place.expected.count == 540)
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func `of several workers at once one delivers, and everything arrives once`() throws {
    let place = try Place()
    try place.deposit((0..<500).map { _ in "ok" })
    let script = "for i in 1 2 3 4 5; do git contract outbox deliver --verbose & done; wait"
    let output = try place.repository.environment.run("sh", ["-c", script], in: place.repository.path)
    #expect(output.output.contains("another worker is delivering"), "\(output.output.prefix(300))\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(deliveries.count == 500 && Set(deliveries.map(\.id)).count == 500)
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  // MARK: notify

  /// A server with a history of several breaking changes that nobody was told of yet.
  private static func company(events: Int) throws -> Place {
    let consumers = ["a", "b"].map { name in
      (
        "consumers/\(name)/x.yaml",
        """
        apiVersion: git-contract/v1
        kind: ContractConsumer
        id: \(name)
        name: \(name)
        team: "@acme/\(name)"
        contacts:
          - {tool: webhook, url: "https://hooks.example/\(name)/ok"}
        uses:
          - contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6
            version: ">=1.0"
            fields: {orders: "*"}

        """
      )
    }
    let work = try TestRepository()
    try work.commit(
      [".contracts/policy.yaml": Place.policy, "contracts/orders.odcs.yaml": Company.orders(version: "1.0.0")].merging(consumers) { $1 },
      "Start\n", by: Company.ann)
    let start = try work.git("rev-parse", "HEAD")
    for number in 0..<events {
      let columns = number % 2 == 0 ? [Company.orderID] : [Company.orderID, Company.amount]
      // Down and up again: what goes hurts, what comes does not.
      try work.commit(["contracts/orders.odcs.yaml": Company.orders(version: "\(number + 2).0.0", columns: columns)], "Change\n", by: Company.ann)
    }
    let place = try Place(work.clone("server.git", bare: true))
    try place.repository.git("contract", "notify", "--no-wait", "--since", start, "--dry-run")
    // The cursor begins before all of it.
    let tip = try place.repository.git("rev-parse", "main")
    try place.repository.git("update-ref", "refs/heads/main", start)
    try place.repository.git("contract", "notify", "--no-wait")
    try place.repository.git("update-ref", "refs/heads/main", tip)
    return place
  }

  @Test func `notify that is killed at any step tells everything, once`() throws {
    var known: Set<String>?
    var steps = 0
    for step in 1... {
      let place = try Self.company(events: 3)
      let status = try place.repository.tryGit(
        "contract", "notify", "--wait=0", adding: ["GIT_CONTRACT_KILL_AT_STEP": "\(step)"]
      ).status
      let isWhole = status != 137
      // The worker of the dead run may have left more to do than the new one finds in history: both are done by one command.
      let next = try place.repository.tryGit("contract", "notify", "--wait=0")
      #expect(next.status == 0, "\(step): \(next.output)\(next.errors)")
      let deliveries = try place.courier.deliveries()
      let identifiers = Set(deliveries.map(\.id))
      if let known {
        #expect(identifiers == known, "killed at step \(step)")
      } else {
        known = identifiers
        #expect(identifiers.count == 4, "\(identifiers)")
      }
      var seen: Set<String> = []
      for delivery in deliveries where !seen.insert(delivery.id).inserted { #expect(delivery.isMarkedDuplicate, "\(step)") }
      #expect(Set(try place.outbox.identifiers(.sent)) == known)
      if isWhole {
        steps = step - 1
        break
      }
    }
    #expect(steps > 60, "\(steps)")
  }

  @Test func `post-receive leaves the delivery to a worker, and the pusher waits for nobody`() throws {
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ndelivery: {channels: [webhook]}\n",
      consumers: [
        "consumers/finance/x.yaml": """
        apiVersion: git-contract/v1
        kind: ContractConsumer
        id: revenue
        team: "@acme/finance"
        contacts: [{tool: webhook, url: "https://hooks.example/ok"}]
        uses: [{contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: "^1.4", fields: {orders: [amount]}}]

        """
      ])
    let courier = try FakeCourier(in: company.scratch)
    // Slow to start: whoever waited for it would be slow too.
    let slow = company.scratch.path("slow-courier")
    try TestFiles.writeScript("#!/bin/sh\nenv > '\(slow).env'; ls -l /proc/self/fd > '\(slow).fd'; sleep 3\nexec '\(courier.program)'\n", to: slow)
    try company.server.git("config", "contract.courier", slow)
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
    let start = Date()
    let push = try company.developer.tryGit(
      arguments: ["push", "--quiet", "origin", "main"], adding: ["HTTP_AUTHORIZATION": "Basic hunter2", "DATABASE_PASSWORD": "hunter3"])
    #expect(push.status == 0 && push.errors.contains("notice written: orders 2.0.0 breaks revenue"), "\(push.errors)")
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(try courier.deliveries().isEmpty)
    for _ in 0..<100 where try courier.deliveries().isEmpty { usleep(100_000) }
    #expect(try courier.deliveries().count == 1)
    let environment = try String(contentsOfFile: slow + ".env", encoding: .utf8)
    #expect(!environment.contains("hunter") && !environment.contains("GIT_"), "\(environment)")
    let sent = company.server.path + "/contracts/outbox/sent"
    for _ in 0..<50 where try FileManager.default.contentsOfDirectory(atPath: sent).isEmpty { usleep(100_000) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: sent).count == 1)
  }

  // MARK: Disks

  /// Whether this user can mount a file system of its own.
  private static let canMount: Bool = {
    do {
      return try TestEnvironment(home: "/nonexistent").run("unshare", ["-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], in: "/").status == 0
    } catch {
      return false
    }
  }()

  private static let reason = "no file system can be mounted here; run as root on Linux"

  /// Runs a script in a mount namespace of its own in which the outbox is a small file system. `used` is what is filled before.
  private func inSmallSpace(_ place: Place, _ script: String) throws -> TestOutput {
    let outbox = place.outbox.path
    let text = """
      set -e
      cp -a '\(outbox)' '\(outbox).kept'
      mount -t tmpfs -o size=256k,mode=700 tmpfs '\(outbox)'
      cp -a '\(outbox).kept/.' '\(outbox)'
      fill() { dd if=/dev/zero of='\(outbox)/ballast' bs=4k 2>/dev/null || true; }
      \(script)
      rm -f '\(outbox)/ballast'
      rm -rf '\(outbox).kept'; cp -a '\(outbox)' '\(outbox).kept'
      umount '\(outbox)'; cp -a '\(outbox).kept/.' '\(outbox)'
      for d in pending inflight tmp; do for f in '\(outbox)'/$d/*; do [ -e "$f" ] && { [ -e "\(outbox).kept/$d/${f##*/}" ] || rm "$f"; }; done; done; true
      """
    return try place.repository.environment.run("unshare", ["-m", "sh", "-c", text], in: place.repository.path)
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `on a full disk nothing that was sent is sent again, and nothing is lost`() throws {
    let place = try Place()
    try place.deposit((0..<20).map { _ in "ok" })
    let output = try inSmallSpace(
      place, "fill; for i in 1 2 3; do git contract outbox deliver || true; done; rm '\(place.outbox.path)/ballast'; git contract outbox deliver")
    #expect(output.status == 0, "\(output.output)\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(Set(deliveries.map(\.id)) == place.expected)
    #expect(deliveries.count == 20, "\(deliveries.count)")
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `notify on a full disk moves no cursor, and the next run tells all`() throws {
    let place = try Self.company(events: 3)
    try place.outbox.prepare()
    let cursor = try place.repository.git("rev-parse", "refs/contracts/notified/heads/main")
    let output = try inSmallSpace(
      place,
      """
      fill
      git contract notify --wait=0 && exit 9 || [ $? = 128 ]
      [ "$(git rev-parse refs/contracts/notified/heads/main)" = \(cursor) ]
      rm '\(place.outbox.path)/ballast'
      git contract notify --wait=0
      """)
    #expect(output.status == 0, "\(output.output)\(output.errors)")
    #expect(output.errors.contains("No space left on device"), "\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(deliveries.count == 4 && Set(deliveries.map(\.id)).count == 4)
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `an outbox that cannot be written is no success, and nothing is lost`() throws {
    let place = try Self.company(events: 1)
    try place.outbox.prepare()
    let text = """
      mount --bind '\(place.outbox.path)' '\(place.outbox.path)'; mount -o remount,ro,bind '\(place.outbox.path)'
      git contract notify --wait=0; [ $? = 128 ] || exit 9
      git contract outbox deliver; [ $? = 128 ] || exit 8
      """
    let output = try place.repository.environment.run("unshare", ["-m", "sh", "-c", text], in: place.repository.path)
    #expect(output.status == 0 && output.errors.contains("Read-only file system"), "\(output.status) \(output.output)\(output.errors)")
    #expect(try place.courier.deliveries().isEmpty)
    #expect(try place.repository.git("contract", "notify", "--wait=0").contains("delivered: "))
    #expect(try place.courier.deliveries().count == 2)
  }
}
