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
  /// The first parts of all versions that are read; of those between two known ones the lower is taken.
  let majors: [Int]
  /// The key by which a contract says which version it is written in, and those of its id and name.
  let versionKey: String
  let identifierKey: String
  let nameKey: String
  /// True where a key without a value says the same as no key.
  let allowsNull: Bool
  /// True where `$ref` takes over what stands elsewhere in the file.
  let followsReferences: Bool
  /// Words of the dialect for the life cycle, in small letters, beside those of ODCS 3.
  let statusWords: [(word: String, status: Contract.Status)]
  /// What the table cannot say: puts an element that was just read, its children done, into the words of ODCS 3. Nil for ODCS 3.
  let translate: (@Sendable (inout Element) -> Void)?

  init(
    title: String, versions: [StandardVersion], shape: @escaping @Sendable (Element.Kind) -> Shape, majors: [Int],
    versionKey: String = "apiVersion", identifierKey: String = "id", nameKey: String = "name", allowsNull: Bool = false,
    followsReferences: Bool = false, statusWords: [(word: String, status: Contract.Status)] = [],
    translate: (@Sendable (inout Element) -> Void)? = nil
  ) {
    self.title = title
    self.versions = versions
    self.shape = shape
    self.majors = majors
    self.versionKey = versionKey
    self.identifierKey = identifierKey
    self.nameKey = nameKey
    self.allowsNull = allowsNull
    self.followsReferences = followsReferences
    self.statusWords = statusWords
    self.translate = translate
  }

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
  /// The attribute whose text is the element's name: two entries with the same one are an input error.
  var name: String?
  /// Keys that belong to the identity beside the name: a service level is `property` and `element` and `driver`.
  var further: [String] = []
  /// Keys by which entries of the same name may still differ without being duplicates: a person who left and came back.
  var apart: [String] = []
  /// Where there is no name: keys that describe the entry well enough to name it in a path, if no neighbour says the same.
  var descriptive: [String] = []
  /// True where the dialect writes the entry as its name alone: `enum: [A, B]`.
  var isScalar = false
}

/// The keys of one mapping.
final class Fields: Sendable {
  /// From this version on the standard allows no other keys. Nil: further keys are always allowed.
  let closedSince: StandardVersion?
  /// True for a mapping whose keys the standard leaves to the author: each is known, with any value.
  let isFree: Bool
  /// What stands before the name of an attribute: `price.` for the group `price`, empty for an element's own mapping.
  let prefix: String
  /// The way to the mapping from its element, as the author wrote it, for messages and for unknown keys.
  let label: String
  let byKey: [String: Field]
  /// Those that some version demands.
  let required: [Field]
  /// What is asked of the mapping as a whole.
  let check: Check?

  init(closedSince: StandardVersion?, check: Check? = nil, _ fields: [Field]) {
    self.closedSince = closedSince
    self.check = check
    isFree = false
    prefix = ""
    label = ""
    byKey = Dictionary(fields.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    required = fields.filter { $0.requiredFrom != nil }
  }

  private init(
    closedSince: StandardVersion?, isFree: Bool, prefix: String, label: String, byKey: [String: Field], required: [Field], check: Check?
  ) {
    self.closedSince = closedSince
    self.check = check
    self.isFree = isFree
    self.prefix = prefix
    self.label = label
    self.byKey = byKey
    self.required = required
  }

  /// Any keys with any values.
  static let free = Fields(closedSince: nil, isFree: true, prefix: "", label: "", byKey: [:], required: [], check: nil)

  /// The same keys as a part of a group: the names of their attributes start with `prefix`.
  fileprivate func within(_ prefix: String, label: String) -> Fields {
    Fields(
      closedSince: closedSince, isFree: isFree, prefix: prefix + self.prefix, label: label + self.label,
      byKey: byKey.mapValues { $0.within(prefix, label: label) }, required: required.map { $0.within(prefix, label: label) },
      check: check)
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
  /// What is asked of the value beside its content.
  let check: Check?

  private init(
    key: String, attribute: String, content: Content, since: StandardVersion, requiredFrom: StandardVersion?,
    requiredBelow: StandardVersion?, check: Check?
  ) {
    self.key = key
    self.check = check
    self.attribute = attribute
    self.content = content
    self.since = since
    self.requiredFrom = requiredFrom
    self.requiredBelow = requiredBelow
  }

  /// - Parameter attribute: its name in ODCS 3.2 where that differs from the key. Empty for a group whose keys ODCS has without it.
  convenience init(_ key: String, _ content: Content, since: StandardVersion = .first, attribute: String? = nil) {
    let name = attribute ?? key
    self.init(
      key: key, attribute: name, content: content.within(name.isEmpty ? "" : name + ".", label: key + "."), since: since,
      requiredFrom: nil, requiredBelow: nil, check: nil)
  }

  func required(from first: StandardVersion = .first, below end: StandardVersion? = nil) -> Field {
    Field(
      key: key, attribute: attribute, content: content, since: since, requiredFrom: first, requiredBelow: end, check: check)
  }

  func checked(_ check: Check) -> Field {
    Field(
      key: key, attribute: attribute, content: content, since: since, requiredFrom: requiredFrom, requiredBelow: requiredBelow,
      check: check)
  }

  func isRequired(in version: StandardVersion) -> Bool {
    guard let requiredFrom, requiredFrom <= version else { return false }
    if let requiredBelow { return version < requiredBelow }
    return true
  }

  fileprivate func within(_ prefix: String, label: String) -> Field {
    Field(
      key: key, attribute: prefix + attribute, content: content.within(prefix, label: label), since: since, requiredFrom: requiredFrom,
      requiredBelow: requiredBelow, check: check)
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
  /// A list of mappings without an identity, which are one value together.
  case records(Fields)
  /// One mapping without an identity: its keys become attributes `group.key`.
  case group(Fields)
  /// One mapping that is an element of its own.
  case child(Element.Kind)
  /// A list of elements, whose steps are called like the key, or otherwise where another form of the key has other steps.
  case children(Element.Kind, step: String? = nil)
  /// A mapping of elements whose keys are their names; in paths they are steps of a list like those of `children`.
  case named(Element.Kind, step: String)
  /// The first of these that fits the kind of YAML node.
  case either([Content])

  struct Word: Sendable {
    let text: String
    let since: StandardVersion
  }

  static func words(_ texts: String..., since: StandardVersion = .first) -> [Word] {
    texts.map { Word(text: $0, since: since) }
  }

  fileprivate func within(_ prefix: String, label: String) -> Content {
    switch self {
    case .group(let fields): .group(fields.within(prefix, label: label))
    case .records(let fields): .records(fields.within(prefix, label: label))
    case .either(let contents): .either(contents.map { $0.within(prefix, label: label) })
    default: self
    }
  }
}
