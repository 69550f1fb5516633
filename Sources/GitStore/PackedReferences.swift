/// The file in which Git packs references, `packed-refs` of the common directory (git-pack-refs(1)). Git writes it sorted by name, so that one
/// among sixty thousand is found by halving; libgit2 reads all of it for any.
struct PackedReferences: ~Copyable {
  private let file: MappedFile
  /// Where the first line behind the header begins.
  private let start: Int
  /// False for a file that old versions of Git wrote: then nothing is found by halving.
  let isSorted: Bool

  /// `nil` if there is no such file.
  init?(in commonDirectory: String) throws(GitError) {
    guard let file = try MappedFile.open(Paths.join(commonDirectory, "packed-refs"), isReadWhole: false) else { return nil }
    let bytes = file.bytes
    let header = bytes.first == UInt8(ascii: "#") ? bytes.prefix { $0 != UInt8(ascii: "\n") }.count : 0
    start = min(header + (header > 0 ? 1 : 0), bytes.count)
    isSorted = header > 0 && String(decoding: bytes[..<header], as: UTF8.self).split(separator: " ").contains("sorted")
    self.file = file
  }

  private struct Record {
    var target: ObjectID
    var name: Range<Int>
    /// Where the next record begins.
    var next: Int
  }

  /// The object that a name stands for; `nil` if it is not here.
  func target(of name: String) throws(GitError) -> ObjectID? {
    let wanted = Array(name.utf8)
    let place = try lowerBound(wanted)
    guard place < file.bytes.count else { return nil }
    let record = try record(at: place)
    return file.bytes[record.name].elementsEqual(wanted) ? record.target : nil
  }

  /// All whose names begin so, in their order.
  func references(under prefix: String) throws(GitError) -> [Reference] {
    let wanted = Array(prefix.utf8)
    var found: [Reference] = []
    var place = try lowerBound(wanted)
    while place < file.bytes.count {
      let record = try record(at: place)
      guard file.bytes[record.name].starts(with: wanted) else { break }
      found.append(Reference(name: String(decoding: file.bytes[record.name], as: UTF8.self), target: record.target))
      place = record.next
    }
    return found
  }

  /// Where the first record begins whose name is not before `wanted`.
  private func lowerBound(_ wanted: [UInt8]) throws(GitError) -> Int {
    var (low, high) = (start, file.bytes.count)
    while low < high {
      var middle = lineStart(low + (high - low) / 2, from: low)
      // What a tag leads to stands on a line of its own behind it.
      while middle > low, file.bytes[middle] == UInt8(ascii: "^") { middle = lineStart(middle - 1, from: low) }
      let record = try record(at: middle)
      if file.bytes[record.name].lexicographicallyPrecedes(wanted) { low = record.next } else { high = middle }
    }
    return low
  }

  /// Where the line begins in which a place lies.
  private func lineStart(_ place: Int, from low: Int) -> Int {
    var place = place
    while place > low, file.bytes[place - 1] != UInt8(ascii: "\n") { place -= 1 }
    return place
  }

  private func lineEnd(_ place: Int) -> Int {
    var place = place
    while place < file.bytes.count, file.bytes[place] != UInt8(ascii: "\n") { place += 1 }
    return place
  }

  private func record(at place: Int) throws(GitError) -> Record {
    let end = lineEnd(place)
    guard end - place > 41, file.bytes[place + 40] == UInt8(ascii: " "),
      let target = ObjectID(hexBytes: Array(file.bytes[place..<place + 40])[...])
    else { throw GitError(.unreadable, "cannot read 'packed-refs': it has a line that names no reference", hint: "git fsck") }
    var next = min(end + 1, file.bytes.count)
    while next < file.bytes.count, file.bytes[next] == UInt8(ascii: "^") { next = min(lineEnd(next) + 1, file.bytes.count) }
    return Record(target: target, name: place + 41..<end, next: next)
  }
}
