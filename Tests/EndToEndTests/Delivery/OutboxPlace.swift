import ContractTestSupport
import Foundation

@testable import ContractCommands
@testable import ContractKit

/// A server's repository that is copied for each run of a test: to make one takes longer than to end a worker in it.
struct OutboxTemplate {
  let path: String
  let environment: TestEnvironment

  static let policy = "version: 1\ndelivery: {channels: [webhook], per-host-per-minute: 100000}\n"

  /// Nothing but a policy.
  static func plain() throws -> OutboxTemplate {
    let work = try TestRepository()
    try work.commit([".contracts/policy.yaml": policy], "Start\n")
    return try OutboxTemplate(work.clone("template.git", bare: true))
  }

  /// A history of breaking changes since the cursor, and consumers who use everything.
  static func company(events: Int, consumers: [String] = ["a", "b"]) throws -> OutboxTemplate {
    let consumers = consumers.map { name in
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
      [".contracts/policy.yaml": policy, "contracts/orders.odcs.yaml": Company.orders(version: "1.0.0")].merging(consumers) { $1 },
      "Start\n", by: Company.ann)
    let start = try work.git("rev-parse", "HEAD")
    for number in 0..<events {
      // Down and up again: what goes hurts, what comes does not.
      let columns = number % 2 == 0 ? [Company.orderID] : [Company.orderID, Company.amount]
      try work.commit(
        ["contracts/orders.odcs.yaml": Company.orders(version: "\(number + 2).0.0", columns: columns)], "Change\n", by: Company.ann)
    }
    let bare = try work.clone("template.git", bare: true)
    bare.environment.variables["PATH"] = try Company.binaryDirectory() + ":" + (bare.environment.variables["PATH"] ?? "")
    let tip = try bare.git("rev-parse", "main")
    try bare.git("update-ref", "refs/heads/main", start)
    try bare.git("contract", "notify", "--no-wait")
    try bare.git("update-ref", "refs/heads/main", tip)
    return OutboxTemplate(bare)
  }

  /// Steps that hurt nobody at once: `main` stands at the first of them, `later` at the last, and both gather something for one consumer.
  static func gathering(_ steps: [String], notify: String) throws -> OutboxTemplate {
    let work = try TestRepository()
    let consumer = """
      apiVersion: git-contract/v1
      kind: ContractConsumer
      id: a
      team: "@acme/a"
      contacts: [{tool: webhook, url: "https://hooks.example/a/ok"}]
      notify: \(notify)
      uses: [{contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: ">=1.0", fields: {orders: [order_id, amount, email]}}]

      """
    try work.commit(
      [".contracts/policy.yaml": policy, "consumers/a/x.yaml": consumer, "contracts/orders.odcs.yaml": Company.orders(version: "1.0.0")],
      "Start\n", by: Company.ann)
    let start = try work.git("rev-parse", "HEAD")
    var tips: [String] = []
    for step in steps {
      try work.commit(["contracts/orders.odcs.yaml": step], "Change\n", by: Company.ann)
      tips.append(try work.git("rev-parse", "HEAD"))
    }
    let bare = try work.clone("template.git", bare: true)
    bare.environment.variables["PATH"] = try Company.binaryDirectory() + ":" + (bare.environment.variables["PATH"] ?? "")
    try bare.git("update-ref", "refs/heads/later", tips[tips.count - 1])
    try bare.git("update-ref", "refs/heads/main", start)
    try bare.git("contract", "notify", "--digest", "--no-wait")
    try bare.git("update-ref", "refs/heads/main", tips[0])
    return OutboxTemplate(bare)
  }

  private init(_ repository: TestRepository) {
    path = repository.path
    environment = repository.environment
  }

  func copy() throws -> OutboxPlace { try OutboxPlace(self) }
}

/// A bare repository with an outbox, a courier that carries nothing, and the real program.
final class OutboxPlace {
  let path: String
  let courier: FakeCourier
  let outbox: OutboxDirectory
  private(set) var expected: Set<String> = []
  let environment: TestEnvironment

  init(_ template: OutboxTemplate) throws {
    let scratch = try Scratch()
    path = scratch.path("server.git")
    try FileManager.default.copyItem(atPath: template.path, toPath: path)
    courier = try FakeCourier(in: scratch)
    outbox = OutboxDirectory(commonDirectory: path, steps: OutboxSteps(environment: [:]))
    var environment = template.environment
    environment.variables["PATH"] = try Company.binaryDirectory() + ":" + (environment.variables["PATH"] ?? "")
    self.environment = environment
    let config = try String(contentsOfFile: path + "/config", encoding: .utf8)
    try TestFiles.write(Array((config + "[contract]\n\tcourier = \(courier.program)\n").utf8), to: path + "/config")
  }

  func deposit(_ words: [String], from start: Int = 0) throws {
    let entries = words.enumerated().map { number, word in
      OutboxEntry(
        Parcel(
          identifier: "id\(start + number)", events: ["event\(start + number)"], consumer: "c\(number % 7)", contract: "orders",
          kind: .webhook, address: "https://hooks.example/\(word)", subject: "message \(start + number)", mediaType: "application/json",
          content: Array("{}".utf8)), now: 1000)
    }
    expected.formUnion(try outbox.deposit(entries))
  }

  /// Runs the program; a status of 137 is that of one that was killed.
  func contract(_ arguments: [String], killedAt step: Int? = nil) throws -> TestOutput {
    try environment.run(
      "git-contract", ["-C", path] + arguments, in: path, adding: step.map { ["GIT_CONTRACT_KILL_AT_STEP": "\($0)"] } ?? [:])
  }

  @discardableResult
  func deliver(killedAt step: Int? = nil) throws -> Int32 { try contract(["outbox", "deliver"], killedAt: step).status }

  func shell(_ script: String, unsharing: Bool = false) throws -> TestOutput {
    let words = (unsharing ? ["unshare", "-m"] : []) + ["sh", "-c", script]
    return try environment.run(words[0], Array(words.dropFirst()), in: path)
  }

  func reference(_ name: String) throws -> String { try environment.run("git", ["rev-parse", name], in: path).line }

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
      faults.append("did not arrive: \(expected.subtracting(arrived).subtracting(dead).sorted())")
    }
    if !tried.isSubset(of: expected) { faults.append("nobody put in: \(tried.subtracting(expected).sorted())") }
    let left = try ["pending", "inflight", "tmp"].flatMap { try FileManager.default.contentsOfDirectory(atPath: outbox.path + "/" + $0) }
    if !left.isEmpty { faults.append("left: \(left)") }
    let sent = Set(try outbox.identifiers(.sent))
    if sent != expected.subtracting(dead) { faults.append("receipts: \(sent.count) for \(expected.count)") }
    if Set(try outbox.identifiers(.dead)) != dead { faults.append("dead: \(try outbox.identifiers(.dead))") }
    return faults
  }
}
