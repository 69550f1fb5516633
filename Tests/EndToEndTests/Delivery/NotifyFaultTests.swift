import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// `notify` ends in the middle of everything that it does, and hooks that leave the delivery to others.
struct NotifyFaultTests {
  @Test func `notify that is killed at any step tells everything, once`() throws {
    let template = try OutboxTemplate.company(events: 3, consumers: ["a"])
    var known: Set<String>?
    var steps = 0
    for step in 1... {
      let place = try template.copy()
      let isWhole = try place.contract(["notify", "--wait=0"], killedAt: step).status != 137
      let next = try place.contract(["notify", "--wait=0"])
      #expect(next.status == 0, "\(step): \(next.output)\(next.errors)")
      let deliveries = try place.courier.deliveries()
      let identifiers = Set(deliveries.map(\.id))
      if let known {
        #expect(identifiers == known, "killed at step \(step)")
      } else {
        known = identifiers
        // Two breaks, and the good news in between.
        #expect(identifiers.count == 3, "\(identifiers)")
      }
      var seen: Set<String> = []
      for delivery in deliveries where !seen.insert(delivery.id).inserted { #expect(delivery.isMarkedDuplicate, "\(step)") }
      #expect(Set(try place.outbox.identifiers(.sent)) == known)
      if isWhole {
        steps = step - 1
        break
      }
    }
    #expect(steps > 25, "\(steps)")
  }

  /// Two steps of which each gathers something, and how many things are told in all.
  private static let gathered: [(option: String, steps: [String], notify: String, told: Int)] = {
    let end = CalendarDay(secondsSince1970: Int(Date().timeIntervalSince1970) + 20 * 86_400)
    func leaving(_ name: String) -> String {
      "{name: \(name), logicalType: string, deprecated: true, customProperties: [{property: removeAfter, value: \"\(end)\"}]}"
    }
    return [
      (
        "--digest",
        [
          Company.orders(version: "2.0.0", columns: [Company.orderID, Company.amount]),
          Company.orders(version: "3.0.0", columns: [Company.orderID]),
        ], "{breaking: digest}", 2
      ),
      (
        "--reminders",
        [
          Company.orders(version: "1.1.0", columns: [Company.orderID, leaving("amount"), Company.email]),
          Company.orders(version: "1.2.0", columns: [Company.orderID, leaving("amount"), leaving("email")]),
        ], "{deprecated: immediate}", 2
      ),
    ]
  }()

  @Test(arguments: gathered)
  func `what is gathered is told once, though its run is killed and more comes`(
    option: String, steps: [String], notify: String, told: Int
  ) throws {
    let template = try OutboxTemplate.gathering(steps, notify: notify)
    var count = 0
    for step in 1... {
      let place = try template.copy()
      let isWhole = try place.contract(["notify", option, "--wait=0"], killedAt: step).status != 137
      let moved = try place.shell("git update-ref refs/heads/main later")
      #expect(moved.status == 0)
      let next = try place.contract(["notify", option, "--wait=0"])
      #expect(next.status == 0, "\(step): \(next.output)\(next.errors)")
      let entries = try place.outbox.identifiers(.sent).compactMap { identifier -> OutboxEntry? in
        guard case .entry(let entry) = try place.outbox.look(identifier, .sent) else { return nil }
        return entry
      }
      let events = entries.flatMap(\.parcel.events)
      #expect(Set(events).count == events.count && events.count == told, "killed at step \(step): \(events)")
      #expect(Set(try place.courier.deliveries().map(\.id)) == Set(entries.map(\.identifier)))
      let files = try place.shell("git for-each-ref --format='%(refname)' refs/contracts/notified | xargs -n1 git ls-tree --name-only")
        .lines
      #expect(!files.contains("intent"), "killed at step \(step)")
      if isWhole {
        count = step - 1
        break
      }
    }
    #expect(count > 8, "\(count)")
  }

  private func hooked() throws -> Company {
    try Company(
      policy: "version: 1\nownership: enforce\nstewards: [cat@acme.example]\ndelivery: {channels: [webhook]}\n",
      consumers: [
        "consumers/finance/x.yaml": """
        apiVersion: git-contract/v1
        kind: ContractConsumer
        id: revenue
        team: "@acme/finance"
        contacts: [{tool: webhook, url: "https://hooks.example/ok"}]
        uses: [{contract: 4d2a7e10-9b6c-4f38-8a51-c7e3b9d0f2a6, version: "^1.4", fields: {orders: [amount]}}]

        """
      ])
  }

  private func dropAmount(_ company: Company) throws {
    try company.developer.write(
      Company.orders(version: "2.0.0", columns: [Company.orderID, Company.email]), to: "contracts/orders.odcs.yaml")
    try company.commit("Drop amount", by: Company.ann)
  }

  @Test func `a setting of notices that nobody knows is told`() throws {
    let company = try hooked()
    try company.server.git("config", "contract.notify", "sometimes")
    try company.developer.write("More.\n", to: "README")
    try company.commit("Say more", by: Company.ann)
    let wrong = try company.push("main")
    #expect(wrong.status == 0 && wrong.errors.contains("'contract.notify' is 'sometimes', and must be foreground or background"))
  }

  @Test func `post-receive leaves the delivery to a worker, and the pusher waits for nobody`() throws {
    let company = try hooked()
    let courier = try FakeCourier(in: company.scratch)
    // Slow to start: whoever waited for it would be slow too.
    let slow = company.scratch.path("slow-courier")
    try TestFiles.writeScript(
      "#!/bin/sh\nenv > '\(slow).env'; ls -l /proc/self/fd > '\(slow).fd'; sleep 3\nexec '\(courier.program)'\n", to: slow)
    try company.server.git("config", "contract.courier", slow)
    try dropAmount(company)
    let start = Date()
    let push = try company.developer.tryGit(
      arguments: ["push", "--quiet", "origin", "main"], adding: ["HTTP_AUTHORIZATION": "Basic hunter2", "DATABASE_PASSWORD": "hunter3"])
    #expect(push.status == 0 && push.errors.contains("notice written: orders 2.0.0 breaks revenue"), "\(push.errors)")
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(try courier.deliveries().isEmpty)
    for _ in 0..<100 where try courier.deliveries().isEmpty { usleep(100_000) }
    #expect(try courier.deliveries().count == 1)
    let environment = try String(contentsOfFile: slow + ".env", encoding: .utf8)
    #expect(!environment.contains("hunter") && !environment.contains("GIT_"), "\(environment)")
    let sent = company.server.path + "/contracts/outbox/sent"
    for _ in 0..<50 where try FileManager.default.contentsOfDirectory(atPath: sent).isEmpty { usleep(100_000) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: sent).count == 1)
  }

  @Test func `a job in hosted CI that is killed at any step leaves everything to the next fresh clone`() throws {
    let template = try OutboxTemplate.company(events: 1, consumers: ["a"])
    var known: Set<String>?
    var steps = 0
    for step in 1... {
      let forge = try template.copy()
      // A job: a clone of its own, with the courier of all.
      func clone(_ name: String) throws -> String {
        let path = forge.path + "-" + name
        let made = try forge.shell(
          "git clone --quiet '\(forge.path)' '\(path)' && git -C '\(path)' config contract.courier '\(forge.courier.program)'")
        guard made.status == 0 else { throw TestFailure(made.errors) }
        return path
      }
      let job = try clone("job")
      let isWhole = try forge.contract(["-C", job, "notify", "--wait=0"], killedAt: step).status != 137
      // Later than any run has something in hand.
      let heir = try clone("heir")
      let status = ContractCommands.run(
        arguments: ["notify", "--wait=0"], environment: forge.environment.variables, directory: heir, descriptors: (-1, -1, -1),
        now: Int(Date().timeIntervalSince1970) + 2000)
      _ = status
      let deliveries = try forge.courier.deliveries()
      let identifiers = Set(deliveries.map(\.id))
      if let known {
        #expect(identifiers == known, "killed at step \(step)")
      } else {
        known = identifiers
        #expect(identifiers.count == 1, "\(identifiers)")
      }
      var seen: Set<String> = []
      for delivery in deliveries where !seen.insert(delivery.id).inserted { #expect(delivery.isMarkedDuplicate, "\(step)") }
      let files = try forge.shell("git ls-tree -r --name-only refs/contracts/notified/heads/main").lines
      #expect(!files.contains { $0.hasPrefix("pending/") }, "killed at step \(step): \(files)")
      if isWhole {
        steps = step - 1
        break
      }
    }
    #expect(steps > 25, "\(steps)")
  }
}
