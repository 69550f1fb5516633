package import ContractKit
internal import GitStore

/// A push that a server took in: all that its hook alone knows of it.
package struct ReceivedPush: Sendable {
  /// The server's clock.
  package var time: Timestamp
  package var evidence: PushEvidence
  package var updates: [ReferenceUpdate]

  package init(time: Timestamp, evidence: PushEvidence, updates: [ReferenceUpdate]) {
    self.time = time
    self.evidence = evidence
    self.updates = updates
  }
}

extension ReceivedPush {
  private static let schema = "git-contract/received-push/1"

  /// The form in which it waits to be written down.
  package var json: JSON {
    let certificate = evidence.certificate.map { certificate in
      JSON.object([
        "blob": .string(certificate.blob), "status": .string(certificate.status), "signer": .string(certificate.signer),
        "key": .string(certificate.key), "nonceStatus": .string(certificate.nonceStatus),
      ])
    }
    let pusher = evidence.pusher
    return .object([
      "schema": .string(Self.schema), "time": .string(time.description), "certificate": certificate ?? .null,
      "pusher": .object(["name": .string(pusher.name), "source": .string(pusher.source), "key": JSON(pusher.key)]),
      "options": .array(evidence.options.map { .string($0) }),
      "updates": .array(
        updates.map { .object(["ref": .string($0.name), "old": .string($0.old.hex), "new": .string($0.new.hex)]) }),
    ])
  }

  /// Reads that form back; nil where it is none.
  package init?(_ bytes: [UInt8]) {
    let json: JSON
    do { json = try JSON(reading: bytes) } catch { return nil }
    guard json["schema"]?.text == Self.schema, let time = json["time"]?.text.flatMap({ Timestamp($0) }),
      let name = json["pusher"]?["name"]?.text, let source = json["pusher"]?["source"]?.text, let options = json["options"]?.items,
      let items = json["updates"]?.items
    else { return nil }
    var certificate: AcceptanceRecord.PushCertificate?
    if let given = json["certificate"], let blob = given["blob"]?.text {
      certificate = .init(
        blob: blob, status: given["status"]?.text, signer: given["signer"]?.text, key: given["key"]?.text,
        nonceStatus: given["nonceStatus"]?.text)
    }
    self.time = time
    evidence = PushEvidence(
      pusher: .init(name: name, source: source, key: json["pusher"]?["key"]?.text), options: options.compactMap(\.text),
      certificate: certificate)
    updates = []
    for item in items {
      guard let name = item["ref"]?.text, let old = item["old"]?.text.flatMap({ ObjectID(hex: $0) }),
        let new = item["new"]?.text.flatMap({ ObjectID(hex: $0) })
      else { return nil }
      updates.append(ReferenceUpdate(name: name, old: old, new: new))
    }
  }
}
