/// A parcel on its way: what stands in one file of the outbox, under the parcel's id.
///
/// Secrets are no part of it: addresses and secrets stand in it as references (`env:NAME`), as the consumer wrote them.
package struct OutboxEntry: Hashable, Sendable {
  /// Where an entry is. Each is a directory of the outbox.
  package enum State: String, Sendable, CaseIterable {
    /// Waits until it is due.
    case pending
    /// A worker has it in hand; where that died, the next one takes it over.
    case inflight
    case sent
    /// Not tried any more unless somebody says so.
    case dead
  }

  /// What came of one attempt.
  package struct Attempt: Hashable, Sendable {
    package var time: Int
    package var code: Int?
    package var message: String

    package init(time: Int, code: Int?, message: String) {
      self.time = time
      self.code = code
      self.message = message
    }
  }

  package var parcel: Parcel
  /// When it was written, and when it is due, in seconds since 1970.
  package var written: Int
  package var due: Int
  /// How many attempts count for the schedule: `outbox retry` starts anew.
  package var tries: Int
  /// All attempts that are remembered, the oldest first.
  package var attempts: [Attempt]
  /// An earlier attempt may have arrived: the next one says so.
  package var isPossibleDuplicate: Bool
  /// Set where the history of deliveries is shared by clones: when one of them took it in hand.
  package var claimed: Int?

  package init(_ parcel: Parcel, now: Int) {
    self.parcel = parcel
    written = now
    due = now
    tries = 0
    attempts = []
    isPossibleDuplicate = false
  }

  package var identifier: String { parcel.identifier }
  package var lastAttempt: Attempt? { attempts.last }

  /// More attempts than an entry remembers: those of the schedule, and some that users asked for.
  private static let greatestAttemptCount = 20

  package mutating func add(_ attempt: Attempt) {
    attempts.append(attempt)
    if attempts.count > Self.greatestAttemptCount { attempts.removeFirst(attempts.count - Self.greatestAttemptCount) }
  }

  /// Whether a text can be the id of a delivery: it is the name of a file, and stands in header fields.
  package static func isIdentifier(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension OutboxEntry {
  /// The form in the outbox. A receipt keeps everything but the message itself.
  package func json(isReceipt: Bool = false) -> JSON {
    var members: [String: JSON] = [
      "schema": "git-contract/parcel/1", "id": .string(parcel.identifier), "events": .array(parcel.events.map { .string($0) }),
      "consumer": .string(parcel.consumer), "contract": .string(parcel.contract), "kind": .string(parcel.kind.rawValue),
      "address": .string(parcel.address), "secret": JSON(parcel.secret), "subject": .string(parcel.subject),
      "mediaType": .string(parcel.mediaType), "written": .integer(written), "due": .integer(due), "tries": .integer(tries),
      "attempts": .array(
        attempts.map { ["time": .integer($0.time), "code": JSON($0.code), "message": .string($0.message)] }),
      "possibleDuplicate": .boolean(isPossibleDuplicate), "claimed": JSON(claimed),
    ]
    if !isReceipt { members["content"] = .string(Base64.encode(parcel.content)) }
    return .object(members)
  }

  /// Reads an entry or a receipt back; nil where it is none.
  package init?(_ bytes: [UInt8]) {
    let json: JSON
    do { json = try JSON(reading: bytes) } catch { return nil }
    guard json["schema"]?.text == "git-contract/parcel/1", let identifier = json["id"]?.text, Self.isIdentifier(identifier),
      let events = json["events"]?.items, let consumer = json["consumer"]?.text, let contract = json["contract"]?.text,
      let kind = json["kind"]?.text.flatMap(Parcel.Kind.init), let address = json["address"]?.text, let subject = json["subject"]?.text,
      let mediaType = json["mediaType"]?.text, let written = json["written"]?.number, let due = json["due"]?.number,
      let tries = json["tries"]?.number, let items = json["attempts"]?.items,
      case .boolean(let isPossibleDuplicate)? = json["possibleDuplicate"],
      // Nobody reckons with other numbers: an entry may come from a remote.
      Self.times.contains(written), Self.times.contains(due), (0...1000).contains(tries)
    else { return nil }
    var content: [UInt8] = []
    if let text = json["content"]?.text {
      guard let bytes = Base64.decode(text) else { return nil }
      content = bytes
    }
    parcel = Parcel(
      identifier: identifier, events: events.compactMap(\.text), consumer: consumer, contract: contract, kind: kind, address: address,
      secret: json["secret"]?.text, subject: subject, mediaType: mediaType, content: content)
    self.written = written
    self.due = due
    self.tries = tries
    attempts = items.compactMap { item in
      guard let time = item["time"]?.number, Self.times.contains(time), let message = item["message"]?.text else { return nil }
      return Attempt(time: time, code: item["code"]?.number, message: message)
    }
    self.isPossibleDuplicate = isPossibleDuplicate
    claimed = json["claimed"]?.number.flatMap { Self.times.contains($0) ? $0 : nil }
  }

  /// Until the end of the year 9999, in seconds since 1970.
  private static let times = 0...253_402_300_799
}

extension JSON {
  fileprivate var number: Int? {
    if case .integer(let number) = self { number } else { nil }
  }
}
