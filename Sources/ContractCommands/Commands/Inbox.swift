internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract inbox`.
struct InboxCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "List what waits for your agreement, on every branch that is here.",
    discussion: """
      Judges each branch that its target does not have yet, those of remotes as they were fetched, and names what asks an owner and was not \
      given. You are whoever Git's configuration names (user.email); --for asks for somebody else, --all for everybody.
      """)

  @Option(name: .customLong("for"), help: ArgumentHelp("An id of the people file, or an e-mail.", valueName: "person"))
  var person: String?

  @Flag(help: "What waits for anybody.")
  var all = false

  @Option(help: ArgumentHelp("The branch that the changes are meant for.", valueName: "branch"))
  var target: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if all, person != nil { throw ValidationError("'--all' and '--for' exclude each other") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    let form = try output.form(for: "inbox", of: [.text, .markdown, .json], contracts.git.configuration, context)
    let inbox = try contracts.inbox(
      target: target, person: all ? nil : owner(contracts, context), environment: context.environment, today: context.today)
    guard let inbox else {
      throw CommandError("there is no branch that a change could be meant for", hints: ["git contract inbox --target BRANCH"])
    }
    switch form {
    case .json: context.console.write(inbox.json(toolVersion: GitContract.version).pretty)
    case .markdown: context.console.write(inbox.markdown)
    default: context.console.write(inbox.text(output.style(contracts.git.configuration, context)))
    }
    return inbox.tellUnreadable(context)
  }

  /// The id of whom it is about: by the people of HEAD, and where these do not know them, the address, which CODEOWNERS may name.
  private func owner(_ contracts: borrowing ContractRepository, _ context: Context) throws -> String {
    let people = try contracts.rulebook(at: contracts.git.head().commit).people ?? People()
    if let person {
      if people.person(id: person) != nil { return person }
      guard person.contains("@") else {
        let near = SpellingSuggestion.nearest(to: person, among: people.persons.map(\.id))
        throw CommandError(
          "nobody in '\(People.path)' has the id '\(person)'", hints: near.map { ["did you mean '\($0)'?"] } ?? [])
      }
      return (people.person(email: person) ?? people.person(handle: person) ?? Person(email: person)).id
    }
    guard let email = SigningCase.email(contracts, context), !email.isEmpty else {
      throw CommandError("nobody knows who you are", hints: ["git config user.email", "git contract inbox --all"])
    }
    return Roster(people: people, day: context.today).person(email: email).id
  }
}

extension Inbox {
  /// Says which branches could not be judged: what waits there nobody knows.
  func tellUnreadable(_ context: Context) -> ExitStatus {
    for (branch, why) in unreadable { context.console.note("error: cannot judge '\(branch.printable)': \(why.printable)\n") }
    return unreadable.isEmpty ? .pass : .undecided
  }
}
