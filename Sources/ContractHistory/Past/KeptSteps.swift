internal import ContractKit
internal import GitStore

/// What a contract is called, which is all that its line has to know of it: the rest is read when the version is told.
struct ContractName: Hashable, Sendable {
  enum Kind: UInt8, Sendable {
    case somethingElse, unparsable, contract
  }

  var kind: Kind
  var identifier = ""
  var name: String?
  var version: String?

  init(_ file: ContractFile) {
    switch file {
    case .somethingElse: kind = .somethingElse
    case .unparsable: kind = .unparsable
    case .contract(let contract):
      kind = .contract
      identifier = contract.identifier
      name = contract.name
      version = contract.version?.value
    }
  }

  init(_ kind: Kind, identifier: String = "", name: String? = nil, version: String? = nil) {
    (self.kind, self.identifier, self.name, self.version) = (kind, identifier, name, version)
  }

  /// A contract of that name without anything in it.
  func file(at path: String) -> ContractFile {
    switch kind {
    case .somethingElse: .somethingElse
    case .unparsable: .unparsable([])
    case .contract:
      .contract(
        Contract(
          path: path, dialect: .odcs(""), identifier: identifier, name: name,
          version: version.map { Located($0, position: .start, bytes: 0..<0) }, status: .active, root: Self.nothing, diagnostics: []))
    }
  }

  private static let nothing = Element(kind: .contract, step: ElementPath.Step("contract"), position: .start)
}

/// A commit that changed files which may hold contracts.
struct KeptStep: Sendable {
  struct Side: Sendable {
    var id: ObjectID
    var name: ContractName
  }

  struct File: Sendable {
    var path: String
    var old: Side?
    var new: Side?
  }

  var commit: ObjectID
  var parent: ObjectID?
  var files: [File]

  /// The transitions by name alone.
  var lineStep: LineStep {
    func version(_ side: Side?, _ path: String) -> ContractVersion? {
      side.map { ContractVersion(path: path, blob: $0.id, file: $0.name.file(at: path)) }
    }
    let transitions = files.map { Transition(old: version($0.old, $0.path), new: version($0.new, $0.path)) }
    return LineStep(commit: commit, parent: parent, transitions: ContractRepository.pairMoves(transitions))
  }
}

/// The steps of a walk as bytes: texts once each, and numbers for them.
struct KeptWalk {
  /// The tip of another walk, whose steps come before these; nil where these begin with the first commit.
  var earlier: ObjectID?
  /// How many walks come before this one.
  var depth = 0
  /// Oldest first.
  var steps: [KeptStep]

  var bytes: [UInt8] {
    var writer = ByteWriter()
    var texts = TextTable()
    var body = ByteWriter()
    for step in steps {
      body.add(step.commit.bytes)
      body.add(optional: step.parent?.bytes)
      body.add(step.files.count)
      for file in step.files {
        body.add(texts.place(of: file.path))
        for side in [file.old, file.new] {
          body.add(side.map { Int($0.name.kind.rawValue) + 1 } ?? 0)
          guard let side else { continue }
          body.add(side.id.bytes)
          for text in [side.name.identifier, side.name.name, side.name.version] { body.add(text.map { texts.place(of: $0) + 1 } ?? 0) }
        }
      }
    }
    writer.add(optional: earlier?.bytes)
    writer.add(depth)
    writer.add(texts.texts.count)
    for text in texts.texts { writer.add(text: text) }
    writer.add(steps.count)
    return writer.bytes + body.bytes
  }

  init(earlier: ObjectID?, depth: Int, steps: [KeptStep]) {
    self.earlier = earlier
    self.depth = depth
    self.steps = steps
  }

  /// Nil for bytes that are no walk.
  init?(_ bytes: ArraySlice<UInt8>) {
    var reader = ByteReader(bytes)
    earlier = reader.optionalObject()
    depth = reader.number()
    let texts = reader.list { $0.text() }
    func text(_ number: Int) -> String? { number > 0 && texts.indices.contains(number - 1) ? texts[number - 1] : nil }
    steps = reader.list { reader in
      let (commit, parent) = (reader.object(), reader.optionalObject())
      let files = reader.list { reader in
        let place = reader.number()
        let path = texts.indices.contains(place) ? texts[place] : nil
        if path == nil { reader.fail() }
        func side(_ reader: inout ByteReader) -> KeptStep.Side? {
          let number = reader.number()
          guard number > 0 else { return nil }
          guard let kind = ContractName.Kind(rawValue: UInt8(clamping: number - 1)) else {
            reader.fail()
            return nil
          }
          let id = reader.object()
          let (identifier, name, version) = (text(reader.number()) ?? "", text(reader.number()), text(reader.number()))
          return .init(id: id, name: ContractName(kind, identifier: identifier, name: name, version: version))
        }
        let old = side(&reader)
        return KeptStep.File(path: path ?? "", old: old, new: side(&reader))
      }
      return KeptStep(commit: commit, parent: parent, files: files)
    }
    guard reader.isComplete else { return nil }
  }
}

/// Texts by numbers, told apart byte for byte.
private struct TextTable {
  private(set) var texts: [String] = []
  private var places: [[UInt8]: Int] = [:]

  mutating func place(of text: String) -> Int {
    let bytes = Array(text.utf8)
    if let known = places[bytes] { return known }
    texts.append(text)
    places[bytes] = texts.count - 1
    return texts.count - 1
  }
}

/// Numbers, texts and object ids one after the other.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ more: [UInt8]) { bytes += more }

  /// Seven bits in each byte, the lowest first (LEB128).
  mutating func add(_ number: Int) {
    var rest = UInt(max(0, number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(optional text: String?) {
    add(text == nil ? 0 : 1)
    if let text { add(text: text) }
  }

  mutating func add(optional more: [UInt8]?) {
    add(more == nil ? 0 : 1)
    if let more { add(more) }
  }
}

/// Reads what a ``ByteWriter`` wrote. Of bytes that nobody wrote so it reads zeros and empty texts, and is not complete.
struct ByteReader {
  private var rest: ArraySlice<UInt8>
  private var isBroken = false

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Whether everything was read, and all of it could be.
  var isComplete: Bool { !isBroken && rest.isEmpty }

  mutating func fail() {
    isBroken = true
    rest = []
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else {
      fail()
      return nil
    }
    let bytes = rest.prefix(count)
    rest = rest.dropFirst(count)
    return bytes
  }

  mutating func number() -> Int {
    var value: UInt = 0
    for shift in stride(from: UInt(0), to: 63, by: 7) {
      guard let byte = take(1)?.first else { return 0 }
      value |= UInt(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return Int(clamping: value) }
    }
    fail()
    return 0
  }

  mutating func text() -> String {
    guard let bytes = take(number()) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func optionalText() -> String? { number() == 0 ? nil : text() }

  mutating func object() -> ObjectID { take(ObjectID.byteCount).flatMap { ObjectID(bytes: $0) } ?? .zero }

  mutating func optionalObject() -> ObjectID? { number() == 0 ? nil : object() }

  mutating func list<Item>(_ read: (inout ByteReader) -> Item) -> [Item] {
    let count = number()
    // Nothing is shorter than a byte.
    guard count <= rest.count else {
      fail()
      return []
    }
    var items: [Item] = []
    items.reserveCapacity(count)
    for _ in 0..<count where !isBroken { items.append(read(&self)) }
    return items
  }
}
