extension SignOffRecord {
  package typealias Malformed = MalformedRecord

  /// Reads the text of a record. Strict: written again it must be equal byte for byte, so that one decision has one text and one digest.
  package static func read(_ text: String) throws(Malformed) -> SignOffRecord {
    var reader = try SignOffRecordReader(text)
    let record = try reader.record()
    guard record.text.utf8.elementsEqual(text.utf8) else { throw Malformed(0, "the record is not spelt as records are") }
    return record
  }
}

/// Reads a record line by line.
private struct SignOffRecordReader {
  private var lines: RecordLines

  init(_ text: String) throws(SignOffRecord.Malformed) {
    lines = try RecordLines(text, heading: SignOffRecord.heading)
  }

  mutating func record() throws(SignOffRecord.Malformed) -> SignOffRecord {
    let repository = try lines.value("repository")
    let targets = try lines.distinctValues("target")
    let path = try lines.value("path")
    let contract = try lines.value("contract")
    let from = try side("from")
    let to = try side("to")
    let change = try lines.word("change") { SignOffKind(rawValue: $0) }
    let report = try lines.word("report") { Self.digest($0) }
    let catalogue = try lines.word("catalogue") { text in Int(text).flatMap { $0 > 0 ? $0 : nil } }
    let decision = try lines.word("decision") { Self.decision($0) }
    let owners = try lines.distinctValues("owner")
    let signer = try lines.value("signer")
    let reason = try lines.value("reason")
    let issued = try lines.word("issued") { Timestamp($0) }
    let expires = try lines.word("expires") { Timestamp($0) }
    try lines.end(after: "expires")
    return SignOffRecord(
      repository: repository, targets: targets, path: path, contract: contract, from: from, to: to, change: change, report: report,
      catalogue: catalogue, decision: decision, owners: owners, signer: signer, reason: reason == SignOffRecord.none ? nil : reason,
      issued: issued, expires: expires)
  }

  private mutating func side(_ key: String) throws(SignOffRecord.Malformed) -> SignOffRecord.Side {
    try lines.word(key) { text in
      let parts = text.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, parts[0].utf8.count == 40, Fingerprint.isLowercaseHexadecimal(parts[0]) else { return nil }
      if parts[1] == "sha256:" + SignOffRecord.none {
        let side = SignOffRecord.Side.absent
        return parts[0] == side.blob && parts[2] == SignOffRecord.none ? side : nil
      }
      guard let digest = Self.digest(String(parts[1])), parts[0] != SignOffRecord.Side.absent.blob else { return nil }
      return SignOffRecord.Side(
        blob: String(parts[0]), digest: digest, version: parts[2] == SignOffRecord.none ? nil : String(parts[2]))
    }
  }

  private static func digest(_ text: String) -> String? {
    let digits = text.dropFirst(7)
    guard text.hasPrefix("sha256:"), digits.utf8.count == 64, Fingerprint.isLowercaseHexadecimal(digits) else { return nil }
    return String(digits)
  }

  private static func decision(_ text: String) -> SignOffRecord.Decision? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
    switch (words.first, words.count) {
    case ("approve", 1): return .approve
    case ("acknowledge", 1): return .acknowledge
    case ("reject", 1): return .reject
    case ("accept-ownership", 1): return .acceptOwnership
    case ("withdraw", 2) where words[1].utf8.count == 64 && Fingerprint.isLowercaseHexadecimal(words[1]): return .withdraw(words[1])
    case ("delegate", 4) where words[2] == "until" && !words[1].isEmpty:
      return CalendarDay(words[3]).map { .delegate(words[1], until: $0) }
    default: return nil
    }
  }
}

extension SignOffRecord {
  /// Whether a text can be the value of a line.
  package static func isValue(_ text: String) -> Bool { RecordLines.isValue(text) }
}
