internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract init`.
struct Init: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Set up a repository whose contracts are to bind: policy, people, owners, hooks.",
    discussion: """
      Finds the contracts, proposes who owns them from who wrote them, and shows everything before it asks. What is there already is \
      never overwritten, so it may be run again at any time. Nothing refuses a change yet: owners are warnings until --enforce.

      Persons come from the authors of contracts; .mailmap is respected, bots are left out. CODEOWNERS gets lines for contracts that no \
      line covers, at its end.
      """)

  @Flag(name: [.short, .long], help: "Write it without asking.")
  var yes = false

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show it, ask nothing, write nothing.")
  var dryRun = false

  @Flag(help: "Make ownership binding: the last step, when people and owners are agreed on.")
  var enforce = false

  func validate() throws {
    if yes, dryRun { throw ValidationError("'--yes' and '--dry-run' do not go together") }
  }

  func run(in context: Context) throws -> ExitStatus {
    let contracts = ContractRepository(try context.openRepository())
    guard let workTree = contracts.git.workTree else {
      throw CommandError("this is the repository of a server, which has no files", hints: ["git contract hooks install"])
    }
    let plan = try enforce ? AdoptionPlan(enforcing: contracts, context) : AdoptionPlan(contracts, context)
    context.console.write(plan.text)
    guard !plan.isDone else {
      for note in plan.notes { context.console.write("note: \(note.printable)\n") }
      context.console.write(enforce ? "ownership is binding already\n" : "nothing is left to set up\n")
      if !enforce, plan.mayEnforce { context.hint("git contract init --enforce") }
      return .pass
    }
    for note in plan.notes { context.console.write("note: \(note.printable)\n") }
    guard !dryRun else { return .pass }
    guard try yes || isWanted(context) else {
      context.console.note("nothing was written\n")
      return .refuse
    }
    for line in try plan.write(below: workTree, contracts.git) { context.console.write(line.printable + "\n") }
    let files = plan.files.map { ShellWord.quoted($0.path) }
    if !files.isEmpty { context.hint("git add \(files.joined(separator: " ")) && git commit") }
    return .pass
  }

  private func isWanted(_ context: Context) throws -> Bool {
    guard context.console.inputIsTerminal else {
      throw CommandError("nobody is here to ask whether this is to be written", hints: ["git contract init --yes"], status: .usage)
    }
    context.console.note("write all this? [y/N] ")
    return ["y", "yes"].contains(context.console.readLine()?.lowercased())
  }
}
