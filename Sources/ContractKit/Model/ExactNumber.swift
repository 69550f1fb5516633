/// A decimal number of any size, kept exactly: `1.10` equals `1.1`, `1e3` equals `1000`, and nothing is rounded on the way.
///
/// Bounds, thresholds and prices in a contract are compared with it; binary floating point would call equal what is not.
package struct ExactNumber: Hashable, Sendable {
  /// The sign; zero is never negative.
  package let isNegative: Bool
  /// Significant digits without leading and trailing zeros; empty for zero.
  package let digits: [UInt8]
  /// The value is `0.digits * 10^exponent`.
  package let exponent: Int

  /// Reads the number forms of YAML 1.2's core schema (section 10.3.2): decimal integers, `0o` octal, `0x` hexadecimal and floats
  /// with a point or an exponent. Gives nil for anything else, `.inf` and `.nan` included.
  package init?(_ text: some StringProtocol) {
    if let small = Self.smallInteger(text) {
      self = small
      return
    }
    var bytes = Array(text.utf8)[...]
    var negative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    if bytes.starts(with: "0x".utf8) || bytes.starts(with: "0o".utf8) {
      guard text.utf8.first == UInt8(ascii: "0") else { return nil }
      let radix = bytes.starts(with: "0x".utf8) ? 16 : 8
      guard let value = UInt64(String(decoding: bytes.dropFirst(2), as: UTF8.self), radix: radix), bytes.count > 2,
        bytes[bytes.startIndex + 2] != UInt8(ascii: "+")
      else { return nil }
      self.init(String(value))
      return
    }
    var mantissa: [UInt8] = []
    var pointOffset: Int?
    var sawDigit = false
    var power = 0
    while let byte = bytes.first {
      bytes = bytes.dropFirst()
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        sawDigit = true
        mantissa.append(byte - UInt8(ascii: "0"))
      case UInt8(ascii: ".") where pointOffset == nil:
        pointOffset = mantissa.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard sawDigit, let value = Int(String(decoding: bytes, as: UTF8.self)), abs(value) < 1_000_000 else { return nil }
        power = value
        bytes = []
      default:
        return nil
      }
    }
    guard sawDigit else { return nil }
    var point = pointOffset ?? mantissa.count
    let leading = mantissa.prefix { $0 == 0 }.count
    mantissa.removeFirst(leading)
    point -= leading
    while mantissa.last == 0 { mantissa.removeLast() }
    self.init(isNegative: negative && !mantissa.isEmpty, digits: mantissa, exponent: mantissa.isEmpty ? 0 : point + power)
  }

  /// Up to nine digits and nothing else, which is nearly every number in a contract, without a detour.
  private static func smallInteger(_ text: some StringProtocol) -> ExactNumber? {
    guard text.utf8.count <= 9, !text.isEmpty else { return nil }
    var digits: [UInt8] = []
    var exponent = 0
    for byte in text.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      if digits.isEmpty {
        guard byte != UInt8(ascii: "0") else { continue }
        digits.reserveCapacity(text.utf8.count)
      }
      digits.append(byte - UInt8(ascii: "0"))
      exponent += 1
    }
    while digits.last == 0 { digits.removeLast() }
    return ExactNumber(isNegative: false, digits: digits, exponent: exponent)
  }

  package init(_ value: Int) {
    self = ExactNumber(String(value)) ?? .zero
  }

  package static let zero = ExactNumber(isNegative: false, digits: [], exponent: 0)

  private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    self.isNegative = isNegative
    self.digits = digits
    self.exponent = exponent
  }

  /// True for a number without a fraction.
  package var isInteger: Bool { digits.isEmpty || digits.count <= exponent }

  /// True if this is a whole multiple of another number; nil where the two are too far apart to tell.
  package func isMultiple(of other: ExactNumber) -> Bool? {
    guard !other.digits.isEmpty else { return nil }
    if digits.isEmpty { return true }
    // Both as whole numbers of the finer one's last digit.
    let finest = min(exponent - digits.count, other.exponent - other.digits.count)
    guard let left = scaled(to: finest), let right = other.scaled(to: finest) else { return nil }
    return left % right == 0
  }

  /// The number times a small whole one, or nil where the digits do not fit into 64 bits.
  package func multiplied(by factor: Int) -> ExactNumber? {
    guard factor >= 0, digits.count < 19, let mantissa = UInt64(digits.isEmpty ? "0" : digits.map { String($0) }.joined()) else {
      return nil
    }
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: UInt64(factor))
    guard !overflow else { return nil }
    return ExactNumber((isNegative ? "-" : "") + String(product) + "e" + String(digits.isEmpty ? 0 : exponent - digits.count))
  }

  /// True if two numbers are no further apart than a third; nil where their digits are too far apart to tell.
  package func isWithin(_ tolerance: ExactNumber, of other: ExactNumber) -> Bool? {
    let numbers = [self, other, tolerance]
    let finest = numbers.filter { !$0.digits.isEmpty }.map { $0.exponent - $0.digits.count }.min() ?? 0
    let whole = numbers.map { number in
      number.digits.isEmpty ? Int64(0) : number.scaled(to: finest).map { number.isNegative ? -Int64($0) : Int64($0) }
    }
    guard let left = whole[0], let right = whole[1], let limit = whole[2] else { return nil }
    // Eighteen digits each: the difference cannot overflow.
    return abs(left - right) <= limit
  }

  private func scaled(to power: Int) -> UInt64? {
    let zeros = exponent - digits.count - power
    guard zeros >= 0, zeros + digits.count < 19 else { return nil }
    return UInt64(digits.map { String($0) }.joined() + String(repeating: "0", count: zeros))
  }

  /// The number as an `Int`, where it is one that fits.
  package var integer: Int? {
    guard isInteger, exponent < 20 else { return nil }
    return Int(description)
  }
}

extension ExactNumber: Comparable {
  package static func < (left: ExactNumber, right: ExactNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let magnitude = left.comparesBelowInMagnitude(right)
    return left.isNegative ? right.comparesBelowInMagnitude(left) : magnitude
  }

  private func comparesBelowInMagnitude(_ other: ExactNumber) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension ExactNumber: CustomStringConvertible {
  /// The one spelling of the number: plain decimal, in scientific form only where the plain one would be unreasonably long.
  package var description: String {
    guard !digits.isEmpty else { return "0" }
    let text = digits.map { String($0) }.joined()
    let sign = isNegative ? "-" : ""
    if exponent > 40 || exponent < -20 {
      return sign + "0." + text + "e" + String(exponent)
    }
    if exponent <= 0 { return sign + "0." + String(repeating: "0", count: -exponent) + text }
    if digits.count <= exponent { return sign + text + String(repeating: "0", count: exponent - digits.count) }
    return sign + text.prefix(exponent) + "." + text.dropFirst(exponent)
  }
}
