/// What a mail server has been told and has answered, as far as it decides about a message.
///
/// libcurl says how a transfer failed, not which command a reply answered; and after the last reply it may still be told of the farewell's.
package struct MailDialog: Hashable, Sendable {
  /// The command whose reply is due.
  package enum Step: String, Sendable {
    case greeting, hello, encryption, login, sender, recipient, data, content, farewell
  }

  package struct Reply: Hashable, Sendable {
    package var step: Step
    package var code: Int
    /// The last line, with its code.
    package var text: String

    package init(step: Step, code: Int, text: String) {
      self.step = step
      self.code = code
      self.text = text
    }
  }

  package private(set) var step = Step.greeting
  /// The reply that decided; nothing said later changes it.
  package private(set) var decision: Reply?
  /// A refusal that decides only if nothing better follows.
  package private(set) var setback: Reply?
  package private(set) var isLoggedIn = false
  /// Whether the server has asked for the message: from then on it may have it.
  package private(set) var isContentAsked = false
  private var pending: [UInt8] = []

  private static let greatestLine = 2048

  package init() {}

  /// A line that went out. Only its first word is looked at: what follows `AUTH` is a password.
  package mutating func sent(_ line: some Sequence<UInt8>) {
    let word = String(decoding: line.prefix(8).prefix { $0 > 0x20 }, as: UTF8.self)
    switch word {
    case "EHLO", "HELO": step = .hello
    case "STARTTLS": step = .encryption
    case "AUTH": step = .login
    case "MAIL": step = .sender
    case "RCPT": step = .recipient
    case "DATA": step = .data
    case "QUIT": step = .farewell
    default: break
    }
  }

  /// What came in, in whatever pieces.
  package mutating func received(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte != UInt8(ascii: "\n") {
        if pending.count < Self.greatestLine { pending.append(byte) }
        continue
      }
      if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
      take(pending)
      pending = []
    }
  }

  /// RFC 5321, section 4.2: three digits and a blank, or nothing more; a hyphen says that more lines follow.
  private mutating func take(_ line: [UInt8]) {
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      line.count == 3 || line[3] == UInt8(ascii: " "), let code = Int(String(decoding: digits, as: UTF8.self))
    else { return }
    let reply = Reply(step: step, code: code, text: String(decoding: line, as: UTF8.self))
    switch (step, code) {
    case (.data, 354):
      step = .content
      isContentAsked = true
    case (.content, 200..<300), (_, 400..<600): decide(reply)
    case (.login, 235): isLoggedIn = true
    default: break
    }
  }

  private mutating func decide(_ reply: Reply) {
    guard decision == nil, step != .farewell else { return }
    // Without EHLO there is HELO, and a login may be refused in one way and taken in another.
    guard step != .hello && step != .login else {
      setback = reply
      return
    }
    decision = reply
  }
}
