/// A record with the signature that follows it, as it stands in a file or a mail.
package struct SignedRecord: Hashable, Sendable {
  package let record: SignOffRecord
  package let signature: SSHSignature
  /// The armour as it was read: what `ssh-keygen` is asked about.
  package let armour: String

  /// Why a file is no signed record: one sentence without full stop.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// More bytes than any honest record has.
  package static let largestFile = 16_384

  /// Reads a file: the record, then exactly one armoured signature of the namespace for records, then nothing.
  package init(_ bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Self.largestFile else { throw Malformed(description: "the file has more than \(Self.largestFile) bytes") }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { throw Malformed(description: "the file is not UTF-8") }
    var start = text.startIndex
    var found: String.Index?
    // By line: the words may stand within a reason, where they are no signature.
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: "\n") ?? text.endIndex
      if text[start..<end] == SSHSignature.begin {
        found = start
        break
      }
      start = end < text.endIndex ? text.index(after: end) : end
    }
    guard let found else { throw Malformed(description: "no signature follows the record") }
    try self.init(text: String(text[..<found]), armour: String(text[found...]))
  }

  /// Puts together what was signed and its signature.
  package init(text: String, armour: String) throws(Malformed) {
    guard text.utf8.count + armour.utf8.count <= Self.largestFile else {
      throw Malformed(description: "the record has more than \(Self.largestFile) bytes")
    }
    do throws(SignOffRecord.Malformed) {
      record = try SignOffRecord.read(text)
    } catch {
      throw Malformed(description: error.line == 0 ? error.description : "line \(error.line): \(error.description)")
    }
    do throws(SSHSignature.Malformed) {
      signature = try SSHSignature(armour: armour)
    } catch {
      throw Malformed(description: error.description)
    }
    guard signature.namespace == SignOffRecord.namespace else {
      throw Malformed(
        description: "the signature is for '\(signature.namespace.printable)', not for '\(SignOffRecord.namespace)'")
    }
    self.armour = armour
  }

  /// The file: the record, then the armour.
  package var fileText: String { record.text + armour }
}
