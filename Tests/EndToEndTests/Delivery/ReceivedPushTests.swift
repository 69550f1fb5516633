import ContractTestSupport
import Foundation
import Testing

/// What post-receive leaves for a process that keeps no pusher waiting.
struct ReceivedPushTests {
  private static let consumer = """
    apiVersion: git-contract/v1
    kind: ContractConsumer
    id: revenue
    team: "@acme/finance"
    contacts: [{tool: webhook, url: "https://hooks.example/ok"}]
    uses: [{contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: "^1.4", fields: {orders: [amount]}}]

    """

  private func company() throws -> Company {
    let company = try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ndelivery: {channels: [webhook]}\n",
      consumers: ["consumers/finance/x.yaml": Self.consumer])
    try company.server.git("config", "--unset", "contract.notify")
    return company
  }

  private func dropAmount(_ company: Company) throws {
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
  }

  private func waiting(in repository: String) throws -> [String] {
    let path = repository + "/contracts/received"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "lock" }
  }

  @Test func `a push waits for nothing, and is written down and told`() throws {
    let company = try company()
    let courier = try FakeCourier(in: company.scratch)
    try company.server.git("config", "contract.courier", courier.program)
    try company.server.git("config", "receive.advertisePushOptions", "true")
    // It is no clone of anybody's: nobody else is asked, and nobody else is told, what a server has sent.
    try company.server.git("remote", "set-url", "origin", "/nowhere")
    let old = try company.developer.git("rev-parse", "HEAD")
    try dropAmount(company)
    let push = try company.developer.tryGit(
      arguments: ["push", "--quiet", "--push-option=ticket=ORD-12", "origin", "main"], adding: ["GL_USER": "ann"])
    #expect(push.status == 0 && push.errors.contains("passed") && !push.errors.contains("notice"), "\(push.errors)")
    for _ in 0..<100 where try courier.deliveries().isEmpty { usleep(100_000) }
    #expect(try courier.deliveries().count == 1)
    let entries = try company.acceptances()
    #expect(entries.count == 1)
    let entry = try #require(entries.first)
    #expect(entry["pusher"] == "ann" && entry["pusher-from"] == "GL_USER" && entry["option"] == "ticket=ORD-12", "\(entry)")
    #expect(try entry["old"] == old && entry["new"] == company.developer.git("rev-parse", "HEAD"), "\(entry)")
    #expect(try waiting(in: company.server.path).isEmpty)

    // Nobody else tells a producer of what did not arrive.
    let outbox = company.server.path + "/contracts/outbox"
    var receipts: [String] = []
    for _ in 0..<100 where receipts.isEmpty {
      usleep(50_000)
      receipts = try FileManager.default.contentsOfDirectory(atPath: outbox + "/sent").filter { $0.hasSuffix(".json") }
    }
    let sent = try #require(receipts.first)
    try FileManager.default.moveItem(atPath: outbox + "/sent/" + sent, toPath: outbox + "/dead/" + sent)
    let later = try company.push("main:feature")
    #expect(later.status == 0 && later.errors.contains("remote: warning: 1 message was not delivered"), "\(later.errors)")
  }

  @Test func `what is left is written down once and told, at whatever step its process is killed`() throws {
    let template = try OutboxTemplate.company(events: 1, consumers: ["a"])
    var steps = 0
    for step in 1... {
      let place = try template.copy()
      // Nobody but the hook of this push knows from where the branch is to be told.
      let (old, new) = (try place.shell("git rev-parse main~1").line, try place.shell("git rev-parse main").line)
      #expect(try place.shell("git update-ref -d refs/contracts/notified/heads/main").status == 0)
      let received = """
        {"schema":"git-contract/received-push/1","time":"2026-03-04T05:06:07Z","certificate":null,"options":[],\
        "pusher":{"key":null,"name":"ann","source":"GL_USER"},"tips":{},"updates":[{"new":"\(new)","old":"\(old)","ref":"refs/heads/main"}]}
        """
      #expect(
        try place.shell("mkdir -p contracts/received && printf '%s' '\(received)' > contracts/received/1-1.json").status == 0)
      let isWhole = try place.contract(["notify", "--catch-up", "--local", "--wait=0"], killedAt: step).status != 137
      let next = try place.contract(["notify", "--catch-up", "--local", "--wait=0"])
      #expect(next.status == 0, "\(step): \(next.output)\(next.errors)")
      #expect(try waiting(in: place.path).isEmpty, "killed at step \(step)")
      let log = try place.shell("git log --format=%s refs/contracts/log").output
      #expect(log == "Accept main \(old.prefix(10))..\(new.prefix(10)) from ann\n", "killed at step \(step)")
      #expect(try place.shell("git grep -h ^time: refs/contracts/log").output == "time: 2026-03-04T05:06:07Z\n")
      #expect(Set(try place.courier.deliveries().map(\.id)).count == 1, "killed at step \(step)")
      if isWhole {
        steps = step - 1
        // An attempt that ended between the log and the file is made once more, whatever was signed meanwhile.
        #expect(
          try place.shell("git update-ref refs/contracts/signoffs main && printf '%s' '\(received)' > contracts/received/1-1.json").status
            == 0)
        #expect(try place.contract(["notify", "--catch-up", "--local", "--wait=0"]).status == 0)
        #expect(try place.shell("git log --format=%s refs/contracts/log").lines.count == 1)
        break
      }
    }
    #expect(steps > 12, "\(steps)")
  }

  @Test func `what was said after a push has not counted for it`() throws {
    let place = try OutboxTemplate.company(events: 1, consumers: ["a"]).copy()
    let (old, new) = (try place.shell("git rev-parse main~1").line, try place.shell("git rev-parse main").line)
    let received = """
      {"schema":"git-contract/received-push/1","time":"2026-03-04T05:06:07Z","certificate":null,"options":[],\
      "pusher":{"key":null,"name":"ann","source":"GL_USER"},"tips":{"refs/heads/main":"\(new)"},\
      "updates":[{"new":"\(new)","old":"\(old)","ref":"refs/heads/main"}]}
      """
    #expect(
      try place.shell(
        "git update-ref refs/contracts/signoffs main && mkdir -p contracts/received && printf '%s' '\(received)' > contracts/received/1-1.json"
      ).status == 0)
    let told = try place.contract(["notify", "--catch-up", "--local", "--wait=0"])
    #expect(told.errors.contains("does not say which sign-offs counted for 'refs/heads/main'"), "\(told.errors)")
    #expect(told.errors.contains("a record has moved since the push was accepted"), "\(told.errors)")
    #expect(try place.shell("git grep -h ^ref: refs/contracts/log").output == "ref: refs/heads/main\n")
  }

  @Test func `a hook that is killed leaves a whole push or none`() throws {
    let company = try company()
    let (old, new) = (try company.server.git("rev-parse", "main"), try company.server.git("rev-parse", "main"))
    var whole = 0
    for step in 1... {
      let hook = try company.server.environment.run(
        "git-contract", ["hook", "post-receive"], in: company.server.path,
        adding: ["GIT_CONTRACT_KILL_AT_STEP": String(step), "GIT_DIR": company.server.path], input: "\(old) \(new) refs/heads/main\n")
      for name in try waiting(in: company.server.path) where name.hasSuffix(".json") {
        let text = try String(contentsOfFile: company.server.path + "/contracts/received/" + name, encoding: .utf8)
        #expect(text.hasPrefix("{") && text.hasSuffix("}"), "killed at step \(step): \(text)")
        whole += 1
      }
      guard hook.status == 137 else { break }
    }
    #expect(whole > 0)
    // Half a file is nobody's push. An hour later nobody writes it any more.
    let unfinished = company.server.path + "/contracts/received/2-2.new"
    try Data("{".utf8).write(to: URL(fileURLWithPath: unfinished))
    #expect(try company.server.tryGit("contract", "notify", "--catch-up", "--local", "--no-wait").status == 0)
    #expect(FileManager.default.fileExists(atPath: unfinished))
    try FileManager.default.setAttributes([.modificationDate: Date() - 4000], ofItemAtPath: unfinished)
    let valid = "{\"schema\":\"git-contract/received-push/2\"}"
    let foreign = company.server.path + "/contracts/received/3-3.json"
    try Data(valid.utf8).write(to: URL(fileURLWithPath: foreign))
    let told = try company.server.tryGit("contract", "notify", "--catch-up", "--local", "--no-wait")
    #expect(told.status == 128 && told.errors.contains("is not written down: '\(foreign)' tells of none"), "\(told.errors)")
    #expect(!FileManager.default.fileExists(atPath: unfinished) && FileManager.default.fileExists(atPath: foreign))
  }

  @Test func `what nobody can write down is told to whoever pushes next, and by doctor`() throws {
    let company = try company()
    let courier = try FakeCourier(in: company.scratch)
    try company.server.git("config", "contract.courier", courier.program)
    let blob = try company.server.git("hash-object", "-w", "--stdin", input: "no commit")
    try company.server.git("update-ref", Company.log, blob)
    try dropAmount(company)
    #expect(try company.push("main").status == 0)
    for _ in 0..<100 where try waiting(in: company.server.path).isEmpty { usleep(100_000) }
    let file = company.server.path + "/contracts/received/" + (try #require(try waiting(in: company.server.path).first))
    try FileManager.default.setAttributes([.modificationDate: Date() - 100], ofItemAtPath: file)

    let push = try company.push("main:feature")
    let fault = "1 accepted push is not written down in 'refs/contracts/log' yet"
    #expect(push.status == 0 && push.errors.contains("remote: error: \(fault)"), "\(push.errors)")
    let doctor = try company.server.tryGit("contract", "doctor")
    #expect(doctor.output.contains(fault) && doctor.output.contains("git contract notify --catch-up"), "\(doctor.output)")
    let failing = try company.server.tryGit("contract", "notify", "--catch-up", "--local", "--no-wait")
    #expect(failing.status == 128 && failing.errors.contains("error: an accepted push is not written down: "), "\(failing.errors)")

    try company.server.git("update-ref", "-d", Company.log)
    try company.server.git("config", "contract.notify", "foreground")
    try company.developer.write("More.\n", to: "README")
    try company.commit("Say more", by: Company.ann)
    #expect(try company.push("main").status == 0)
    #expect(try waiting(in: company.server.path).isEmpty)
    #expect(try company.acceptances().count { $0["ref"] == "refs/heads/main" } == 2)
    for _ in 0..<100 where try courier.deliveries().isEmpty { usleep(100_000) }
    #expect(try courier.deliveries().count == 1)
  }

  @Test func `where nobody can be left with it, the pusher waits for the log`() throws {
    // A setting by which no process can deliver, and a directory that takes nothing.
    for fault in ["git config contract.smtpPassword hunter2", "mkdir -p contracts && touch contracts/received"] {
      let company = try company()
      #expect(try company.server.environment.run("sh", ["-c", fault], in: company.server.path).status == 0)
      try dropAmount(company)
      let push = try company.push("main")
      #expect(push.status == 0 && push.errors.contains("remote: warning: "), "\(fault): \(push.errors)")
      #expect(try company.acceptances().count == 1, "\(fault)")
    }
  }
}
