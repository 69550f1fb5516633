import Testing

@testable import ContractReports

/// The one place where text becomes part of a page.
struct HTMLTests {
  @Test(arguments: [
    ("plain text", "plain text"), ("<script>", "&lt;script&gt;"), ("a & b", "a &amp; b"), ("&lt;", "&amp;lt;"),
    ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"), ("<\u{301}b>", "&lt;\u{301}b&gt;"), ("one\ntwo\tthree", "one two three"),
    ("one\r\ntwo", "one two"), ("\u{1B}[31m", "\\u{1B}[31m"), ("\u{202E}gnp.exe", "\\u{202E}gnp.exe"), ("\u{0}", "\\u{0}"),
    ("Übergröße 日本", "Übergröße 日本"), ("", ""),
  ])
  func `text is shown and never obeyed`(text: String, escaped: String) {
    #expect(HTML(text).markup.unicodeScalars.elementsEqual(escaped.unicodeScalars), "\(HTML(text).markup)")
    let inside: HTML = "<p title=\"\(text)\">\(text)</p>"
    #expect(inside.markup == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test func `markup that is put into markup stays markup`() {
    let inner: HTML = "<b>\("<")</b>"
    #expect(("<p>\(inner)\(7)</p>" as HTML).markup == "<p><b>&lt;</b>7</p>")
    #expect([inner, inner].joined(separator: ", ").markup == "<b>&lt;</b>, <b>&lt;</b>")
  }

  @Test(arguments: [
    ("https://chat.example/room?a=1&b=2", true), ("HTTP://x.example", true), ("mailto:data@acme.example", true),
    ("javascript:alert(1)", false), ("java\nscript:alert(1)", false), ("data:text/html,x", false), ("//x.example", false),
    ("https://x.example/ onclick=x", false), ("file:///etc/passwd", false), ("", false), ("vbscript:x", false),
  ])
  func `only what a browser opens harmlessly is an address`(text: String, isLink: Bool) {
    #expect(HTML.address(text).markup.hasPrefix("<a href=\"") == isLink)
  }

  @Test func `a text of several lines is paragraphs`() {
    #expect(HTML.paragraphs("one\n two\n\n\nthree <b>\n").markup == "<p>one two</p>\n<p>three &lt;b&gt;</p>\n")
    #expect(HTML.paragraphs(" \n").isEmpty)
  }
}
