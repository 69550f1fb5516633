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
