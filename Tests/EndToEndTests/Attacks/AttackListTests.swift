import Foundation
import Testing

/// What an attacker tries, in the words and the order of the specification's list, each with the tests that try it. Whoever adds a way in
/// adds it here, and a test; `missing` says what has to be built before there can be one.
///
/// Where to look: who decides and what is asked (`Attacks/Ownership...`, `Attacks/Claim...`, `GateTests`), shapes of history and references
/// (`GateHistoryTests`, `PushTests`, `Attacks/Reference...`), objects and names (`Attacks/Tree...`), records and signatures
/// (`RecordAttackTests`, `SignTests`, `Attacks/Replay...`, `Attacks/Signature...`).
struct Attack {
  let name: String
  let tests: [String]

  init(_ name: String, _ tests: String...) {
    self.name = name
    self.tests = tests
  }

  static let all: [Attack] = [
    Attack("forged trailer", "forged trailer: text that anybody writes is no signature"),
    Attack("self-approval", "self-approval: an author is none of two persons"),
    Attack(
      "CODEOWNERS, people, keys or policy edited in the same push", "whoever names themselves owner in the same push owns nothing yet",
      "a file that decides asks those who are in force", "a policy that is switched off in the same push does not judge it",
      "keys edited in the same push sign nothing in it"),
    Attack("the same in two pushes", "CODEOWNERS edited in a push before is refused there"),
    Attack("an ownerless line added below", "an ownerless line added below asks those who lose by it"),
    Attack("rename out, edit, rename back", "out, edit, and back again is one change of the contract"),
    Attack(
      "a copy under a new path with the same id", "a copy under the same id and major collides, as a draft too",
      "a line is not taken over by a file that changes its id", "what is away for one commit of a push still owns its line"),
    Attack("a new contract that nobody owns", "a new contract that nobody owns asks a steward"),
    Attack("deletion", "deletion asks every owner", "a contract that turns into something else is deleted, and pays for it"),
    Attack(
      "symlink or gitlink in place of a contract, of CODEOWNERS, above or below it",
      "a contract that turns into something else is deleted, and pays for it", "a link in place of CODEOWNERS or the policy is refused",
      "what is put in place of a file that decides, above or below it, is refused", "a contract that becomes a folder is still itself"),
    Attack(
      "trees with duplicate entries, unsorted entries, '..', '.git'", "trees that tools read differently do not come in by any branch",
      "names of Git's own do not come in by any branch"),
    Attack(
      "paths that differ only by case, NFC/NFD, zero-width or look-alike letters", "two paths that read alike are two contracts",
      "names of contracts that differ by case only, or are no text, do not come in",
      "zero-width and look-alike letters make another path, which has owners of its own"),
    Attack("paths that Git would quote", "paths that Git would quote are judged and told in full"),
    Attack(
      "a change made only inside a merge commit",
      "a merge on main whose second parent was approved passes; a change made only inside of it does not"),
    Attack("a merge that takes the other side", "a merge that takes the other side is a change and pays"),
    Attack(
      "octopus and criss-cross merges", "an octopus on main is one change of each contract that it brings",
      "a break in a branch that main was merged into is not hidden by two merge bases"),
    Attack("an unapproved version between two approved tips", "an unapproved version between two approved ones is not hidden"),
    Attack("force push and rollback", "a protected branch does not move backwards and is not deleted"),
    Attack("branch deleted and recreated", "a branch deleted and recreated is judged from where it left main"),
    Attack("a release tag moved or put on an unmerged commit", "a release tag is not moved, and not put where no protected branch is"),
    Attack("refs/replace, grafts, shallow", "replaced objects deceive nobody", "grafts and shallow clones deceive nobody"),
    Attack(
      "an approval replayed for another contract, path, branch, repository or after a rollback",
      "an approval replayed elsewhere counts for nothing", "an approval is spent once, and a second one counts"),
    Attack("approve, then amend", "approve, then amend: the approval is void, and the message says whose is missing"),
    Attack("indentation only", "indentation only is meaning, and voids the approval"),
    Attack(
      "the report that was shown is not the change that was signed", "the report that was shown is not the change that was signed"),
    Attack("an expired key with a backdated signature", "an expired key with a backdated signature"),
    Attack("a revoked key", "a revoked key lets nobody forge its owner's word"),
    Attack("a missing revocation list", "a missing revocation list is no pass"),
    Attack("wildcard principals", "wildcard principals are nobody"),
    Attack("one key for two persons, two keys for one person", "one key for two persons, two keys for one person"),
    Attack("a commit signature reused as a sign-off", "a signature that was made for something else is no sign-off"),
    Attack("two signature blocks, trailing text, NUL tricks", "a file holds one record and one signature"),
    Attack(
      "a security key without touch", "a security key without touch", "the signer is somebody of the base, there, human, with that key"),
    Attack("a bot as owner", "a bot as owner agrees to nothing"),
    Attack("pre-receive quarantine read wrongly", "pre-receive quarantine is read, and what is refused stays outside"),
    Attack(
      "an index other than the default one", "a commit of its own index is mended by the command that the refusal names",
      "pre-commit judges the index that Git names, not the work tree"),
    Attack("'.gitattributes' filters that make the work tree lie", "filters that make the work tree lie deceive nobody"),
    Attack(
      "YAML duplicate keys, several documents, alias bombs, deep nesting, merge keys, custom tags, BOM, CRLF",
      "text that programs read differently is refused with its place", "deep nesting, merge keys and other tricks of YAML",
      "line ends, a byte order mark and comments change nothing that anybody is asked for"),
    Attack(
      "files and trees made to exhaust time or memory", "a large file of another kind is nobody's contract",
      "trees made to exhaust time are refused", "two contracts of a megabyte are compared below 100 MB",
      "nobody fills the ref of the records with what stops others", "nobody fills a contract's folder of records with what is none"),
    Attack(
      "environment and repository config that replace the verifier", "what a pusher's environment and settings say decides nothing",
      "configuration that names another verifier is not read"),
    Attack(
      "hostile control characters in names that reach a terminal", "paths that Git would quote are judged and told in full",
      "control characters of a repository never reach the terminal"),
    Attack("an agent that writes the owner's trailer", "an agent that writes the owner's trailer"),
    Attack("an agent that signs through an ssh-agent", "an agent that signs through an ssh-agent"),
    Attack("an agent that raises a consumer's 'tested:'", "an agent that raises a consumer's tested version"),
    Attack(
      "an agent that edits the policy to allow itself", "an agent that edits the policy to allow itself",
      "a policy that frees its author is not adopted without its stewards"),
    // Beyond the list.
    Attack("a symbolic reference of the server", "a symbolic reference of the server is judged as what it moves"),
    Attack("a branch for which the server's HEAD waits", "a branch for which the server's HEAD waits takes nothing over"),
    Attack("a draft on somebody's line", "a draft takes no line away from its owner by becoming something else"),
    Attack("a line for later", "a line for later does not hide behind one that has an effect"),
    Attack("a hand-over", "a forged trailer hands nothing over", "one section does not hand over what another owns too"),
    Attack("a withdrawal that is left out", "a withdrawal that is left out of the push is still one"),
    Attack("an old side that is made up", "an old side that is made up deletes nothing and moves nothing"),
    Attack("a protected branch of before adoption", "a protected branch that was cut before adoption is no way around it"),
    Attack("references in other letters", "references in other letters are not another store of the server"),
  ]
}

struct AttackListTests {
  @Test func `every attack of the list has the tests that it names`() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var names: Set<String> = []
    for file in try #require(FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)) {
      guard let file = file as? URL, file.pathExtension == "swift" else { continue }
      for part in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "func `").dropFirst() {
        names.insert(String(part.prefix { $0 != "`" }))
      }
    }
    #expect(names.count > 300, "the tests were not read")
    for attack in Attack.all {
      #expect(!attack.tests.isEmpty, "\(attack.name)")
      for test in attack.tests { #expect(names.contains(test), "'\(attack.name)' names a test that is not there: '\(test)'") }
    }
    #expect(Set(Attack.all.map(\.name)).count == Attack.all.count)
  }
}
