/// What a descriptor says of the messages and enumerations of some files. Source: `google/protobuf/descriptor.proto`.
struct ProtobufDescriptor {
  struct Message {
    var name: String
    var file: String
    var isMapEntry = false
    var isDeprecated = false
    var comment: String?
    var position: SourcePosition?
    var fields: [Field] = []
    var choices: [String] = []
    var options: ProtobufWire?
  }

  struct Field {
    var name: String
    var label = 1
    var type = 0
    var typeName = ""
    var choice: Int?
    var isOptional = false
    var isRequired = false
    var hasImplicitPresence = false
    var hasDefault = false
    /// What JSON calls it, where that is not what every program would make of its name.
    var jsonName: String?
    var options: ProtobufWire?
    var isDeprecated = false
    var comment: String?
    var position: SourcePosition?
  }

  struct Enumeration {
    var values: [(name: String, comment: String?)] = []
  }

  /// A field that a file adds to a message of another: to those of `descriptor.proto`, an option.
  struct Extension {
    var name: String
    var message: String
    var number: Int
    var type: Int
    var typeName: String
    var file: String
    var position: SourcePosition?
  }

  /// By their full name, with the point before it with which fields name them.
  private(set) var messages: [String: Message] = [:]
  private(set) var enumerations: [String: Enumeration] = [:]
  /// Names of the messages that are no part of others, in the order of the files.
  private(set) var order: [String] = []
  private(set) var extensions: [Extension] = []
  private(set) var services: [(name: String, file: String)] = []
  private(set) var hasPlaces = false

  /// Reads a `FileDescriptorSet`.
  mutating func read(_ bytes: [UInt8]) throws(ProtobufWire.Malformed) -> Int {
    let files = try ProtobufWire(bytes[...]).messages(1)
    for file in files { try read(file: file) }
    return files.count
  }

  /// The comments and places of one file by the path of what they belong to.
  private struct Places {
    var comments: [[Int]: String] = [:]
    var positions: [[Int]: SourcePosition] = [:]

    init(_ info: ProtobufWire?) throws(ProtobufWire.Malformed) {
      for location in try info?.messages(1) ?? [] {
        let path = try location.integers(1)
        let span = try location.integers(2)
        let text = [location.text(3), location.text(4)].compactMap { $0 }.joined(separator: "\n")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix(" ") ? $0.dropFirst() : $0 }
        let comment = lines.joined(separator: "\n")
        if !comment.allSatisfy(\.isWhitespace) { comments[path] = comment }
        if span.count >= 3, span[0] < Int.max, span[1] < Int.max {
          positions[path] = SourcePosition(line: span[0] + 1, column: span[1] + 1)
        }
      }
    }
  }

  private struct File {
    var name: String
    var isProto3: Bool
    /// Of editions: 1 explicit, 2 implicit, 3 required.
    var presence: Int?
    var places: Places
  }

  private mutating func read(file: ProtobufWire) throws(ProtobufWire.Malformed) {
    let package = file.text(2).map { "." + $0 } ?? ""
    let places = try Places(file.message(9))
    if !places.positions.isEmpty { hasPlaces = true }
    let own = File(
      name: file.text(1) ?? "", isProto3: file.text(12) == "proto3", presence: try file.message(8)?.message(50)?.number(1), places: places)
    for (place, message) in try file.messages(4).enumerated() { try read(message, package, own, path: [4, place], depth: 0) }
    for (place, enumeration) in try file.messages(5).enumerated() { try read(enumeration: enumeration, package, own, path: [5, place]) }
    for (place, field) in try file.messages(7).enumerated() { try read(extension: field, package, own, path: [7, place]) }
    for service in try file.messages(6) { services.append((service.text(1) ?? "", own.name)) }
  }

  private mutating func read(
    _ message: ProtobufWire, _ scope: String, _ file: File, path: [Int], depth: Int
  ) throws(ProtobufWire.Malformed) {
    guard depth < 64 else { throw ProtobufWire.Malformed() }
    let name = scope + "." + (message.text(1) ?? "")
    var result = Message(name: name, file: file.name)
    let options = try message.message(7)
    result.isMapEntry = options?.flag(7) ?? false
    result.isDeprecated = options?.flag(3) ?? false
    result.options = options
    result.comment = file.places.comments[path]
    result.position = file.places.positions[path]
    result.choices = try message.messages(8).map { $0.text(1) ?? "" }
    for (place, field) in try message.messages(2).enumerated() {
      result.fields.append(try Self.field(field, file, path: path + [2, place]))
    }
    if messages.updateValue(result, forKey: name) == nil { order.append(name) }
    for (place, inner) in try message.messages(3).enumerated() { try read(inner, name, file, path: path + [3, place], depth: depth + 1) }
    for (place, field) in try message.messages(6).enumerated() { try read(extension: field, name, file, path: path + [6, place]) }
    for (place, inner) in try message.messages(4).enumerated() { try read(enumeration: inner, name, file, path: path + [4, place]) }
  }

  private mutating func read(extension field: ProtobufWire, _ scope: String, _ file: File, path: [Int]) throws(ProtobufWire.Malformed) {
    extensions.append(
      Extension(
        name: String((scope + "." + (field.text(1) ?? "")).dropFirst()), message: field.text(2) ?? "", number: field.number(3) ?? 0,
        type: field.number(5) ?? 0, typeName: field.text(6) ?? "", file: file.name, position: file.places.positions[path]))
  }

  private static func field(_ field: ProtobufWire, _ file: File, path: [Int]) throws(ProtobufWire.Malformed) -> Field {
    var result = Field(name: field.text(1) ?? "")
    result.label = field.number(4) ?? 1
    result.type = field.number(5) ?? 0
    result.typeName = field.text(6) ?? ""
    result.hasDefault = field.text(7) != nil
    result.isOptional = field.flag(17)
    if field.number(9) != nil, !result.isOptional { result.choice = field.number(9) }
    let options = try field.message(8)
    result.options = options
    if let name = field.text(10), name != Self.jsonName(of: result.name) { result.jsonName = name }
    result.isDeprecated = options?.flag(3) ?? false
    let presence = try options?.message(21)?.number(1) ?? file.presence
    result.isRequired = result.label == 2 || presence == 3
    let isScalar = result.type != 10 && result.type != 11
    result.hasImplicitPresence =
      result.label == 1 && isScalar && result.choice == nil && !result.isOptional && (file.isProto3 || presence == 2)
    result.comment = file.places.comments[path]
    result.position = file.places.positions[path]
    return result
  }

  /// `order_id` is `orderId` in JSON (Protocol Buffers, "ProtoJSON Format").
  private static func jsonName(of name: String) -> String {
    var result: [UInt8] = []
    var isCapital = false
    for byte in name.utf8 {
      guard byte != UInt8(ascii: "_") else {
        isCapital = true
        continue
      }
      let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      result.append(isCapital && isSmall ? byte - 0x20 : byte)
      isCapital = false
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func read(enumeration: ProtobufWire, _ scope: String, _ file: File, path: [Int]) throws(ProtobufWire.Malformed) {
    var result = Enumeration()
    for (place, value) in try enumeration.messages(2).enumerated() {
      result.values.append((value.text(1) ?? "", file.places.comments[path + [2, place]]))
    }
    enumerations[scope + "." + (enumeration.text(1) ?? "")] = result
  }
}
