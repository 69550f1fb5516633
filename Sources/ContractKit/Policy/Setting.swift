/// One value that a line of a file gives to a key.
struct Assignment<Root>: Sendable {
  /// Dotted, for example `sign-off.breaking.who`.
  var key: String
  var line: Int
  var apply: @Sendable (inout Root) -> Void
}

/// One key of the policy: how it is read, and how it is written again.
struct Setting<Root>: Sendable {
  /// Dotted, as the keys nest in the file.
  let key: String
  let read: @Sendable (inout StrictReader, YAMLNode) -> [Assignment<Root>]
  /// The keys and values that are in force, in YAML's flow form. A key with names of its own below it (`levels`) gives one for each.
  let entries: @Sendable (Root) -> [(key: String, text: String)]
  /// What the key takes, as JSON Schema.
  let schema: @Sendable () -> SchemaNode

  /// Gives the place of a value to whoever reads or writes it: `{ $1(&$0.place) }`. A key path says the same, and costs a hook, which reads the
  /// policy each time, more than all of the reading: each is made at run time.
  typealias Access<Value> = @Sendable (inout Root, (inout Value) -> Void) -> Void

  /// A key with one value.
  init<Value: Sendable>(_ key: String, _ access: @escaping Access<Value>, _ kind: SettingKind<Value>) {
    self.key = key
    read = { reader, node in
      guard let value = kind.read(&reader, node, "'\(key)'") else { return [] }
      return [Assignment(key: key, line: node.position.line) { root in access(&root) { $0 = value } }]
    }
    entries = { root in
      var (root, entries) = (root, [(key: String, text: String)]())
      access(&root) { entries = [(key, kind.text($0))] }
      return entries
    }
    schema = kind.schema
  }

  /// A key whose value is a mapping from names, each of which is set by itself.
  init<Value: Sendable>(
    _ key: String, _ access: @escaping Access<[String: Value]>, each kind: SettingKind<Value>,
    named pattern: String? = nil,
    accepts: @escaping @Sendable (inout StrictReader, _ name: String, _ position: SourcePosition) -> Bool = { _, _, _ in true }
  ) {
    self.key = key
    schema = { .map(of: kind.schema(), named: pattern).orNull }
    read = { reader, node in
      var assignments: [Assignment<Root>] = []
      for entry in reader.mapping(node, what: "'\(key)'") ?? [] {
        let value = kind.read(&reader, entry.value, "'\(key).\(entry.key)'")
        guard accepts(&reader, entry.key, entry.position), let value else { continue }
        let name = entry.key
        assignments.append(
          Assignment(key: key + "." + name, line: entry.position.line) { root in access(&root) { $0[name] = value } })
      }
      return assignments
    }
    entries = { root in
      var (root, entries) = (root, [(key: String, text: String)]())
      access(&root) { entries = $0.sorted { $0.key < $1.key }.map { (key + "." + $0.key, kind.text($0.value)) } }
      return entries
    }
  }
}

/// A kind of value: how it is read from a node, and its text in YAML.
struct SettingKind<Value: Sendable>: Sendable {
  let read: @Sendable (inout StrictReader, YAMLNode, _ what: String) -> Value?
  let text: @Sendable (Value) -> String
  /// What is read, as JSON Schema.
  let schema: @Sendable () -> SchemaNode
}

extension SettingKind where Value == Bool {
  static let boolean = SettingKind(read: { $0.boolean($1, what: $2) }, text: { $0 ? "true" : "false" }, schema: { .boolean })
}

extension SettingKind where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> SettingKind {
    SettingKind(read: { $0.integer($1, what: $2, in: range) }, text: { String($0) }, schema: { .integer(range) })
  }
}

extension SettingKind where Value == ExactNumber {
  static let number = SettingKind(read: { $0.number($1, what: $2) }, text: { $0.description }, schema: { .number })
}

extension SettingKind where Value == CalendarPeriod {
  static let period = SettingKind(read: { $0.period($1, what: $2) }, text: { $0.description }, schema: { .period })
}

extension SettingKind where Value == Glob {
  static let glob = SettingKind(read: { $0.glob($1, what: $2) }, text: { YAMLText.quoted($0.description) }, schema: { .string })

  /// A pattern over full ref names.
  static let refGlob = SettingKind(
    read: { reader, node, what in
      guard let glob = reader.glob(node, what: what) else { return nil }
      guard glob.description.hasPrefix("refs/") else {
        reader.report(node.position, "\(what) takes full ref names such as 'refs/heads/main', not '\(glob.description)'")
        return nil
      }
      return glob
    }, text: glob.text, schema: { .string(matching: "^refs/") })
}

extension SettingKind where Value == BranchPattern {
  static let branch = SettingKind(
    read: { reader, node, what in
      if node.kind == .scalar, node.text == "default" { return .defaultBranch }
      return SettingKind<Glob>.refGlob.read(&reader, node, what).map { .glob($0) }
    }, text: { YAMLText.quoted($0.description) }, schema: { .string(matching: "^(default$|refs/)") })
}

extension SettingKind where Value == ElementPattern {
  static let elements = SettingKind(
    read: { reader, node, what in
      guard let text = reader.line(node, what: what) else { return nil }
      guard let hash = text.firstIndex(of: "#") else {
        reader.report(node.position, "\(what) takes '<path pattern>#<element pattern>', not '\(text)'")
        return nil
      }
      do throws(Glob.Invalid) {
        return ElementPattern(path: try Glob(String(text[..<hash])), element: try Glob(String(text[text.index(after: hash)...])))
      } catch {
        reader.report(node.position, "\(what) '\(text)' is no pair of patterns: \(error.reason)")
        return nil
      }
    }, text: { YAMLText.quoted($0.description) }, schema: { .string(matching: "#") })
}

extension SettingKind where Value == String {
  /// A text of one line; `fault` says what is wrong with it, or nil.
  /// `pattern` is the part of it that JSON Schema can say.
  static func line(
    allowsEmpty: Bool = false, pattern: String? = nil, fault: @escaping @Sendable (String) -> String? = { _ in nil }
  ) -> SettingKind {
    SettingKind(
      read: { reader, node, what in
        if allowsEmpty, node.kind == .scalar, node.text.isEmpty { return "" }
        guard let text = reader.line(node, what: what) else { return nil }
        guard let fault = fault(text) else { return text }
        reader.report(node.position, "\(what) \(fault), not '\(text)'")
        return nil
      }, text: { YAMLText.quoted($0) },
      schema: { allowsEmpty ? .string.orNull : pattern.map { .string(matching: $0) } ?? .line })
  }
}

extension SettingKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  static var choice: SettingKind {
    SettingKind(
      read: { $0.choice($1, what: $2, as: Value.self) }, text: { YAMLText.quoted($0.rawValue) },
      schema: { .choice(Value.allCases.map(\.rawValue)) })
  }
}

extension SettingKind {
  /// A list of values of one kind; every item that is wrong is reported.
  static func list<Item: Sendable>(of kind: SettingKind<Item>) -> SettingKind where Value == [Item] {
    SettingKind(
      read: { reader, node, what in
        reader.list(node, what: what) { kind.read(&$0, $1, "an entry of \(what)") }
      }, text: { "[" + $0.map(kind.text).joined(separator: ", ") + "]" }, schema: { .list(of: kind.schema()).orNull })
  }
}

/// How this tool writes a text as one YAML scalar.
enum YAMLText {
  /// Plain where YAML 1.2 reads the same text back from it, else between double quotes.
  static func quoted(_ text: String) -> String {
    let isWord = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", "+": true
      default: false
      }
    }
    let reserved: Set = ["", "true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"]
    let isSafe = isWord && !text.hasPrefix("-") && !text.hasPrefix(".") && !reserved.contains(text.lowercased()) && ExactNumber(text) == nil
    return isSafe ? text : JSON.string(text).canonical
  }
}
