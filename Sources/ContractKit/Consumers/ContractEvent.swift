internal import Crypto

/// What happened to a contract on a target: the thing that consumers are told of, once.
///
/// Its id is a hash of what it is and of nothing else, so that whoever derives it again, after a crash, a force push or on another
/// machine, derives the same one.
package struct ContractEvent: Hashable, Sendable {
  /// The contract's id.
  package var contract: String
  /// The versions as they are written; nil where there is no contract on that side.
  package var fromVersion: String?
  package var toVersion: String?
  /// The ids of the blobs in hexadecimal; nil where there is no file on that side.
  package var fromBlob: String?
  package var toBlob: String?

  package init(contract: String, fromVersion: String?, toVersion: String?, fromBlob: String?, toBlob: String?) {
    self.contract = contract
    self.fromVersion = fromVersion
    self.toVersion = toVersion
    self.fromBlob = fromBlob
    self.toBlob = toBlob
  }

  /// 32 hexadecimal digits: the CloudEvents `id` of the event.
  package var identifier: String {
    Self.hash(["event", contract, fromVersion, toVersion, fromBlob, toBlob])
  }

  /// The name of one delivery of the event: `webhook-id` and the left side of `Message-ID`.
  ///
  /// - Parameters:
  ///   - consumer: the consumer's id.
  ///   - channel: the way by which it leaves and the address that it goes to, for example `email:bi@acme.example`.
  package func deliveryIdentifier(consumer: String, channel: String) -> String {
    Self.deliveryIdentifier(of: identifier, consumer: consumer, channel: channel)
  }

  /// The same for whatever has an id of this kind: a digest, a reminder.
  package static func deliveryIdentifier(of identifier: String, consumer: String, channel: String) -> String {
    hash(["delivery", identifier, consumer, channel])
  }

  /// The name of everything that one consumer is told about one contract: the root of the thread of messages.
  package static func threadIdentifier(contract: String, consumer: String) -> String {
    hash(["thread", contract, consumer])
  }

  /// The name of what one consumer is told of several events together.
  package static func digestIdentifier(events: [String], consumer: String) -> String {
    hash(["digest", consumer] + events)
  }

  /// The name of the digests of one consumer: the root of their thread.
  package static func digestThreadIdentifier(consumer: String) -> String {
    hash(["digests", consumer])
  }

  /// The name of one ending that one consumer is reminded of, once for each period before the day.
  package static func reminderIdentifier(contract: String, subject: String, day: CalendarDay, period: CalendarPeriod, consumer: String)
    -> String
  {
    hash(["reminder", contract, subject, day.description, String(period.months), String(period.days), consumer])
  }

  /// The name of several endings that one consumer is reminded of in one message.
  package static func reminderIdentifier(of endings: [String]) -> String {
    hash(["reminders"] + endings)
  }

  /// The name of all that happened to a contract until a commit, whatever it began with.
  package static func endIdentifier(contract: String, path: String, commit: String) -> String {
    hash(["end", contract, path, commit])
  }

  /// The first half of SHA-256 over the parts, each with its length before it; what is absent differs from what is empty.
  private static func hash(_ parts: [String?]) -> String {
    var hash = SHA256()
    for part in parts {
      let bytes = part.map { Array($0.utf8) }
      hash.update(data: Array("\(bytes.map { String($0.count) } ?? "-"):".utf8))
      if let bytes { hash.update(data: bytes) }
    }
    return hash.finalize().prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
