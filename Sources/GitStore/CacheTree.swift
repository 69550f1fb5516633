#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The trees of an index that Git has already computed (gitformat-index(5), "Cache tree"): a directory that was not touched since needs no
/// look at its entries. It must not outlive its file.
struct CacheTree {
  /// As small as it can be: an index of 100,000 entries may have as many directories.
  struct Node {
    let id: ObjectID
    /// Where the directory's name in its parent stands; empty for the top.
    fileprivate let nameStart: UInt32
    fileprivate let nameLength: UInt32
    /// How many entries of the index the tree stands for; negative: it must be computed anew.
    let entryCount: Int32
    /// How many directories are in it.
    let childCount: Int32
    /// The number of the first node that is not in it.
    fileprivate var end: Int32 = 0

    var isValid: Bool { entryCount >= 0 }
  }

  /// In the file's order: a directory before what is in it. Never empty.
  private(set) var nodes: [Node] = []
  private let bytes: UnsafeRawBufferPointer

  /// `nil` if the bytes are malformed: then everything is compared.
  init?(_ data: Slice<UnsafeRawBufferPointer>) {
    bytes = UnsafeRawBufferPointer(rebasing: data)
    guard bytes.count <= Int32.max else { return nil }
    nodes.reserveCapacity(bytes.count / 64)
    var position = 0
    guard read(&position, depth: 0), position == bytes.count else { return nil }
  }

  private mutating func read(_ position: inout Int, depth: Int) -> Bool {
    let nameStart = position
    guard depth < 512, skip(to: 0, &position) else { return false }
    let nameLength = position - nameStart
    position += 1
    guard let count = number(endedBy: UInt8(ascii: " "), &position), let childCount = number(endedBy: UInt8(ascii: "\n"), &position),
      childCount >= 0
    else { return false }
    var id = ObjectID.zero
    if count >= 0 {
      guard position + ObjectID.byteCount <= bytes.count, let base = bytes.baseAddress else { return false }
      id = ObjectID(bytesAt: base + position)
      position += ObjectID.byteCount
    }
    let own = nodes.count
    nodes.append(
      Node(id: id, nameStart: UInt32(nameStart), nameLength: UInt32(nameLength), entryCount: count, childCount: childCount))
    for _ in 0..<childCount {
      guard read(&position, depth: depth + 1) else { return false }
    }
    nodes[own].end = Int32(nodes.count)
    return true
  }

  private func skip(to byte: UInt8, _ position: inout Int) -> Bool {
    while position < bytes.count {
      if bytes[position] == byte { return true }
      position += 1
    }
    return false
  }

  /// A decimal number and the byte behind it.
  private func number(endedBy end: UInt8, _ position: inout Int) -> Int32? {
    let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var value = 0
    var digits = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == end { return digits > 0 ? Int32(isNegative ? -value : value) : nil }
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 9 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      digits += 1
    }
    return nil
  }

  /// The bytes of a directory's name.
  func name(of node: Int) -> UnsafeRawBufferPointer {
    let start = Int(nodes[node].nameStart)
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(nodes[node].nameLength)])
  }

  /// The directories in one, to be looked for by name.
  func children(of node: Int) -> Children { Children(of: node, in: self) }

  struct Children {
    private let numbers: [Int32]
    /// Whoever goes through a tree asks for one after the other.
    private var next = 0

    fileprivate init(of node: Int, in tree: CacheTree) {
      var numbers: [Int32] = []
      numbers.reserveCapacity(Int(tree.nodes[node].childCount))
      var isSorted = true
      var child = Int32(node + 1)
      while child < tree.nodes[node].end {
        if let last = numbers.last, tree.compare(tree.name(of: Int(last)), tree.name(of: Int(child))) >= 0 { isSorted = false }
        numbers.append(child)
        child = tree.nodes[Int(child)].end
      }
      // As Git writes them they are; others may not do so.
      if !isSorted { numbers.sort { tree.compare(tree.name(of: Int($0)), tree.name(of: Int($1))) < 0 } }
      self.numbers = numbers
    }

    /// The node of the directory that has a name.
    mutating func find(_ name: ArraySlice<UInt8>, in tree: CacheTree) -> Int? {
      name.withUnsafeBytes { name in
        if next < numbers.count, tree.compare(tree.name(of: Int(numbers[next])), name) == 0 {
          next += 1
          return Int(numbers[next - 1])
        }
        var low = 0
        var high = numbers.count
        while low < high {
          let middle = (low + high) / 2
          let order = tree.compare(tree.name(of: Int(numbers[middle])), name)
          if order == 0 {
            next = middle + 1
            return Int(numbers[middle])
          }
          if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
      }
    }
  }

  /// The order in which Git keeps directories here: shorter names first, then byte by byte (`subtree_name_cmp` in its cache-tree.c).
  private func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    guard left.count == right.count else { return left.count - right.count }
    guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
    return Int(memcmp(first, second, left.count))
  }
}
