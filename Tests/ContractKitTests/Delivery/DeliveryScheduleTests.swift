import Testing

@testable import ContractKit

/// When a delivery is tried again.
struct DeliveryScheduleTests {
  private static let now = 1_700_000_000
  private static let identifier = "0123456789abcdef0123456789abcdef"

  @Test func `ten attempts, each within a tenth of its wait, to the second the same whoever reckons`() {
    let waits = (1...9).map { attempt in
      (DeliverySchedule.due(afterAttempts: attempt, of: Self.identifier, now: Self.now) ?? 0) - Self.now
    }
    #expect(waits == [5, 316, 1968, 7806, 18_403, 36_291, 52_728, 73_951, 92_033])
    for (wait, base) in zip(waits, DeliverySchedule.waits.dropFirst()) { #expect((base...(base + base / 10)).contains(wait)) }
    #expect(DeliverySchedule.due(afterAttempts: 0, of: Self.identifier, now: Self.now) == Self.now)
    #expect(DeliverySchedule.due(afterAttempts: 10, of: Self.identifier, now: Self.now) == nil)
    #expect(DeliverySchedule.due(afterAttempts: 11, of: Self.identifier, now: Self.now) == nil)
    #expect(DeliverySchedule.longestWait >= (waits.max() ?? 0))
  }

  @Test func `deliveries that failed together do not come back together`() {
    let dues = Set((0..<100).map { DeliverySchedule.due(afterAttempts: 4, of: "delivery\($0)", now: Self.now) })
    #expect(dues.count > 60, "\(dues.count)")
  }

  @Test(
    arguments: [(nil, 5), (0, 5), (3, 5), (60, 60), (86_400, 86_400), (1_000_000, 86_400), (Int.max, 86_400), (-5, 5)] as [(Int?, Int)])
  func `nobody is asked before they want to, and nobody keeps a delivery waiting for ever`(retryAfter: Int?, wait: Int) {
    #expect(DeliverySchedule.due(afterAttempts: 1, of: Self.identifier, now: Self.now, retryAfter: retryAfter) == Self.now + wait)
  }

  @Test(arguments: [
    (0, true), (-1, true), (-1_000_000_000, true), (1, false), (86_400, false), (95_040, false), (95_041, true), (40_000_000, true),
  ])
  func `what a wrong clock wrote is due`(offset: Int, isDue: Bool) {
    #expect(DeliverySchedule.isDue(Self.now + offset, now: Self.now) == isDue)
  }

  @Test func `a host gets so many in a minute, and a clock that jumps gives it no more and no less for long`() {
    var limit = HostLimit(perMinute: 2)
    func taken(_ host: String, _ times: [Int]) -> [Bool] { times.map { limit.take(host, now: $0) } }
    #expect(taken("a", [100, 110, 120]) == [true, true, false])
    #expect(taken("b", [120]) == [true])
    let free = [limit.free("a", now: 120), limit.free("b", now: 120)]
    #expect(free == [160, 120])
    let kept = Array(limit.json(now: 120).canonical.utf8)
    limit = HostLimit(perMinute: 2, reading: kept)
    #expect(taken("a", [159, 160]) == [false, true])
    limit = HostLimit(perMinute: 2, reading: kept)
    #expect(taken("a", [50]) == [true])
    limit = HostLimit(perMinute: 1, reading: Array("{]".utf8))
    #expect(taken("a", [1, 1]) == [true, false])
  }
}
