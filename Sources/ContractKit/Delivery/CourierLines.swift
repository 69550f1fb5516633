// The two lines between git-contract and its courier, both ways. Content is base64 in them (RFC 4648, section 4).

extension CourierRequest {
  /// One line of JSON, without its line feed.
  package var line: String {
    var members: [String: JSON] = [
      "id": .string(identifier), "content": .string(Base64.encode(content)), "allowsPrivateAddress": .boolean(allowsPrivateAddress),
      "timeout": .integer(timeout), "certificates": JSON(certificates),
    ]
    switch errand {
    case .post(let url, let fields):
      members["post"] = [
        "url": .string(url), "fields": .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }),
      ]
    case .mail(let url, let login, let from, let recipient):
      members["mail"] = [
        "url": .string(url), "from": .string(from), "recipient": .string(recipient),
        "login": login.map { ["user": .string($0.user), "password": .string($0.password)] } ?? .null,
      ]
    }
    return JSON.object(members).canonical
  }

  /// Reads a line back; nil where it is none. What is wrong with it is not said: it may hold a password.
  package init?(line: some Sequence<UInt8>) {
    guard let json = JSON.line(line), let identifier = json["id"]?.text, let content = json["content"]?.text.flatMap(Base64.decode),
      case .boolean(let allowsPrivateAddress)? = json["allowsPrivateAddress"], case .integer(let timeout)? = json["timeout"]
    else { return nil }
    let errand: Errand
    if let post = json["post"], let url = post["url"]?.text, let items = post["fields"]?.items {
      var fields: [Field] = []
      for item in items {
        guard let name = item["name"]?.text, let value = item["value"]?.text else { return nil }
        fields.append(Field(name, value))
      }
      errand = .post(url: url, fields: fields)
    } else if let mail = json["mail"], let url = mail["url"]?.text, let from = mail["from"]?.text, let recipient = mail["recipient"]?.text {
      var login: Login?
      if let json = mail["login"], json != .null {
        guard let user = json["user"]?.text, let password = json["password"]?.text else { return nil }
        login = Login(user: user, password: password)
      }
      errand = .mail(url: url, login: login, from: from, recipient: recipient)
    } else {
      return nil
    }
    self.init(
      identifier: identifier, errand: errand, content: content, allowsPrivateAddress: allowsPrivateAddress, timeout: timeout,
      certificates: json["certificates"]?.text)
  }
}

extension CourierAnswer {
  /// One line of JSON, without its line feed.
  package var line: String {
    JSON.object([
      "id": .string(identifier), "stage": .string(stage.rawValue), "code": JSON(code), "retryAfter": JSON(retryAfter),
      "message": .string(message),
    ]).canonical
  }

  /// Reads a line back; nil where it is none.
  package init?(line: some Sequence<UInt8>) {
    guard let json = JSON.line(line), let identifier = json["id"]?.text, let stage = json["stage"]?.text.flatMap(Stage.init),
      let message = json["message"]?.text
    else { return nil }
    var code: Int?
    if case .integer(let number)? = json["code"] { code = number }
    self.init(identifier: identifier, stage: stage, code: code, retryAfter: json["retryAfter"]?.text, message: message)
  }
}

extension JSON {
  fileprivate static func line(_ bytes: some Sequence<UInt8>) -> JSON? {
    do { return try JSON(reading: Array(bytes)) } catch { return nil }
  }
}
