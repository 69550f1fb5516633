import ContractTestSupport
import Foundation

@testable import ContractCommands
@testable import ContractKit

/// A repository whose policy lets messages leave, a courier that carries nothing, and messages that never stood in a history.
final class PostOffice {
  let shop: Shop
  let courier: FakeCourier
  let outbox: OutboxDirectory
  private(set) var deposited: [String] = []

  init(channels: String = "files, webhook, smtp", more: String = "", perMinute: Int = 100_000) throws {
    shop = try Shop([
      "contracts/orders.yaml": Shop.orders(),
      ".contracts/policy.yaml": "version: 1\ndelivery: {channels: [\(channels)], per-host-per-minute: \(perMinute)\(more)}\n",
    ])
    courier = try FakeCourier(in: shop.repository.scratch)
    outbox = OutboxDirectory(commonDirectory: shop.path + "/.git", steps: OutboxSteps(environment: [:]))
    try config("contract.courier", courier.program)
    try config("contract.mailFrom", "contracts@shop.example")
    try config("contract.smtpUrl", "smtp://localhost:2525")
  }

  func config(_ key: String, _ value: String) throws { try shop.repository.git("config", "--add", key, value) }

  /// A message to a URL whose last part says what the courier answers.
  static func parcel(
    _ identifier: String, _ word: String = "ok", kind: Parcel.Kind = .webhook, consumer: String = "dashboard", address: String? = nil,
    secret: String? = nil
  ) -> Parcel {
    Parcel(
      identifier: identifier, events: ["e" + identifier], consumer: consumer, contract: "orders", kind: kind,
      address: address ?? (kind == .mail ? "\(word)@bi.example" : "https://hooks.example/\(word)"), secret: secret,
      subject: "message \(identifier)", mediaType: "application/json", content: Array("{\"id\": \"\(identifier)\"}".utf8))
  }

  @discardableResult
  func deposit(_ parcels: Parcel..., now: Int = Program.now) throws -> [String] {
    try deposit(parcels, now: now)
  }

  @discardableResult
  func deposit(_ parcels: [Parcel], now: Int = Program.now) throws -> [String] {
    let new = try outbox.deposit(parcels.map { OutboxEntry($0, now: now) })
    deposited += new
    return new
  }

  func deliver(now: Int = Program.now, wait: Int = 0, adding more: [String: String] = [:]) throws -> Answer {
    try shop.run("outbox", "deliver", "--wait=\(wait)", adding: more, now: now)
  }

  func run(_ arguments: String..., now: Int = Program.now) throws -> Answer { try shop.run(arguments, now: now) }

  func identifiers(_ state: OutboxEntry.State) throws -> [String] { try outbox.identifiers(state) }

  func entry(_ identifier: String) throws -> (entry: OutboxEntry, state: OutboxEntry.State) {
    guard let state = outbox.state(of: identifier), case .entry(let entry) = try outbox.look(identifier, state) else {
      throw TestFailure("there is no '\(identifier)'")
    }
    return (entry, state)
  }
}
