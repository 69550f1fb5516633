import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// What becomes of a message, answer by answer.
struct WorkerTests {
  private static let now = Program.now

  @Test func `what has arrived leaves a receipt that nobody else reads, without the message`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("a1"), PostOffice.parcel("a2", kind: .mail))
    let answer = try office.deliver()
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    #expect(answer.output == "delivered: message a1 to https://hooks.example\ndelivered: message a2 to ok@bi.example\n")
    for (identifier, code) in [("a1", 200), ("a2", 250)] {
      let (entry, state) = try office.entry(identifier)
      #expect(state == .sent && entry.parcel.content.isEmpty && entry.tries == 1)
      #expect(entry.lastAttempt == .init(time: Self.now, code: code, message: "thanks"))
    }
    #expect(try office.deliver().output.isEmpty)
    #expect(try office.courier.deliveries().count == 2)
    // Written again, for a run was repeated: it is not sent again.
    #expect(try office.deposit(PostOffice.parcel("a1")).isEmpty)
    #expect(try office.deliver().output.isEmpty)

    let root = office.outbox.path
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + name)
      let isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
      #expect(attributes[.posixPermissions] as? Int == (isDirectory ? 0o700 : 0o600), "\(name)")
    }
    #expect(try FileManager.default.attributesOfItem(atPath: root)[.posixPermissions] as? Int == 0o700)
  }

  private static let cases: [(word: String, kind: Parcel.Kind, state: OutboxEntry.State, wait: Int, isDuplicate: Bool)] = [
    ("c503", .webhook, .pending, 5, false), ("c429-120", .webhook, .pending, 120, false), ("c404", .slack, .pending, 5, false),
    ("c504", .webhook, .pending, 5, true), ("c302", .webhook, .dead, 0, false), ("c410", .webhook, .dead, 0, false),
    ("refuse", .webhook, .pending, 5, false), ("forbid", .webhook, .dead, 0, false), ("drop", .webhook, .pending, 5, true),
    ("die", .webhook, .pending, 5, true), ("c451", .mail, .pending, 5, false), ("c550", .mail, .dead, 0, false),
    ("drop", .mail, .pending, 5, true), ("c354", .mail, .pending, 5, true),
  ]

  @Test(arguments: cases)
  func `an answer decides`(word: String, kind: Parcel.Kind, state: OutboxEntry.State, wait: Int, isDuplicate: Bool) throws {
    let office = try PostOffice(channels: "webhook, slack, smtp")
    try office.deposit(PostOffice.parcel("b1", word, kind: kind))
    let answer = try office.deliver()
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
    let found = try office.entry("b1")
    #expect(found.state == state && found.entry.tries == 1 && found.entry.isPossibleDuplicate == isDuplicate)
    if state == .pending {
      #expect(found.entry.due == Self.now + wait)
      #expect(answer.output.hasPrefix("not delivered yet: message b1 to "), "\(answer.output)")
      // Not before it is due; then again, by the same id, and marked where the first may have arrived.
      _ = try office.deliver(now: Self.now + wait - 1)
      #expect(try office.courier.deliveries().count == 1)
      _ = try office.deliver(now: Self.now + wait)
      let deliveries = try office.courier.deliveries()
      #expect(deliveries.map(\.id) == ["b1", "b1"] && deliveries.map(\.isMarkedDuplicate) == [false, isDuplicate])
    } else {
      #expect(answer.output.hasPrefix("dead letter: message b1 to "), "\(answer.output)")
      _ = try office.deliver(now: Self.now + 1_000_000)
      #expect(try office.courier.deliveries().count == 1)
    }
  }

  @Test func `after ten attempts in four days nobody tries any more`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("c1", "c500"))
    var now = Self.now
    var waits: [Int] = []
    while try office.entry("c1").state == .pending {
      _ = try office.deliver(now: now)
      let entry = try office.entry("c1").entry
      waits.append(entry.due - now)
      now = entry.due
    }
    #expect(try office.courier.deliveries().count == 10)
    #expect(waits.count == 10 && waits.dropLast().reduce(0, +) > 3 * 86_400)
    for (wait, base) in zip(waits, DeliverySchedule.waits.dropFirst()) { #expect((base...(base + base / 10)).contains(wait)) }
    #expect(try office.entry("c1").state == .dead && office.entry("c1").entry.attempts.count == 10)
  }

  @Test func `what is due soon is waited for`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("d1", "flaky"), PostOffice.parcel("d2", "c500"))
    let start = Date()
    let answer = try office.deliver(wait: 6)
    #expect(answer.status == 1 && answer.output.contains("delivered: message d1"), "\(answer.output)")
    #expect(answer.output.contains("1 still waits in the outbox"))
    #expect((5.0...9.0).contains(Date().timeIntervalSince(start)))
    #expect(try office.entry("d2").entry.tries == 2)
  }

  @Test func `an address that is gone gets nothing more of that consumer, until somebody says so`() throws {
    let office = try PostOffice()
    let gone = "https://hooks.example/c410"
    try office.deposit(PostOffice.parcel("e1", address: gone), PostOffice.parcel("e2", consumer: "other"))
    #expect(try office.deliver().status == 1)
    try office.deposit(PostOffice.parcel("e3", address: gone), PostOffice.parcel("e4", consumer: "other", address: gone))
    let second = try office.deliver(now: Self.now + 10)
    #expect(second.output.contains("dead letter: message e3 to https://hooks.example: the address said on 2024-06-01"), "\(second.output)")
    // Another consumer's was asked for itself.
    #expect(try office.courier.deliveries().map(\.id).sorted() == ["e1", "e2", "e4"])
    #expect(try office.run("outbox", "list").output.contains("gone since 2024-06-01: https://hooks.example/c410 of dashboard"))
    #expect(try office.run("outbox", "retry", "e3").status == 0)
    _ = try office.deliver(now: Self.now + 20)
    #expect(try office.courier.deliveries().map(\.id).contains("e3"))
  }

  @Test func `a host gets so many in a minute, and the rest when there is room`() throws {
    let office = try PostOffice(perMinute: 3)
    try office.deposit((0..<8).map { PostOffice.parcel("f\($0)") })
    try office.deposit(PostOffice.parcel("g", address: "https://other.example/ok"))
    let first = try office.deliver()
    #expect(first.status == 1 && first.output.contains("5 still wait in the outbox"), "\(first.output)")
    #expect(try office.courier.deliveries().count == 4)
    _ = try office.deliver(now: Self.now + 59)
    #expect(try office.courier.deliveries().count == 4)
    _ = try office.deliver(now: Self.now + 60)
    #expect(try office.courier.deliveries().count == 7)
    #expect(try office.deliver(now: Self.now + 120).status == 0)
    #expect(Set(try office.courier.deliveries().map(\.id)).count == 9)
    // What waits for room has not been tried.
    #expect(try office.entry("f7").entry.tries == 1)
  }

  @Test func `a clock that jumps loses nothing and hurries nothing twice`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("h1", "c500"), now: Self.now)
    // A year ahead: what was written before is due, once.
    let year = 31_536_000
    _ = try office.deliver(now: Self.now + year)
    #expect(try office.entry("h1").entry.tries == 1)
    // And back: what the wrong clock wrote is no reason to wait for a year.
    _ = try office.deliver(now: Self.now + 10)
    #expect(try office.entry("h1").entry.tries == 2)
    let due = try office.entry("h1").entry.due
    #expect((310...350).contains(due - Self.now))
    // A little back: it waits, but never for longer than the longest wait.
    _ = try office.deliver(now: Self.now - 3600)
    #expect(try office.entry("h1").entry.tries == 2)
    _ = try office.deliver(now: due)
    #expect(try office.entry("h1").entry.tries == 3)
    // Receipts of the future are not old.
    try office.deposit(PostOffice.parcel("h2"), now: Self.now)
    _ = try office.deliver(now: Self.now)
    #expect(try office.entry("h2").state == .sent)
  }

  @Test func `receipts go after three months`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("i1"), PostOffice.parcel("i2"))
    _ = try office.deliver()
    // The file's own time is that of the machine.
    let written = Int(Date().timeIntervalSince1970)
    #expect(try office.outbox.prune(now: written + 89 * 86_400) == 0)
    #expect(try office.outbox.prune(now: written + 91 * 86_400) == 2)
    #expect(try office.identifiers(.sent).isEmpty)
  }

  @Test func `a file that is no entry stops nobody, and is shown`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("j1"), PostOffice.parcel("j2"))
    try TestFiles.write(Array("{\"schema\": \"git-contract/parcel/1\"".utf8), to: office.outbox.file("j1", .pending))
    let answer = try office.deliver()
    #expect(answer.output == "delivered: message j2 to https://hooks.example\n", "\(answer.output)\(answer.errors)")
    #expect(try office.identifiers(.dead) == ["j1"])
    #expect(try office.run("outbox", "list").output.contains("this file cannot be read"))
    #expect(try office.run("outbox", "show", "j1").status == 0)
    #expect(try office.run("outbox", "retry", "j1").status == 128)
    #expect(try office.run("outbox", "drop", "j1").status == 0)
    #expect(try office.identifiers(.dead).isEmpty)
  }

  @Test func `what the server is not set up for waits, counts no attempt, and is told`() throws {
    let office = try PostOffice()
    try office.shop.repository.git("config", "--unset-all", "contract.courier")
    try office.deposit(PostOffice.parcel("k1"))
    let answer = try office.deliver()
    #expect(answer.status == 128 && answer.errors.contains("fatal: cannot find the courier"), "\(answer.errors)")
    #expect(try office.entry("k1").state == .pending && office.entry("k1").entry.tries == 0)
    let doctor = try office.run("doctor")
    #expect(doctor.output.contains("the outbox is not emptied: cannot find the courier"), "\(doctor.output)")
    #expect(try office.run("notify", "--no-wait").errors.contains("warning: the outbox is not emptied"))
    try office.config("contract.courier", office.courier.program)
    #expect(try office.deliver().status == 0)
    #expect(try !office.run("doctor").output.contains("not emptied"))
  }

  @Test(arguments: [
    (0, OutboxEntry.State.sent, false), (75, .pending, true), (71, .pending, false), (67, .dead, false), (78, .dead, false),
  ])
  func `sendmail is asked with the recipient alone, and judged by how it ends`(
    status: Int, state: OutboxEntry.State, isDuplicate: Bool
  ) throws {
    let office = try PostOffice(channels: "sendmail")
    let program = office.shop.repository.scratch.path("sendmail")
    try TestFiles.writeScript(
      "#!/bin/sh\nprintf '%s|' \"$@\" >> '\(program).log'; cat >> '\(program).log'; env >> '\(program).env'; exit \(status)\n", to: program)
    try office.config("contract.sendmail", program)
    var parcel = PostOffice.parcel("l1", kind: .mail)
    parcel.content = Array("Subject: x\r\n\r\nbody\r\n.\r\n".utf8)
    try office.deposit(parcel)
    _ = try office.deliver(adding: ["HTTP_AUTHORIZATION": "Basic hunter2"])
    let found = try office.entry("l1")
    #expect(found.state == state && found.entry.isPossibleDuplicate == isDuplicate && found.entry.lastAttempt?.code == status)
    #expect(try String(contentsOfFile: program + ".log", encoding: .utf8) == "-i|--|ok@bi.example|Subject: x\n\nbody\n.\n")
    #expect(try !String(contentsOfFile: program + ".env", encoding: .utf8).contains("hunter2"))
  }
}
