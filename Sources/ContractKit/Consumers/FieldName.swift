/// An element of a contract as consumers call it: the table, and the names from it down, joined by dots.
///
/// What an array holds and what a map maps to have no names of their own and are passed over: `battery.cells.voltage` is the column
/// `voltage` of the objects in the array `cells`. Names that contain dots may coincide with a nested one; then either use is taken as one
/// of both, for a use that is missed hurts more than one too many.
package struct FieldName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var table: String
  /// Joined by dots; nil for the table itself.
  package var field: String?

  package init(table: String, field: String? = nil) {
    self.table = table
    self.field = field
  }

  package var description: String {
    field.map { table + "." + $0 } ?? table
  }

  /// The element that stands for a place in a contract: the nearest table or column on the way. Nil for what stands outside of all
  /// tables.
  package init?(_ path: ElementPath) {
    guard let first = path.steps.first, first.key == "schema", let table = first.name else { return nil }
    let names = Self.columns(path.steps.dropFirst())
    self.init(table: table, field: names.isEmpty ? nil : names.joined(separator: "."))
  }

  /// The names of the columns along a way below a table.
  static func columns(_ steps: ArraySlice<ElementPath.Step>) -> [String] {
    var names: [String] = []
    for step in steps {
      if step.key == "properties", let name = step.name { names.append(name) } else if !Self.isTransparent(step.key) { break }
    }
    return names
  }

  /// Keys that lead to a nested type and give it no name.
  static func isTransparent(_ key: String) -> Bool {
    key == "items" || key == "map" || key.hasPrefix("map.")
  }

  /// How one element stands to another of the same table.
  enum Relation {
    case same, ancestor, descendant
  }

  /// What `other` is to this element: an ancestor if this one lies inside of it. Nil where neither holds the other.
  func relation(of other: FieldName) -> Relation? {
    guard table == other.table else { return nil }
    switch (field, other.field) {
    case (nil, nil): return .same
    case (_, nil): return .ancestor
    case (nil, _): return .descendant
    case (let mine?, let theirs?):
      if mine == theirs { return .same }
      if mine.hasPrefix(theirs + ".") { return .ancestor }
      return theirs.hasPrefix(mine + ".") ? .descendant : nil
    }
  }

  package static func < (left: FieldName, right: FieldName) -> Bool {
    (left.table, left.field ?? "") < (right.table, right.field ?? "")
  }
}

extension ElementPath.Step {
  /// The name by which the step tells its element from the neighbours, or its place.
  var name: String? {
    switch selector {
    case .none: nil
    case .attribute(_, let value): value
    case .attributes(let terms): terms.first?.value
    case .place(let place): "[" + String(place) + "]"
    }
  }
}

extension Contract {
  /// All tables and columns as consumers call them, in the order of the file.
  package var fieldNames: [FieldName] { namedFields.map(\.name) }

  /// The same with what stands there.
  package var namedFields: [(name: FieldName, element: Element)] {
    var names: [(name: FieldName, element: Element)] = []
    func collect(_ element: Element, table: String, prefix: String) {
      for child in element.children {
        switch child.kind {
        case .property:
          guard let name = child.name ?? child.identifier else { continue }
          let field = prefix.isEmpty ? name : prefix + "." + name
          names.append((FieldName(table: table, field: field), child))
          collect(child, table: table, prefix: field)
        case .arrayItem, .mapKey, .mapValue:
          collect(child, table: table, prefix: prefix)
        default:
          break
        }
      }
    }
    for object in objects {
      guard let table = object.name ?? object.identifier else { continue }
      names.append((FieldName(table: table), object))
      collect(object, table: table, prefix: "")
    }
    return names
  }
}
