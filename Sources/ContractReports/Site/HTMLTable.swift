/// A table of a page. Each cell carries the heading of its column: on a narrow screen a row becomes a card, and the roles say that it still
/// is a row.
struct HTMLTable {
  struct Row {
    /// Where others point at; nil for nowhere.
    var id: String?
    /// The first one is the row's heading.
    var cells: [HTML]
  }

  /// What it shows, for those who do not see it.
  var caption: String
  var heads: [String]
  var rows: [Row]
  var id: String?

  init(_ caption: String, id: String? = nil, _ heads: [String], rows: [Row]) {
    self.caption = caption
    self.heads = heads
    self.rows = rows
    self.id = id
  }

  /// What stands in some columns needs room.
  private static let styles = [
    "What it is": "what", "Rules": "rules", "Read by": "people", "Reads": "reads", "Review due": "short", "Last version": "short",
  ]

  private var hasLinks: Bool { rows.contains { $0.cells.contains { $0.markup.contains("<a ") } } }

  /// Columns in which nothing stands are left out.
  var html: HTML {
    guard !rows.isEmpty else { return .nothing }
    let shown = heads.indices.filter { column in column == 0 || rows.contains { !$0.cells[column].isEmpty } }
    let mark: HTML = id.map { " id=\"\($0)\"" } ?? ""
    // A wide one scrolls: whoever has no mouse gets there by a link in it, or else by the frame.
    let frame: HTML = hasLinks ? .nothing : " tabindex=\"0\" role=\"group\" aria-label=\"\(caption)\""
    var html: HTML = "<div class=\"table\"\(frame)><table role=\"table\"\(mark)>\n<caption>\(caption)</caption>\n"
    html += "<thead role=\"rowgroup\"><tr role=\"row\">"
    for column in shown { html += "<th role=\"columnheader\" scope=\"col\">\(heads[column])</th>" }
    html += "</tr></thead>\n<tbody role=\"rowgroup\">\n"
    for row in rows {
      html += row.id.map { "<tr role=\"row\" id=\"\($0)\">" } ?? "<tr role=\"row\">"
      for column in shown {
        let cell = row.cells[column]
        if column == 0 {
          html += "<th role=\"rowheader\" scope=\"row\">\(cell)</th>"
        } else if cell.isEmpty {
          html += "<td role=\"cell\"></td>"
        } else {
          let style: HTML = Self.styles[heads[column]].map { " class=\"\($0)\"" } ?? .nothing
          html += "<td role=\"cell\"\(style) data-label=\"\(heads[column])\">\(cell)</td>"
        }
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table></div>\n"
  }
}
