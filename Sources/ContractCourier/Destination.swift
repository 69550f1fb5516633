internal import CCurl

/// Where an errand goes: a URL that has been looked at, by the parser that will also follow it.
package struct Destination: Hashable, Sendable {
  package enum Scheme: String, Sendable {
    case https, http, smtps, smtp
  }

  /// Why a URL is not gone to. One line, which quotes neither path nor password.
  package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
  }

  package let scheme: Scheme
  package let host: String
  package let port: Int
  /// Path and query, without the fragment; nothing of a mail server's.
  package let path: String
  /// The URL without anything but that.
  package let url: String

  /// Whether the host is this machine by its very name: an address of loopback, or `localhost`.
  package var isLoopback: Bool {
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    return name == "localhost" || name == "[::1]" || name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." }
  }

  private static let greatestLength = 4096

  /// - Parameters:
  ///   - schemes: those that the errand knows.
  ///   - allowsPrivate: whether the server's own configuration names the host: then it may have any port.
  package init(_ text: String, schemes: Set<Scheme>, allowsPrivate: Bool) throws(Refusal) {
    guard text.utf8.count <= Self.greatestLength else { throw Refusal("the URL is longer than \(Self.greatestLength) bytes") }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Refusal("the URL holds a blank, a control character or a letter that no URL has")
    }
    let parts = try ParsedURL(text)
    guard let scheme = parts[CURLUPART_SCHEME].flatMap({ Scheme(rawValue: $0.lowercased()) }), schemes.contains(scheme) else {
      throw Refusal("the URL's scheme is none of \(schemes.map(\.rawValue).sorted().joined(separator: ", "))")
    }
    guard parts[CURLUPART_USER] == nil, parts[CURLUPART_PASSWORD] == nil, parts[CURLUPART_OPTIONS] == nil else {
      throw Refusal("the URL holds a user or a password")
    }
    guard parts[CURLUPART_ZONEID] == nil else { throw Refusal("the URL names an interface of this machine") }
    guard let host = parts[CURLUPART_HOST]?.lowercased(), !host.isEmpty,
      host.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHostLetter })
    else { throw Refusal("the URL names no host") }
    guard let port = parts[CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)].flatMap({ Int($0) }), (1...65_535).contains(port) else {
      throw Refusal("the URL's port is none")
    }
    guard allowsPrivate || port >= 1024 || scheme.ports.contains(port) else {
      throw Refusal("port \(port) belongs to another service")
    }
    var path = parts[CURLUPART_PATH] ?? "/"
    if scheme == .smtp || scheme == .smtps {
      guard path.isEmpty || path == "/", parts[CURLUPART_QUERY] == nil, parts[CURLUPART_FRAGMENT] == nil else {
        throw Refusal("the URL of a mail server has no path")
      }
      path = ""
    } else if let query = parts[CURLUPART_QUERY] {
      path += "?" + query
    }
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.url = "\(scheme.rawValue)://\(host):\(port)\(path)"
    guard scheme != .http || isLoopback else { throw Refusal("http goes in the clear, which nothing does to any other machine") }
  }
}

extension Destination.Scheme {
  /// The ports below 1024 that are its own.
  fileprivate var ports: [Int] {
    switch self {
    case .https: [443]
    case .http: [80]
    case .smtps, .smtp: [25, 465, 587]
    }
  }
}

extension Character {
  fileprivate var isHostLetter: Bool {
    isASCII && (isLetter || isNumber || self == "-" || self == "." || self == "_" || self == "[" || self == "]" || self == ":")
  }
}

/// What libcurl makes of a URL.
private struct ParsedURL: ~Copyable {
  private let handle: OpaquePointer

  init(_ text: String) throws(Destination.Refusal) {
    guard let handle = curl_url() else { throw Destination.Refusal("there is no memory left") }
    // A scheme that libcurl does not know is refused below like one that we do not.
    let status = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME))
    guard status == CURLUE_OK else {
      curl_url_cleanup(handle)
      throw Destination.Refusal("the URL cannot be read")
    }
    self.handle = handle
  }

  deinit { curl_url_cleanup(handle) }

  subscript(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
