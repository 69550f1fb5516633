import ContractCourier
import Testing

struct MailDialogTests {
  /// A dialog as it went: `> ` is what was said to the server, all else is what the server said.
  private static func dialog(_ lines: String...) -> MailDialog {
    var dialog = MailDialog()
    for line in lines {
      if line.hasPrefix("> ") { dialog.sent((line.dropFirst(2) + "\r\n").utf8) } else { dialog.received((line + "\r\n").utf8) }
    }
    return dialog
  }

  private static let start = ["220 mail.test", "> EHLO acme.example", "250-mail.test", "250 SIZE"]

  private static func after(_ lines: String...) -> MailDialog {
    var dialog = MailDialog()
    for line in start + lines {
      if line.hasPrefix("> ") { dialog.sent((line.dropFirst(2) + "\r\n").utf8) } else { dialog.received((line + "\r\n").utf8) }
    }
    return dialog
  }

  @Test func `a refusal belongs to the command that it answers`() {
    #expect(Self.after("> MAIL FROM:<a@b>", "451 later").decision == .init(step: .sender, code: 451, text: "451 later"))
    #expect(Self.after("> MAIL FROM:<a@b>", "250 ok", "> RCPT TO:<c@d>", "550 no").decision?.step == .recipient)
    let data = Self.after("> MAIL FROM:<a@b>", "250 ok", "> RCPT TO:<c@d>", "250 ok", "> DATA", "554 no")
    #expect(data.decision == .init(step: .data, code: 554, text: "554 no"))
  }

  @Test func `what follows the message decides, and nothing after it`() {
    let all = ["> MAIL FROM:<a@b>", "250 ok", "> RCPT TO:<c@d>", "250 ok", "> DATA", "354 go on"]
    func after(_ lines: String...) -> MailDialog {
      var dialog = MailDialog()
      for line in Self.start + all + lines {
        if line.hasPrefix("> ") { dialog.sent((line.dropFirst(2) + "\r\n").utf8) } else { dialog.received((line + "\r\n").utf8) }
      }
      return dialog
    }
    #expect(after().step == .content && after().decision == nil)
    #expect(after("250 taken", "> QUIT", "500 what?").decision == .init(step: .content, code: 250, text: "250 taken"))
    #expect(after("452-many", "452 words").decision?.text == "452 words")
    #expect(after("nonsense", "99 x", "2500 x", "25x ok").decision == nil, "no reply")
    #expect(after("354 again").decision == nil, "a reply that fits nothing")
    #expect(after("> QUIT", "221 bye").decision == nil, "the farewell's reply is not the message's")
  }

  @Test func `a refused greeting is no word on the message`() {
    #expect(Self.dialog("554 nobody is here").decision?.step == .greeting)
    let old = Self.dialog("220 x", "> EHLO a", "502 what?", "> HELO a", "250 ok")
    #expect(old.decision == nil && old.setback?.step == .hello)
  }

  @Test func `a password is not kept`() {
    var dialog = Self.after("> AUTH PLAIN", "334 ")
    dialog.sent("AHVzZXIAc2VjcmV0\r\n".utf8)
    #expect(dialog.step == .login)
    dialog.received("535 no\r\n".utf8)
    #expect(!String(describing: dialog).contains("AHVzZXIAc2VjcmV0") && dialog.setback?.code == 535 && !dialog.isLoggedIn)
    dialog.received("235 yes\r\n".utf8)
    #expect(dialog.isLoggedIn)
  }

  @Test func `a reply may come in pieces, and a line without end takes no memory`() {
    var dialog = Self.after("> MAIL FROM:<a@b>")
    for piece in ["5", "50 n", "o\r", "\n"] { dialog.received(piece.utf8) }
    #expect(dialog.decision?.text == "550 no")
    var long = MailDialog()
    for _ in 0..<1000 { long.received(String(repeating: "5", count: 1000).utf8) }
    #expect(String(describing: long).utf8.count < 40_000)
  }
}
