internal import ArgumentParser
internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// `git contract diff-driver`: what Git starts for a file whose attribute names it (gitattributes(5), "Defining an external diff driver").
///
/// It goes past argument-parser, since Git's arguments are paths that may look like options. It shows, and decides nothing: where a file is
/// no contract or cannot be read as one its lines are compared, and whatever fails is told without an exit code that would end `git log`.
struct DiffDriver: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff-driver", abstract: "What 'git diff' and 'git log -p --ext-diff' start, to show contracts by their meaning.",
    usage: "git contract diff-driver PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE [NEW-PATH INFO]",
    discussion: """
      Once for a repository:

        git config diff.contract.command 'git-contract diff-driver'
        echo '*.odcs.yaml diff=contract' >> .gitattributes

      Then 'git diff' and 'git log -p --ext-diff' say of contracts what changed in them, and what it costs under the policy of HEAD. A \
      file that is no contract, or cannot be read as one, is compared line by line. 'git diff --no-ext-diff' shows the lines of all.
      """)

  @Argument(help: "What Git gives an external diff; of a path that is not merged only the path.")
  var arguments: [String] = []

  static func asksForHelp(_ call: [String]) -> Bool {
    call.count == 2 && ["-h", "--help"].contains(call[1])
  }

  func run(in context: Context) throws -> ExitStatus {
    try Self.show(arguments, context)
  }

  /// One side of the pair, as Git hands it over.
  private struct Side {
    var path: String
    var file: String
    var mode: String
    /// Nil where the side does not exist.
    var bytes: [UInt8]?

    init(path: String, _ words: ArraySlice<String>, _ context: Context) throws {
      let words = Array(words)
      self.path = path
      (file, mode) = (words[0], words[2])
      guard file != "/dev/null" else { return }
      guard let content = try LocalFile.read(context.absolutePath(file)) else { throw CommandError("cannot read '\(file)': no such file") }
      bytes = content
    }
  }

  static func show(_ arguments: [String], _ context: Context) throws -> ExitStatus {
    guard [1, 7, 9].contains(arguments.count) else {
      throw CommandError(
        "Git gives a diff driver 1, 7 or 9 arguments, not \(arguments.count)", hints: ["git contract help diff-driver"], status: .usage)
    }
    guard arguments.count > 1 else {
      context.console.write("* Unmerged path \(arguments[0].printable)\n")
      return .pass
    }
    do {
      let old = try Side(path: arguments[0], arguments[1...3], context)
      let new = try Side(path: arguments.count == 9 ? arguments[7] : arguments[0], arguments[4...6], context)
      try show(old, new, context)
    } catch {
      // Git would take a failure of ours for the end of everything that it still has to show.
      context.warn("cannot show '\(arguments[0])': \(CommandError(error).message)")
    }
    return .pass
  }

  private static func show(_ old: Side, _ new: Side, _ context: Context) throws {
    let rules = try Rules(context)
    var text = ""
    if !old.path.utf8.elementsEqual(new.path.utf8) { text += "renamed from \(old.path.printable)\n" }
    if let before = old.bytes.map({ _ in old.mode }), let after = new.bytes.map({ _ in new.mode }), before != after {
      text += "mode \(before.printable) -> \(after.printable)\n"
    }
    if let diff = semanticDiff(old, new, rules, context) {
      text += DiffAnswer(diagnostics: [], contracts: [diff]).text(rules.style)
      context.console.write(text)
    } else {
      let patch = try TextPatch.unified(old: old.bytes, oldPath: old.path, new: new.bytes, newPath: new.path)
      context.console.write(text)
      for line in patch.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
        write(line, rules.style, context)
      }
    }
    // Between two files; Git counts them for us.
    if let count = context.environment["GIT_DIFF_PATH_COUNTER"], count != context.environment["GIT_DIFF_PATH_TOTAL"] {
      context.console.write("\n")
    }
  }

  /// Nil where a side is no contract, or none that can be read.
  private static func semanticDiff(_ old: Side, _ new: Side, _ rules: Rules, _ context: Context) -> TransitionDiff? {
    var contracts: [Contract?] = []
    for side in [old, new] {
      guard let bytes = side.bytes else {
        contracts.append(nil)
        continue
      }
      guard ContractDetection.claims(bytes) else { return nil }
      do {
        contracts.append(try ContractReader.read(bytes, path: side.path, limits: rules.policy.limits))
      } catch {
        // Its lines show what is wrong with it; 'git contract check' names it.
        return nil
      }
    }
    let status = contracts[0]?.status ?? contracts[1]?.status ?? .active
    let judge = rules.policy.effective(for: old.bytes == nil ? new.path : old.path, status: status).judge
    return TransitionDiff(from: contracts[0], to: contracts[1], settings: JudgeSettings(policy: judge, today: context.today))
  }

  /// By what is judged, and how it is dressed.
  private struct Rules {
    var policy = Policy()
    var style: Style

    /// The policy of HEAD. Outside of a repository, and where the policy cannot be read, the defaults hold; the latter is told.
    init(_ context: Context) throws {
      let repository: ContractRepository
      do {
        repository = ContractRepository(try context.openRepository())
      } catch let error as GitError where error.kind == .notARepository {
        style = OutputOptions.style(color: nil, try context.userConfiguration(), context, onErrors: false)
        return
      }
      style = OutputOptions.style(color: nil, repository.git.configuration, context, onErrors: false)
      do {
        policy = try repository.rulebook(at: repository.git.head().commit).policy
      } catch {
        context.warn("judged without the policy of HEAD: \(CommandError(error).message)")
      }
    }
  }

  /// A line of a text diff. Into a pipe its bytes go as they are; a terminal would obey some of them.
  private static func write(_ line: ArraySlice<UInt8>, _ style: Style, _ context: Context) {
    let shown = context.console.outputIsTerminal ? Array(Show.shown(Array(line)).utf8) : Array(line)
    let paint: Style.Paint? =
      switch line.first {
      case UInt8(ascii: "+"): .green
      case UInt8(ascii: "-"): .red
      case UInt8(ascii: "@"): .blue
      case UInt8(ascii: " "): nil
      default: .bold
      }
    guard let paint, style.usesColour else {
      context.console.write(shown + [UInt8(ascii: "\n")])
      return
    }
    let (opening, closing) = style.marks(paint)
    context.console.write(Array(opening.utf8) + shown + Array(closing.utf8) + [UInt8(ascii: "\n")])
  }
}
