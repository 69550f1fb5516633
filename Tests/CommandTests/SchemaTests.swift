import ContractTestSupport
import Testing

/// What the commands really print, against their schemas.
struct SchemaTests {
  @Test(.enabled(if: SchemaCheck.isPossible, "\(SchemaCheck.reason)"))
  func `every answer in JSON keeps to its schema`() throws {
    let shop = try Shop([
      "contracts/orders.yaml": Shop.orders(), "contracts/refunds.yaml": Shop.orders(name: "refunds", identifier: "r"),
      "consumers/insight/dashboard.yaml": Shop.consumer(), "consumers/x/y.yaml": Shop.consumer(identifier: "y", fields: "\"*\""),
      "CODEOWNERS": "/contracts/ ann@shop.example\n/x nobody\n",
      ".contracts/policy.yaml": "version: 1\nownership: enforce\nlevels: {key-expired: off}\n"
        + "paths: [{match: 'contracts/**', sign-off: {breaking: {who: two}}}]\nstatus: {draft: {levels: {unannounced: off}}}\n",
      ".contracts/people.yaml": "people:\n  - {id: ann, emails: [ann@shop.example], keys: [{key: \"ssh-ed25519 "
        + "AAAAC3NzaC1lZDI1NTE5AAAAIK4rPf8z20PvMp+5B3Pb3RNb8WI2YmrN+eZ7xcrXTmJp\", valid-before: 2024-01-01}]}\n"
        + "teams: [{handle: \"@shop/none\", members: []}]\n",
    ])
    try shop.repository.commit(
      [
        "contracts/orders.yaml": Shop.orders(
          version: "2.0.0", columns: [Shop.orderID, "{name: note, logicalType: string, deprecated: true}"])
      ],
      "Drop\n\nContract-Migration: read the note\n", by: Shop.ann)
    try shop.repository.commit(
      ["contracts/refunds.yaml": String?.none, "contracts/broken.yaml": "kind: DataContract\nid: [\n"], "More\n",
      by: TestPerson("B", "b@b.example"))
    var files: [String] = []
    for (number, arguments) in [
      ["list"], ["list", "HEAD~2"], ["show", "orders"], ["diff", "HEAD~2", "HEAD"], ["check", "HEAD~2..HEAD"], ["check", "HEAD~2..HEAD~1"],
      ["check", "--all"], ["check", "HEAD..HEAD"], ["log"], ["audit"], ["audit", "--persons"], ["verify"],
      ["inbox", "--all"], ["consumers", "list"], ["changelog"],
      ["changelog", "orders"],
      ["owners"],
      ["owners", "--", "x", "y"],
      ["impact", "HEAD~2..HEAD~1"], ["who-uses", "orders"], ["can-i-remove", "orders.orders.order_id"], ["rules"],
      ["policy"], ["policy", "HEAD~2"], ["people", "check"], ["people", "check", "HEAD"],
      ["explain", "property-removed"], ["explain", "owner-missing"], ["explain", "yaml-syntax"], ["doctor"],
    ].enumerated() {
      let answer = try shop.run(
        arguments.first == "owners" ? ["owners", "--format", "json"] + arguments.dropFirst() : arguments + ["--format", "json"])
      #expect(answer.status <= 1, "\(arguments): \(answer.errors)")
      try shop.repository.scratch.write(answer.bytes, to: "answers/\(number).json")
      files.append(shop.repository.scratch.path("answers/\(number).json"))
    }
    #expect(try SchemaCheck.faults(in: files) == [])
  }

  @Test func `kinds are listed, printed, and guessed at`() throws {
    let shop = try Shop()
    let list = try shop.run("schema")
    #expect(list.status == 0)
    #expect(list.output.split(separator: "\n").count >= 15)
    for line in list.output.split(separator: "\n") {
      let kind = String(line.prefix { $0 != " " })
      let schema = try shop.run("schema", kind)
      #expect(try schema.json()["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
      #expect(try schema.json()["title"] as? String == "git-contract/\(kind)/1")
    }
    let wrong = try shop.run("schema", "polici")
    #expect(wrong.status == 128)
    #expect(wrong.errors == "fatal: there is no schema of 'polici'\nhint: did you mean 'policy'?\n")
  }
}
