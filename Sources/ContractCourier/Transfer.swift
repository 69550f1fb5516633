internal import CCurl
internal import ContractKit

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// One errand on its way. While it is, only the thread that carries it out touches it.
final class Transfer {
  let request: CourierRequest
  private let destination: Destination
  private let easy: EasyHandle
  private let isMail: Bool
  private let secrets: [String]
  /// What is sent. libcurl reads it where it stands.
  private let content: UnsafeMutableBufferPointer<UInt8>
  private var next = 0
  private var web = WebReply()
  private var dialog = MailDialog()
  /// Whether anything of the request has left.
  private var hasSent = false
  private var lacksLogin = false
  private var refusals: [String] = []
  private var opened = 0

  /// What libcurl knows it by.
  var handle: UnsafeMutableRawPointer { easy.handle }

  /// Makes it ready to begin.
  ///
  /// - Parameter resolved: names and their addresses as `CURLOPT_RESOLVE` takes them, for tests.
  init(_ request: CourierRequest, resolved: [String]) throws(Destination.Refusal) {
    self.request = request
    try ContentLimit.check(request.content.count)
    let easy = try EasyHandle()
    let bytes: [UInt8]
    switch request.errand {
    case .post(let url, let fields):
      isMail = false
      destination = try Destination(url, schemes: [.https, .http], allowsPrivate: request.allowsPrivateAddress)
      // Whoever knows the path may post there, and a field may hold a token.
      let path = destination.path
      let known = ["content-type", "webhook-id", "webhook-timestamp"]
      secrets = [path.count > 1 ? path : "", url] + fields.filter { !known.contains($0.name.lowercased()) }.map(\.value)
      bytes = request.content
      try easy.configurePost(fields: fields, size: bytes.count)
    case .mail(let url, let login, let from, let recipient):
      isMail = true
      destination = try Destination(url, schemes: [.smtp, .smtps], allowsPrivate: request.allowsPrivateAddress)
      secrets =
        login.map { login in
          [login.password] + [login.password, "\0\(login.user)\0\(login.password)"].map { Base64.encode(Array($0.utf8)) }
        } ?? []
      bytes = try MailEnvelope.text(request.content)
      let envelope = try MailEnvelope(from: from, recipient: recipient)
      // In the clear to this machine alone, and never a password.
      let isClear = destination.scheme == .smtp && destination.isLoopback && login == nil && request.certificates == nil
      try easy.configureMail(destination, envelope, login: login, isClear: isClear, size: bytes.count)
    }
    self.content = .allocate(capacity: bytes.count)
    _ = content.initialize(from: bytes)
    self.easy = easy
    try configure(resolved)
  }

  deinit { content.deallocate() }

  private var seconds: Int { min(max(request.timeout, 1), 600) }

  private func configure(_ resolved: [String]) throws(Destination.Refusal) {
    let own = Unmanaged.passUnretained(self).toOpaque()
    if !isMail { try easy.set(CURLOPT_URL, destination.url) }
    try easy.check(contract_curl_allow(easy.handle, destination.scheme.rawValue))
    try easy.configureLimits(seconds: seconds, isMail: isMail)
    try easy.configureTrust(certificates: request.certificates)
    try easy.set(CURLOPT_RESOLVE, list: resolved)
    // libcurl reads the content of a POST where it stands.
    if !isMail, let start = content.baseAddress { try easy.set(CURLOPT_POSTFIELDS, pointer: start) }
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_DEBUGDATA, CURLOPT_OPENSOCKETDATA] {
      try easy.set(option, pointer: own)
    }
    try easy.check(
      contract_curl_set_transfer(easy.handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, own in
        Transfer.at(own)?.take(bytes, size * count) { $0.isMail || $0.web.takeBody($1) } ?? 0
      })
    try easy.check(
      contract_curl_set_transfer(easy.handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, own in
        Transfer.at(own)?.take(bytes, size * count) { $0.isMail || $0.web.takeHeader(Array($1)) } ?? 0
      })
    try easy.check(
      contract_curl_set_transfer(easy.handle, CURLOPT_READFUNCTION) { bytes, size, count, own in
        guard let bytes, let transfer = Transfer.at(own) else { return Int(CURL_READFUNC_ABORT) }
        return transfer.give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
      })
    try easy.check(
      contract_curl_set_debug(easy.handle) { _, kind, bytes, count, own in
        if let bytes { Transfer.at(own)?.hear(kind, UnsafeRawBufferPointer(start: bytes, count: count)) }
        return 0
      })
    try easy.check(
      contract_curl_set_open_socket(easy.handle) { own, _, address in
        guard let address, let transfer = Transfer.at(own) else { return CURL_SOCKET_BAD }
        return transfer.open(address)
      })
    try easy.set(CURLOPT_CLOSESOCKETDATA, pointer: Unmanaged.passUnretained(easy.sockets).toOpaque())
    try easy.check(
      contract_curl_set_close_socket(easy.handle) { sockets, socket in
        if let sockets { Unmanaged<OpenSockets>.fromOpaque(sockets).takeUnretainedValue().open.remove(socket) }
        return close(socket)
      })
    // Nothing is printed: it is the debug function that hears it.
    try easy.set(CURLOPT_VERBOSE, 1)
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> Transfer? {
    pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: What libcurl asks and tells

  /// The number of bytes; another one ends the transfer.
  private func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let bytes else { return 0 }
    return body(self, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : count + 1
  }

  private func give(_ space: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(space.count, content.count - next)
    space.copyBytes(from: UnsafeRawBufferPointer(content)[next..<(next + count)])
    next += count
    return count
  }

  private func hear(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
    switch kind {
    case CURLINFO_HEADER_OUT:
      hasSent = true
      guard isMail else { return }
      dialog.sent(bytes)
      if dialog.step == .sender, !dialog.isLoggedIn, case .mail(_, .some, _, _) = request.errand {
        // The server offers no login, and libcurl would go on as nobody.
        lacksLogin = true
        endSocket(SHUT_RDWR)
      }
    case CURLINFO_HEADER_IN where isMail:
      let hadDecision = dialog.decision != nil
      dialog.received(bytes)
      // libcurl says farewell and would wait for an answer, as long as for any other.
      if !hadDecision, dialog.decision != nil { endSocket(SHUT_RD) }
    default: break
    }
  }

  private func endSocket(_ how: some BinaryInteger) {
    for socket in easy.sockets.open { _ = shutdown(socket, Int32(how)) }
  }

  /// Opens a socket for the address that is really connected to, whatever a name said before.
  private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let known = NetworkAddress(contract_curl_address(address))
    let refusal =
      known?.refusal(allowsPrivate: request.allowsPrivateAddress, isLoopbackOnly: destination.scheme == .http || isClearMail)
    guard known != nil, refusal == nil else {
      refusals.append(refusal ?? "the address is none of the Internet")
      return CURL_SOCKET_BAD
    }
    opened += 1
    let made = socket(address.pointee.family, address.pointee.socktype, address.pointee.`protocol`)
    if made != CURL_SOCKET_BAD { easy.sockets.open.insert(made) }
    return made
  }

  private var isClearMail: Bool {
    guard case .mail(_, let login, _, _) = request.errand else { return false }
    return destination.scheme == .smtp && destination.isLoopback && login == nil && request.certificates == nil
  }

  // MARK: What came of it

  /// The answer, once libcurl is done.
  func answer(_ result: CURLcode) -> CourierAnswer {
    if opened == 0, let refusal = refusals.first {
      return CourierAnswer(identifier: request.identifier, stage: .forbidden, message: refusal)
    }
    return isMail ? mailAnswer(result) : webAnswer(result)
  }

  private func webAnswer(_ result: CURLcode) -> CourierAnswer {
    guard let code = web.code else { return failure(result, stage: hasSent ? .unanswered : .connecting) }
    return CourierAnswer(
      identifier: request.identifier, stage: .answered, code: code, retryAfter: web.retryAfter,
      message: Excerpt.line(web.excerpt, hiding: secrets))
  }

  private func mailAnswer(_ result: CURLcode) -> CourierAnswer {
    if lacksLogin {
      return CourierAnswer(identifier: request.identifier, stage: .connecting, message: "the server takes no login that we know")
    }
    let isLost = dialog.isContentAsked && dialog.decision == nil
    guard !isLost, let reply = dialog.decision ?? dialog.setback else {
      return failure(result, stage: isLost ? .unanswered : .connecting)
    }
    let stage: CourierAnswer.Stage
    switch reply.step {
    // A server that does not let us in has said nothing of the message.
    case .greeting, .hello, .encryption, .login, .farewell: stage = .connecting
    case .sender, .recipient, .data, .content: stage = .answered
    }
    return CourierAnswer(
      identifier: request.identifier, stage: stage, code: reply.code,
      message: reply.step.rawValue + ": " + Excerpt.line(reply.text.utf8, hiding: secrets))
  }

  private func failure(_ result: CURLcode, stage: CourierAnswer.Stage) -> CourierAnswer {
    let said = result == CURLE_OK ? "the server ended without an answer" : easy.describe(result)
    let message = result == CURLE_OPERATION_TIMEDOUT ? "no answer in time (\(seconds) s for all)" : said
    return CourierAnswer(identifier: request.identifier, stage: stage, message: Excerpt.line(message.utf8, hiding: secrets))
  }
}

extension NetworkAddress {
  /// Nil for a family that is none of the Internet's.
  fileprivate init?(_ address: UnsafePointer<sockaddr>) {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET: self.init(withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) })
    case AF_INET6: self.init(withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) })
    default: return nil
    }
  }
}
