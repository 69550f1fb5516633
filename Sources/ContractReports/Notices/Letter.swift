package import ContractKit

/// What one consumer is written, whatever it tells and in whatever form it goes.
package struct Letter: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// What one step of one contract does to them.
    case notice
    /// What gathered that was in no hurry.
    case digest
    /// What ends soon and is still used.
    case reminder
  }

  package var kind: Kind
  /// What it tells, as the last words of the type of a CloudEvent: `notice.breaking`.
  package var topic: String
  /// The id of what it tells: the event's, the digest's, the reminder's.
  package var identifier: String
  /// The root of the messages that belong together, and what of them this consumer got before, the oldest first.
  package var thread: String
  package var earlier: [String]
  package var events: [String]
  package var consumer: ConsumerDeclaration
  /// What people call the contract; of a digest, what it is about.
  package var contract: String
  /// What CloudEvents call the subject of the event: the contract's id; of a digest the consumer's.
  package var about: String
  /// The version that it speaks of, where it is one.
  package var version: String?
  package var subject: String
  /// When that came to be of which it tells, in seconds since 1970: of the commit, not of the clock.
  package var time: Int
  /// What it says to programs, without the names of schema and tool.
  var members: [String: JSON]
  var body: LetterBody

  /// `git-contract/notice/1` and its like.
  package func json(toolVersion: String) -> JSON {
    var members = members
    members["schema"] = .string("git-contract/\(kind.rawValue)/1")
    members["tool"] = ["name": "git-contract", "version": .string(toolVersion)]
    return .object(members)
  }

  /// The name of its delivery by one way to one address.
  package func deliveryIdentifier(channel: String) -> String {
    ContractEvent.deliveryIdentifier(of: identifier, consumer: consumer.identifier, channel: channel)
  }
}

extension Notice {
  /// The notice as a letter.
  package var letter: Letter {
    Letter(
      kind: .notice, topic: "notice." + (topic?.rawValue ?? "repaired"), identifier: event.identifier,
      thread: ContractEvent.threadIdentifier(contract: event.contract, consumer: consumer.identifier),
      earlier: followUps.map(\.event.identifier), events: [event.identifier], consumer: consumer, contract: contract, about: event.contract,
      version: event.toVersion ?? "deleted", subject: subject, time: time, members: members, body: LetterBody(self))
  }

  /// For a mail or a terminal.
  package var text: String { letter.text }

  /// For a page, or to be read in a file.
  package var markdown: String { letter.markdown }

  /// `git-contract/notice/1`.
  package func json(toolVersion: String) -> JSON { letter.json(toolVersion: toolVersion) }
}
