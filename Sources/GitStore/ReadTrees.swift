internal import CLibgit2

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// An object as libgit2 holds it, without a copy.
struct RawObject: ~Copyable {
  private let handle: OpaquePointer?

  /// Takes over a handle; nil is an object without bytes.
  init(_ handle: OpaquePointer?) { self.handle = handle }

  /// Valid as long as the object.
  var bytes: UnsafeRawBufferPointer {
    handle.map { UnsafeRawBufferPointer(start: git_odb_object_data($0), count: git_odb_object_size($0)) }
      ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  deinit { git_odb_object_free(handle) }
}

/// One entry of a tree, as it stands in its bytes.
struct RawTreeEntry {
  let bits: UInt32
  /// Where its name stands.
  let name: Range<Int>
  let id: ObjectID

  var isTree: Bool { bits & 0o170000 == 0o040000 }
  /// Where the next entry begins.
  var end: Int { name.upperBound + 1 + ObjectID.byteCount }

  static func isSame(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ name: [UInt8]) -> Bool {
    guard range.count == name.count, let base = bytes.baseAddress else { return false }
    return memcmp(base + range.lowerBound, name, name.count) == 0
  }

  /// Reads `<mode> <name>\0<20 bytes>`; nil for any other form.
  init?(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    var position = start
    var bits: UInt32 = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[position]), position - start < 7 {
      bits = bits << 3 | UInt32(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start, position < bytes.count, bytes[position] == UInt8(ascii: " "), let base = bytes.baseAddress else { return nil }
    position += 1
    guard let found = memchr(base + position, 0, bytes.count - position) else { return nil }
    let end = UnsafeRawPointer(found) - base
    guard end + ObjectID.byteCount < bytes.count else { return nil }
    self.bits = bits
    name = position..<end
    id = ObjectID(bytesAt: base + end + 1)
  }
}

/// Trees that were read a moment ago. A walk that goes from state to state meets each of them twice, once as the newer and once as the
/// older one. It keeps few, and only while the walk lasts.
package struct ReadTrees: ~Copyable {
  private var slots: [(id: ObjectID, handle: OpaquePointer?)] = []
  private static let count = 512
  /// Larger ones are read again.
  private static let greatestKept = 65_536

  package init() {}

  deinit {
    for slot in slots { git_odb_object_free(slot.handle) }
  }

  /// A tree. Git knows the empty one whether or not it was ever written.
  mutating func tree(_ id: ObjectID, _ repository: borrowing Repository) throws(GitError) -> RawObject {
    if id == Repository.emptyTree { return RawObject(nil) }
    let place = id.smallHash & (Self.count - 1)
    if !slots.isEmpty, slots[place].id == id, let known = slots[place].handle {
      var again: OpaquePointer?
      try check(git_odb_object_dup(&again, known), "cannot read tree '\(id)'")
      if let again { return RawObject(again) }
    }
    let handle = try repository.rawObject(id, .tree)
    if git_odb_object_size(handle) <= Self.greatestKept {
      var kept: OpaquePointer?
      if git_odb_object_dup(&kept, handle) == 0 {
        if slots.isEmpty { slots = Array(repeating: (.zero, nil), count: Self.count) }
        git_odb_object_free(slots[place].handle)
        slots[place] = (id, kept)
      }
    }
    return RawObject(handle)
  }

  /// What a tree has under a name.
  mutating func entry(named name: [UInt8], in tree: ObjectID, _ repository: borrowing Repository) throws(GitError) -> RawTreeEntry? {
    let object = try self.tree(tree, repository)
    let bytes = object.bytes
    var position = 0
    while position < bytes.count {
      guard let entry = RawTreeEntry(bytes, at: position) else { throw GitError(.unreadable, "tree '\(tree)' is malformed") }
      if RawTreeEntry.isSame(bytes, entry.name, name) { return entry }
      position = entry.end
    }
    return nil
  }
}
