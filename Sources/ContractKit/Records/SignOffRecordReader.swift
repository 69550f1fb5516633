extension SignOffRecord {
  /// Why a text is no record.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1; 0 for the text as a whole.
    package let line: Int
    /// One sentence without full stop.
    package let description: String

    init(_ line: Int, _ description: String) {
      self.line = line
      self.description = description
    }
  }

  /// Reads the text of a record. Strict: written again it must be equal byte for byte, so that one decision has one text and one digest.
  package static func read(_ text: String) throws(Malformed) -> SignOffRecord {
    var reader = try SignOffRecordReader(text)
    let record = try reader.record()
    guard record.text.utf8.elementsEqual(text.utf8) else { throw Malformed(0, "the record is not spelt as records are") }
    return record
  }
}

/// Goes through the lines of a record, in their one order.
private struct SignOffRecordReader {
  private let lines: [Substring]
  private var next = 0

  init(_ text: String) throws(SignOffRecord.Malformed) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true else { throw .init(lines.count + 1, "the record does not end with a line feed") }
    guard lines.first.map({ $0 == SignOffRecord.heading }) == true else {
      throw .init(1, "a record begins with '\(SignOffRecord.heading)'")
    }
    self.lines = lines
    next = 1
  }

  mutating func record() throws(SignOffRecord.Malformed) -> SignOffRecord {
    let repository = try value("repository")
    let targets = try values("target")
    let path = try value("path")
    let contract = try value("contract")
    let from = try side("from")
    let to = try side("to")
    let change = try word("change") { SignOffKind(rawValue: $0) }
    let report = try word("report") { Self.digest($0) }
    let catalogue = try word("catalogue") { text in Int(text).flatMap { $0 > 0 ? $0 : nil } }
    let decision = try word("decision") { Self.decision($0) }
    let owners = try values("owner")
    let signer = try value("signer")
    let reason = try value("reason")
    let issued = try word("issued") { Timestamp($0) }
    let expires = try word("expires") { Timestamp($0) }
    guard next == lines.count else { throw fault("the record has another line after 'expires'") }
    return SignOffRecord(
      repository: repository, targets: targets, path: path, contract: contract, from: from, to: to, change: change, report: report,
      catalogue: catalogue, decision: decision, owners: owners, signer: signer, reason: reason == SignOffRecord.none ? nil : reason,
      issued: issued, expires: expires)
  }

  private func fault(_ message: String) -> SignOffRecord.Malformed { .init(next + 1, message) }

  /// The value of the next line if that has this key.
  private mutating func optionalValue(_ key: String) throws(SignOffRecord.Malformed) -> String? {
    guard next < lines.count, lines[next].hasPrefix(key + ": ") else { return nil }
    let value = String(lines[next].dropFirst(key.count + 2))
    guard SignOffRecord.isValue(value) else { throw fault("'\(key)' holds no text of one line without control characters") }
    next += 1
    return value
  }

  private mutating func value(_ key: String) throws(SignOffRecord.Malformed) -> String {
    guard let value = try optionalValue(key) else { throw fault("'\(key)' is missing here") }
    return value
  }

  /// One line or more.
  private mutating func values(_ key: String) throws(SignOffRecord.Malformed) -> [String] {
    var values = [try value(key)]
    while let more = try optionalValue(key) {
      guard !values.contains(more) else { throw .init(next, "'\(key)' says '\(more.printable)' twice") }
      values.append(more)
    }
    return values
  }

  private mutating func word<Value>(_ key: String, _ read: (String) -> Value?) throws(SignOffRecord.Malformed) -> Value {
    let text = try value(key)
    guard let value = read(text) else { throw .init(next, "'\(key)' cannot be '\(text.printable)'") }
    return value
  }

  private mutating func side(_ key: String) throws(SignOffRecord.Malformed) -> SignOffRecord.Side {
    try word(key) { text in
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
  /// Whether a text can be the value of a line: not empty, no blank at its ends, nothing that a terminal would act on or a reader not see.
  package static func isValue(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(" ") && !text.hasSuffix(" ") && text.printable == text
  }
}
