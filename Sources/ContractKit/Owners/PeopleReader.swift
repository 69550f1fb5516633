extension People {
  /// Reads the file strictly: unknown keys, wrong kinds, and ids, handles, e-mails or keys that stand twice are faults, and all of them are
  /// named at once.
  ///
  /// - Parameter path: named in diagnostics only.
  /// - Throws: `ReadingError` with a place for every fault, under the rule `people-invalid`; YAML that cannot be read, under its own.
  package static func read(_ bytes: [UInt8], path: String = People.path) throws(ReadingError) -> People {
    // A file of nothing but comments names nobody, which is an answer.
    if bytes.split(separator: UInt8(ascii: "\n")).allSatisfy({ Policy.isBlankOrComment($0) }) {
      return People(persons: [], teams: [], revoked: [])
    }
    let document = try YAMLDocument(bytes, path: path)
    var reader = PeopleReader(reader: StrictReader(path: path, rule: "people-invalid"))
    let people = reader.people(document.root)
    guard reader.reader.diagnostics.isEmpty else { throw ReadingError(reader.reader.diagnostics.sorted { $0.position < $1.position }) }
    return people
  }
}

private struct PeopleReader {
  var reader: StrictReader
  /// What was seen so far, by what it is (`id`, `handle`, ...) and its text for comparison; the value says where and whose.
  private var seen: [String: (position: SourcePosition, owner: String)] = [:]

  init(reader: StrictReader) {
    self.reader = reader
  }

  mutating func people(_ root: YAMLNode) -> People {
    _ = reader.entries(of: root, what: "the people file", known: ["people", "teams", "revoked"])
    let persons = root["people"].flatMap { list($0, what: "'people'") { $0.person($1) } } ?? []
    let ids = Set(persons.map(\.id))
    let teams = root["teams"].flatMap { list($0, what: "'teams'") { $0.team($1, ids) } } ?? []
    let revoked = root["revoked"].flatMap { list($0, what: "'revoked'") { $0.revoked($1) } } ?? []
    return People(persons: persons, teams: teams, revoked: Set(revoked))
  }

  /// As `StrictReader.list`, with this reader in hand.
  private mutating func list<Item>(
    _ node: YAMLNode, what: String, item read: (inout PeopleReader, YAMLNode) -> Item?
  ) -> [Item]? {
    guard let items = reader.list(node, what: what) else { return nil }
    var result: [Item] = []
    for item in items {
      if let value = read(&self, item) { result.append(value) }
    }
    return result
  }

  /// Reports what stands twice.
  private mutating func claim(_ kind: String, _ text: String, key: String, of owner: String, at position: SourcePosition) {
    if let first = seen[kind + " " + key] {
      reader.report(position, "\(kind) '\(text)' stands twice: '\(first.owner)' has it on line \(first.position.line)")
    } else {
      seen[kind + " " + key] = (position, owner)
    }
  }

  private mutating func person(_ node: YAMLNode) -> Person? {
    let known = ["id", "name", "kind", "handles", "emails", "keys", "until"]
    let entries = reader.entries(of: node, what: "a person", known: known)
    guard node.kind == .mapping else {
      if node.isNull { reader.report(node.position, "a person needs an 'id'") }
      return nil
    }
    guard let idNode = node["id"] else {
      reader.report(node.position, "a person needs an 'id'")
      return nil
    }
    guard let id = reader.line(idNode, what: "'id'") else { return nil }
    guard id.utf8.allSatisfy({ $0.isASCIILetterOrDigit || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }) else {
      reader.report(idNode.position, "'id' takes letters, digits, '.', '-' and '_', not '\(id)'")
      return nil
    }
    claim("id", id, key: id, of: id, at: idNode.position)

    var name: String?
    var kind = Person.Kind.human
    var handles: [Owner] = []
    var emails: [String] = []
    var keys: [Person.Key] = []
    var until: CalendarDay?
    for entry in entries {
      switch entry.key {
      case "name": name = reader.line(entry.value, what: "'name'")
      case "kind": kind = reader.choice(entry.value, what: "'kind'", as: Person.Kind.self) ?? .human
      case "handles": handles = list(entry.value, what: "'handles'") { $0.handle($1, of: id) } ?? []
      case "emails": emails = list(entry.value, what: "'emails'") { $0.email($1, of: id) } ?? []
      case "keys": keys = list(entry.value, what: "'keys'") { $0.key($1, of: id) } ?? []
      case "until": until = reader.day(entry.value, what: "'until'")
      default: break
      }
    }
    return Person(id: id, name: name, kind: kind, handles: handles, emails: emails, keys: keys, until: until)
  }

  private mutating func handle(_ node: YAMLNode, of owner: String) -> Owner? {
    guard let text = reader.line(node, what: "a handle") else { return nil }
    // GitLab's names are the widest; which dialect CODEOWNERS is in makes no difference to who somebody is.
    guard text.hasPrefix("@"), let handle = Owner(text, dialect: .gitlab) else {
      reader.report(node.position, "'\(text)' is no handle such as '@ann'")
      return nil
    }
    if case .role = handle {
      reader.report(node.position, "'\(text)' is a role, which is nobody's handle")
      return nil
    }
    claim("handle", text, key: handle.key, of: owner, at: node.position)
    return handle
  }

  private mutating func email(_ node: YAMLNode, of owner: String) -> String? {
    guard let text = reader.line(node, what: "an e-mail") else { return nil }
    guard case .email = Owner(text, dialect: .github) else {
      reader.report(node.position, "'\(text)' is no e-mail address")
      return nil
    }
    claim("e-mail", text, key: text.lowercasedASCII, of: owner, at: node.position)
    return text
  }

  /// A key as text, or as a mapping `{key, valid-after, valid-before}`.
  private mutating func key(_ node: YAMLNode, of owner: String) -> Person.Key? {
    var text = node
    var validAfter: CalendarDay?
    var validBefore: CalendarDay?
    if node.kind == .mapping {
      for entry in reader.entries(of: node, what: "a key", known: ["key", "valid-after", "valid-before"]) {
        switch entry.key {
        case "valid-after": validAfter = reader.day(entry.value, what: "'valid-after'")
        case "valid-before": validBefore = reader.day(entry.value, what: "'valid-before'")
        default: break
        }
      }
      guard let inner = node["key"] else {
        reader.report(node.position, "a key needs 'key', the line of the public key file")
        return nil
      }
      text = inner
    }
    guard let line = reader.line(text, what: "a key") else { return nil }
    guard let key = PublicKey(line) else {
      reader.report(text.position, "'\(line.prefix(24))' is no public key of OpenSSH such as 'ssh-ed25519 AAAA...'")
      return nil
    }
    claim("key", key.fingerprint, key: key.fingerprint, of: owner, at: text.position)
    return Person.Key(key: key, validAfter: validAfter, validBefore: validBefore, position: text.position)
  }

  private mutating func team(_ node: YAMLNode, _ ids: Set<String>) -> People.Team? {
    _ = reader.entries(of: node, what: "a team", known: ["handle", "members"])
    guard let handleNode = node["handle"] else {
      if node.kind == .mapping || node.isNull { reader.report(node.position, "a team needs a 'handle'") }
      return nil
    }
    guard let handle = handle(handleNode, of: handleNode.text) else { return nil }
    var members: [String] = []
    for item in node["members"].flatMap({ reader.list($0, what: "'members'") }) ?? [] {
      guard let id = reader.line(item, what: "a member") else { continue }
      if !ids.contains(id) {
        reader.report(item.position, "no person has the id '\(id)'\(SpellingSuggestion.clause(for: id, among: ids))")
      } else if members.contains(id) {
        reader.report(item.position, "'\(id)' stands twice in team '\(handle.text)'")
      } else {
        members.append(id)
      }
    }
    return People.Team(handle: handle, members: members)
  }

  private mutating func revoked(_ node: YAMLNode) -> String? {
    guard let text = reader.line(node, what: "an entry of 'revoked'") else { return nil }
    guard PublicKey.isFingerprint(text) else {
      reader.report(node.position, "'\(text)' is no fingerprint such as 'SHA256:...', which 'ssh-keygen -l -f FILE' prints")
      return nil
    }
    return text
  }
}
