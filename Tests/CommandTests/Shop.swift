import ContractCommands
import ContractTestSupport
import Foundation

/// What a run of the program said, and how it ended.
struct Answer {
  let status: Int32
  let bytes: [UInt8]
  let errors: String

  var output: String { String(decoding: bytes, as: UTF8.self) }

  /// Standard output as JSON.
  func json() throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      throw TestFailure("no JSON object: \(output)")
    }
    return object
  }
}

/// Runs the program in this process, with files as its streams.
enum Program {
  /// 2024-06-01T12:00:00Z, after all commits of a test repository.
  static let now = 1_717_243_200

  static func run(
    _ arguments: [String], in directory: String, environment: [String: String], input: String = "", now: Int = now, scratch: Scratch
  ) throws -> Answer {
    let name = UUID().uuidString
    let (inputPath, outputPath, errorPath) = (scratch.path(name + ".in"), scratch.path(name + ".out"), scratch.path(name + ".err"))
    try TestFiles.write(Array(input.utf8), to: inputPath)
    let input = open(inputPath, O_RDONLY | O_CLOEXEC)
    let output = open(outputPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    let errors = open(errorPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { for descriptor in [input, output, errors] { close(descriptor) } }
    guard input >= 0, output >= 0, errors >= 0 else { throw TestFailure("cannot open the streams of the program") }
    let status = ContractCommands.run(
      arguments: arguments, environment: environment, directory: directory, descriptors: (input, output, errors), now: now)
    return Answer(
      status: status, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: outputPath))),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errorPath)), as: UTF8.self))
  }
}

/// A repository with a contract or two, and the program beside it.
final class Shop {
  static let ann = TestPerson("Ann Owner", "ann@shop.example")

  let repository: TestRepository

  init(_ repository: TestRepository) {
    self.repository = repository
  }

  /// A repository whose first commit holds these files.
  convenience init(_ files: [String: String]? = ["contracts/orders.yaml": Shop.orders()]) throws {
    self.init(try TestRepository())
    if let files { try repository.commit(files, "Start\n", by: Self.ann) }
  }

  var path: String { repository.path }

  func run(
    _ arguments: String..., in directory: String? = nil, adding more: [String: String] = [:], input: String = "", now: Int = Program.now
  ) throws -> Answer {
    try run(arguments, in: directory, adding: more, input: input, now: now)
  }

  func run(
    _ arguments: [String], in directory: String? = nil, adding more: [String: String] = [:], input: String = "", now: Int = Program.now
  ) throws -> Answer {
    try Program.run(
      arguments, in: directory ?? path, environment: repository.environment.variables.merging(more) { $1 }, input: input, now: now,
      scratch: repository.scratch)
  }

  /// A contract of one table; `columns` are lines of flow YAML below `properties`.
  static func orders(
    version: String = "1.4.2", name: String = "orders", identifier: String = "shop-orders", status: String = "active",
    columns: [String] = [orderID, email]
  ) -> String {
    """
    apiVersion: v3.1.0
    kind: DataContract
    id: \(identifier)
    name: \(name)
    version: \(version) # raised by git contract bump
    status: \(status)
    schema:
      - name: \(name)
        physicalType: table
        properties:
    \(columns.map { "      - " + $0 }.joined(separator: "\n"))

    """
  }

  static let orderID = "{name: order_id, logicalType: string, physicalType: VARCHAR(36), required: true}"
  static let email = "{name: email, logicalType: string, physicalType: VARCHAR(320)}"
  static let phone = "{name: phone, logicalType: string, physicalType: VARCHAR(40)}"
  static let broken = "apiVersion: v3.1.0\nkind: DataContract\nid: shop-orders\nname: [orders\n"

  static func consumer(
    identifier: String = "dashboard", contract: String = "shop-orders", version: String = "^1.0", fields: String = "{orders: [email]}",
    name: String = "Dashboard"
  ) -> String {
    """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: \(identifier)
    name: "\(name)"
    team: "@shop/insight"
    contacts:
      - {tool: email, url: "mailto:insight@shop.example"}
    uses:
      - contract: \(contract)
        version: "\(version)"
        fields: \(fields)

    """
  }
}

/// Every file below a directory with its bytes, to see that nothing was written.
func snapshot(_ directory: String) throws -> [String: [UInt8]] {
  var files: [String: [UInt8]] = [:]
  for case let name as String in FileManager.default.enumerator(atPath: directory) ?? .init() {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: directory + "/" + name, isDirectory: &isDirectory), !isDirectory.boolValue {
      files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name)))
    }
  }
  return files
}
