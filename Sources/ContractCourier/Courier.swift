internal import CCurl
internal import ContractKit

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Carries what it is asked to, many errands at once, and says of each what came of it. It judges nothing and tries nothing twice.
package final class Courier {
  /// How it ends.
  package enum Ending: Int32, Sendable {
    case finished = 0
    /// Nobody takes its answers any more.
    case unheard = 1
    /// It was asked something that it does not understand. What it was asked before has been answered.
    case misunderstood = 2
  }

  private let output: Int32
  private let resolved: [String]
  /// Where those that are done are told: the end to read, and the end to write.
  private let ended: (reading: Int32, writing: Int32)
  private var active: [UnsafeMutableRawPointer: Transfer] = [:]

  /// More than this wait until one is done.
  private static let greatestCount = 16

  /// libcurl is made ready once, before anything else runs.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Reads requests from one stream until its end and writes the answers to another as they come.
  ///
  /// - Parameter resolved: names and their addresses as `CURLOPT_RESOLVE` takes them; for tests.
  package static func run(input: Int32, output: Int32, resolved: [String] = []) -> Ending {
    var ends: [Int32] = [-1, -1]
    guard isReady, pipe(&ends) == 0 else { return .unheard }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let courier = Courier(output: output, resolved: resolved, ended: (ends[0], ends[1]))
    let ending = courier.run(LineReader(input), input)
    // Those who are still on their way need all of it, until the process ends.
    if !courier.active.isEmpty { _ = Unmanaged.passRetained(courier) }
    return ending
  }

  private init(output: Int32, resolved: [String], ended: (Int32, Int32)) {
    self.output = output
    self.resolved = resolved
    self.ended = ended
  }

  deinit {
    close(ended.reading)
    close(ended.writing)
  }

  private func run(_ reader: LineReader, _ input: Int32) -> Ending {
    var reader = reader
    var isUnderstood = true
    while true {
      while isUnderstood, active.count < Self.greatestCount, let line = reader.next() {
        guard let request = CourierRequest(line: line) else {
          isUnderstood = false
          break
        }
        guard begin(request) else { return .unheard }
      }
      if reader.isOverlong { isUnderstood = false }
      let isListening = isUnderstood && !reader.hasEnded && active.count < Self.greatestCount
      guard isListening || !active.isEmpty else { return isUnderstood ? .finished : .misunderstood }
      // A descriptor below zero is passed over.
      var entries = [(active.isEmpty ? -1 : ended.reading), (isListening ? input : -1)].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&entries, 2, -1) >= 0 || errno == EINTR else { return .unheard }
      if entries[0].revents != 0 {
        guard finish() else { return .unheard }
      }
      if entries[1].revents != 0 { reader.fill() }
    }
  }

  /// False where the answer cannot be written.
  private func begin(_ request: CourierRequest) -> Bool {
    do throws(Destination.Refusal) {
      let transfer = try Transfer(request, resolved: resolved)
      active[transfer.handle] = transfer
      guard contract_curl_start(transfer.handle, ended.writing) == 0 else {
        active[transfer.handle] = nil
        return write(CourierAnswer(identifier: request.identifier, stage: .connecting, message: "no thread can be started"))
      }
      return true
    } catch {
      return write(CourierAnswer(identifier: request.identifier, stage: .forbidden, message: error.description))
    }
  }

  /// The answer of one that is done. False where it cannot be written.
  private func finish() -> Bool {
    var end = contract_curl_end()
    var count = read(ended.reading, &end, MemoryLayout<contract_curl_end>.size)
    while count < 0, errno == EINTR { count = read(ended.reading, &end, MemoryLayout<contract_curl_end>.size) }
    guard count == MemoryLayout<contract_curl_end>.size else { return false }
    contract_curl_join(end)
    guard let handle = end.handle, let transfer = active.removeValue(forKey: handle) else { return true }
    return write(transfer.answer(end.result))
  }

  private func write(_ answer: CourierAnswer) -> Bool {
    let bytes = Array((answer.line + "\n").utf8)
    return bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = systemWrite(output, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
