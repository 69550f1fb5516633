/// The fields of a message as they stand on the wire. Source: Protocol Buffers, "Encoding".
///
/// A library for it would bring Foundation into every start of a hook; what a descriptor needs of it is this page.
struct ProtobufWire: Sendable {
  /// Where the bytes do not end as they began, or a number is longer than any.
  struct Malformed: Error {}

  private var numbers: [Int: [UInt64]] = [:]
  private var parts: [Int: [ArraySlice<UInt8>]] = [:]
  private var fixed: Set<Int> = []

  init(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var rest = bytes
    while !rest.isEmpty {
      let tag = try Self.number(&rest)
      guard let field = Int(exactly: tag >> 3), field > 0 else { throw Malformed() }
      switch tag & 7 {
      case 0: numbers[field, default: []].append(try Self.number(&rest))
      case 1:
        fixed.insert(field)
        try Self.skip(8, &rest)
      case 2:
        guard let length = Int(exactly: try Self.number(&rest)), length <= rest.count else { throw Malformed() }
        parts[field, default: []].append(rest.prefix(length))
        rest = rest.dropFirst(length)
      case 5:
        fixed.insert(field)
        try Self.skip(4, &rest)
      // Groups occur in no descriptor.
      default: throw Malformed()
      }
    }
  }

  private static func skip(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(Malformed) {
    guard rest.count >= count else { throw Malformed() }
    rest = rest.dropFirst(count)
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw Malformed()
  }

  // MARK: Fields by their number

  /// The numbers of all fields that are there.
  var fields: Set<Int> { fixed.union(numbers.keys).union(parts.keys) }

  func number(_ field: Int) -> Int? { numbers[field]?.last.flatMap { Int(exactly: $0) } }

  func flag(_ field: Int) -> Bool { numbers[field]?.last.map { $0 != 0 } ?? false }

  func text(_ field: Int) -> String? { parts[field]?.last.map { String(decoding: $0, as: UTF8.self) } }

  func message(_ field: Int) throws(Malformed) -> ProtobufWire? {
    guard let bytes = parts[field]?.last else { return nil }
    return try ProtobufWire(bytes)
  }

  func messages(_ field: Int) throws(Malformed) -> [ProtobufWire] {
    var result: [ProtobufWire] = []
    for bytes in parts[field] ?? [] { result.append(try ProtobufWire(bytes)) }
    return result
  }

  /// Whole numbers, packed or not.
  func integers(_ field: Int) throws(Malformed) -> [Int] {
    var result = (numbers[field] ?? []).compactMap { Int(exactly: $0) }
    for bytes in parts[field] ?? [] {
      var rest = bytes
      while !rest.isEmpty { if let value = Int(exactly: try Self.number(&rest)) { result.append(value) } }
    }
    return result
  }
}
