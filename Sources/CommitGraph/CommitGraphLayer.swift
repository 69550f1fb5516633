internal import Crypto

/// One file of a commit-graph (gitformat-commit-graph(5)), read where it lies. What is said of its size here holds for every offset
/// below, so that a file which was cut or altered is refused, or gives a wrong number, but never leads out of its bytes.
struct CommitGraphLayer {
  let bytes: UnsafeRawBufferPointer
  /// The number of commits in this file.
  let count: Int
  /// The number of commits in the files below it.
  let firstPosition: Int
  /// The sum at the end, which is also the file's name in a chain.
  let checksum: CommitName
  let filters: ChangedPathFilters?
  /// Whether it tells corrected dates.
  let hasCorrectedDates: Bool

  private let fanout: Int
  private let names: Int
  private let data: Int
  private let edges: Range<Int>
  private let dateOffsets: Int
  private let largeDateOffsets: Range<Int>

  private static let headerSize = 8
  private static let chunkEntrySize = 12
  private static let dataSize = 36
  static let noParent: UInt32 = 0x7000_0000
  private static let highBit: UInt32 = 0x8000_0000
  /// Levels from here on are capped and say nothing.
  private static let greatestLevel: UInt32 = 0x3FFF_FFFF

  /// - Parameters:
  ///   - below: the files that this one builds on, lowest first.
  ///   - checkedSize: files up to this size are held against their sum. Git never does; of a large one it would cost more than all else.
  init?(_ bytes: UnsafeRawBufferPointer, below: [CommitGraphLayer], checkedSize: Int) {
    let sumAt = bytes.count - CommitName.byteCount
    // Signature `CGPH`, version 1, names by SHA-1.
    guard sumAt >= Self.headerSize, bytes.word(at: 0) == 0x4347_5048, bytes[4] == 1, bytes[5] == 1 else { return nil }
    let chunkCount = Int(bytes[6])
    guard Self.headerSize + (chunkCount + 1) * Self.chunkEntrySize <= sumAt, Int(bytes[7]) == below.count else { return nil }
    var chunks: [UInt32: Range<Int>] = [:]
    var previousEnd = Self.headerSize + (chunkCount + 1) * Self.chunkEntrySize
    for number in 0..<chunkCount {
      let entry = Self.headerSize + number * Self.chunkEntrySize
      let start = bytes.longWord(at: entry + 4)
      let end = bytes.longWord(at: entry + Self.chunkEntrySize + 4)
      guard start >= UInt64(previousEnd), start <= end, end <= UInt64(sumAt), chunks[bytes.word(at: entry)] == nil else { return nil }
      chunks[bytes.word(at: entry)] = Int(start)..<Int(end)
      previousEnd = Int(end)
    }
    guard bytes.word(at: Self.headerSize + chunkCount * Self.chunkEntrySize) == 0 else { return nil }

    guard let fanout = chunks[0x4F49_4446], fanout.count == 256 * 4 else { return nil }  // OIDF
    var reached: UInt32 = 0
    for place in 0..<256 {
      let next = bytes.word(at: fanout.lowerBound + 4 * place)
      guard next >= reached else { return nil }
      reached = next
    }
    count = Int(reached)
    guard let names = chunks[0x4F49_444C], names.count == count * CommitName.byteCount,  // OIDL
      let data = chunks[0x4344_4154], data.count == count * Self.dataSize  // CDAT
    else { return nil }
    self.fanout = fanout.lowerBound
    self.names = names.lowerBound
    self.data = data.lowerBound
    edges = chunks[0x4544_4745] ?? 0..<0  // EDGE
    checksum = CommitName(bytes, at: sumAt)
    firstPosition = below.last.map { $0.firstPosition + $0.count } ?? 0
    guard firstPosition + count < Int(Self.noParent) else { return nil }

    if !below.isEmpty {
      guard let bases = chunks[0x4241_5345], bases.count == below.count * CommitName.byteCount else { return nil }  // BASE
      for (number, layer) in below.enumerated() {
        guard CommitName(bytes, at: bases.lowerBound + number * CommitName.byteCount) == layer.checksum else { return nil }
      }
    }

    let dates = chunks[0x4744_4132]  // GDA2
    hasCorrectedDates = dates?.count == count * 4
    dateOffsets = dates?.lowerBound ?? 0
    largeDateOffsets = chunks[0x4744_4F32] ?? 0..<0  // GDO2
    filters = ChangedPathFilters(bytes, index: chunks[0x4249_4458], data: chunks[0x4244_4154], count: count)  // BIDX, BDAT
    self.bytes = bytes
    if bytes.count <= checkedSize {
      let sum = Insecure.SHA1.hash(data: UnsafeRawBufferPointer(rebasing: bytes[..<sumAt]))
      guard sum.elementsEqual(bytes[sumAt...]) else { return nil }
    }
  }

  /// Where a name stands in this file.
  func place(of name: CommitName) -> Int? {
    let byte = Int(name.first >> 56)
    var low = byte == 0 ? 0 : Int(bytes.word(at: fanout + 4 * (byte - 1)))
    var high = Int(bytes.word(at: fanout + 4 * byte))
    while low < high {
      let middle = (low + high) / 2
      let offset = names + middle * CommitName.byteCount
      let first = bytes.longWord(at: offset)
      if first == name.first {
        let other = CommitName(bytes, at: offset)
        if other == name { return middle }
        if other < name { low = middle + 1 } else { high = middle }
      } else if first < name.first {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return nil
  }

  /// All of the following take a place below ``count``.
  func name(_ place: Int) -> CommitName { CommitName(bytes, at: names + place * CommitName.byteCount) }

  func tree(_ place: Int) -> CommitName { CommitName(bytes, at: data + place * Self.dataSize) }

  func firstParent(_ place: Int) -> UInt32 { bytes.word(at: data + place * Self.dataSize + 20) }

  /// The other parents, first to last; nil where they cannot be read.
  func otherParents(_ place: Int) -> [UInt32]? {
    let second = bytes.word(at: data + place * Self.dataSize + 24)
    if second == Self.noParent { return [] }
    guard second & Self.highBit != 0 else { return [second] }
    var offset = edges.lowerBound + 4 * Int(second ^ Self.highBit)
    var found: [UInt32] = []
    while offset + 4 <= edges.upperBound {
      let word = bytes.word(at: offset)
      found.append(word & ~Self.highBit)
      if word & Self.highBit != 0 { return found }
      offset += 4
    }
    return nil
  }

  /// The committer's clock.
  func time(_ place: Int) -> UInt64 {
    let offset = data + place * Self.dataSize + 28
    return UInt64(bytes.word(at: offset) & 3) << 32 | UInt64(bytes.word(at: offset + 4))
  }

  /// One more than the greatest level among the parents; nil where none was written, or it is capped.
  func level(_ place: Int) -> UInt32? {
    let level = bytes.word(at: data + place * Self.dataSize + 28) >> 2
    return level == 0 || level >= Self.greatestLevel ? nil : level
  }

  /// The committer's clock, put right where it lies before a parent's; nil where it cannot be read.
  func correctedDate(_ place: Int) -> UInt64? {
    guard hasCorrectedDates else { return nil }
    let offset = bytes.word(at: dateOffsets + 4 * place)
    guard offset & Self.highBit != 0 else { return time(place) + UInt64(offset) }
    let large = largeDateOffsets.lowerBound + 8 * Int(offset ^ Self.highBit)
    guard large + 8 <= largeDateOffsets.upperBound else { return nil }
    let (date, isTooLarge) = time(place).addingReportingOverflow(bytes.longWord(at: large))
    return isTooLarge ? nil : date
  }
}
