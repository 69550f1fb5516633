internal import CLibgit2
internal import CommitGraph

/// The SHA-1 name of a Git object: 20 bytes.
package struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  // Big-endian words, so that their order is the order of the bytes.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt32

  /// The number of bytes of an object id.
  package static let byteCount = 20

  /// The all-zero id, by which Git says "does not exist".
  package static let zero = ObjectID(first: 0, second: 0, third: 0)

  private init(first: UInt64, second: UInt64, third: UInt32) {
    self.first = first
    self.second = second
    self.third = third
  }

  init(_ name: CommitName) { self.init(first: name.first, second: name.second, third: name.third) }

  /// The same id for the commit-graph.
  var name: CommitName { CommitName(first: first, second: second, third: third) }

  /// Reads 20 bytes at `pointer`.
  init(bytesAt pointer: UnsafeRawPointer) {
    first = UInt64(bigEndian: pointer.loadUnaligned(as: UInt64.self))
    second = UInt64(bigEndian: pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    third = UInt32(bigEndian: pointer.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// Takes 20 bytes; nil for any other number of them.
  package init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self = bytes.withUnsafeBytes { raw in raw.baseAddress.map { ObjectID(bytesAt: $0) } ?? .zero }
  }

  init(_ identifier: git_oid) {
    self = withUnsafeBytes(of: identifier.id) { bytes in
      bytes.baseAddress.map { ObjectID(bytesAt: $0) } ?? .zero
    }
  }

  /// Reads 40 hexadecimal digits of either case; `nil` for any other text.
  package init?(hex: some StringProtocol) {
    self.init(hexBytes: Array(hex.utf8)[...])
  }

  /// Reads 40 hexadecimal digits; `nil` for anything else.
  init?(hexBytes: ArraySlice<UInt8>) {
    guard hexBytes.count == 2 * Self.byteCount else { return nil }
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for (position, byte) in hexBytes.enumerated() {
      guard let digit = Self.digit(byte) else { return nil }
      switch position {
      case 0..<16: words.0 = words.0 << 4 | UInt64(digit)
      case 16..<32: words.1 = words.1 << 4 | UInt64(digit)
      default: words.2 = words.2 << 4 | UInt32(digit)
      }
    }
    self.init(first: words.0, second: words.1, third: words.2)
  }

  /// Reads 40 hexadecimal digits where they lie; `nil` for anything else.
  init?(hexIn bytes: UnsafeRawBufferPointer, at start: Int) {
    guard start + 2 * Self.byteCount <= bytes.count else { return nil }
    func number(_ range: Range<Int>) -> UInt64? {
      var result: UInt64 = 0
      for place in range {
        guard let digit = Self.digit(bytes[start + place]) else { return nil }
        result = result << 4 | UInt64(digit)
      }
      return result
    }
    guard let first = number(0..<16), let second = number(16..<32), let third = number(32..<40) else { return nil }
    self.init(first: first, second: second, third: UInt32(truncatingIfNeeded: third))
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The 20 bytes.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    withUnsafeBytes(of: first.bigEndian) { result.append(contentsOf: $0) }
    withUnsafeBytes(of: second.bigEndian) { result.append(contentsOf: $0) }
    withUnsafeBytes(of: third.bigEndian) { result.append(contentsOf: $0) }
    return result
  }

  /// 40 lower-case hexadecimal digits.
  package var hex: String { short(2 * Self.byteCount) }

  /// The first `length` digits of ``hex``, for people.
  package func short(_ length: Int = 12) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let wanted = max(0, min(length, 2 * Self.byteCount))
    var result: [UInt8] = []
    result.reserveCapacity(2 * Self.byteCount)
    for byte in bytes {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 15)])
    }
    return String(decoding: result[..<wanted], as: UTF8.self)
  }

  /// A number that is as good as random.
  var smallHash: Int { Int(truncatingIfNeeded: third) }

  /// Whether this is ``zero``.
  package var isZero: Bool { self == .zero }

  package var description: String { hex }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.first, left.second, left.third) < (right.first, right.second, right.third)
  }

  /// The same id for libgit2.
  var identifier: git_oid {
    var result = git_oid()
    bytes.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { git_oid_fromraw(&result, base) }
    }
    return result
  }
}
