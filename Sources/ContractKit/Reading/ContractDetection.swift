/// Tells contracts from other files by what they say of themselves at their top level: `kind: DataContract`, or the key
/// `dataContractSpecification`.
///
/// A repository is full of YAML that is none of ours. So the bytes are looked at first, and only where they do not settle it is the
/// text parsed. A file that claims to be a contract and cannot be read is a fault; one that claims nothing is skipped in silence.
package enum ContractDetection {
  /// Whether the file says that it is a contract, of whatever standard, well-formed or not.
  package static func claims(_ bytes: [UInt8]) -> Bool {
    if isUTF16(bytes) {
      // Nothing but ASCII is looked for, whose other halves are zero.
      return claims(bytes.dropFirst(2).filter { $0 != 0 && $0 < 0x80 })
    }
    switch bytes.withUnsafeBufferPointer({ scan($0) }) {
    case .contract: return true
    case .other: return false
    case .unsettled: break
    }
    guard mentionsContract(bytes) else { return false }
    do throws(ReadingError) {
      // Aliases and depth are the reader's concern; here only the top level counts.
      let root = try YAMLDocument(bytes, path: "", limits: .init(bytes: .max)).root
      return root[specificationKey] != nil || root["kind"]?.text.lowercased() == "datacontract"
    } catch {
      return spellsKind(bytes)
    }
  }

  private static let specificationKey = ContractStandard.specificationKey

  private typealias Line = Slice<UnsafeBufferPointer<UInt8>>

  private enum Answer {
    case contract, other, unsettled
  }

  /// Looks at the lines that stand as far to the left as the first one that says something.
  private static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Answer {
    var offset = bytes.starts(with: YAMLComposer.byteOrderMark) ? YAMLComposer.byteOrderMark.count : 0
    var indentation: Int?
    while offset < bytes.count {
      let start = offset
      while offset < bytes.count, bytes[offset] == space { offset += 1 }
      let width = offset - start
      let first = offset
      while offset < bytes.count, bytes[offset] != lineFeed { offset += 1 }
      let line = bytes[first..<offset]
      offset += 1
      guard let sign = line.first, sign != carriageReturn, sign != UInt8(ascii: "#"), sign != UInt8(ascii: "%") else { continue }
      if width == 0, line.starts(with: "---".utf8) {
        // A document may start behind the dashes.
        if line.dropFirst(3).contains(where: { $0 != space && $0 != carriageReturn }) { return .unsettled }
        continue
      }
      if indentation == nil {
        indentation = width
        if sign == UInt8(ascii: "{") || sign == UInt8(ascii: "?") || sign == UInt8(ascii: "&") || sign == UInt8(ascii: "!") {
          return .unsettled
        }
      }
      guard width == indentation else { continue }
      if value(behind: specificationKey, in: line) != nil { return .contract }
      if let kind = value(behind: "kind", in: line) { return answer(kind) }
    }
    return .other
  }

  private static func answer(_ kind: Line) -> Answer {
    switch kind.first {
    case nil, UInt8(ascii: "&"), UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "#"):
      return .unsettled
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return isDataContract(kind.dropFirst()) ? .contract : .other
    default:
      return isDataContract(kind) ? .contract : .other
    }
  }

  /// What stands behind `key:` in a line that starts with it, quoted or not.
  private static func value(behind key: String, in line: Line) -> Line? {
    var rest = line
    let quote = rest.first.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") ? $0 : nil }
    if quote != nil { rest = rest.dropFirst() }
    guard rest.starts(with: key.utf8) else { return nil }
    rest = rest.dropFirst(key.utf8.count)
    if let quote {
      guard rest.first == quote else { return nil }
      rest = rest.dropFirst()
    }
    rest = rest.drop { $0 == space }
    guard rest.first == UInt8(ascii: ":") else { return nil }
    rest = rest.dropFirst()
    // `kind:DataContract` is one word, not a key.
    guard quote != nil || rest.first.map({ $0 == space || $0 == UInt8(ascii: "\t") || $0 == carriageReturn }) ?? true else { return nil }
    return rest.drop { $0 == space || $0 == UInt8(ascii: "\t") || $0 == carriageReturn }
  }

  private static func isDataContract(_ text: Line) -> Bool {
    let word = text.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
    return word.count == 12 && word.map { $0 | 0x20 }.starts(with: "datacontract".utf8)
  }

  /// Whether `kind` and `DataContract`, or the key of the other standard, stand anywhere as key and value, quoted or not: for a broken
  /// file whose first line hides its top level in braces.
  private static func spellsKind(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let line = bytes[offset...].prefix { $0 != lineFeed }
        let isFound = line.indices.contains { place in
          let rest = line[place...]
          if let kind = value(behind: "kind", in: rest) { return isDataContract(kind.drop { $0 == 0x22 }) }
          return value(behind: specificationKey, in: rest) != nil
        }
        if isFound { return true }
        offset = line.endIndex + 1
      }
      return false
    }
  }

  /// Whether the word stands anywhere, whatever its case.
  private static func mentionsContract(_ bytes: [UInt8]) -> Bool {
    let word = Array("datacontract".utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      guard bytes.count >= word.count else { return false }
      return (0...(bytes.count - word.count)).contains { start in
        bytes[start] | 0x20 == word[0] && word.indices.allSatisfy { bytes[start + $0] | 0x20 == word[$0] }
      }
    }
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }

  private static let space = UInt8(ascii: " ")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
