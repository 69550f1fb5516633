internal import ContractKit

extension Letter {
  /// For a mail: a page that needs nothing from anywhere. All style stands at the elements, since many mail programs drop the rest; there
  /// is no script, image or link.
  ///
  /// Backgrounds and text have no colour of their own, so that the page is as light or dark as the program that shows it; what has a colour
  /// has one that can be read on both.
  package var html: String {
    let body = body.limited(toChanges: Self.mostChanges)
    return """
      <!DOCTYPE html>
      <html lang="en" style="color-scheme:light dark">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <title>\(HTML(subject).markup)</title>
      </head>
      <body style="margin:0;padding:0">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:20px 14px">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="\(HTMLStyle.page)"><tr><td align="left">
      \(HTMLForm.title(subject))\(body.blocks.map(HTMLForm.block).joined())</td></tr></table>
      </td></tr></table>
      </body>
      </html>

      """
  }
}

/// What stands at the elements.
private enum HTMLStyle {
  static let page =
    "max-width:640px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5"
  static let code =
    "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:14px;overflow-wrap:anywhere;word-break:break-word"
  static let line = "#9aa0a6"
  static let box = "border:1px solid \(line);border-radius:8px;border-collapse:separate;margin:0 0 12px"
  static let label = "font-size:13px;opacity:0.75"

  static func colour(_ tone: LetterBody.Tone) -> String {
    switch tone {
    case .act: "#c0271d"
    case .look: "#a15c00"
    case .inform: "#2563b8"
    case .relief: "#1d7f42"
    }
  }
}

/// The parts of the page.
private enum HTMLForm {
  static func title(_ text: String) -> String {
    "<h1 style=\"font-size:21px;line-height:1.3;margin:0 0 14px;overflow-wrap:anywhere\">\(HTML(text).markup)</h1>\n"
  }

  static func block(_ block: LetterBody.Block) -> String {
    switch block {
    case .verdict(let tone, let label, let phrase): verdict(tone, label, phrase)
    case .heading(let text): "<h2 style=\"font-size:16px;line-height:1.3;margin:26px 0 10px\">\(HTML(text).markup)</h2>\n"
    case .paragraph(let phrase): "<p style=\"margin:0 0 12px\">\(inline(phrase))</p>\n"
    case .facts(let facts): table(facts)
    case .changes(let points, let omitted):
      points.map(change).joined() + (LetterBody.omission(omitted).map { "<p style=\"margin:0 0 12px\">\($0)</p>\n" } ?? "")
    case .bullets(let bullets): list(bullets)
    case .code(_, let text): code(text)
    }
  }

  /// A bar at the side says in colour what the label says in words.
  private static func verdict(_ tone: LetterBody.Tone, _ label: String, _ phrase: LetterBody.Phrase) -> String {
    let colour = HTMLStyle.colour(tone)
    return """
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr>
      <td style="border-left:4px solid \(colour);padding:2px 0 2px 14px">
      <span style="display:inline-block;background:\(colour);color:#ffffff;font-size:13px;font-weight:600;line-height:1.6;\
      padding:1px 9px;border-radius:10px">\(HTML(label).markup)</span>
      <div style="margin:6px 0 0;font-weight:600">\(inline(phrase))</div>
      </td></tr></table>

      """
  }

  private static func table(_ facts: [LetterBody.Fact]) -> String {
    let rows: String = facts.enumerated().map { place, fact in
      let border = place == 0 ? "" : ";border-top:1px solid \(HTMLStyle.line)"
      return """
        <tr><th scope="row" align="left" valign="top" width="34%" style="font-weight:400;padding:7px 12px 7px 14px\(border)">\
        <span style="\(HTMLStyle.label)">\(HTML(fact.label).markup)</span></th>\
        <td align="left" valign="top" style="padding:7px 14px 7px 0;overflow-wrap:anywhere\(border)">\(inline(fact.text))</td></tr>

        """
    }.joined()
    return "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"\(HTMLStyle.box)\">\n\(rows)</table>\n"
  }

  private static func change(_ point: LetterBody.ChangePoint) -> String {
    var text = point.names.map { "<div style=\"margin:0 0 2px\">\(inline($0))</div>\n" } ?? ""
    text += "<div style=\"font-weight:600;overflow-wrap:anywhere\">\(inline("\(point.message)", capital: true))</div>\n"
    if point.before != nil || point.after != nil { text += comparison(point.before, point.after) }
    text += point.notes.map { "<div style=\"margin:8px 0 0\">\(inline($0, capital: true))</div>\n" }.joined()
    return """
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="\(HTMLStyle.box)"><tr>
      <td style="padding:12px 14px">
      \(text)</td></tr></table>

      """
  }

  private static func comparison(_ before: String?, _ after: String?) -> String {
    func cell(_ label: String, _ value: String?) -> String {
      """
      <td width="50%" valign="top" style="border:1px solid \(HTMLStyle.line);padding:6px 10px">\
      <div style="\(HTMLStyle.label)">\(label)</div><div style="\(HTMLStyle.code)">\(HTML(value ?? "nothing").markup)</div></td>
      """
    }
    return """
      <table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;table-layout:fixed;margin:8px 0 0"><tr>
      \(cell("Before", before))
      \(cell("Now", after))
      </tr></table>

      """
  }

  private static func list(_ bullets: [LetterBody.Bullet]) -> String {
    let items: String = bullets.map { bullet in
      let details: String = bullet.details.map { "<div style=\"margin:2px 0 0\">\(inline($0, capital: true))</div>" }.joined()
      return "<li style=\"margin:0 0 6px;overflow-wrap:anywhere\">\(inline(bullet.text))\(details)</li>\n"
    }.joined()
    return "<ul style=\"margin:0 0 12px;padding:0 0 0 22px\">\n\(items)</ul>\n"
  }

  private static func code(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { HTML(String($0)).markup }
    return """
      <pre style="\(HTMLStyle.code);white-space:pre-wrap;border:1px solid \(HTMLStyle.line);border-radius:8px;padding:10px 14px;\
      margin:0 0 12px">\(lines.joined(separator: "\n"))</pre>

      """
  }

  /// - Parameter capital: begins with a capital letter, where our own words begin.
  private static func inline(_ phrase: LetterBody.Phrase, capital: Bool = false) -> String {
    phrase.parts.enumerated().map { place, part in
      switch part {
      case .words(let text):
        let words = capital && place == 0 ? text.prefix(1).uppercased() + text.dropFirst() : text
        return HTML(words).markup
      case .code(let text): return "<code style=\"\(HTMLStyle.code)\">\(HTML(text).markup)</code>"
      }
    }.joined()
  }
}
