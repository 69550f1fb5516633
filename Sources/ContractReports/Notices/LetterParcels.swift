package import ContractKit

extension Letter {
  /// What leaves the house: a parcel for each contact of the consumer that one of the channels reaches, each once.
  ///
  /// - Parameters:
  ///   - channels: those of the policy. Mail goes by `sendmail` or `smtp`; which one is the carrier's to know.
  ///   - forms: what the repository's own templates made of it.
  package func parcels(channels: Set<DeliveryChannel>, settings: MailSettings, forms: LetterForms = LetterForms()) -> [Parcel] {
    var parcels: [Parcel] = []
    if channels.contains(.sendmail) || channels.contains(.smtp) {
      for address in consumer.mailAddresses {
        guard let mail = mail(to: address, settings: settings, forms: forms) else { continue }
        parcels.append(parcel(.mail, channel: "email:" + address, address: address, type: "message/rfc822", mail))
      }
    }
    for contact in consumer.contacts {
      guard let kind = contact.hook, channels.contains(kind.channel) else { continue }
      let channel = "\(kind.rawValue):\(contact.url)"
      guard !parcels.contains(where: { $0.identifier == deliveryIdentifier(channel: channel) }) else { continue }
      switch kind {
      case .webhook:
        let event = cloudEvent(delivery: deliveryIdentifier(channel: channel), settings: settings)
        var parcel = parcel(kind, channel: channel, address: contact.url, type: "application/cloudevents+json", event.canonical)
        parcel.secret = contact.secret
        parcels.append(parcel)
      case .slack: parcels.append(parcel(kind, channel: channel, address: contact.url, type: "application/json", slack.canonical))
      case .teams: parcels.append(parcel(kind, channel: channel, address: contact.url, type: "application/json", teams.canonical))
      case .mail: break
      }
    }
    return parcels
  }

  private func parcel(_ kind: Parcel.Kind, channel: String, address: String, type: String, _ text: String) -> Parcel {
    Parcel(
      identifier: deliveryIdentifier(channel: channel), events: events, consumer: consumer.identifier, contract: contract, kind: kind,
      address: address, subject: subject, mediaType: type, content: Array(text.utf8))
  }

  /// Contacts that none of the channels reaches, whether the channel is off or the address is none. Where these are all there are, nobody
  /// gets the letter but who looks for it.
  package func unreachable(channels: Set<DeliveryChannel>) -> [ConsumerDeclaration.Contact] {
    let hasMail = channels.contains(.sendmail) || channels.contains(.smtp)
    return consumer.contacts.filter { contact in
      if let hook = contact.hook { return !channels.contains(hook.channel) }
      var alone = consumer
      alone.contacts = [contact]
      return !hasMail || alone.mailAddresses.isEmpty
    }
  }
}

extension Notice {
  /// See `Letter.parcels`.
  package func parcels(channels: Set<DeliveryChannel>, settings: MailSettings, forms: LetterForms = LetterForms()) -> [Parcel] {
    letter.parcels(channels: channels, settings: settings, forms: forms)
  }
}

extension Parcel.Kind {
  fileprivate var channel: DeliveryChannel {
    switch self {
    case .mail: .smtp
    case .webhook: .webhook
    case .slack: .slack
    case .teams: .teams
    }
  }
}

extension ConsumerDeclaration.Contact {
  /// How a contact with an address of the web is reached; nil for any other. An address that only the carrier's environment holds is one.
  fileprivate var hook: Parcel.Kind? {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    // `http` goes to loopback alone, which the carrier sees to.
    guard ["https", "http", "env"].contains(scheme), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    switch tool.lowercased() {
    case "webhook": return .webhook
    case "slack": return .slack
    case "teams": return .teams
    default: return nil
    }
  }
}
