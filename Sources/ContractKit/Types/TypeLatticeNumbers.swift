extension TypeLattice {
  /// How a number arrives: as a machine word, as exact digits, or approximately.
  static func numbers(_ old: DataType, _ new: DataType) -> TypeRelation {
    switch (old, new) {
    case (.integer(let was, let wasSigned), .integer(let becomes, let isSigned)):
      return integers(was, wasSigned, becomes, isSigned)
    case (.decimal(let was), .decimal(let becomes)):
      return decimals(was, becomes)
    case (.float(let was), .float(let becomes)):
      return becomes > was ? .widthCrossed : .precisionLost
    // The ladder of machine widths goes on in whole decimals: BIGINT, then DECIMAL(20,0).
    case (.integer, .decimal(let becomes)):
      return becomes.map { $0.scale <= 0 } == true ? .widthCrossed : .integerToNumber
    case (.integer, .float), (.wholeNumber, .float), (.wholeNumber, .number), (.integer, .number):
      return .integerToNumber
    case (.decimal, .integer), (.float, .integer), (.number, .integer), (.number, .wholeNumber), (.decimal, .wholeNumber),
      (.float, .wholeNumber):
      return .numberToInteger
    case (.float, .decimal):
      return .precisionLost
    // Exact digits become approximate: sums differ, equality fails.
    case (.decimal, .float):
      return .familyChanged
    case (.wholeNumber, .integer), (.number, .decimal), (.number, .float):
      return .narrowed
    case (.wholeNumber, .decimal(let becomes)):
      return becomes.map { $0.scale <= 0 } == true ? .narrowed : .integerToNumber
    case (.integer, .wholeNumber), (.decimal, .number), (.float, .number):
      return .widened
    case (_, .unknown):
      return .unknown
    default:
      return .familyChanged
    }
  }

  private static func integers(_ was: Int, _ wasSigned: Bool, _ becomes: Int, _ isSigned: Bool) -> TypeRelation {
    // Bits that carry the value; a signed word has one less.
    let oldReach = wasSigned ? was - 1 : was
    let newReach = isSigned ? becomes - 1 : becomes
    if wasSigned == isSigned { return becomes > was ? .widthCrossed : .narrowed }
    if wasSigned { return newReach <= oldReach ? .narrowed : .signednessChanged }
    return newReach >= oldReach ? .widthCrossed : .signednessChanged
  }

  private static func decimals(_ was: DecimalShape?, _ becomes: DecimalShape?) -> TypeRelation {
    guard let was, let becomes else { return .unknown }
    if becomes.scale < was.scale { return .scaleReduced }
    if becomes.scale > was.scale { return .scaleGrown }
    return becomes.whole > was.whole ? .widened : .narrowed
  }
}
