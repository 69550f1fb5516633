#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Lines of a stream, as they come.
struct LineReader {
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var scanned = 0
  /// Whether there is nothing more to be read from the stream.
  private(set) var hasEnded = false

  /// The greatest content in Base64, and room for all else.
  static let greatestLine = ContentLimit.greatest / 3 * 4 + (1 << 20)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether what is there is too long to be a line.
  var isOverlong: Bool { pending.count > Self.greatestLine }

  /// The next line without its line feed; nil where more has to be read first. What stands behind the last line feed is a line too.
  mutating func next() -> [UInt8]? {
    if let end = pending[scanned...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(pending[..<end])
      pending.removeSubrange(...end)
      scanned = 0
      return line
    }
    scanned = pending.count
    guard hasEnded, !pending.isEmpty else { return nil }
    defer { (pending, scanned) = ([], 0) }
    return pending
  }

  /// Reads what is there; waits for something where nothing is.
  mutating func fill() {
    let size = 65_536
    let room = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, size)
      while got < 0, errno == EINTR { got = read(descriptor, buffer.baseAddress, size) }
      count = max(got, 0)
    }
    if room.isEmpty { hasEnded = true }
    pending += room
  }
}
