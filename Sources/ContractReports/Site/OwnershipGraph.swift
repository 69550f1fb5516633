internal import ContractKit

/// The organisation as a picture: a box for each team with what it answers for, by domain, and lines to those who read it.
///
/// Inline SVG without styles of its own: the style sheet of the site colours it. Every number is a whole one, so that the same facts are
/// the same bytes everywhere.
struct OwnershipGraph {
  /// A contract, or all of a domain.
  struct Source {
    var title: String
    var note: String
    /// From the page.
    var link: String?
    var domain: String
    /// 0 to 3, how many persons can go on with it; nil where nothing is said.
    var level: Int?
  }

  /// A team and what it answers for.
  struct Owner {
    var name: String
    var link: String?
    var isNobody = false
    var sources: [Source]
  }

  /// A consumer, or all consumers of a team.
  struct Reader {
    var title: String
    var link: String?
    var team: String
    /// Places among all sources, in the order of the owners; each with how many consumers stand behind it.
    var reads: [(source: Int, count: Int)]
  }

  var title: String
  var owners: [Owner]
  var readers: [Reader]

  // MARK: Measures

  private static let width = 980
  private static let left = (x: 0, width: 590)
  private static let source = (x: 220, width: 356, height: 30)
  private static let right = (x: 690, width: 290)
  private static let reader = (x: 702, width: 266, height: 26)
  private static let gap = 16
  private static let heading = 26

  private struct Placed {
    var svg: HTML
    var height: Int
    /// Where a line begins, by source.
    var ends: [Int]
  }

  var svg: HTML {
    let left = placeOwners()
    let right = placeReaders(ends: left.ends, room: left.height)
    let height = max(left.height, right.height)
    return """
      <svg class="graph" viewBox="0 0 \(Self.width) \(height)" role="group" aria-label="\(title)">
      \(left.svg)\(right.svg)</svg>

      """
  }

  private func placeOwners() -> Placed {
    var svg = HTML.nothing
    var ends: [Int] = []
    var top = 0
    for owner in owners {
      var inner = HTML.nothing
      var y = top + 10
      var domain: String?
      for source in owner.sources {
        if source.domain != domain, !source.domain.isEmpty {
          inner += Self.text(source.domain, x: Self.source.x, y: y + 13, style: "domain", limit: 48)
          y += 20
        }
        domain = source.domain
        inner += node(source, y: y)
        ends.append(y + Self.source.height / 2)
        y += Self.source.height + 6
      }
      let height = max(y - top + 4, 44)
      let style: HTML = owner.isNobody ? "box nobody" : "box"
      svg +=
        "<g><rect class=\"\(style)\" x=\"\(Self.left.x + 1)\" y=\"\(top + 1)\" width=\"\(Self.left.width)\" height=\"\(height - 2)\" rx=\"8\"/>\n"
      let name = Self.text(owner.name, x: 16, y: top + 29, style: "team", limit: 24)
      svg += owner.link.map { "<a href=\"\($0)\">\(name)</a>" } ?? name
      let count = owner.sources.count
      if count > 1 { svg += Self.text("\(count) in all", x: 16, y: top + 48, style: "small", limit: 24) }
      svg += inner + "</g>\n"
      top += height + Self.gap
    }
    return Placed(svg: svg, height: max(top - Self.gap, 0) + 2, ends: ends)
  }

  private func node(_ source: Source, y: Int) -> HTML {
    let (x, width, height) = Self.source
    var svg: HTML = "<rect class=\"node\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" rx=\"5\"/>"
    if let level = source.level { svg += "<rect class=\"level\(level)\" x=\"\(x)\" y=\"\(y)\" width=\"6\" height=\"\(height)\" rx=\"3\"/>" }
    svg += Self.text(source.title, x: x + 16, y: y + 20, style: "name", limit: 28)
    svg += Self.text(source.note, x: x + width - 10, y: y + 20, style: "small end", limit: 30)
    return source.link.map { "<a href=\"\($0)\">\(svg)</a>\n" } ?? svg + "\n"
  }

  /// Readers stand as near to what they read as their teams allow; a line for each of their sources is in the group of the reader.
  private func placeReaders(ends: [Int], room: Int) -> (svg: HTML, height: Int) {
    func middle(_ readers: [Reader]) -> Int {
      let places = readers.flatMap(\.reads).map { ends[$0.source] }
      return places.isEmpty ? Int.max : places.reduce(0, +) / places.count
    }
    let teams = Dictionary(grouping: readers, by: \.team).map { (name: $0.key, readers: $0.value, middle: middle($0.value)) }
      .sorted { ($0.middle, $0.name) < ($1.middle, $1.name) }
    // One box of all: it takes the room that there is.
    let spread = teams.count == 1 ? (room - Self.heading) / max(readers.count, 1) : 0
    let step = min(max(Self.reader.height + 6, spread), 60)
    let heights = teams.map { Self.heading + $0.readers.count * step + 8 }
    // Each at the height of what it reads, where those above leave room; what then hangs out below is moved up.
    var tops: [Int] = []
    var end = 0
    for (team, height) in zip(teams, heights) {
      tops.append(team.middle == Int.max ? end : max(end, team.middle - height / 2))
      end = (tops.last ?? 0) + height + Self.gap
    }
    var limit = max(room, heights.reduce(0, +) + max(heights.count - 1, 0) * Self.gap)
    for place in tops.indices.reversed() {
      tops[place] = min(tops[place], limit - heights[place])
      limit = tops[place] - Self.gap
    }
    var svg = HTML.nothing
    for (team, (top, height)) in zip(teams, zip(tops, heights)) {
      svg +=
        "<g><rect class=\"box\" x=\"\(Self.right.x)\" y=\"\(top + 1)\" width=\"\(Self.right.width - 1)\" height=\"\(height - 2)\" rx=\"8\"/>\n"
      svg += Self.text(team.name, x: Self.reader.x, y: top + 18, style: "domain", limit: 34)
      let ordered = team.readers.map { (reader: $0, middle: middle([$0])) }
        .sorted { ($0.middle, $0.reader.title, $0.reader.link ?? "") < ($1.middle, $1.reader.title, $1.reader.link ?? "") }
      for (place, entry) in ordered.enumerated() {
        svg += self.reader(entry.reader, y: top + Self.heading + place * step, ends: ends)
      }
      svg += "</g>\n"
    }
    let bottom = zip(tops, heights).map { $0 + $1 }.max() ?? 0
    return (svg, bottom + 2)
  }

  private func reader(_ reader: Reader, y: Int, ends: [Int]) -> HTML {
    let (x, width, height) = Self.reader
    let start = Self.source.x + Self.source.width
    var svg: HTML = "<g class=\"reader\">"
    for read in reader.reads {
      let (from, to) = (ends[read.source], y + height / 2)
      let thickness = min(2 + read.count / 4, 6)
      let middle = (start + x) / 2
      svg += "<path class=\"edge\" stroke-width=\"\(thickness)\" "
      svg += "d=\"M\(start) \(from)C\(middle) \(from) \(middle) \(to) \(x) \(to)\"/>"
    }
    var node: HTML = "<rect class=\"node\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" rx=\"5\"/>"
    node += Self.text(reader.title, x: x + 12, y: y + 18, style: "name", limit: 34)
    svg += reader.link.map { "<a href=\"\($0)\">\(node)</a>" } ?? node
    return svg + "</g>\n"
  }

  private static func text(_ text: String, x: Int, y: Int, style: HTML, limit: Int) -> HTML {
    guard !text.isEmpty else { return .nothing }
    // Letters of East Asia are twice as wide as others.
    var room = limit
    var shown = ""
    for character in text {
      room -= character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
      guard room >= 0 else {
        shown = String(shown.dropLast()) + "…"
        break
      }
      shown.append(character)
    }
    return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(shown)</text>"
  }
}
