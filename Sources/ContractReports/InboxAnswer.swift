package import ContractKit

// The answer of `inbox`.

extension Inbox {
  /// `git-contract/inbox/1`.
  package func json(toolVersion: String) -> JSON {
    [
      "schema": "git-contract/inbox/1",
      "tool": ["name": "git-contract", "version": .string(toolVersion)],
      "target": .string(target), "person": JSON(person), "requests": .array(requests.map(\.json)),
    ]
  }

  /// For people; not stable.
  package func text(_ style: Style) -> String {
    guard !requests.isEmpty else { return (person.map { "nothing waits for '\($0.printable)'" } ?? "nothing waits for anybody") + "\n" }
    return requests.map { $0.text(style, isForOne: person != nil) }.joined(separator: "\n")
  }

  package var markdown: String {
    var text = "## What waits" + (person.map { " for \(Markdown.text($0))" } ?? "") + "\n\n"
    guard !requests.isEmpty else { return text + "Nothing.\n" }
    text += "| since | branch | what | asked | way out |\n| --- | --- | --- | --- | --- |\n"
    for request in requests {
      let ways = request.fixes.map { "`\(Markdown.cell($0.command))`" }
      text += "| \(request.date.prefix(10)) | `\(Markdown.cell(request.branch))` | \(Markdown.text(request.heading)) "
      text += "| \(Markdown.text(request.message)) | \(ways.joined(separator: "<br>")) |\n"
    }
    return text
  }
}

extension Inbox.Request {
  /// `orders 1.4.0 -> 2.0.0`.
  var heading: String {
    guard let toVersion else { return title }
    return fromVersion.map { $0 == toVersion ? "\(title) \(toVersion)" : "\(title) \($0) -> \(toVersion)" } ?? "\(title) \(toVersion)"
  }

  /// `breaking, on 'drop-amount' by Ben Analyst, 2026-11-22`.
  var circumstances: String { (impact.map { $0.words + ", " } ?? "") + "on '\(branch)' by \(author), \(date.prefix(10))" }

  fileprivate func text(_ style: Style, isForOne: Bool) -> String {
    var text =
      "\(style.paint(heading.printable, .bold))  \(circumstances.printable)\n  \(message.printable) \(style.paint("[\(rule)]", .dim))\n"
    if !isForOne, !persons.isEmpty { text += "  asked: " + persons.map { "'\($0.printable)'" }.joined(separator: ", ") + "\n" }
    if let hint { text += "  hint: " + hint.printable + "\n" }
    for fix in fixes { text += "  hint: \(fix.title.printable): " + style.paint(fix.command.printable, .bold) + "\n" }
    return text
  }

  fileprivate var json: JSON {
    [
      "contract": .string(contract), "title": .string(title), "path": .string(path), "fromVersion": JSON(fromVersion),
      "toVersion": JSON(toVersion), "impact": JSON(impact?.rawValue), "branch": .string(branch), "commit": .string(commit),
      "author": .string(author), "date": .string(date), "rule": .string(rule), "message": .string(message), "hint": JSON(hint),
      "persons": .array(persons.map { .string($0) }), "fixes": .array(fixes.map(\.json)),
    ]
  }
}

// MARK: The mail

/// What one owner is written about one change that waits for them.
package struct RequestLetter: Sendable {
  package var request: Inbox.Request
  package var person: Person
  package var target: String

  package init(_ request: Inbox.Request, to person: Person, target: String) {
    self.request = request
    self.person = person
    self.target = target
  }

  package var subject: String { "\(request.heading) waits for you" }

  package var text: String {
    var text = "\(person.name ?? person.id),\n\n"
    text += "\(request.heading.printable) (\(request.circumstances.printable)) is to be merged into '\(target.printable)':\n"
    text += "\(request.message.printable).\n"
    if let hint = request.hint { text += "\n\(hint.printable).\n" }
    text +=
      "\nLook at it and decide:\n\n    git fetch && git contract diff \(ShellWord.quoted(target))...\(ShellWord.quoted(request.branch))\n"
    for fix in request.fixes { text += "    \(fix.command.printable)\n" }
    text += "\nTo say no, add '--reject'. Without a clone, ask \(request.author.printable) for the record: they run\n\n"
    text += "    git contract sign --request --for \(ShellWord.quoted(person.id)) \(ShellWord.quoted(request.path)) "
    text += "\(ShellWord.quoted(request.branch))\n\nand you sign it with 'ssh-keygen -Y sign -n signoff@git-contract -f KEY FILE'.\n"
    return text
  }

  /// Nil where one of the addresses is none.
  package func mail(to address: String, settings: MailSettings) -> String? {
    guard MailAddress.isPlain(address), MailAddress.isPlain(settings.from) else { return nil }
    let domain = String(settings.from.split(separator: "@")[1])
    var header = MailHeader()
    header.add("Date", MailText.date(secondsSince1970: settings.secondsSince1970))
    header.addMailbox("From", name: settings.fromName, address: settings.from)
    header.addMailbox("To", name: person.name, address: address)
    header.addText("Subject", subject)
    header.add("Message-ID", "<\(request.identifier(person: person.id))@\(domain)>")
    header.add("Auto-Submitted", "auto-generated")
    return header.text + MailText.body(text)
  }
}
