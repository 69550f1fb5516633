/// A page of the manual for `man(1)`, by the macros of man(7), which groff and mandoc both know.
package struct ManualPage: Sendable {
  /// Of the file: `git-contract-check.1`.
  package var name: String
  package var text: String

  /// The pages of a program: one for it, one for each of its commands, one for what may be configured.
  ///
  /// - Parameter usage: how a command is called, by its words (`["hooks", "install"]`), a line each.
  package static func all(of program: CommandDescription, version: String, usage: ([String]) -> String) -> [ManualPage] {
    let commands = program.subcommands.filter { $0.name != "help" }
    let title = "git-contract"
    var pages: [ManualPage] = []
    for command in [nil] + commands.map(Optional.some) {
      var page = ManualWriter(name: command.map { title + "-" + $0.name } ?? title, version: version)
      let described = command ?? program
      page.section("NAME")
      page.line(page.name.roff + " \\- " + described.abstract.dropLast(described.abstract.hasSuffix(".") ? 1 : 0).description.roff)
      page.section("SYNOPSIS")
      page.verbatim(usage(command.map { [$0.name] } ?? []))
      page.section("DESCRIPTION")
      page.paragraphs(described.discussion.isEmpty ? described.abstract : described.discussion)
      if let command {
        page.options(command.arguments)
        for part in command.subcommands {
          page.section((command.name + " " + part.name).uppercased())
          page.verbatim(usage([command.name, part.name]))
          page.paragraphs(part.abstract)
          page.paragraphs(part.discussion)
          page.options(part.arguments, isPart: true)
        }
      } else {
        page.section("COMMANDS")
        for command in commands { page.item("\\fBgit\\-contract\\-" + command.name.roff + "\\fR(1)", command.abstract) }
      }
      page.common(isProgram: command == nil)
      page.section("SEE ALSO")
      page.line(command == nil ? "\\fBgit\\fR(1), \\fBgit\\-contract\\-config\\fR(5)" : "\\fBgit\\-contract\\fR(1)")
      pages.append(ManualPage(name: page.name + ".1", text: page.text))
    }
    return pages + [.configuration(version: version)]
  }
}

/// Writes one page.
struct ManualWriter {
  let name: String
  var text: String

  init(name: String, chapter: Int = 1, version: String) {
    self.name = name
    // No date: the same version gives the same bytes on any day.
    text = ".TH \(name.uppercased().roff) \(chapter) \"\" \"git\\-contract \(version.roff)\" \"Git Contract\"\n"
  }

  mutating func section(_ title: String) { text += ".SH \"\(title.roff)\"\n" }

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func verbatim(_ lines: String) {
    text += ".nf\n"
    for line in lines.split(separator: "\n") { text += String(line.drop { $0 == " " }).roff + "\n" }
    text += ".fi\n"
  }

  mutating func paragraphs(_ words: String) {
    for paragraph in words.split(separator: "\n\n") {
      text += ".PP\n"
      // What is indented or lists something keeps its lines.
      for line in paragraph.split(separator: "\n") { text += String(line.drop { $0 == " " }).roff + "\n" }
    }
  }

  mutating func item(_ label: String, _ words: String) { text += ".TP\n\(label)\n\(words.roff)\n" }

  mutating func options(_ arguments: [CommandDescription.Argument], isPart: Bool = false) {
    let shown = arguments.filter { argument in isPart ? !["--help", "--version"].contains(argument.names.last ?? "") : true }
    guard !shown.isEmpty else { return }
    if !isPart { section("OPTIONS") }
    for argument in shown {
      let value = "\\fI\(argument.valueName.roff)\\fR"
      let label: String
      switch argument.kind {
      case .positional: label = value + (argument.isRepeating ? "..." : "")
      case .flag: label = argument.names.map { "\\fB\($0.roff)\\fR" }.joined(separator: ", ")
      case .option: label = argument.names.map { "\\fB\($0.roff)\\fR" }.joined(separator: ", ") + " " + value
      }
      let values = argument.values.isEmpty ? "" : " (" + argument.values.joined(separator: ", ") + ")"
      item(label, (argument.abstract.isEmpty ? "See above." : argument.abstract) + values)
    }
  }

  /// What holds for every command.
  mutating func common(isProgram: Bool) {
    section("EXIT STATUS")
    for (code, meaning) in [
      ("0", "Pass."), ("1", "The verdict is refuse, or 'diff --exit-code' found changes."),
      ("128", "It could not be decided: repository, missing object, policy, tool or network."), ("129", "Wrong usage."),
      ("130", "Interrupted."),
    ] { item(code, meaning) }
    guard isProgram else { return }
    section("FILES")
    for (file, meaning) in [
      (".contracts/policy.yaml", "What is asked of whoever changes a contract; 'git contract policy' prints what is in force."),
      (".contracts/people.yaml", "Who is behind the names in CODEOWNERS, and their keys."),
      (".contracts/waivers.yaml", "What was let pass, by whom, until when."), ("CODEOWNERS", "Who owns which contract."),
      ("consumers/", "Who reads what, a file each."),
    ] { item("\\fI\(file.roff)\\fR", meaning) }
    section("CONFIGURATION")
    let names = (Setting.preferences + Setting.server).map(\.key) + ["color.contract", "pager.contract"]
    paragraphs(names.joined(separator: ", ") + ": git-contract-config(5) tells what they are.")
    section("ENVIRONMENT")
    item("\\fBNO_COLOR\\fR", "Set to anything: no colour.")
    item("\\fBGIT_CONTRACT_FORMAT\\fR", "As contract.format, and stronger.")
  }
}

extension String {
  /// What roff reads as these letters and as nothing else (groff_char(7)).
  var roff: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": text += "\\e"
      case "-": text += "\\-"
      case "'": text += "\\(aq"
      case "`": text += "\\(ga"
      case "^": text += "\\(ha"
      case "~": text += "\\(ti"
      case "\"": text += "\\(dq"
      case ".": text += text.isEmpty ? "\\&." : "."
      case "\n": text += " "
      case "\u{20}"..."\u{7E}": text.unicodeScalars.append(scalar)
      default:
        text +=
          "\\[u" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
          + String(scalar.value, radix: 16, uppercase: true) + "]"
      }
    }
    return text
  }
}
