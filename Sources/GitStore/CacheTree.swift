/// The trees of an index that Git has already computed (gitformat-index(5), "Cache tree"): a directory that was not touched since needs no
/// look at its entries.
struct CacheTree {
  struct Node {
    /// The directory's name in its parent; the empty name for the top.
    let name: ArraySlice<UInt8>
    /// How many entries of the index the tree stands for; negative: it must be computed anew.
    let entryCount: Int
    let id: ObjectID
    /// The nodes of the directories in it.
    var children: [Int] = []

    var isValid: Bool { entryCount >= 0 }
  }

  /// In the file's order: a directory before what is in it. Never empty.
  private(set) var nodes: [Node] = []

  /// `nil` if the bytes are malformed: then everything is compared.
  init?(_ data: Slice<UnsafeRawBufferPointer>) {
    let bytes = Array(data)
    var position = 0
    guard read(bytes, &position, depth: 0), position == bytes.count else { return nil }
  }

  private mutating func read(_ bytes: [UInt8], _ position: inout Int, depth: Int) -> Bool {
    guard depth < 512, let nameEnd = bytes[position...].firstIndex(of: 0),
      let countEnd = bytes[nameEnd...].firstIndex(of: UInt8(ascii: " ")),
      let line = bytes[countEnd...].firstIndex(of: UInt8(ascii: "\n")),
      let count = Int(String(decoding: bytes[(nameEnd + 1)..<countEnd], as: UTF8.self)),
      let childCount = Int(String(decoding: bytes[(countEnd + 1)..<line], as: UTF8.self)), childCount >= 0
    else { return false }
    let name = bytes[position..<nameEnd]
    position = line + 1
    var id = ObjectID.zero
    if count >= 0 {
      guard position + ObjectID.byteCount <= bytes.count else { return false }
      id = bytes.withUnsafeBytes { buffer in buffer.baseAddress.map { ObjectID(bytesAt: $0 + position) } ?? .zero }
      position += ObjectID.byteCount
    }
    let own = nodes.count
    nodes.append(Node(name: name, entryCount: count, id: id))
    for _ in 0..<childCount {
      let child = nodes.count
      guard read(bytes, &position, depth: depth + 1) else { return false }
      nodes[own].children.append(child)
    }
    return true
  }

  /// The node of a directory in another one.
  func child(_ name: ArraySlice<UInt8>, of node: Int) -> Int? {
    nodes[node].children.first { nodes[$0].name.elementsEqual(name) }
  }
}
