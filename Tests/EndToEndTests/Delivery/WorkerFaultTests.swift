import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// The worker ends in the middle of everything that it does. After the next run every message has arrived, none with two ids, and whatever
/// came twice said so.
struct WorkerFaultTests {
  @Test func `a worker that is killed at any step loses nothing`() throws {
    // A message of each kind of end: arrived, refused, gone for good.
    let template = try OutboxTemplate.plain()
    var steps = 0
    for step in 1... {
      let place = try template.copy()
      try place.deposit(["ok", "c302", "c410"])
      let status = try place.deliver(killedAt: step)
      guard status == 137 else {
        #expect(status == 1)
        steps = step - 1
        break
      }
      // The heir is killed too, in the middle of putting things in order.
      if step % 4 == 0 { try place.deliver(killedAt: 2 + step % 7) }
      try place.deliver()
      let faults = try place.faults(dead: ["id1", "id2"])
      #expect(faults.isEmpty, "killed at step \(step): \(faults)")
    }
    #expect(steps > 30, "\(steps)")
  }

  @Test func `540 messages arrive, however often their worker is killed`() throws {
    let place = try OutboxTemplate.plain().copy()
    try place.deposit((0..<520).map { $0 % 10 == 3 ? "flaky" : "ok" })
    var kills = 0
    var step = 150
    while try place.deliver(killedAt: step) == 137 {
      kills += 1
      step += 61
      if kills == 3 { try place.deposit((0..<20).map { _ in "ok" }, from: 520) }
    }
    #expect(kills >= 5)
    // What was not well once is due some time later.
    for _ in 0..<10 where try !place.outbox.identifiers(.pending).isEmpty || !place.outbox.identifiers(.inflight).isEmpty {
      try place.deliver()
      let waiting = try place.outbox.identifiers(.pending)
      if !waiting.isEmpty { try #require(try place.contract(["outbox", "retry", "--wait=0"] + waiting).status != 128) }
    }
    #expect(place.expected.count == 540)
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func `of several workers at once one delivers, and 500 messages arrive once`() throws {
    let place = try OutboxTemplate.plain().copy()
    try place.deposit((0..<500).map { _ in "ok" })
    let output = try place.shell("for i in 1 2 3 4 5; do git contract outbox deliver --verbose & done; wait")
    #expect(output.output.contains("another worker is delivering"), "\(output.output.prefix(300))\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(deliveries.count == 500 && Set(deliveries.map(\.id)).count == 500)
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func `what is retried while a worker waits is seen by it`() throws {
    let place = try OutboxTemplate.plain().copy()
    try place.deposit(["ok", "c503"])
    guard case .entry(var entry) = try place.outbox.look("id0", .pending) else { throw TestFailure("id0 is not there") }
    entry.due = Int(Date().timeIntervalSince1970) + 80_000
    #expect(try place.outbox.replace(entry, .pending, by: .pending))
    // The other one keeps the worker: it is due in five seconds.
    let output = try place.shell("git contract outbox deliver --wait=6 & sleep 2; git contract outbox retry --no-wait id0; wait")
    #expect(output.output.contains("delivered: message 0 to"), "\(output.output)\(output.errors)")
    #expect(try place.courier.deliveries().filter { $0.id == "id0" }.count == 1)
  }
}
