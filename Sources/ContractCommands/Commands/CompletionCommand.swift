internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract completion bash|zsh|fish`.
struct CompletionCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a script by which a shell completes 'git contract' with the Tab key.",
    discussion: """
      bash: eval "$(git contract completion bash)" in ~/.bashrc, behind Git's own completion.
      zsh: git contract completion zsh > a file '_git-contract' in a directory of $fpath.
      fish: git contract completion fish > ~/.config/fish/completions/git-contract.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run(in context: Context) throws -> ExitStatus {
    context.console.write(shell.script)
    return .pass
  }
}

/// `git contract complete WORD...`: what those scripts ask. It says nothing where it knows nothing: whoever presses Tab wants no error.
enum CompletionAnswer {
  static func run(_ typed: [String], _ context: Context) -> ExitStatus {
    do {
      let completion = Completion(try GitContract.description(), typed: typed)
      var words = completion.words
      if let source = completion.source { words += try Self.words(source, context).filter { $0.hasPrefix(completion.prefix) } }
      for word in words where word.printable == word { context.console.write(word + "\n") }
    } catch {
      return .pass
    }
    return .pass
  }

  private static func words(_ source: Completion.Source, _ context: Context) throws -> [String] {
    switch source {
    case .rules: return Catalogue.all.map(\.id)
    case .schemas: return SchemaKind.allCases.map(\.rawValue)
    case .contracts, .versions, .revisions, .branches: break
    }
    let contracts = ContractRepository(try context.openRepository())
    switch source {
    case .branches: return try short(contracts.git.references(under: "refs/heads/"), "refs/heads/")
    case .revisions:
      return try ["HEAD"] + short(contracts.git.references(under: "refs/heads/"), "refs/heads/")
        + short(contracts.git.references(under: "refs/tags/"), "refs/tags/")
        + short(contracts.git.references(under: "refs/remotes/"), "refs/remotes/")
    case .contracts:
      guard let head = try contracts.git.head().commit else { return [] }
      let catalog = try contracts.catalog(at: .commit(head), rulebook: contracts.rulebook(at: head))
      // A name that a shell would take apart is typed as a path.
      return Set(catalog.contracts.map { version in version.contract?.name.flatMap { $0.isOneWord ? $0 : nil } ?? version.path })
        .filter(\.isOneWord).sorted()
    case .versions(let name):
      guard let head = try contracts.git.head().commit else { return [] }
      let rulebook = try contracts.rulebook(at: head)
      guard
        case .found(let versions) = try contracts.catalog(finding: name, at: head, rulebook: rulebook).find(
          name, from: contracts.git.prefix),
        let identifier = versions.compactMap({ $0.contract?.identifier }).first
      else { return [] }
      return try contracts.lines(of: identifier, from: head, rulebook: rulebook)
        .flatMap { $0.versions.map { name + "@" + $0.version } }
    case .rules, .schemas: return []
    }
  }

  private static func short(_ references: [Reference], _ prefix: String) -> [String] {
    references.map { String($0.name.dropFirst(prefix.count)) }
  }
}

extension String {
  /// Whether a shell reads it as one word without quotes.
  fileprivate var isOneWord: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: "._-/@:+,%".utf8.contains(byte)
        }
      }
  }
}

extension GitContract {
  /// The whole tree of commands, as argument-parser describes it.
  ///
  /// - Throws: `CommandError` where it does so in another form than is known here.
  static func description() throws -> CommandDescription {
    do {
      _ = try parseAsRoot(["--experimental-dump-help"])
    } catch {
      let text = fullMessage(for: error)
      do {
        if let found = CommandDescription(try JSON(reading: Array(text.utf8))) { return found }
      } catch {
        throw CommandError("cannot read the description of the commands: \(error)")
      }
    }
    throw CommandError("the commands are not described in a form that is known")
  }
}
