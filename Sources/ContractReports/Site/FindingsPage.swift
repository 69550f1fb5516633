internal import ContractKit

/// What the audit found, the riskiest first.
enum FindingsPage {
  /// Of one kind so many are listed here; the pages of the contracts have them all.
  private static let greatestListLength = 100

  static func page(_ context: SiteContext) -> SitePage {
    let audit = context.facts.audit
    var html: HTML = "<h1>Findings</h1>\n<p>Who is declared for each contract, who really changes it, and whether the two agree.</p>\n"
    html += "<ul class=\"sentences\">\n" + audit.sentences.map { "<li>\($0)</li>\n" as HTML }.joined() + "</ul>\n"
    for risk in AuditFinding.Risk.allCases.reversed() {
      let found = audit.findings.filter { $0.kind.risk == risk }
      guard !found.isEmpty else { continue }
      html += "<section aria-labelledby=\"risk-\(risk.rawValue)\">\n<h2 id=\"risk-\(risk.rawValue)\">Risk: \(risk.rawValue)</h2>\n"
      for kind in AuditFinding.Kind.allCases where kind.risk == risk {
        let own = found.filter { $0.kind == kind }
        guard !own.isEmpty else { continue }
        html += "<h3 id=\"finding-\(kind.rawValue)\">\(words(kind)) <span class=\"quiet\">\(own.count)</span></h3>\n"
        html += list(Array(own.prefix(greatestListLength)), context: context, from: SitePage.Tab.findings.path, namesContract: true)
        let more = own.count - greatestListLength
        if more > 0 { html += "<p>And \(more) more: they stand on the pages of their contracts.</p>\n" }
      }
      html += "</section>\n"
    }
    if audit.findings.isEmpty { html += "<p>Nothing was found.</p>\n" }
    return SitePage(path: SitePage.Tab.findings.path, title: SitePage.Tab.findings.words, content: html)
  }

  /// A heading for all of a kind.
  static func words(_ kind: AuditFinding.Kind) -> String {
    switch kind {
    case .unreadable: "Cannot be read"
    case .orphan: "Nobody is declared"
    case .ownerLeft: "Owners who have left"
    case .breakingUnsigned: "Broke readers, not agreed to"
    case .breakingWithoutBump: "Broke readers, and the version did not say so"
    case .override: "By override"
    case .breakingWithoutNotice: "Broke readers who had not been warned"
    case .unknownOwner: "Owners whom nobody knows"
    case .notAccepted: "The duty is not accepted"
    case .activeUndeclared: "Changed by people who are not declared"
    case .declaredAbsent: "Declared, and never seen"
    case .undeclaredReader: "Read by those who have not declared it"
    case .assistedUnsigned: "By bots or agents, and no human agreed"
    case .selfApproval: "Agreed to by the author alone"
    case .singlePerson: "Depends on a single person"
    case .ownersFault: "Lines about owners that cannot be read"
    case .unsigned: "Broke nobody, not agreed to"
    case .peopleMissing: "Nobody says who the owners are"
    case .shadowedLine: "Lines about owners that are overruled"
    case .deadLine: "Lines about files that do not exist"
    case .readDifferently: "Read differently by another forge"
    }
  }

  static func list(_ findings: [AuditFinding], context: SiteContext, from page: String, namesContract: Bool) -> HTML {
    guard !findings.isEmpty else { return .nothing }
    let rows = findings.map { finding -> HTML in
      let place = finding.path + (finding.line.map { ":\($0)" } ?? "")
      let level = finding.kind.risk == .high ? "bad" : finding.kind.risk == .medium ? "warn" : "calm"
      var row: HTML = "<li>"
      if !namesContract { row += SiteContext.badge(finding.kind.risk.rawValue, level) + " " }
      // Most sentences begin with the name.
      if namesContract, let contract = finding.contract, let title = finding.title {
        let link = context.link(contract: contract, title, from: page)
        let isFirst = [" ", ":"].contains { finding.message.hasPrefix(title + $0) }
        row += isFirst ? link + HTML(String(finding.message.dropFirst(title.count))) : "\(link): \(finding.message)"
      } else {
        row += HTML(finding.message)
      }
      row += " <span class=\"quiet\"><code>\(place)</code>"
      if let commit = finding.commit, let day = finding.day { row += ", \(day), commit <code>\(String(commit.prefix(10)))</code>" }
      return row + "</span></li>\n"
    }
    return "<ul class=\"findings\">\n\(rows.joined())</ul>\n"
  }
}
