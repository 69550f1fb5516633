package import ContractKit

extension FindingsReport {
  /// SARIF 2.1.0 (OASIS), one run: what code scanners and forges read. The rules that it describes are those that it names.
  package var sarif: JSON {
    var ids: [String] = []
    for finding in findings where !ids.contains(finding.rule) { ids.append(finding.rule) }
    let results = zip(findings, identities).map { finding, identity in
      Self.result(finding, identity: identity, ruleIndex: ids.firstIndex(of: finding.rule) ?? 0)
    }
    var invocation: [String: JSON] = ["executionSuccessful": .boolean(problem == nil)]
    if let problem {
      invocation["toolExecutionNotifications"] = [["level": "error", "message": Self.message(problem.printable)]]
    }
    return [
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "git-contract", "version": .string(toolVersion), "semanticVersion": .string(toolVersion),
              "rules": .array(ids.map { Self.rule($0) }),
            ]
          ],
          "columnKind": "unicodeCodePoints",
          "originalUriBaseIds": ["%SRCROOT%": ["description": ["text": "The top of the work tree."]]],
          "invocations": [.object(invocation)],
          "results": .array(results),
        ]
      ],
    ]
  }

  private static func result(_ finding: Finding, identity: String, ruleIndex: Int) -> JSON {
    let words = ([finding.message.printable] + finding.advice).joined(separator: "\n")
    // A waiver names the change; whoever follows a finding from run to run needs a name for each of them.
    var fingerprints: [String: JSON] = ["gitContractFinding/v1": .string(identity)]
    if let fingerprint = finding.fingerprint { fingerprints["gitContractChange/v1"] = .string(fingerprint) }
    var properties: [String: JSON] = ["isPrice": .boolean(finding.isPrice)]
    if !finding.contract.isEmpty { properties["contract"] = .string(finding.contract.printable) }
    if let reason = finding.reason { properties["reason"] = .string(reason) }
    return [
      "ruleId": .string(finding.rule), "ruleIndex": .integer(ruleIndex), "level": .string(finding.level.sarif),
      "message": message(words), "locations": [location(finding.place)], "partialFingerprints": .object(fingerprints),
      "properties": .object(properties),
    ]
  }

  /// In a message `[text](target)` is a link (SARIF, section 3.11.6): no name of a repository makes one.
  private static func message(_ text: String) -> JSON {
    var last: Unicode.Scalar?
    let harmless = text.replacingScalars { scalar in
      defer { last = scalar }
      return scalar == "(" && last == "]" ? " (" : nil
    }
    return ["text": .string(harmless)]
  }

  private static func location(_ place: Finding.Place) -> JSON {
    var artifact: [String: JSON] = ["uri": .string(FileReference.relative(place.path))]
    if place.path.hasPrefix("/") {
      artifact["uri"] = .string("file://" + FileReference.relative(place.path))
    } else {
      artifact["uriBaseId"] = "%SRCROOT%"
    }
    return [
      "physicalLocation": [
        "artifactLocation": .object(artifact),
        "region": ["startLine": .integer(place.position.line), "startColumn": .integer(place.position.column)],
      ]
    ]
  }

  private static func rule(_ id: String) -> JSON {
    guard let explained = RulesAnswer.Explained(named: id) else { return ["id": .string(id)] }
    var descriptor: [String: JSON] = [
      "id": .string(id), "fullDescription": ["text": .string(explained.reason)],
      "help": [
        "text": .string("\(explained.reason)\n\nWhat to do: \(explained.advice)\n\ngit contract explain \(id)"),
        "markdown": .string("\(explained.reason)\n\n**What to do:** \(explained.advice)\n\n`git contract explain \(id)`"),
      ],
    ]
    switch explained {
    case .rule(let rule):
      descriptor["shortDescription"] = ["text": .string(rule.message.replacing("{", with: "<").replacing("}", with: ">") + ".")]
      descriptor["properties"] = ["impact": .string(rule.impact.rawValue)]
    case .price, .fault:
      descriptor["shortDescription"] = ["text": .string(id.replacing("-", with: " "))]
    }
    return .object(descriptor)
  }
}

extension Level {
  fileprivate var sarif: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    case .off: "none"
    }
  }
}
