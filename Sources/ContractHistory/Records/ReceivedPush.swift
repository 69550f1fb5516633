package import ContractKit
package import GitStore

/// A push that a server took in: all that its hook alone knows of it.
package struct ReceivedPush: Sendable {
  /// The server's clock.
  package var time: Timestamp
  package var evidence: PushEvidence
  package var updates: [ReferenceUpdate]
  /// Where the refs stood by which it was judged (``ContractRepository/judgingTips()``); empty for one that is written down at once.
  package var tips: [String: ObjectID]

  package init(time: Timestamp, evidence: PushEvidence, updates: [ReferenceUpdate], tips: [String: ObjectID]) {
    self.time = time
    self.evidence = evidence
    self.updates = updates
    self.tips = tips
  }
}

extension ContractRepository {
  /// The refs that decide about a push beside those that it moves: the default branch, and what owners and other repositories have said.
  package func judgingTips() throws -> [String: ObjectID] {
    var tips: [String: ObjectID] = [:]
    for reference in try git.references(under: "refs/contracts/")
    where reference.name != AcceptanceLog.reference && !reference.name.hasPrefix("refs/contracts/notified/") {
      tips[reference.name] = reference.target
    }
    if let home = try defaultBranchTip() { tips[home.name] = home.target }
    return tips
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
      "tips": .object(tips.mapValues { .string($0.hex) }),
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
      let items = json["updates"]?.items, case .object(let members)? = json["tips"]
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
    tips = [:]
    for (name, value) in members {
      guard let tip = value.text.flatMap({ ObjectID(hex: $0) }) else { return nil }
      tips[name] = tip
    }
    updates = []
    for item in items {
      guard let name = item["ref"]?.text, let old = item["old"]?.text.flatMap({ ObjectID(hex: $0) }),
        let new = item["new"]?.text.flatMap({ ObjectID(hex: $0) })
      else { return nil }
      updates.append(ReferenceUpdate(name: name, old: old, new: new))
    }
  }
}
