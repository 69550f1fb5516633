import ContractTestSupport
import Foundation
import Testing

/// `contracts/index`: whatever is or is not in it, the answer is the same.
@Suite(.enabled(if: TestEnvironment.keepsHistory)) struct HistoryCacheTests {
  private static func index(_ shop: Shop) -> String { shop.path + "/.git/contracts/index" }

  private func bytes(_ shop: Shop) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: Self.index(shop)) else { return [] }
    return Array(try Data(contentsOf: URL(fileURLWithPath: Self.index(shop))))
  }

  /// What is told with nothing kept.
  private func plain(_ shop: Shop, _ form: String = "markdown") throws -> Answer {
    try shop.run("changelog", "--format", form, adding: Self.setting("false"))
  }

  private static func setting(_ value: String) -> [String: String] {
    ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "contract.cache", "GIT_CONFIG_VALUE_0": value]
  }

  private func shop() throws -> Shop {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders(), "contracts/goods.yaml": Shop.orders(name: "goods", identifier: "goods")])
    for number in 0..<6 {
      try shop.repository.commit(
        ["contracts/orders.yaml": Shop.orders(version: "\(number + 2).0.0", columns: [number % 2 == 0 ? Shop.phone : Shop.email])],
        "Change \(number)\n", by: Shop.ann)
    }
    return shop
  }

  @Test func `a second run keeps nothing new, and a new commit costs what it touches`() throws {
    let shop = try shop()
    let first = try shop.run("changelog", "--format", "markdown")
    let whole = try plain(shop).output
    #expect(first.status == 0 && first.output == whole)
    let kept = try bytes(shop)
    #expect(try shop.run("changelog", "--format", "markdown").output == first.output)
    #expect(try bytes(shop) == kept)
    try shop.repository.commit(
      ["contracts/goods.yaml": Shop.orders(version: "1.5.0", name: "goods", identifier: "goods", columns: [Shop.orderID])], "Less\n",
      by: Shop.ann)
    let second = try shop.run("changelog", "--format", "markdown")
    let rest = try plain(shop).output
    #expect(second.output != first.output && second.output == rest)
    let grown = try bytes(shop)
    #expect(grown.starts(with: kept) && grown.count > kept.count && grown.count < kept.count * 2)
    // Nothing is kept where nobody wants it.
    let other = try self.shop()
    #expect(try plain(other).output == first.output)
    #expect(!FileManager.default.fileExists(atPath: Self.index(other)))
  }

  @Test func `with and without it every history is told alike`() throws {
    var random = SplitMix(seed: 7)
    let shop = try Shop(["contracts/a.yaml": Shop.orders(name: "a", identifier: "a")])
    let repository = shop.repository
    let columns = [
      Shop.orderID, Shop.email, Shop.phone, "{name: email, logicalType: string, deprecated: true}",
      "{name: phone, logicalType: string, deprecated: true, customProperties: [{property: removeAfter, value: \"2027-01-01\"}]}",
    ]
    var hadFault = false
    for step in 0..<60 {
      let name = ["a", "b", "c"][random.next(3)]
      let path = ["contracts/\(name).yaml", "contracts/old/\(name).yaml"][random.next(2)]
      var files: [String: String] = [:]
      switch random.next(12) {
      case 0:
        files[".contracts/policy.yaml"] =
          "version: 1\nstewards: [ann@shop.example]\njudge: {terms: \(["strict", "lenient"][random.next(2)])}\n"
      case 1: files["CODEOWNERS"] = "* ann@shop.example\n# \(step)\n"
      case 2: files["consumers/insight/d.yaml"] = Shop.consumer(contract: name, fields: "{\(name): [email]}", name: "D\(step)")
      case 3: files[path] = Shop.broken
      case 4 where FileManager.default.fileExists(atPath: shop.path + "/" + path): try repository.git("rm", "-q", path)
      case 5 where step > 10: try repository.git("reset", "-q", "--hard", "HEAD~2")
      case 6: try repository.git("commit-graph", "write", "--reachable", "--changed-paths")
      default:
        files[path] = Shop.orders(
          version: "\(1 + random.next(3)).\(random.next(3)).0", name: name, identifier: random.next(8) == 0 ? "z" : name,
          columns: [columns[random.next(columns.count)], "{name: n\(random.next(4)), logicalType: string}"])
      }
      let staged = try repository.git("status", "--porcelain")
      if !files.isEmpty || !staged.isEmpty {
        let old = try files.allSatisfy {
          try FileManager.default.fileExists(atPath: shop.path + "/" + $0.key) && repository.read($0.key) == $0.value
        }
        if !old || !staged.isEmpty {
          try repository.commit(files, "Step \(step)\n\nApproved-by: Ann Owner <ann@shop.example>\n", by: Shop.ann)
        }
      }
      for form in ["markdown", "text"] {
        let kept = try shop.run("changelog", "--format", form)
        let plain = try plain(shop, form)
        #expect(kept.output == plain.output, "step \(step), \(form)")
        #expect(kept.status == plain.status && kept.errors == plain.errors, "step \(step), \(form): \(kept.errors)")
        hadFault = hadFault || plain.status == 1
      }
    }
    #expect(hadFault)
    #expect(try !bytes(shop).isEmpty)
  }

  @Test func `one contract alone is told as it is among all`() throws {
    let shop = try Shop()
    for number in 0..<4 {
      try shop.repository.commit(
        [
          "contracts/orders.yaml": Shop.orders(
            version: "1.\(number + 5).0", columns: [Shop.orderID, number % 2 == 0 ? Shop.phone : Shop.email])
        ],
        "Change\n", by: Shop.ann)
    }
    for form in ["markdown", "text"] {
      #expect(try shop.run("changelog", "orders", "--format", form).output == (try shop.run("changelog", "--format", form).output))
    }
  }

  @Test func `damage anywhere is worked out again`() throws {
    let shop = try shop()
    let right = try shop.run("changelog", "--format", "markdown").output
    let whole = try bytes(shop)
    var random = SplitMix(seed: 3)
    let cuts = (0..<40).map { _ in random.next(whole.count) } + [0, 1, whole.count - 1]
    let damaged =
      cuts.map { Array(whole[..<$0]) }
      + (0..<80).map { _ in
        var bytes = whole
        bytes[random.next(bytes.count)] ^= UInt8(1 << random.next(8))
        return bytes
      } + [Array("git-contract index 1\n".utf8), Array(repeating: 0xFF, count: 5000), whole + whole, whole + [1, 2, 3]]
    for (number, bytes) in damaged.enumerated() {
      try Data(bytes).write(to: URL(fileURLWithPath: Self.index(shop)))
      let answer = try shop.run("changelog", "--format", "markdown")
      #expect(answer.status == 0 && answer.output == right, "damage \(number)")
    }
    // What the last run left is whole again.
    #expect(try shop.run("changelog", "--format", "markdown").output == right)
  }

  /// What consumers of another repository declare stands on a ref whose name others choose.
  @Test(arguments: ["finance", "log", "signoffs", "notified"])
  func `who declares a use elsewhere is not told from memory`(source: String) throws {
    let shop = try shop()
    let there = try TestRepository()
    try there.commit([".contracts/consumes.yaml": Shop.consumer(version: ">=1.0", fields: "{orders: \"*\"}", name: "Finance")], "Declare\n")
    try shop.repository.commit(
      [".contracts/consumer-sources.yaml": "sources:\n  - {name: \(source), url: \"\(there.path)\"}\n"],
      "Know them\n", by: Shop.ann)
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "9.0.0", columns: [Shop.orderID])], "Drop all\n", by: Shop.ann)
    let before = try shop.run("changelog", "--format", "markdown").output
    let sync = try shop.run("consumers", "sync")
    #expect(sync.status == 0, "\(sync.errors)\(sync.output)")
    let after = try shop.run("changelog", "--format", "markdown").output
    let plain = try plain(shop).output
    #expect(after == plain)
    #expect(after != before && after.contains("Finance"), "\(after)")
  }

  @Test func `a record that comes later is not told from memory`() throws {
    let shop = try shop()
    try shop.repository.commit(
      [".contracts/policy.yaml": "version: 1\nrecords: refs/heads/records\n"], "Keep records on a branch\n", by: Shop.ann)
    try shop.repository.commit(
      ["contracts/orders.yaml": Shop.orders(version: "9.0.0", columns: [Shop.orderID])], "Drop\n", by: Shop.ann)
    try shop.repository.commit([".contracts/policy.yaml": "version: 1\n"], "Keep them elsewhere\n", by: Shop.ann)
    _ = try shop.run("changelog", "--format", "markdown")
    let kept = try bytes(shop)
    // Somebody's record on the ref of those days: the line is looked at anew, whatever it says.
    try shop.repository.git("switch", "-q", "--orphan", "records")
    try shop.repository.commit(["orders/0-0.signoff": "no record\n"], "Record\n")
    try shop.repository.git("switch", "-q", "main")
    let after = try shop.run("changelog", "--format", "markdown").output
    let plain = try plain(shop).output
    #expect(after == plain)
    #expect(try bytes(shop).count > kept.count)
  }

  @Test func `many at once tell the same, and leave a whole file`() throws {
    let shop = try shop()
    let right = try plain(shop).output
    nonisolated(unsafe) let shared = shop
    let wrong = Wrongs()
    DispatchQueue.concurrentPerform(iterations: 12) { _ in
      do {
        let answer = try shared.run("changelog", "--format", "markdown")
        if answer.output != right { wrong.add(answer.errors + answer.output) }
      } catch { wrong.add("\(error)") }
    }
    #expect(wrong.texts == [])
    let status = try shop.run("cache", "status")
    #expect(status.status == 0 && status.output.contains(" records in ") && !status.output.contains("damaged"), "\(status.output)")
  }

  @Test func `it is shown, and cleared`() throws {
    let shop = try shop()
    #expect(try shop.run("cache", "status").output.hasSuffix("/contracts/index: nothing is kept\n"))
    #expect(try shop.run("changelog").status == 0)
    #expect(try shop.run("cache", "status").output.contains(" records in "))
    try TestFiles.write([1], to: Self.index(shop) + ".77.tmp")
    #expect(try shop.run("cache", "clear").output.hasSuffix(" bytes removed\n"))
    #expect(
      !FileManager.default.fileExists(atPath: Self.index(shop)) && !FileManager.default.fileExists(atPath: Self.index(shop) + ".77.tmp"))
    #expect(try shop.run("cache", "clear").output == "nothing was kept\n")
    #expect(try shop.run("cache", "claer").errors.contains("did you mean 'git contract cache clear'?"))
    #expect(try shop.run("changelog", adding: Self.setting("perhaps")).status == 128)
  }

  /// Elsewhere than a plain file nothing is kept, and nothing followed.
  @Test func `a link in its place is not followed`() throws {
    let shop = try shop()
    let target = shop.repository.scratch.path("victim")
    try TestFiles.write(Array("mine".utf8), to: target)
    try FileManager.default.createDirectory(atPath: shop.path + "/.git/contracts", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: Self.index(shop), withDestinationPath: target)
    #expect(try shop.run("changelog").status == 0)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
  }
}

private final class Wrongs: @unchecked Sendable {
  private let lock = NSLock()
  private var found: [String] = []

  func add(_ text: String) { lock.withLock { found.append(text) } }
  var texts: [String] { lock.withLock { found } }
}

/// The same numbers in every run: https://prng.di.unimi.it/splitmix64.c
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }
}

/// What holds for a whole run of tests that keeps nothing (`make test-without-cache`): without it that run would prove nothing.
struct RunWithoutCacheTests {
  @Test(.enabled(if: !TestEnvironment.keepsHistory)) func `no repository of this run keeps anything`() throws {
    let shop = try Shop(["contracts/orders.yaml": Shop.orders()])
    #expect(try shop.run("changelog").status == 0)
    #expect(try shop.run("cache", "status").output.contains("nothing is kept: contract.cache is false"))
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/.git/contracts/index"))
  }
}
