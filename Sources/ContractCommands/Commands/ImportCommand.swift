internal import ArgumentParser
internal import ContractKit

/// `git contract import`.
struct ImportCommand: ContractCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a first contract from a schema that is there already.",
    discussion: """
      Formats: sql (CREATE TABLE and what follows it), dbt (schema.yml or manifest.json), json-schema (drafts 4 to 2020-12), avro (.avsc, \
      .avpr), protobuf (a descriptor set: protoc --include_imports --include_source_info --descriptor_set_out=FILE). '-' reads standard \
      input. Several files become one contract.

      The contract is a draft of ODCS 3.2: a schema says what data looks like, not what is promised, so purpose, servers, service levels and \
      the people behind it are left in comments. What the contract does not hold of the source is told on stderr, each with its place. The \
      exit code is 1 where a table or a field is missing from it, though it was written.

      The contract is called as the file of --output is, unless --name says otherwise; on stdout it has the source's own name. The same \
      source gives the same bytes. The id depends on the name and the paths of the files alone, so that a schema that has changed can be \
      imported again, by the same name, and compared.
      """)

  @Argument(help: ArgumentHelp("sql, dbt, json-schema, avro or protobuf.", valueName: "format"))
  var format: Import.Format

  @Argument(help: ArgumentHelp("The files to read.", valueName: "file"))
  var files: [String]

  @Option(
    name: [.short, .customLong("output")], help: ArgumentHelp("Write into this file instead of stdout, which is '-'.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  @Option(help: ArgumentHelp("What the contract is called.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("The id of the contract.", valueName: "id"))
  var id: String?

  @Option(name: .customLong("only"), help: ArgumentHelp("Only this table; may be repeated.", valueName: "table"))
  var tables: [String] = []

  @Option(
    help: ArgumentHelp(
      "Whose types they are: \(SQLDialect.named.map(\.key).joined(separator: ", ")).", valueName: "dialect"))
  var dialect: String?

  /// Nil for standard output.
  private var destination: String? { output == "-" ? nil : output }

  func validate() throws {
    if output == "" { throw ValidationError("'--output' names no file") }
    if force, destination == nil { throw ValidationError("'--force' needs '--output'") }
    if let name, name.isEmpty || name.contains(where: \.isNewline) { throw ValidationError("'--name' is one line") }
    if let id, id.isEmpty || id.contains(where: \.isNewline) { throw ValidationError("'--id' is one line") }
    if let dialect, SQLDialect(named: dialect) == nil {
      let clause = SpellingSuggestion.clause(for: dialect, among: SQLDialect.named.map(\.key))
      throw ValidationError("there is no dialect '\(dialect.printable)'\(clause)")
    }
  }

  func run(in context: Context) throws -> ExitStatus {
    var sources: [(path: String, bytes: [UInt8])] = []
    for file in files {
      let path = Self.path(of: file, context)
      guard let bytes = try LocalFile.read(path) else { throw CommandError("cannot read '\(file)': no such file") }
      sources.append((file, bytes))
    }
    // Before anything is said of what was read.
    if let destination {
      let path = context.absolutePath(destination)
      if !force, LocalFile.exists(path) {
        throw CommandError("cannot write '\(destination)': it is there already", hints: ["--force replaces it"])
      }
      if files.contains(where: { LocalFile.isSame(Self.path(of: $0, context), path) }) {
        throw CommandError("cannot write '\(destination)': it is what is read", hints: ["name another file for the contract"])
      }
    }
    let schema = try Import.schema(format, sources, dialect: dialect.flatMap { SQLDialect(named: $0) }, only: tables)
    for remark in schema.remarks { context.console.note(Self.line(remark) + "\n") }
    guard !schema.tables.isEmpty else {
      let what = tables.isEmpty ? "" : " of that name"
      throw CommandError("'\(files.joined(separator: "', '"))' has no table\(what) that could be read as \(format.rawValue)")
    }
    let draft = ContractDraft(schema, sources: files, name: name, output: destination, identifier: id)
    let text = Array(draft.text.utf8)
    let path = destination ?? "the contract"
    // What is written can be read, else it is not written.
    let contract = try ContractReader.read(text, path: path, limits: .init())
    for diagnostic in contract.diagnostics {
      context.warn("\(path):\(diagnostic.position.line):\(diagnostic.position.column): \(diagnostic.message)")
    }
    if let output = destination {
      try LocalFile.makeDirectory(Self.directory(of: context.absolutePath(output)))
      try LocalFile.write(text, to: context.absolutePath(output))
    } else {
      context.console.write(draft.text)
    }
    tell(schema, context)
    return schema.isIncomplete ? .refuse : .pass
  }

  private func tell(_ schema: ImportedSchema, _ context: Context) {
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    let place = destination.map { "\($0.printable): " } ?? ""
    context.console.note("\(place)\(count(schema.tables.count, "table")) with \(count(schema.fieldCount, "field"))")
    let missing = schema.remarks.count { $0.kind == .missing }
    let untold = schema.remarks.count - missing
    var parts: [String] = []
    if missing > 0 { parts.append("\(missing) missing") }
    if untold > 0 { parts.append("\(untold) not carried over") }
    context.console.note(parts.isEmpty ? ", all that the source says\n" : "; " + parts.joined(separator: ", ") + "\n")
    if let output = destination {
      context.hint("read it, fill in what stands in comments, then: git add \(ShellWord.quoted(output)) && git contract check --all")
    }
  }

  private static func path(of file: String, _ context: Context) -> String {
    file == "-" ? "/dev/stdin" : context.absolutePath(file)
  }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// As compilers write it.
  static func line(_ remark: ImportRemark) -> String {
    let place = remark.position.map { ":\($0.line):\($0.column)" } ?? ""
    let word = remark.kind == .missing ? "warning" : "note"
    return "\(remark.path.printable)\(place): \(word): \(remark.message.printable)"
  }
}

extension Import.Format: ExpressibleByArgument {}
