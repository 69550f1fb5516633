/// What may stand where the cursor is, in a call that is being typed.
package struct Completion: Sendable {
  /// What only the repository knows.
  package enum Source: Hashable, Sendable {
    /// Names of contracts; with `versions` a name and `@` too.
    case contracts
    /// Versions of the contract of this name.
    case versions(String)
    case revisions
    case branches
    case rules
    case schemas
  }

  /// Words that are known already.
  package private(set) var words: [String] = []
  /// What to ask the repository for; nil where the shell had better offer files, or nothing.
  package private(set) var source: Source?
  /// What is typed of the word, which every candidate begins with.
  package let prefix: String

  /// - Parameter typed: the words behind `git contract`, the last one as far as it is there.
  package init(_ program: CommandDescription, typed: [String]) {
    var command = program
    var place = 0
    var value: CommandDescription.Argument?
    var isEnd = false
    prefix = typed.last ?? ""
    for word in typed.dropLast() {
      if value != nil {
        value = nil
      } else if word == "--" {
        isEnd = true
      } else if word == "-C", command.name == program.name {
        value = CommandDescription.Argument(
          kind: .option, names: ["-C"], valueName: "directory", abstract: "", isOptional: true, isRepeating: true, values: [])
      } else if !isEnd, word.hasPrefix("-") {
        value = command.arguments.first { $0.kind == .option && $0.names.contains(word) }
      } else if let next = command.subcommands.first(where: { $0.name == word }), place == 0 {
        command = next
      } else {
        place += 1
      }
    }
    if let value {
      complete(value)
    } else if prefix.hasPrefix("-"), !isEnd {
      if let equals = prefix.firstIndex(of: "="),
        let option = command.arguments.first(where: { $0.names.contains(String(prefix[..<equals])) })
      {
        words = option.values.map { prefix[...equals] + $0 }
      } else {
        words = command.arguments.filter { $0.kind != .positional }.flatMap(\.names).filter { $0.hasPrefix("--") || prefix == "-" }
      }
    } else if !command.subcommands.isEmpty, place == 0 {
      words = command.subcommands.map(\.name)
    } else {
      let positional = command.arguments.filter { $0.kind == .positional }
      if let argument = place < positional.count ? positional[place] : positional.last?.isRepeating == true ? positional.last : nil {
        complete(argument)
      }
    }
    words = words.filter { $0.hasPrefix(prefix) }
  }

  private mutating func complete(_ argument: CommandDescription.Argument) {
    guard argument.values.isEmpty else {
      words = argument.values
      return
    }
    switch argument.valueName {
    case "contract", "contract [rev]", "element": source = .contracts
    case "contract[@version]":
      source = prefix.lastIndex(of: "@").map { .versions(String(prefix[..<$0])) } ?? .contracts
    case "revision", "revisions", "range", "rev", "day|revision": source = .revisions
    case "branch": source = .branches
    case "rule": source = .rules
    case "kind": source = .schemas
    default: break
    }
  }
}
