/// One dialect of data contracts as a table: what may stand in which mapping, and what it becomes in the tree of elements.
///
/// `ElementReader` is the one piece of code that reads by such a table. A further dialect is a further table, and what is valid in
/// which version is a matter of the table too.
struct Dialect: Sendable {
  /// What people call the standard.
  let title: String
  /// The versions that the table knows, in ascending order.
  let versions: [StandardVersion]
  /// The table of one kind. A function, so that what a file does not have is never built.
  let shape: @Sendable (Element.Kind) -> Shape

  /// The greatest known version that is not above `version`, else the smallest known one.
  func nearest(to version: StandardVersion) -> StandardVersion {
    versions.last { $0 <= version } ?? versions[0]
  }
}

/// How one kind of element stands in the file.
final class Shape: Sendable {
  let identity: Identity
  let fields: Fields

  init(_ identity: Identity, _ fields: Fields) {
    self.identity = identity
    self.fields = fields
  }

  /// An element that stands in no list.
  convenience init(_ fields: Fields) {
    self.init(Identity(), fields)
  }
}

/// How an entry of a list is told from its neighbours. The stable `id` always tells; this is what else does.
struct Identity: Sendable {
  /// The key whose text is the element's name: two entries with the same one are an input error.
  var name: String?
  /// Keys that belong to the identity beside the name: a service level is `property` and `element` and `driver`.
  var further: [String] = []
  /// Keys by which entries of the same name may still differ without being duplicates: a person who left and came back.
  var apart: [String] = []
  /// Where there is no name: keys that describe the entry well enough to name it in a path, if no neighbour says the same.
  var descriptive: [String] = []
}

/// The keys of one mapping.
final class Fields: Sendable {
  /// From this version on the standard allows no other keys. Nil: further keys are always allowed.
  let closedSince: StandardVersion?
  /// True for a mapping whose keys the standard leaves to the author: each is known, with any value.
  let isFree: Bool
  /// What stands before the name of an attribute: `price.` for the group `price`, empty for an element's own mapping.
  let prefix: String
  let byKey: [String: Field]
  /// Those that some version demands.
  let required: [Field]

  init(closedSince: StandardVersion?, _ fields: [Field]) {
    self.closedSince = closedSince
    isFree = false
    prefix = ""
    byKey = Dictionary(fields.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    required = fields.filter { $0.requiredFrom != nil }
  }

  private init(closedSince: StandardVersion?, isFree: Bool, prefix: String, byKey: [String: Field], required: [Field]) {
    self.closedSince = closedSince
    self.isFree = isFree
    self.prefix = prefix
    self.byKey = byKey
    self.required = required
  }

  /// Any keys with any values.
  static let free = Fields(closedSince: nil, isFree: true, prefix: "", byKey: [:], required: [])

  /// The same keys as a part of a group: the names of their attributes start with `prefix`.
  fileprivate func within(_ prefix: String) -> Fields {
    Fields(
      closedSince: closedSince, isFree: isFree, prefix: prefix + self.prefix, byKey: byKey.mapValues { $0.within(prefix) },
      required: required.map { $0.within(prefix) })
  }

  func isClosed(in version: StandardVersion) -> Bool {
    if let closedSince { return closedSince <= version }
    return false
  }
}

/// One key of a mapping. A class, because every key of every file looks one up.
final class Field: Sendable {
  let key: String
  /// The name of the attribute, or the key of the path's step for children: as in ODCS 3.2, with the groups around it.
  let attribute: String
  let content: Content
  /// The first version that knows the key.
  let since: StandardVersion
  /// The versions that demand it: from this one on, below that one.
  let requiredFrom: StandardVersion?
  let requiredBelow: StandardVersion?

  private init(
    key: String, attribute: String, content: Content, since: StandardVersion, requiredFrom: StandardVersion?,
    requiredBelow: StandardVersion?
  ) {
    self.key = key
    self.attribute = attribute
    self.content = content
    self.since = since
    self.requiredFrom = requiredFrom
    self.requiredBelow = requiredBelow
  }

  /// - Parameter attribute: its name in ODCS 3.2 where that differs from the key.
  convenience init(_ key: String, _ content: Content, since: StandardVersion = .v30, attribute: String? = nil) {
    self.init(
      key: key, attribute: attribute ?? key, content: content.within((attribute ?? key) + "."), since: since, requiredFrom: nil,
      requiredBelow: nil)
  }

  func required(from first: StandardVersion = .v30, below end: StandardVersion? = nil) -> Field {
    Field(key: key, attribute: attribute, content: content, since: since, requiredFrom: first, requiredBelow: end)
  }

  func isRequired(in version: StandardVersion) -> Bool {
    guard let requiredFrom, requiredFrom <= version else { return false }
    if let requiredBelow { return version < requiredBelow }
    return true
  }

  fileprivate func within(_ prefix: String) -> Field {
    Field(
      key: key, attribute: prefix + attribute, content: content.within(prefix), since: since, requiredFrom: requiredFrom,
      requiredBelow: requiredBelow)
  }
}

/// What stands behind a key.
indirect enum Content: Sendable {
  /// A string. A number or boolean without quotes keeps its spelling.
  case text
  /// A string out of a list, each from some version on.
  case word([Word])
  case boolean
  case integer
  case number
  /// Text, a number, a boolean or nothing, as the author means it.
  case scalar
  /// Anything at all.
  case anything
  /// A list of strings.
  case texts
  /// A list of numbers.
  case numbers
  /// A list of anything.
  case values
  /// One mapping without an identity: its keys become attributes `group.key`.
  case group(Fields)
  /// One mapping that is an element of its own.
  case child(Element.Kind)
  /// A list of elements, whose steps are called like the key, or otherwise where another form of the key has other steps.
  case children(Element.Kind, step: String? = nil)
  /// The first of these that fits the kind of YAML node.
  case either([Content])

  struct Word: Sendable {
    let text: String
    let since: StandardVersion
  }

  static func words(_ texts: String..., since: StandardVersion = .v30) -> [Word] {
    texts.map { Word(text: $0, since: since) }
  }

  fileprivate func within(_ prefix: String) -> Content {
    switch self {
    case .group(let fields): .group(fields.within(prefix))
    case .either(let contents): .either(contents.map { $0.within(prefix) })
    default: self
    }
  }
}
