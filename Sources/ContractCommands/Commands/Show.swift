internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract show`.
struct Show: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a contract as it was at a version or revision.",
    discussion: """
      orders@1.4.2 is the version, orders@v1.0 or orders@HEAD~3 the revision where no version is called so. A version that is not in the \
      history of HEAD is looked for under its release tag, then on the other branches.
      """)

  @Argument(help: ArgumentHelp("A contract's id, name or path, and behind '@' a version or revision.", valueName: "contract[@version]"))
  var contract: String

  @Option(help: "yaml (the bytes as they were) or json.")
  var format: Form = .yaml

  enum Form: String, CaseIterable, ExpressibleByArgument { case yaml, json }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    guard let head = try contracts.git.head().commit else { throw CommandError.noCommit }
    let rulebook = try contracts.rulebook(at: head)
    let found = try VersionArgument(contract).find(contracts, head, rulebook)
    switch format {
    case .yaml:
      let bytes = try contracts.bytes(of: found, limits: rulebook.limits)
      // Into a file or a pipe the bytes go as they are; a terminal would obey some of them.
      context.console.write(context.console.outputIsTerminal ? Array(Self.shown(bytes).utf8) : bytes)
    case .json:
      guard let contract = found.contract else {
        if case .unparsable(let diagnostics) = found.file { throw ReadingError(diagnostics) }
        throw CommandError("'\(found.path)' is no contract")
      }
      context.console.write(ContractJSON.json(contract, toolVersion: GitContract.version).pretty)
    }
    return .pass
  }

  /// The text without what could steer a terminal.
  static func shown(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).map { character in
      character.isNewline || character == "\t" ? (character == "\t" ? "\t" : "\n") : String(character).printable
    }.joined()
  }
}
