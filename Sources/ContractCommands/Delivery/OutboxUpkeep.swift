internal import ContractKit

// What the outbox keeps beside its entries.

/// An address that said of itself that it is gone (HTTP 410), as a consumer wrote it.
struct GoneEndpoint {
  var consumer: String
  var address: String
  /// In seconds since 1970.
  var since: Int
  /// The delivery that was answered so.
  var delivery: String

  var json: JSON {
    ["consumer": .string(consumer), "address": .string(address), "since": .integer(since), "delivery": .string(delivery)]
  }

  init(consumer: String, address: String, since: Int, delivery: String) {
    self.consumer = consumer
    self.address = address
    self.since = since
    self.delivery = delivery
  }

  init?(_ bytes: [UInt8]) {
    do {
      let json = try JSON(reading: bytes)
      guard let consumer = json["consumer"]?.text, let address = json["address"]?.text, case .integer(let since)? = json["since"],
        let delivery = json["delivery"]?.text
      else { return nil }
      self.init(consumer: consumer, address: address, since: since, delivery: delivery)
    } catch {
      return nil
    }
  }
}

extension OutboxDirectory {
  // MARK: Endpoints that are gone

  private func mark(consumer: String, address: String) -> String {
    path + "/gone/" + ContractEvent.threadIdentifier(contract: "endpoint:" + address, consumer: consumer) + ".json"
  }

  /// What is known of an address; nil for one that works.
  func gone(consumer: String, address: String) throws -> GoneEndpoint? {
    guard let bytes = try LocalFile.read(mark(consumer: consumer, address: address)) else { return nil }
    return GoneEndpoint(bytes) ?? GoneEndpoint(consumer: consumer, address: address, since: 0, delivery: "")
  }

  func goneEndpoints() throws -> [GoneEndpoint] {
    try files.names(in: path + "/gone").sorted().compactMap { name in
      try LocalFile.read(path + "/gone/" + name).flatMap { GoneEndpoint($0) }
    }
  }

  func disable(_ endpoint: GoneEndpoint) throws {
    let mark = mark(consumer: endpoint.consumer, address: endpoint.address)
    let temporary = path + "/tmp/gone"
    try withLock {
      try files.write(Array(endpoint.json.canonical.utf8), to: temporary)
      _ = try files.move(temporary, to: mark)
      try files.synchronise(path + "/gone")
    }
  }

  func enable(consumer: String, address: String) throws {
    try files.remove(mark(consumer: consumer, address: address))
  }

  // MARK: What limits and fails

  func hostLimit(perMinute: Int) throws -> HostLimit {
    HostLimit(perMinute: perMinute, reading: try LocalFile.read(path + "/rates.json") ?? [])
  }

  /// A limit that is lost is no loss, so nobody waits for the disk.
  func keep(_ limit: HostLimit, now: Int) throws {
    try LocalFile.write(Array(limit.json(now: now).canonical.utf8), to: path + "/rates.json", mode: 0o600)
  }

  /// Why the last worker could not do its work; nil where it could.
  func lastFault() throws -> String? {
    try LocalFile.read(path + "/fault", limit: 1 << 16).map { String(decoding: $0, as: UTF8.self) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  func keep(fault: String?) throws {
    if let fault { try LocalFile.write(Array(fault.utf8), to: path + "/fault", mode: 0o600) } else { try LocalFile.remove(path + "/fault") }
  }

  // MARK: Receipts

  /// How long a receipt is kept. It is what keeps an event from being told again after a run that ended before it had moved the cursor;
  /// the next run follows within days, and the cursor keeps its own receipts for ever.
  static let receiptSeconds = 90 * 86_400

  /// Of more than so many the oldest go, but none that is younger than a day.
  static let greatestReceiptCount = 20_000

  /// Removes old receipts. Gives how many.
  func prune(now: Int) throws -> Int {
    let receipts = try identifiers(.sent).compactMap { identifier in
      files.modified(file(identifier, .sent)).map { (identifier: identifier, age: now - $0) }
    }.sorted { $0.age < $1.age }
    var count = 0
    for (place, receipt) in receipts.enumerated()
    where receipt.age > Self.receiptSeconds || place >= Self.greatestReceiptCount && receipt.age > 86_400 {
      try LocalFile.remove(file(receipt.identifier, .sent))
      count += 1
    }
    return count
  }
}

extension OutboxDirectory {
  /// What the producer has to hear: dead letters, and a worker that cannot work.
  func warnings() throws -> [(message: String, hint: String)] {
    guard !isAbsent else { return [] }
    var warnings: [(message: String, hint: String)] = []
    let dead = try identifiers(.dead).count
    if dead > 0 {
      warnings.append(
        (
          "\(dead) \(dead == 1 ? "message was" : "messages were") not delivered, and nobody tries any more",
          "git contract outbox list --state dead"
        ))
    }
    if let fault = try lastFault() { warnings.append(("the outbox is not emptied: \(fault)", "git contract outbox deliver")) }
    return warnings
  }

  /// Says what the producer has to know about earlier messages.
  func warn(_ context: Context) throws {
    for warning in try warnings() {
      context.warn(warning.message)
      context.hint(warning.hint)
    }
  }
}
