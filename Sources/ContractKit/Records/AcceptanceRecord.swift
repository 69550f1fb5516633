/// What a server wrote down when it had accepted the move of one ref: when by its own clock, from whom, by whose agreement.
///
/// The time at which a key was valid and a sign-off not expired is taken from here, since a committer's date is whatever the committer says.
/// Source: ownership.md, "Where it is enforced".
package struct AcceptanceRecord: Hashable, Sendable {
  /// The server's clock.
  package var time: Timestamp
  package var pusher: Pusher
  /// The full name of the ref.
  package var reference: String
  /// Object ids in hexadecimal; zeros for "does not exist".
  package var old: String
  package var new: String
  /// The commit after which everything up to `new` came with this push and was judged; nil where no branch was judged.
  package var since: String?
  /// The blob of the policy that was in force; nil where there was none.
  package var policy: String?
  /// Digests of the sign-off records that counted.
  package var signOffs: [String]
  /// What `git push --push-option` said.
  package var options: [String]
  package var certificate: PushCertificate?

  package init(
    time: Timestamp, pusher: Pusher, reference: String, old: String, new: String, since: String?, policy: String?, signOffs: [String],
    options: [String], certificate: PushCertificate?
  ) {
    self.time = time
    self.pusher = pusher
    self.reference = Self.value(reference)
    self.old = old
    self.new = new
    self.since = since
    self.policy = policy
    self.signOffs = signOffs
    self.options = options.map { Self.value($0) }
    self.certificate = certificate
  }

  /// Whose push it was, as far as the server knows, and from where it knows it.
  package struct Pusher: Hashable, Sendable {
    package var name: String
    /// The variable that said so, `GL_USER`; `uid` where only the account is known under which the server ran.
    package var source: String
    /// The fingerprint of the key with which sshd let the pusher in, where it tells.
    package var key: String?

    /// For people. Where the server knows the account alone under which it ran, a number is no name.
    package var description: String { (source == "uid" ? "uid " : "") + name }

    package init(name: String, source: String, key: String? = nil) {
      self.name = AcceptanceRecord.value(name)
      self.source = AcceptanceRecord.value(source)
      self.key = key
    }
  }

  /// A signed push, as Git looked at it (git-receive-pack(1), "PRE-RECEIVE HOOK"). It is evidence: nothing is decided by it.
  package struct PushCertificate: Hashable, Sendable {
    /// The blob that holds it.
    package var blob: String
    /// What Git says of the signature: `G` for a good one by a key that the server trusts; git-log(1), `%G?`, has the others.
    package var status: String
    package var signer: String
    package var key: String
    /// `OK` where the server itself gave the nonce to this very push; else the certificate may be an old one.
    package var nonceStatus: String

    package init(blob: String, status: String?, signer: String?, key: String?, nonceStatus: String?) {
      self.blob = blob
      self.status = AcceptanceRecord.value(status)
      self.signer = AcceptanceRecord.value(signer)
      self.key = AcceptanceRecord.value(key)
      self.nonceStatus = AcceptanceRecord.value(nonceStatus)
    }
  }

  static let heading = "git-contract-acceptance 1"

  /// The text, UTF-8, a line feed after every line.
  package var text: String {
    var lines = [Self.heading, "time: \(time)", "pusher: " + pusher.name, "pusher-from: " + pusher.source]
    if let key = pusher.key { lines.append("pusher-key: " + key) }
    lines += ["ref: " + reference, "old: " + old, "new: " + new]
    lines += ["since: " + (since ?? SignOffRecord.none), "policy: " + (policy ?? SignOffRecord.none)]
    lines += signOffs.map { "sign-off: " + $0 }
    lines += options.map { "option: " + $0 }
    if let certificate {
      lines += ["certificate: " + certificate.blob, "certificate-status: " + certificate.status]
      lines += ["certificate-signer: " + certificate.signer, "certificate-key: " + certificate.key]
      lines.append("certificate-nonce: " + certificate.nonceStatus)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Reads the text. Strict: written again it must be equal byte for byte.
  package static func read(_ text: String) throws(MalformedRecord) -> AcceptanceRecord {
    var lines = try RecordLines(text, heading: heading)
    let time = try lines.word("time") { Timestamp($0) }
    var pusher = Pusher(name: try lines.value("pusher"), source: try lines.value("pusher-from"))
    pusher.key = try lines.optionalValue("pusher-key")
    let reference = try lines.value("ref")
    let old = try lines.word("old", object)
    let new = try lines.word("new", object)
    let since = try lines.word("since", objectOrNone)
    let policy = try lines.word("policy", objectOrNone)
    let signOffs = try lines.values("sign-off")
    let options = try lines.values("option")
    var certificate: PushCertificate?
    if let blob = try lines.optionalValue("certificate") {
      certificate = PushCertificate(
        blob: blob, status: try lines.value("certificate-status"), signer: try lines.value("certificate-signer"),
        key: try lines.value("certificate-key"), nonceStatus: try lines.value("certificate-nonce"))
      guard object(blob) != nil else { throw MalformedRecord(0, "'certificate' cannot be '\(blob.printable)'") }
    }
    try lines.end(after: certificate == nil ? "policy" : "certificate-nonce")
    let record = AcceptanceRecord(
      time: time, pusher: pusher, reference: reference, old: old, new: new, since: since, policy: policy, signOffs: signOffs,
      options: options, certificate: certificate)
    guard record.text.utf8.elementsEqual(text.utf8) else { throw MalformedRecord(0, "the record is not spelt as records are") }
    return record
  }

  private static func object(_ text: String) -> String? {
    text.utf8.count == 40 && Fingerprint.isLowercaseHexadecimal(text) ? text : nil
  }

  private static func objectOrNone(_ text: String) -> String?? {
    text == SignOffRecord.none ? .some(nil) : object(text).map { .some($0) }
  }

  /// Anything as the value of a line: what was said by others is written so that it stays one line, and cut where it is long.
  package static func value(_ text: String?) -> String {
    let printable = (text ?? "").printable
    // By scalars, so that what was cut once is short enough for good.
    let cut = printable.utf8.count <= 1000 ? printable : String(String.UnicodeScalarView(printable.unicodeScalars.prefix(200))) + "..."
    let trimmed = cut.drop { $0 == " " }
    let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
    return end == trimmed.startIndex ? SignOffRecord.none : String(trimmed[..<end])
  }

  /// The name of its file on the ref: by the tip that was accepted, spread over 256 folders, so that an append writes little and a tip is
  /// found without reading all.
  package var path: String {
    let tip = new.allSatisfy { $0 == "0" } ? old : new
    return "\(tip.prefix(2))/\(tip.dropFirst(2))-\(Digest.sha256(of: Array(text.utf8)).prefix(8)).accepted"
  }
}
