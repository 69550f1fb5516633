internal import ContractKit
internal import ContractReports
internal import GitStore

/// Notices as parcels: which contacts of a consumer get one, by the channels of the policy.
enum NoticeParcels {
  static func parcels(_ notice: Notice, settings: DeliverySettings, now: Int) throws -> [Parcel] {
    try mail(notice, settings: settings, now: now) + webhooks(notice, settings: settings)
  }

  private static func mail(_ notice: Notice, settings: DeliverySettings, now: Int) throws -> [Parcel] {
    guard !settings.channels.isDisjoint(with: [.smtp, .sendmail]), !notice.mailAddresses.isEmpty else { return [] }
    guard let from = settings.mailFrom else {
      throw CommandError("cannot write mail: 'contract.mailFrom' is not set", hints: ["git config contract.mailFrom ADDRESS"])
    }
    let mailSettings = MailSettings(from: from, secondsSince1970: now)
    return try notice.mailAddresses.map { address in
      guard let mail = notice.mail(to: address, settings: mailSettings) else {
        throw CommandError(
          "cannot write mail: '\(from)' of 'contract.mailFrom' is no address", hints: ["git config contract.mailFrom ADDRESS"])
      }
      return parcel(notice, "email:" + address, .mail, address, mediaType: "message/rfc822", content: Array(mail.utf8))
    }
  }

  private static func webhooks(_ notice: Notice, settings: DeliverySettings) -> [Parcel] {
    guard settings.channels.contains(.webhook) else { return [] }
    return notice.consumer.contacts.filter { $0.tool.lowercased() == "webhook" }.map { contact in
      var parcel = parcel(
        notice, "webhook:" + contact.url, .webhook, contact.url, mediaType: "application/json",
        content: Array(notice.json(toolVersion: GitContract.version).canonical.utf8))
      parcel.secret = contact.secret
      return parcel
    }
  }

  private static func parcel(
    _ notice: Notice, _ channel: String, _ kind: Parcel.Kind, _ address: String, mediaType: String, content: [UInt8]
  ) -> Parcel {
    Parcel(
      identifier: notice.event.deliveryIdentifier(consumer: notice.consumer.identifier, channel: channel),
      events: [notice.event.identifier],
      consumer: notice.consumer.identifier, contract: notice.contract, kind: kind, address: address, subject: notice.subject,
      mediaType: mediaType, content: content)
  }
}

extension Parcel {
  /// The address as people may see it in a log: of a URL the host alone, for what stands behind it often is a secret.
  var destination: String {
    if kind == .mail || address.hasPrefix("env:") { return address }
    return WebAddress(address).map { "\($0.scheme)://\($0.host)" } ?? address.withoutPassword
  }
}
