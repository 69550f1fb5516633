internal import CCurl
internal import ContractKit

// What every transfer is told, by topic. libcurl takes much from the environment and from files unless it is told not to.

extension EasyHandle {
  func configurePost(fields: [CourierRequest.Field], size: Int) throws(Destination.Refusal) {
    try set(CURLOPT_POST, 1)
    try set(CURLOPT_POSTFIELDSIZE_LARGE, size: size)
    try set(CURLOPT_HTTPHEADER, list: PostFields.lines(fields))
    try set(CURLOPT_USERAGENT, "git-contract/" + ToolVersion.text)
    try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_HTTP09_ALLOWED, 0)
  }

  func configureMail(
    _ destination: Destination, _ envelope: MailEnvelope, login: CourierRequest.Login?, isClear: Bool, size: Int
  ) throws(Destination.Refusal) {
    // What stands in the place of a path is what libcurl calls itself.
    try set(CURLOPT_URL, destination.url + "/" + envelope.greeting)
    try set(CURLOPT_UPLOAD, 1)
    try set(CURLOPT_INFILESIZE_LARGE, size: size)
    try set(CURLOPT_MAIL_FROM, envelope.sender)
    try set(CURLOPT_MAIL_RCPT, list: [envelope.recipient])
    let security = destination.scheme == .smtps || !isClear ? CURLUSESSL_ALL : CURLUSESSL_NONE
    try set(CURLOPT_USE_SSL, Int(security.rawValue))
    guard let login else { return }
    for text in [login.user, login.password] where text.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) {
      throw Destination.Refusal("the login holds a control character")
    }
    try set(CURLOPT_USERNAME, login.user)
    try set(CURLOPT_PASSWORD, login.password)
    try set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
  }

  func configureLimits(seconds: Int, isMail: Bool) throws(Destination.Refusal) {
    try set(CURLOPT_TIMEOUT_MS, seconds * 1000)
    // Until the server is ready to take a message. Mail servers let strangers wait for their greeting.
    try set(CURLOPT_CONNECTTIMEOUT_MS, min(seconds, isMail ? 30 : 10) * 1000)
    try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_NOPROGRESS, 1)
    try check(contract_curl_leave_quickly(handle))
    // Whom one errand may reach says nothing of another's, and a connection that was kept would not be looked at again.
    try set(CURLOPT_FRESH_CONNECT, 1)
    try set(CURLOPT_FORBID_REUSE, 1)
    try set(CURLOPT_PROXY, "")
    try set(CURLOPT_NOPROXY, "*")
    try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
  }

  /// Whose certificates count: those of a file, or the system's.
  func configureTrust(certificates: String?) throws(Destination.Refusal) {
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    guard let certificates else { return }
    try set(CURLOPT_CAINFO, certificates)
    // Not those of the system beside them. A libcurl that knows no such folder has none to leave out.
    _ = contract_curl_set_text(handle, CURLOPT_CAPATH, nil)
  }
}
