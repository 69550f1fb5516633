internal import ContractKit
internal import GitStore

/// What is to be done for an entry, once.
enum Errand {
  /// - secrets: what must not appear in anything that is written down.
  case courier(CourierRequest, host: String, secrets: [String])
  case sendmail(recipient: String, content: [UInt8], host: String)
  /// Nothing is sent: what comes of it is known.
  case judged(DeliveryJudgement, String)
  /// The server is not set up for it: it waits, and counts no attempt.
  case held(CommandError)
}

/// Makes errands of entries: resolves what they refer to, and looks whether they may go where they want to.
struct ErrandMaker {
  let settings: DeliverySettings
  let resolver: SecretResolver

  /// How long a message may take.
  static let timeout = 30

  func errand(for entry: OutboxEntry, now: Int) throws -> Errand {
    entry.parcel.kind == .mail ? try mail(entry) : try web(entry, now: now)
  }

  // MARK: Mail

  private func mail(_ entry: OutboxEntry) throws -> Errand {
    let recipient = entry.parcel.address
    guard let at = recipient.lastIndex(of: "@"), at != recipient.startIndex, !recipient.hasPrefix("-"),
      recipient.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
    else { return .judged(.init(.dead), "'\(recipient)' is no address for mail") }
    let host = recipient[recipient.index(after: at)...].lowercased()
    var content = entry.parcel.content
    if entry.isPossibleDuplicate { content = Array("X-Contract-Possible-Duplicate: yes\r\n".utf8) + content }
    if settings.channels.contains(.smtp), let url = settings.smtpURL { return try smtp(entry, url, content, host) }
    if settings.channels.contains(.sendmail) { return .sendmail(recipient: recipient, content: Self.lines(content, "\n"), host: host) }
    guard settings.channels.contains(.smtp) else {
      return .judged(.init(.dead), "the policy has neither 'smtp' nor 'sendmail' among 'delivery.channels' any more")
    }
    return .held(CommandError("mail waits: 'contract.smtpUrl' is not set", hints: ["git config contract.smtpUrl smtp://HOST:587"]))
  }

  private func smtp(_ entry: OutboxEntry, _ url: String, _ content: [UInt8], _ host: String) throws -> Errand {
    guard let from = settings.mailFrom else {
      return .held(CommandError("mail waits: 'contract.mailFrom' is not set", hints: ["git config contract.mailFrom ADDRESS"]))
    }
    guard let server = WebAddress(url), ["smtp", "smtps"].contains(server.scheme) else {
      return .held(
        CommandError(
          "mail waits: 'contract.smtpUrl' is no address such as smtp://HOST:587",
          hints: ["the password does not stand in it: git config contract.smtpPassword credential"]))
    }
    var login: CourierRequest.Login?
    if let reference = settings.smtpPassword {
      guard let user = settings.smtpUser else {
        return .held(CommandError("mail waits: 'contract.smtpUser' is not set", hints: ["git config contract.smtpUser NAME"]))
      }
      let place = server.host + (server.port.map { ":\($0)" } ?? "")
      switch try resolver.value(of: reference, protocol: server.scheme, host: place, user: user) {
      case .value(let password): login = .init(user: user, password: password)
      case .missing(let reason), .refused(let reason):
        return .held(CommandError("mail waits: \(reason)", hints: ["git config contract.smtpPassword says where it is"]))
      }
    }
    let request = CourierRequest(
      identifier: entry.identifier, errand: .mail(url: url, login: login, from: from, recipient: entry.parcel.address),
      content: Self.lines(content, "\r\n"),
      // The server itself says where its mail goes.
      allowsPrivateAddress: true, timeout: Self.timeout, certificates: settings.certificates)
    return .courier(request, host: host, secrets: [login?.password].compactMap { $0 })
  }

  /// The same lines with other ends: SMTP has CR LF, a program of the system LF.
  private static func lines(_ content: [UInt8], _ end: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(content.count + content.count / 32)
    for (place, byte) in content.enumerated() {
      switch byte {
      case UInt8(ascii: "\n"): result += end.utf8
      case UInt8(ascii: "\r") where place + 1 < content.count && content[place + 1] == UInt8(ascii: "\n"): break
      default: result.append(byte)
      }
    }
    return result
  }

  // MARK: HTTP

  private func web(_ entry: OutboxEntry, now: Int) throws -> Errand {
    let parcel = entry.parcel
    let channel: DeliveryChannel = parcel.kind == .slack ? .slack : parcel.kind == .teams ? .teams : .webhook
    guard settings.channels.contains(channel) else {
      return .judged(.init(.dead), "the policy does not have '\(channel.rawValue)' among 'delivery.channels' any more")
    }
    var url = parcel.address
    let isServersChoice = url.hasPrefix("env:")
    var secrets: [String] = []
    if isServersChoice {
      switch try resolver.value(named: url, consumer: parcel.consumer, address: nil, isServersChoice: true) {
      case .value(let value):
        url = value
        secrets.append(value)
      case .missing(let reason): return .judged(.init(.retry(after: nil)), reason)
      case .refused(let reason): return .judged(.init(.dead), reason)
      }
    }
    guard let address = WebAddress(url) else {
      let name = isServersChoice ? "what '\(parcel.address)' holds" : "'\(url.withoutPassword)'"
      return .judged(.init(.dead), "\(name) is no URL that anything is sent to: https://HOST/PATH, without a password in it")
    }
    if let fault = fault(of: address) { return .judged(.init(.dead), fault) }
    // The host may be known; what stands behind it often is the secret.
    if isServersChoice { secrets += Self.path(of: url) }

    var fields = [CourierRequest.Field("content-type", parcel.mediaType)]
    if parcel.kind == .webhook {
      var secret: String?
      if let reference = parcel.secret {
        switch try resolver.value(named: reference, consumer: parcel.consumer, address: address, isServersChoice: isServersChoice) {
        case .value(let value): secret = value
        case .missing(let reason): return .judged(.init(.retry(after: nil)), reason)
        case .refused(let reason): return .judged(.init(.dead), reason)
        }
      }
      guard let signed = StandardWebhooks.fields(identifier: entry.identifier, content: parcel.content, secret: secret, now: now) else {
        return .judged(.init(.dead), "what '\(parcel.secret ?? "")' holds is no secret of Standard Webhooks: 'whsec_' and base64")
      }
      fields += signed
      secrets += [secret].compactMap { $0 }
    }
    if entry.isPossibleDuplicate { fields.append(.init("x-contract-possible-duplicate", "yes")) }
    guard fields.allSatisfy({ $0.value.utf8.allSatisfy { (0x20...0x7E).contains($0) } }) else {
      return .judged(.init(.dead), "a header field would hold a control character")
    }
    let request = CourierRequest(
      identifier: entry.identifier, errand: .post(url: url, fields: fields), content: parcel.content,
      allowsPrivateAddress: address.isListed(in: settings.privateHosts), timeout: Self.timeout, certificates: settings.certificates)
    return .courier(request, host: address.host, secrets: secrets)
  }

  private func fault(of address: WebAddress) -> String? {
    guard address.scheme == "https" || address.scheme == "http" && address.isLoopback else {
      return "'\(address.scheme)' to '\(address.host)' is not safe: only https, and http to this machine"
    }
    if !settings.hosts.isEmpty, !address.isListed(in: settings.hosts) {
      return "'\(address.host)' is not among 'delivery.hosts' of the policy"
    }
    if address.isLoopback, !address.isListed(in: settings.privateHosts) {
      return "'\(address.host)' is this machine, and the server does not allow it: git config --add contract.deliveryHost \(address.host)"
    }
    return nil
  }

  private static func path(of url: String) -> [String] {
    guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(where: { "/?#".contains($0) }) else {
      return []
    }
    let path = url[slash...]
    return path.count > 1 ? [String(path)] : []
  }
}
