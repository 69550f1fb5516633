/// When a delivery is tried again. Pure: the time is an input, and the jitter is a function of the id, so that the same delivery is due at
/// the same second whoever reckons.
package enum DeliverySchedule {
  /// How long after the attempt before it each attempt is due, in seconds: 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, as
  /// Standard Webhooks proposes.
  package static let waits = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

  /// No answer keeps anything waiting for longer than this, whatever it asks for.
  package static let longestRetryAfter = 86_400

  /// The longest time that a delivery can ever have to wait, jitter included. What is due later than this from now was written by a clock
  /// that was wrong.
  package static let longestWait = 86_400 + 86_400 / 10

  /// When the next attempt is due; nil where there have been enough.
  ///
  /// - Parameters:
  ///   - attempts: how many there were, the one that just failed included.
  ///   - now: in seconds since 1970.
  ///   - retryAfter: seconds before which the other side does not want to hear from us.
  package static func due(afterAttempts attempts: Int, of identifier: String, now: Int, retryAfter: Int? = nil) -> Int? {
    guard attempts < waits.count else { return nil }
    let wait = waits[max(0, attempts)]
    let asked = min(max(0, retryAfter ?? 0), longestRetryAfter)
    return now + max(wait + jitter(of: wait, identifier: identifier, attempt: attempts), asked)
  }

  /// Whether a delivery is due. A time that no schedule can have given is a wrong clock's, and counts as come.
  package static func isDue(_ due: Int, now: Int) -> Bool {
    due <= now || due - now > longestWait
  }

  /// Up to a tenth of the wait, so that a thousand deliveries which failed together do not come back together.
  static func jitter(of wait: Int, identifier: String, attempt: Int) -> Int {
    // FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/): it only has to spread, not to hide.
    var hash: UInt32 = 2_166_136_261
    for byte in Array(identifier.utf8) + [UInt8(truncatingIfNeeded: attempt)] { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return wait * Int(hash % 1000) / 10_000
  }
}
