import Testing

@testable import ContractReports

/// Tables of the site, which scroll where they are wider than the screen.
struct HTMLTableTests {
  @Test(
    arguments: [
      ([["one", "two"]], true), ([["one", HTML.address("https://x.example")]], false), ([[.link("one", to: "two.html"), ""]], false),
      ([[HTML(String("<a href='x'>")), ""]], true),
    ] as [([[HTML]], Bool)])
  func `a table without a link can be scrolled by the keyboard, too`(rows: [[HTML]], isStop: Bool) {
    let text = HTMLTable("What & why", ["One", "Two"], rows: rows.map { .init(id: nil, cells: $0) }).html.markup
    let frame = isStop ? "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"What &amp; why\">" : "<div class=\"table\">"
    #expect(text.hasPrefix(frame + "<table "), "\(text.prefix(120))")
  }
}
