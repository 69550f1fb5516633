import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// Who gets to which secret, and that none of them is ever written down.
struct SecretTests {
  private static let key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let hook = "https://hooks.example/very-secret-path/ok"

  private static func office() throws -> PostOffice {
    let office = try PostOffice(channels: "webhook, slack, smtp")
    try office.config("contract.secret.HOOK.consumer", "dashboard")
    try office.config("contract.secret.KEY.consumer", "dashboard")
    try office.config("contract.secret.KEY.host", "hooks.example")
    return office
  }

  private static let environment = [
    "HOOK": hook, "KEY": key, "HTTP_AUTHORIZATION": "Basic hunter2", "AWS_SECRET_ACCESS_KEY": "hunter3", "OTHER": "https://evil.example/ok",
  ]

  @Test func `what the server gave to a consumer is used, and signs`() throws {
    let office = try Self.office()
    try office.deposit(
      PostOffice.parcel("a1", address: "env:HOOK", secret: "env:KEY"), PostOffice.parcel("a2", kind: .slack, address: "env:HOOK"))
    let answer = try office.deliver(adding: Self.environment)
    #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    let request = try #require(try office.courier.deliveries().first { $0.id == "a1" }?.request)
    #expect(request.contains(Self.hook) && request.contains("webhook-signature") && request.contains("v1,"))
    #expect(!request.contains(Self.key))
  }

  @Test(
    arguments: [
      ("env:HTTP_AUTHORIZATION", nil, "dashboard", "the server does not give 'HTTP_AUTHORIZATION' to 'dashboard'"),
      ("https://evil.example/ok", "env:AWS_SECRET_ACCESS_KEY", "dashboard", "does not give 'AWS_SECRET_ACCESS_KEY'"),
      // Another consumer's, and one's own to another host.
      ("env:HOOK", nil, "other", "the server does not give 'HOOK' to 'other'"),
      ("https://hooks.example/ok", "env:KEY", "other", "the server does not give 'KEY' to 'other'"),
      ("https://evil.example/ok", "env:KEY", "dashboard", "the server does not let 'KEY' go to 'evil.example'"),
      ("https://hooks.example.evil.example/ok", "env:KEY", "dashboard", "does not let 'KEY' go"),
      // Only names: no file, no helper, no secret itself.
      ("https://hooks.example/ok", "file:/etc/shadow", "dashboard", "a consumer's file may name a secret as 'env:NAME'"),
      ("https://hooks.example/ok", "credential", "dashboard", "a consumer's file may name a secret as 'env:NAME'"),
      ("https://hooks.example/ok", "hunter4", "dashboard", "a consumer's file may name a secret as 'env:NAME'"),
      ("file:///etc/passwd", nil, "dashboard", "is no URL"),
      ("https://user:hunter5@hooks.example/ok", nil, "dashboard", "without a password in it"),
      ("http://hooks.example/ok", nil, "dashboard", "only https"),
      ("https://localhost/ok", nil, "dashboard", "contract.deliveryHost localhost"),
      ("ftp://hooks.example/ok", nil, "dashboard", "only https"),
    ] as [(String, String?, String, String)])
  func `what it did not give is a dead letter, and nothing leaves`(address: String, secret: String?, consumer: String, reason: String)
    throws
  {
    let office = try Self.office()
    try office.deposit(PostOffice.parcel("b1", consumer: consumer, address: address, secret: secret))
    let answer = try office.deliver(adding: Self.environment)
    #expect(answer.status == 1)
    #expect(try office.entry("b1").state == .dead)
    let message = try #require(try office.entry("b1").entry.lastAttempt?.message)
    #expect(message.contains(reason), "\(message)")
    #expect(!message.contains("hunter") && !answer.output.contains("hunter"), "\(message)")
    #expect(try office.courier.deliveries().isEmpty)
  }

  @Test func `what is not there now is tried again`() throws {
    let office = try Self.office()
    try office.deposit(PostOffice.parcel("c1", address: "env:HOOK"))
    _ = try office.deliver()
    #expect(try office.entry("c1").state == .pending)
    #expect(try office.entry("c1").entry.lastAttempt?.message == "the environment has no 'HOOK'")
    #expect(try office.deliver(now: Program.now + 5, adding: Self.environment).status == 0)
  }

  @Test func `the policy's hosts are the only ones`() throws {
    let office = try PostOffice(channels: "webhook", more: ", hosts: [hooks.example]")
    try office.deposit(PostOffice.parcel("d1"), PostOffice.parcel("d2", address: "https://evil.example/ok"))
    #expect(try office.deliver().output.contains("'evil.example' is not among 'delivery.hosts' of the policy"))
    #expect(try office.courier.deliveries().map(\.id) == ["d1"])
  }

  @Test func `a secret in a file is taken only where nobody else reads it, and nobody commits it`() throws {
    let office = try PostOffice(channels: "smtp")
    try office.config("contract.smtpUser", "contracts")
    let path = office.shop.repository.scratch.path("password")
    func attempt(_ path: String, mode: Int = 0o600, text: String = "hunter6\n") throws -> Answer {
      try TestFiles.write(Array(text.utf8), to: path)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      try office.shop.repository.git("config", "contract.smtpPassword", "file:" + path)
      return try office.deliver()
    }
    try office.deposit(PostOffice.parcel("e1", kind: .mail))
    for (mode, text, reason) in [
      (0o644, "x\n", "others can read"), (0o640, "x\n", "others can read"), (0o600, "a\nb\n", "one line"), (0o600, "", "is empty"),
    ] {
      let answer = try attempt(path, mode: mode, text: text)
      #expect(
        answer.status == 128 && answer.errors.contains(reason), "\(mode) \(reason): \(answer.status) \(answer.output)\(answer.errors)")
    }
    #expect(try attempt(office.shop.path + "/password").errors.contains("is in the work tree"))
    try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
    try office.shop.repository.git("config", "contract.smtpPassword", "file:" + path + ".link")
    #expect(try office.deliver().status == 128)
    // What may be the password itself is not repeated.
    try office.shop.repository.git("config", "contract.smtpPassword", "hunter7")
    let literal = try office.deliver()
    #expect(literal.status == 128 && literal.errors.contains("never holds it") && !literal.errors.contains("hunter7"), "\(literal.errors)")
    #expect(try office.courier.deliveries().isEmpty && office.entry("e1").entry.tries == 0)
    #expect(try attempt(path).status == 0)
    #expect(try office.courier.deliveries().first?.request.contains("\"password\":\"hunter6\"") == true)
  }

  @Test func `git credential knows passwords too`() throws {
    let office = try PostOffice(channels: "smtp")
    try office.config("contract.smtpUser", "contracts")
    try office.config("contract.smtpPassword", "credential")
    try office.deposit(PostOffice.parcel("f1", kind: .mail))
    let missing = try office.deliver()
    #expect(missing.status == 128 && missing.errors.contains("git credential knows nothing for 'localhost:2525'"), "\(missing.errors)")
    let helper = office.shop.repository.scratch.path("helper")
    try TestFiles.writeScript("#!/bin/sh\ncat > '\(helper).asked'\necho username=contracts\necho password=hunter8\n", to: helper)
    try office.config("credential.helper", helper)
    #expect(try office.deliver().status == 0)
    #expect(try office.courier.deliveries().first?.request.contains("hunter8") == true)
    let asked = try String(contentsOfFile: helper + ".asked", encoding: .utf8)
    #expect(asked.contains("protocol=smtp\n") && asked.contains("host=localhost:2525\n") && asked.contains("username=contracts\n"))
  }

  @Test func `no secret is written anywhere, even where the other side says it back`() throws {
    let office = try Self.office()
    try office.config("contract.smtpUser", "contracts")
    try office.config("contract.smtpPassword", "env:PASSWORD")
    try office.deposit(
      PostOffice.parcel("g1", address: "env:HOOK", secret: "env:KEY"), PostOffice.parcel("g2", "echo", kind: .mail),
      PostOffice.parcel("g3", "echo", secret: "env:KEY"))
    var environment = Self.environment
    environment["HOOK"] = "https://hooks.example/very-secret-path/echo"
    environment["PASSWORD"] = "correct horse battery"
    var said = ""
    for arguments in [
      ["outbox", "deliver"], ["outbox", "list", "--all"], ["outbox", "list", "--all", "--format", "json"], ["outbox", "show", "g1"],
      ["doctor"],
    ] {
      let answer = try office.shop.run(arguments, adding: environment)
      said += answer.output + answer.errors
    }
    #expect(said.contains("delivered: message g1") && said.contains("delivered: message g2"), "\(said)")
    #expect(try office.entry("g2").entry.lastAttempt?.message.hasPrefix("got ") == true)
    let words = ["very-secret-path", "correct horse", "Y29ycmVjdCBob3JzZQ", Self.key, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "hunter"]
    // The courier has seen them: the test would else show nothing.
    let seen = try office.courier.deliveries().map(\.request).joined()
    #expect(seen.contains("very-secret-path") && seen.contains("correct horse"))
    for word in words {
      #expect(!said.contains(word), "\(word)")
      for (name, bytes) in try snapshot(office.shop.path + "/.git") where name != "config" {
        let holds = String(decoding: bytes, as: UTF8.self).contains(word)
        #expect(!holds, "\(word) stands in \(name)")
      }
    }
  }
}
