import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// `outbox list|show|retry|drop`.
struct OutboxCommandTests {
  @Test func `an outbox that was never used is empty, and stays unmade`() throws {
    let office = try PostOffice()
    let before = try snapshot(office.shop.path)
    let list = try office.run("outbox", "list")
    #expect(list.status == 0 && list.output == "nothing waits\n")
    #expect(try office.run("outbox", "list", "--format", "json").json()["entries"] as? [String] == [])
    #expect(try office.deliver().status == 0)
    #expect(try office.run("outbox", "retry", "--all").output == "there is nothing to try again\n")
    #expect(try office.run("outbox", "drop", "--all").output == "there is nothing to drop\n")
    #expect(try snapshot(office.shop.path) == before)
  }

  @Test func `what waits and what is dead is listed; what was sent if asked for`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("aa11"), PostOffice.parcel("aa22", "c503"), PostOffice.parcel("bb33", "c550", kind: .mail))
    _ = try office.deliver()
    let list = try office.run("outbox", "list")
    #expect(
      list.output == """
        aa22  pending  message aa22
          webhook to https://hooks.example, tried once: 503 as asked; due 2024-06-01T12:00:05Z
        bb33  dead  message bb33
          mail to c550@bi.example, tried once: 550 as asked

        """, "\(list.output)")
    #expect(try office.run("outbox", "list", "--state", "sent").output.hasPrefix("aa11  sent  message aa11\n"))
    #expect(try office.run("outbox", "list", "--all").output.contains("aa11"))
    #expect(try office.run("outbox", "list", "--state", "lost").status == 129)
    let shown = try office.run("outbox", "show", "bb")
    #expect(shown.status == 0 && shown.output.contains("attempt   2024-06-01T12:00:00Z 550 as asked\n"), "\(shown.output)")
    #expect(shown.output.hasSuffix("\n{\"id\": \"bb33\"}\n"), "\(shown.output)")
    let json = try office.run("outbox", "show", "bb33", "--format", "json").json()
    let entry = try #require((json["entries"] as? [[String: Any]])?.first)
    #expect(entry["state"] as? String == "dead" && entry["content"] as? String == "{\"id\": \"bb33\"}")
  }

  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)")) func `the answer keeps to its schema`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("a1"), PostOffice.parcel("a2", "c410"), PostOffice.parcel("a3", "drop", kind: .mail))
    _ = try office.deliver()
    try TestFiles.write(Array("no entry".utf8), to: office.outbox.file("a4", .dead))
    var files: [String] = []
    for (number, arguments) in [["list", "--all"], ["list"], ["show", "a3"], ["show", "a1"], ["show", "a4"]].enumerated() {
      let answer = try office.shop.run(["outbox"] + arguments + ["--format", "json"])
      #expect(answer.status == 0, "\(answer.errors)")
      let path = office.shop.repository.scratch.path("answers/\(number).json")
      try TestFiles.write(answer.bytes, to: path)
      files.append(path)
    }
    #expect(try SchemaCheck.faults(in: files) == [])
  }

  @Test func `what nobody tries any more is tried anew, from the beginning of its schedule`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("a1", "c302"), PostOffice.parcel("a2", "c302"), PostOffice.parcel("a3", "c503"))
    _ = try office.deliver()
    let one = try office.run("outbox", "retry", "a1", now: Program.now + 1)
    #expect(one.status == 0 && one.output == "due now: message a1 to https://hooks.example\n", "\(one.output)\(one.errors)")
    #expect(try office.entry("a1").state == .pending && office.entry("a1").entry.tries == 0)
    #expect(try office.entry("a1").entry.attempts.count == 1)
    #expect(try office.run("outbox", "retry", "--all").output == "due now: message a2 to https://hooks.example\n")
    #expect(try office.run("outbox", "retry", "a3", now: Program.now + 1).status == 0)
    #expect(try office.entry("a3").entry.due == Program.now + 1)
    // With --wait it is tried at once, and what comes of it is the answer.
    let waited = try office.run("outbox", "retry", "a1", "--wait=0")
    #expect(waited.status == 1 && waited.output.contains("dead letter: message a1"), "\(waited.output)")
  }

  @Test func `what is dropped is never written again`() throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("a1", "c302"), PostOffice.parcel("a2", "c503"))
    _ = try office.deliver()
    #expect(try office.run("outbox", "drop", "a1", "a2").output.split(separator: "\n").count == 2)
    #expect(try office.identifiers(.pending).isEmpty && office.identifiers(.dead).isEmpty)
    #expect(try office.deposit(PostOffice.parcel("a1"), PostOffice.parcel("a2")).isEmpty)
    #expect(try office.deliver(now: Program.now + 100).output.isEmpty)
  }

  @Test(arguments: [
    (["show", "zz"], 128, "nothing in the outbox has the id 'zz'"), (["show", "a"], 128, "'a' is the beginning of 2 ids"),
    (["show", "../x"], 128, "'../x' is no id of a delivery"), (["retry", "a1"], 128, "cannot retry 'a1': it was sent"),
    (["drop", "a1"], 128, "cannot drop 'a1': it was sent"), (["retry", "a2", "zz"], 128, "nothing in the outbox has the id 'zz'"),
    (["retry"], 129, "'outbox retry' takes ids, or '--all'"), (["drop", "a1", "--all"], 129, "'outbox drop' takes ids, or '--all'"),
    (["lst"], 129, "'lst' is not a git contract outbox command"), (["list", "--all", "--state", "dead"], 129, "exclude each other"),
    (["deliver", "--wait=601"], 129, "'--wait' takes 0 to 600 seconds"), (["drop", "c3"], 128, "a worker has it in hand"),
  ])
  func `wrong words`(arguments: [String], status: Int32, message: String) throws {
    let office = try PostOffice()
    try office.deposit(PostOffice.parcel("a1"), PostOffice.parcel("a2", "c302"))
    _ = try office.deliver()
    try office.deposit(PostOffice.parcel("c3"))
    _ = try office.outbox.claim(["c3"])
    let answer = try office.shop.run(["outbox"] + arguments)
    #expect(answer.status == status && answer.errors.contains(message), "\(answer.errors)")
    #expect(try office.entry("a2").state == .dead)
  }
}
