package import ContractKit

/// The answer of `outbox list` and `outbox show`.
package struct OutboxAnswer: Sendable {
  package struct Item: Sendable {
    package var identifier: String
    package var state: OutboxEntry.State
    /// Nil for a file that is none: nobody knows what it was.
    package var entry: OutboxEntry?
    /// Whether the message itself is shown.
    package var showsContent = false

    package init(identifier: String, state: OutboxEntry.State, entry: OutboxEntry?) {
      self.identifier = identifier
      self.state = state
      self.entry = entry
    }
  }

  /// An address that said of itself that it is gone for good.
  package struct Disabled: Sendable {
    package var consumer: String
    package var address: String
    package var since: Int

    package init(consumer: String, address: String, since: Int) {
      self.consumer = consumer
      self.address = address
      self.since = since
    }
  }

  package var entries: [Item]
  package var disabled: [Disabled]

  package init(entries: [Item] = [], disabled: [Disabled]) {
    self.entries = entries
    self.disabled = disabled
  }

  /// What the last attempt of a message says that somebody gave up.
  package static let dropped = "dropped"

  /// `git-contract/outbox/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/outbox/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "entries": .array(entries.map(\.json)),
      "disabled": .array(
        disabled.map { ["consumer": .string($0.consumer), "address": .string($0.address), "since": .string(Self.time($0.since))] }),
    ]
  }

  fileprivate static func time(_ seconds: Int) -> String { Timestamp(secondsSince1970: seconds).description }

  /// For people; not stable.
  package func text(_ style: Style) -> String {
    var text = entries.isEmpty ? "nothing waits\n" : entries.map { $0.line(style) }.joined()
    for endpoint in disabled {
      text += "gone since \(Self.time(endpoint.since).prefix(10)): \(endpoint.address.printable) of \(endpoint.consumer.printable)\n"
    }
    return text
  }
}

extension OutboxAnswer.Item {
  fileprivate var json: JSON {
    let parcel = entry?.parcel
    var content: JSON = .null
    if showsContent, let parcel { content = .string(String(decoding: parcel.content, as: UTF8.self)) }
    return [
      "id": .string(identifier), "state": .string(state.rawValue), "damaged": .boolean(entry == nil), "kind": JSON(parcel?.kind.rawValue),
      "consumer": JSON(parcel?.consumer), "contract": JSON(parcel?.contract), "address": JSON(parcel?.address),
      "subject": JSON(parcel?.subject), "events": .array(parcel?.events.map { .string($0) } ?? []),
      "written": JSON(entry.map { OutboxAnswer.time($0.written) }),
      "due": JSON(entry.flatMap { state == .pending ? OutboxAnswer.time($0.due) : nil }),
      "attempts": .array(
        entry?.attempts.map {
          ["time": .string(OutboxAnswer.time($0.time)), "code": JSON($0.code), "message": .string($0.message)]
        } ?? []),
      "possibleDuplicate": .boolean(entry?.isPossibleDuplicate ?? false), "content": content,
    ]
  }

  /// `0123abcd  dead  orders 2.0.0 breaks Dashboard  mail to bi@acme.example: 550 no such user`.
  fileprivate func line(_ style: Style) -> String {
    let head = style.paint(String(identifier.prefix(12)), .bold) + "  " + painted(style)
    guard let entry else { return head + "  this file cannot be read\n" }
    var text = head + "  \(entry.parcel.subject.printable)\n  \(entry.parcel.kind.rawValue) to \(destination(entry.parcel))"
    if let last = entry.lastAttempt {
      text += ", tried \(entry.attempts.count == 1 ? "once" : "\(entry.attempts.count) times")"
      text += last.message.isEmpty && last.code == nil ? "" : ": \(words(last))"
    }
    if state == .pending { text += "; due \(OutboxAnswer.time(entry.due))" }
    return text + "\n"
  }

  private func painted(_ style: Style) -> String {
    switch state {
    case .dead: style.paint("dead", .red)
    case .pending: style.paint("pending", .yellow)
    case .inflight: style.paint("inflight", .blue)
    case .sent: style.paint("sent", .green)
    }
  }

  private func words(_ attempt: OutboxEntry.Attempt) -> String {
    (attempt.code.map { "\($0) " } ?? "") + attempt.message.printable
  }

  /// What stands behind the host of a URL often is a secret; `show` shows it.
  private func destination(_ parcel: Parcel) -> String {
    guard parcel.kind != .mail, let address = WebAddress(parcel.address) else { return parcel.address.printable }
    return "\(address.scheme)://\(address.host)"
  }

  /// Everything about one message; not stable.
  package func page(_ style: Style) -> String {
    guard let entry else { return "\(identifier)  \(painted(style))  this file cannot be read\n" }
    let parcel = entry.parcel
    var rows = [
      ("id", identifier), ("state", painted(style)), ("subject", parcel.subject.printable), ("contract", parcel.contract.printable),
      ("consumer", parcel.consumer.printable), ("kind", parcel.kind.rawValue), ("address", parcel.address.printable),
      ("written", OutboxAnswer.time(entry.written)),
    ]
    if state == .pending { rows.append(("due", OutboxAnswer.time(entry.due))) }
    rows += parcel.events.map { ("event", $0.printable) }
    rows += entry.attempts.map { ("attempt", OutboxAnswer.time($0.time) + " " + words($0)) }
    if entry.isPossibleDuplicate { rows.append(("duplicate", "an earlier attempt may have arrived")) }
    var text = rows.map { style.paint($0.0.padding(to: 10), .dim) + $0.1 + "\n" }.joined()
    if showsContent {
      let lines = String(decoding: parcel.content, as: UTF8.self).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      text += "\n" + lines.map { String($0).printable + "\n" }.joined()
    }
    return text
  }
}
