/// How many deliveries a host gets in a minute. A value: the worker writes it down between its runs.
package struct HostLimit: Sendable {
  package let perMinute: Int
  /// When something went to a host in the last minute.
  private var times: [String: [Int]]

  package init(perMinute: Int, times: [String: [Int]] = [:]) {
    self.perMinute = perMinute
    self.times = times
  }

  /// Takes one of the host's places; false where none is free.
  package mutating func take(_ host: String, now: Int) -> Bool {
    forget(host, now: now)
    guard times[host, default: []].count < perMinute else { return false }
    times[host, default: []].append(now)
    return true
  }

  /// When the next place of a host is free.
  package mutating func free(_ host: String, now: Int) -> Int {
    forget(host, now: now)
    let taken = times[host, default: []]
    return taken.count < perMinute ? now : (taken.min() ?? now) + 60
  }

  /// What was more than a minute ago, and what lies in the future since somebody set the clock.
  private mutating func forget(_ host: String, now: Int) {
    times[host]?.removeAll { $0 > now || now - $0 >= 60 }
  }

  package func json(now: Int) -> JSON {
    .object(
      times.mapValues { times in .array(times.filter { $0 <= now && now - $0 < 60 }.map { .integer($0) }) }.filter {
        $0.value != .array([])
      })
  }

  /// What was written down before; nothing where it cannot be read, for a lost limit is no loss.
  package init(perMinute: Int, reading bytes: [UInt8]) {
    var times: [String: [Int]] = [:]
    do {
      if case .object(let hosts) = try JSON(reading: bytes) {
        for (host, value) in hosts {
          times[host] = value.items?.compactMap { if case .integer(let time) = $0 { time } else { nil } }
        }
      }
    } catch {
      times = [:]
    }
    self.init(perMinute: perMinute, times: times)
  }
}
