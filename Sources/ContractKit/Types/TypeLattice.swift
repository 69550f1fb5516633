/// Compares types: what must an old reader cope with in the new data?
enum TypeLattice {
  /// - Parameter ignoresParts: fields and items have elements of their own, which are compared by themselves.
  static func relation(_ old: DataType, _ new: DataType, ignoresParts: Bool = false) -> TypeRelation {
    if old == new { return .same }
    switch (old, new) {
    case (.integer, _), (.decimal, _), (.float, _), (.number, _), (.wholeNumber, _):
      return numbers(old, new)
    case (.text(let was, let wasFixed), .text(let becomes, let isFixed)):
      return texts(was, wasFixed, becomes, isFixed)
    case (.enumeration(let was), .enumeration(let becomes)):
      return Set(becomes).isSubset(of: was) ? .narrowed : .familyChanged
    case (.text, .enumeration):
      return .narrowed
    case (.binary(let was), .binary(let becomes)), (.bits(let was), .bits(let becomes)):
      return isLonger(becomes, than: was) ? .widened : .narrowed
    case (.time(let was, let oldZone), .time(let becomes, let newZone)),
      (.timestamp(let was, let oldZone), .timestamp(let becomes, let newZone)):
      return times(was, oldZone, becomes, newZone)
    case (.interval, .interval):
      return .unknown
    case (.document, .document), (.spatial, .spatial), (.network, .network):
      return .unknown
    case (.array(let was), .array(let becomes)):
      return ignoresParts ? .same : parts(was, becomes)
    case (.map(let oldKey, let oldValue), .map(let newKey, let newValue)):
      return ignoresParts ? .same : max(relation(oldKey, newKey), relation(oldValue, newValue))
    case (.map, .anyMap), (.anyMap, .map):
      return ignoresParts ? .same : .unknown
    case (.object(let was), .object(let becomes)):
      return ignoresParts ? .same : fields(was, becomes)
    case (.vector(let oldCount, let oldElement), .vector(let newCount, let newElement)):
      let isStated = oldCount == nil || oldCount == newCount
      return isStated && (oldElement == nil || oldElement == newElement) ? .narrowed : .vectorShapeChanged
    case (.unknown, _), (_, .unknown):
      return .unknown
    default:
      return .familyChanged
    }
  }

  private static func isLonger(_ length: Int?, than other: Int?) -> Bool {
    guard let other else { return false }
    guard let length else { return true }
    return length > other
  }

  private static func texts(_ was: Int?, _ wasFixed: Bool, _ becomes: Int?, _ isFixed: Bool) -> TypeRelation {
    if isLonger(becomes, than: was) { return .lengthened }
    // Blanks appear at the end, or the length is not always the same any more.
    if wasFixed != isFixed { return .widened }
    return .narrowed
  }

  private static func times(_ was: Int, _ oldZone: DataType.Zone, _ becomes: Int, _ newZone: DataType.Zone) -> TypeRelation {
    if (oldZone == .none) != (newZone == .none) { return .zoneChanged }
    if oldZone != newZone { return .unknown }
    return becomes > was ? .widened : .precisionLost
  }

  private static func parts(_ was: DataType?, _ becomes: DataType?) -> TypeRelation {
    switch (was, becomes) {
    case (let was?, let becomes?): relation(was, becomes)
    case (nil, _?): .narrowed
    case (_?, nil): .unknown
    case (nil, nil): .same
    }
  }

  private static func fields(_ was: [DataType.Field]?, _ becomes: [DataType.Field]?) -> TypeRelation {
    guard let was else { return .narrowed }
    guard let becomes else { return .unknown }
    var result = TypeRelation.same
    var remaining = becomes
    for (place, field) in was.enumerated() {
      // Fields without names are known by their place.
      let counterpart = field.name == nil ? place : remaining.firstIndex { $0.name == field.name }
      guard let counterpart, counterpart < becomes.count else { return .familyChanged }
      if field.name == nil {
        result = max(result, relation(field.type, becomes[place].type))
      } else {
        result = max(result, relation(field.type, remaining[counterpart].type))
        remaining.remove(at: counterpart)
      }
    }
    return becomes.count > was.count ? max(result, .fieldsAdded) : result
  }
}
