package import ContractKit

/// A picture of who answers for what: a box for each team, in it a tile for each contract, coloured and marked by its bus factor.
///
/// SVG 1.1 without scripts, fonts and links of its own; every text of the repository is escaped. It has its own background, and other
/// colours where the reader prefers dark ones, so that it can be read on any page.
package struct OwnershipMap: Sendable {
  private let audit: Audit

  package init(_ audit: Audit) {
    self.audit = audit
  }

  // MARK: Measures, in pixels

  private static let width = 960
  private static let margin = 24
  private static let tile = (width: 212, height: 66, gap: 12, perRow: 4)
  private static let padding = 14
  private static let headerHeight = 40

  package var svg: String {
    var body = ""
    var top = Self.margin + 58
    body += Self.text(x: Self.margin, y: Self.margin + 22, "Who answers for the contracts", style: "title")
    body += Self.text(x: Self.margin, y: Self.margin + 42, audit.sentences.first ?? "", style: "note", limit: 130)
    for team in audit.teams {
      let rows = (team.contracts.count + Self.tile.perRow - 1) / Self.tile.perRow
      let height = Self.headerHeight + rows * Self.tile.height + max(0, rows - 1) * Self.tile.gap + Self.padding
      body += box(team, top: top, height: height)
      for (number, contract) in team.contracts.enumerated() {
        let column = number % Self.tile.perRow
        let x = Self.margin + Self.padding + column * (Self.tile.width + Self.tile.gap)
        let y = top + Self.headerHeight + number / Self.tile.perRow * (Self.tile.height + Self.tile.gap)
        body += tile(contract, x: x, y: y)
      }
      top += height + 14
    }
    body += legend(top: top + 10)
    let height = top + 66
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" viewBox="0 0 \(Self.width) \(height)" role="img">
      <title>Who answers for the contracts</title>
      <desc>\(XMLText.escaped(audit.sentences.joined(separator: " ")))</desc>
      <style>\(Self.styles)</style>
      <rect class="page" width="\(Self.width)" height="\(height)"/>
      \(body)</svg>

      """
  }

  // MARK: Parts

  private func box(_ team: AuditedTeam, top: Int, height: Int) -> String {
    let width = Self.width - 2 * Self.margin
    let share = AuditedTeam.percent(team.contracts.count, of: audit.standing.count)
    var facts = "\(Audit.number(team.contracts.count, "contract")) (\(share)%)"
    facts += ", \(Audit.number(team.counts.breaking, "breaking change"))"
    facts += ", \(team.counts.unsigned) of \(Audit.number(team.counts.transitions, "change")) not agreed to"
    let style = team.isNobody ? "box nobody" : "box"
    return "<rect class=\"\(style)\" x=\"\(Self.margin)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" rx=\"8\"/>\n"
      + Self.text(x: Self.margin + Self.padding, y: top + 26, team.isNobody ? "Nobody answers for" : team.name, style: "team", limit: 44)
      + Self.text(x: Self.width - Self.margin - Self.padding, y: top + 26, facts, style: "facts", limit: 90)
  }

  private func tile(_ contract: AuditedContract, x: Int, y: Int) -> String {
    let level = Self.level(contract.busFactor.value)
    let factor = "bus factor \(contract.busFactor.value)" + (contract.busFactor.basis == .keys ? "" : " by history")
    let (width, height) = (Self.tile.width, Self.tile.height)
    var svg = "<g><title>\(XMLText.escaped("\(contract.title), \(contract.path): \(contract.state.words), \(factor)"))</title>\n"
    svg += "<rect class=\"tile\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" rx=\"5\"/>\n"
    svg += "<rect class=\"level\(level)\" x=\"\(x)\" y=\"\(y)\" width=\"7\" height=\"\(height)\" rx=\"3\"/>\n"
    svg += Self.text(x: x + 17, y: y + 20, contract.title, style: "name", limit: 25)
    svg += Self.text(
      x: x + 17, y: y + 38, [contract.version, contract.state.words].compactMap { $0 }.joined(separator: ", "), style: "note", limit: 32)
    // As many dots as persons, up to five; what the colour says stands there as a number too.
    let shown = min(contract.busFactor.value, 5)
    for dot in 0..<max(shown, 1) {
      svg += "<circle class=\"\(shown == 0 ? "none" : "level\(level)")\" cx=\"\(x + 22 + dot * 13)\" cy=\"\(y + 52)\" r=\"4.5\"/>\n"
    }
    svg += Self.text(x: x + 22 + max(shown, 1) * 13, y: y + 56, factor, style: "note", limit: 26)
    return svg + "</g>\n"
  }

  private func legend(top: Int) -> String {
    let words = ["nobody can go on", "one person", "two persons", "three or more"]
    var svg = Self.text(x: Self.margin, y: top + 12, "Bus factor:", style: "note")
    for (level, word) in words.enumerated() {
      let x = Self.margin + 80 + level * 150
      svg += "<rect class=\"level\(level)\" x=\"\(x)\" y=\"\(top + 2)\" width=\"12\" height=\"12\" rx=\"3\"/>\n"
      svg += Self.text(x: x + 18, y: top + 12, word, style: "note")
    }
    let source = "Persons with a valid key who may agree; where nobody has a key, authors who know the contract by its history."
    return svg + Self.text(x: Self.margin, y: top + 34, source, style: "note")
  }

  /// Of the colours: 0, 1, 2, 3 and more.
  private static func level(_ factor: Int) -> Int { min(max(factor, 0), 3) }

  private static func text(x: Int, y: Int, _ text: String, style: String, limit: Int = 200) -> String {
    let shown = text.printable
    let cut = shown.count <= limit ? shown : shown.prefix(limit - 1) + "…"
    return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(XMLText.escaped(String(cut)))</text>\n"
  }

  /// Colours that differ in lightness too, so that they can be told apart without seeing colours.
  private static let styles = """
    text{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",Helvetica,Arial,sans-serif;fill:#1f2328}
    .page{fill:#ffffff}.box{fill:#f6f8fa;stroke:#d0d7de}.nobody{stroke:#a40e26;stroke-dasharray:6 4}.tile{fill:#ffffff;stroke:#d0d7de}
    .title{font-size:20px;font-weight:600}.team{font-size:15px;font-weight:600}.name{font-size:14px;font-weight:600}
    .note{font-size:12px;fill:#57606a}.facts{font-size:12px;fill:#57606a;text-anchor:end}
    .level0{fill:#a40e26}.level1{fill:#d4760a}.level2{fill:#c9a700}.level3{fill:#1a7f5a}.none{fill:none;stroke:#a40e26;stroke-width:1.5}
    @media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.box{fill:#161b22;stroke:#30363d}
    .tile{fill:#0d1117;stroke:#30363d}.nobody{stroke:#ff7b86}.note,.facts{fill:#9aa4ae}.level0{fill:#ff7b86}.level1{fill:#f0a04b}.level2{fill:#e8d44d}.level3{fill:#4ac597}
    .none{fill:none;stroke:#ff7b86}}
    """
}
