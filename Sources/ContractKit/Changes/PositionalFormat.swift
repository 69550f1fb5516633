/// Formats in which a reader finds a column by its place in the line: an added column shifts all that follow it.
enum PositionalFormat {
  /// Names of formats without any column names, as server descriptions spell them.
  private static let fixedWidth: Set<String> = ["fixedwidth", "fixed", "fwf", "fixedlength", "positional", "cobol", "ebcdic"]
  private static let delimited: Set<String> = ["csv", "tsv", "psv", "dsv", "txt", "text", "delimited"]
  /// Keys that say whether a delimited file starts with a line of names. ODCS has none of its own, so they are custom properties.
  private static let headerKeys: Set<String> = ["header", "hasheader", "csvheader", "headerrow", "firstrowisheader"]

  /// True if a server of the contract serves such a format. A delimited file counts only where somebody says that it has no header.
  static func isUsed(by contract: Contract) -> Bool {
    contract.root.children(.server).contains { server in
      guard let format = server.text("format").map(folded) else { return false }
      if fixedWidth.contains(format) { return true }
      return delimited.contains(format) && hasNoHeader(server)
    }
  }

  private static func hasNoHeader(_ server: Element) -> Bool {
    let own = server.attributes.map { (key: $0.name, value: $0.value) }
    let custom = server.children(.customProperty).compactMap { property in
      property.value("value").map { (key: property.name ?? "", value: $0) }
    }
    return (own + custom).contains { headerKeys.contains(folded($0.key)) && AttributeMeaning.flag($0.value) == false }
  }

  private static func folded(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
