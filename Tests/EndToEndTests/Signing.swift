import ContractTestSupport
import Foundation

/// A company whose owners have keys, and what it takes to sign there.
extension Company {
  /// - Parameters:
  ///   - keys: the persons of the people file that have a key, by their first name in lower case.
  ///   - more: lines of the policy.
  static func withKeys(
    _ keys: [TestPerson] = [Company.ann, Company.ben], more: String = "",
    codeOwners: String = "/contracts/ ann@acme.example\n/.contracts/ cat@acme.example\n/CODEOWNERS cat@acme.example\n",
    contracts: [String: String] = ["contracts/orders.odcs.yaml": Company.orders()]
  ) throws -> Company {
    let scratch = try Scratch()
    var people = "people:\n"
    for person in [Company.ann, Company.ben, Company.cat] {
      people += "  - {id: \(person.key), name: \(person.name), emails: [\(person.email)]"
      if keys.contains(person) { people += ", keys: [\"\(try person.makeKey(in: scratch))\"]" }
      people += "}\n"
    }
    let company = try Company(
      policy: "version: 1\nownership: enforce\nrepository: 0b0e8b1c-6f3a-4e55-9a43-0d6a4f2c7d11\nstewards: [cat@acme.example]\n" + more,
      codeOwners: codeOwners, contracts: contracts.merging([".contracts/people.yaml": people]) { first, _ in first })
    company.keys = scratch
    return company
  }

  /// Runs `git contract` at a terminal, as somebody; `answers` are what they type.
  func atTerminal(
    _ arguments: [String], by person: TestPerson, answers: [String] = ["y"], in repository: TestRepository? = nil
  ) throws -> TestOutput {
    let repository = repository ?? developer
    let key = keys.map { $0.path(person.key) } ?? ""
    let call = (["git", "-c", "contract.signingKey=" + key, "contract"] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try repository.environment.run(
      "script", ["--quiet", "--return", "--command", call, "/dev/null"], in: repository.path,
      adding: ["GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email],
      input: answers.map { $0 + "\n" }.joined())
  }

  static let records = "refs/contracts/signoffs"

  /// The texts of the developer's records on the ref, without signatures.
  func records() throws -> [String] {
    try developer.git("ls-tree", "-r", "--name-only", Self.records).split(separator: "\n").map { name in
      let text = try developer.git("cat-file", "blob", "\(Self.records):\(name)")
      return String(text.prefix(upTo: text.range(of: "-----BEGIN")?.lowerBound ?? text.endIndex))
    }
  }

  /// Puts a record that the command would not make into the tree, signed with somebody's key.
  func putRecord(_ text: String, by person: TestPerson, folder: String = "orders") throws {
    let keys = try keys.map { $0 } ?? Scratch()
    let signed = try developer.environment.run(
      "ssh-keygen", ["-q", "-Y", "sign", "-n", "signoff@git-contract", "-f", keys.path(person.key)], in: keys.path, input: text)
    guard signed.status == 0 else { throw TestFailure("ssh-keygen: \(signed.errors)") }
    // Under the name that a record of this text has: what is refused is refused for what it says.
    let digest = try developer.environment.run("sha256sum", ["-"], in: keys.path, input: text).output.prefix(8)
    let blob = text.split(separator: "\n").first { $0.hasPrefix("to: ") }?.dropFirst(4).prefix(12) ?? "000000000000"
    try developer.write(text + signed.output, to: ".contracts/signoffs/\(folder)/\(blob)-\(digest).signoff")
  }

  /// A record that stands for some time, with the report that goes with its lines.
  func withReport(_ text: String) throws -> String {
    var values: [String: Substring] = [:]
    for line in text.split(separator: "\n") {
      if let colon = line.range(of: ": ") { values[String(line[..<colon.lowerBound])] = line[colon.upperBound...] }
    }
    let report = ["contract", "decision", "path"].map { "\"\($0)\":\"\(values[$0] ?? "")\"" }.joined(separator: ",")
    let digest = try developer.environment.run("sha256sum", [], in: developer.path, input: "{\(report)}").output.prefix(64)
    return text.replacing("report: \(values["report"] ?? "")", with: "report: sha256:\(digest)")
  }
}

extension TestPerson {
  /// The id in the people file, and the name of the key's file.
  var key: String { String(name.lowercased().prefix { $0 != " " }) }

  /// Makes a key; gives its public part.
  func makeKey(in scratch: Scratch) throws -> String {
    let path = scratch.path(key)
    let output = try TestEnvironment(home: scratch.path).run(
      "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], in: scratch.path)
    guard output.status == 0 else { throw TestFailure("ssh-keygen: \(output.errors)") }
    return try String(contentsOfFile: path + ".pub", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
