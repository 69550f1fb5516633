import Testing

@testable import ContractKit

@Suite struct OwnersPeopleTests {
  static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
  static let otherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA"

  static let text = """
    people:
      - id: ann
        name: Ann Example
        kind: human
        handles: ["@ann"]
        emails: [ann@acme.example, Ann.Example@old.example]
        keys:
          - "\(key) ann@laptop"
          - {key: "\(otherKey)", valid-after: 2026-01-01, valid-before: 2026-12-31}
      - {id: bob, handles: ["@Bob"], emails: [bob@acme.example], until: 2026-03-31}
      - {id: robot, kind: bot, handles: ["@robot"], emails: [robot@acme.example]}
    teams:
      - {handle: "@acme/checkout-data", members: [ann, bob]}
      - {handle: "@acme/robots", members: [robot]}
      - {handle: "@acme/empty", members: []}
    revoked: ["SHA256:ve6Ws0PkpGD5GPFPKKkWnMn+u0Qww3CQgvYFRMPmSwQ"]
    """

  static func people() throws -> People { try People.read(Array(text.utf8)) }

  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  @Test func `a file is read whole`() throws {
    let people = try Self.people()
    #expect(people.persons.map(\.id) == ["ann", "bob", "robot"])
    let ann = try #require(people.person(id: "ann"))
    #expect(ann.name == "Ann Example")
    #expect(ann.keys.count == 2)
    #expect(ann.keys[1].validBefore?.description == "2026-12-31")
    #expect(people.teams.map(\.handle.text) == ["@acme/checkout-data", "@acme/robots", "@acme/empty"])
    #expect(people.isPresent)
    #expect(!People().isPresent)
  }

  struct Lookup: CustomTestStringConvertible {
    var email: String
    var id: String?

    var testDescription: String { email }
  }

  @Test(arguments: [
    Lookup(email: "ann@acme.example", id: "ann"),
    Lookup(email: "ANN@ACME.example", id: "ann"),
    Lookup(email: "ann.example@OLD.example", id: "ann"),
    Lookup(email: "12345+ann@users.noreply.github.com", id: "ann"),
    Lookup(email: "12345+ANN@users.noreply.github.com", id: "ann"),
    Lookup(email: "bob@users.noreply.github.com", id: "bob"),
    Lookup(email: "x+ann@users.noreply.github.com", id: nil),
    Lookup(email: "+ann@users.noreply.github.com", id: nil),
    Lookup(email: "1+ann@users.noreply.github.com.evil.example", id: nil),
    Lookup(email: "аnn@acme.example", id: nil),
    Lookup(email: "", id: nil),
  ])
  func `persons are found by their addresses`(_ lookup: Lookup) throws {
    #expect(try Self.people().person(email: lookup.email)?.id == lookup.id)
  }

  struct Fault: CustomTestStringConvertible {
    var text: String
    var line: Int
    var column: Int
    var words: String

    var testDescription: String { text.debugDescription }
  }

  @Test(arguments: [
    Fault(text: "persons: []", line: 1, column: 1, words: "unknown key 'persons' in the people file"),
    Fault(text: "people:\n  - {id: a, mail: [x]}", line: 2, column: 13, words: "unknown key 'mail' in a person"),
    Fault(text: "people:\n  - {name: a}", line: 2, column: 5, words: "a person needs an 'id'"),
    Fault(text: "people:\n  - {id: a@b}", line: 2, column: 10, words: "'id' takes letters"),
    Fault(text: "people:\n  - {id: a}\n  - {id: a}", line: 3, column: 10, words: "id 'a' stands twice: 'a' has it on line 2"),
    Fault(
      text: "people:\n  - {id: a, handles: [\"@x\"]}\n  - {id: b, handles: [\"@X\"]}", line: 3, column: 23,
      words: "handle '@X' stands twice"),
    Fault(
      text: "people:\n  - {id: a, emails: [x@y.z]}\n  - {id: b, emails: [X@y.z]}", line: 3, column: 22, words: "e-mail 'X@y.z' stands twice"
    ),
    Fault(text: "people:\n  - {id: a, keys: [\"\(key)\"]}\n  - {id: b, keys: [\"\(key) x\"]}", line: 3, column: 20, words: "key 'SHA256:"),
    Fault(text: "people:\n  - {id: a, keys: [\"ssh-dss AAAA\"]}", line: 2, column: 20, words: "is no public key of OpenSSH"),
    Fault(text: "people:\n  - {id: a, handles: [ann]}", line: 2, column: 23, words: "'ann' is no handle"),
    Fault(text: "people:\n  - {id: a, handles: [\"@@owner\"]}", line: 2, column: 23, words: "is a role"),
    Fault(
      text: "people:\n  - {id: a, emails: [\"*@acme.example\", \"@acme.example\"]}", line: 2, column: 40, words: "is no e-mail address"),
    Fault(text: "people:\n  - {id: a, kind: robot}", line: 2, column: 19, words: "'kind' takes human or bot"),
    Fault(text: "people:\n  - {id: a, until: soon}", line: 2, column: 20, words: "must be a day"),
    Fault(text: "teams:\n  - {handle: \"@t\", members: [ann]}", line: 2, column: 30, words: "no person has the id 'ann'"),
    Fault(
      text: "people:\n  - {id: ann}\nteams:\n  - {handle: \"@t\", members: [ann, ann]}", line: 4, column: 35, words: "stands twice in team"),
    Fault(
      text: "people:\n  - {id: a, handles: [\"@t\"]}\nteams:\n  - {handle: \"@T\"}", line: 4, column: 14, words: "handle '@T' stands twice"),
    Fault(text: "teams:\n  - {members: []}", line: 2, column: 5, words: "a team needs a 'handle'"),
    Fault(text: "revoked: [x]", line: 1, column: 11, words: "is no fingerprint"),
  ])
  func `faults have their place`(_ fault: Fault) throws {
    let error = #expect(throws: ReadingError.self) { try People.read(Array(fault.text.utf8)) }
    let first = try #require(error?.diagnostics.first)
    #expect(first.rule == "people-invalid")
    #expect(first.position == SourcePosition(line: fault.line, column: fault.column))
    #expect(first.message.contains(fault.words), "\(first.message)")
  }

  @Test func `an empty file names nobody`() throws {
    #expect(try People.read(Array("# nobody yet\n".utf8)).persons.isEmpty)
    #expect(try People.read([]).isPresent)
  }

  struct Question: CustomTestStringConvertible {
    var owner: Owner
    var day: String
    var persons: [String]
    var absent: [String] = []
    var isKnown = true

    var testDescription: String { "\(owner) on \(day)" }
  }

  @Test(arguments: [
    Question(owner: .user("@ANN"), day: "2026-01-01", persons: ["ann"]),
    Question(owner: .team("@acme/checkout-data"), day: "2026-03-31", persons: ["ann", "bob"]),
    Question(owner: .team("@acme/checkout-data"), day: "2026-04-01", persons: ["ann"], absent: ["bob"]),
    Question(owner: .email("bob@acme.example"), day: "2026-04-01", persons: [], absent: ["bob"]),
    Question(owner: .team("@acme/robots"), day: "2026-01-01", persons: [], absent: ["robot"]),
    Question(owner: .team("@acme/empty"), day: "2026-01-01", persons: []),
    Question(owner: .user("@carol"), day: "2026-01-01", persons: [], isKnown: false),
    Question(owner: .role("@@maintainer"), day: "2026-01-01", persons: [], isKnown: false),
    Question(owner: .email("Carol@acme.example"), day: "2026-01-01", persons: ["carol@acme.example"]),
    Question(
      owner: .email("1+renovate[bot]@users.noreply.github.com"), day: "2026-01-01", persons: [],
      absent: ["1+renovate[bot]@users.noreply.github.com"]),
  ])
  func `owners resolve to persons`(_ question: Question) throws {
    let roster = Roster(people: try Self.people(), day: try Self.day(question.day))
    let resolution = roster.resolve(question.owner)
    #expect(resolution.persons.map(\.id) == question.persons)
    #expect(resolution.absent.map(\.id) == question.absent)
    #expect(resolution.isKnown == question.isKnown)
  }

  @Test func `keys count on their days and unless revoked`() throws {
    let people = try Self.people()
    let ann = try #require(people.person(id: "ann"))
    #expect(people.keys(of: ann, on: try Self.day("2026-06-01")).count == 2)
    #expect(people.keys(of: ann, on: try Self.day("2025-12-31")).count == 1)
    #expect(people.keys(of: ann, on: try Self.day("2027-01-01")).count == 1)
    let fingerprint = try #require(ann.keys.first).key.fingerprint
    let revoking = try People.read(Array((Self.text + "\n").replacing("revoked: [", with: "revoked: [\"\(fingerprint)\", ").utf8))
    #expect(revoking.keys(of: ann, on: try Self.day("2025-12-31")).isEmpty)
  }

  /// The fingerprint is as `ssh-keygen -l` prints it.
  @Test func `fingerprints are those of OpenSSH`() throws {
    let key = try #require(PublicKey(Self.key + " comment"))
    #expect(key.text == Self.key)
    #expect(key.fingerprint == "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA")
    #expect(PublicKey.isFingerprint(key.fingerprint))
  }

  @Test(arguments: [
    "", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4", "cert-authority \(key)",
  ])
  func `what is no key is none`(_ text: String) { #expect(PublicKey(text) == nil) }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 has the vectors of RFC 4648`(_ plain: String, _ encoded: String) {
    #expect(Base64.encode(Array(plain.utf8), isPadded: true) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg", "Zh==", "Zg=", "Z===", "====", "Zm9v\n", "Zm 9"])
  func `base64 has one spelling`(_ text: String) { #expect(Base64.decode(text) == nil) }
}
