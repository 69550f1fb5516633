/// What became of a type, for an old reader of new data, from harmless to worst.
///
/// The promotion tables of Avro, Iceberg and Delta answer the other question (can a new reader read old data). Here widening is the
/// risky direction.
package enum TypeRelation: Int, Sendable, CaseIterable, Comparable {
  case same
  /// Only said now, or said in more detail.
  case logicalStated, physicalStated
  /// Fits into what it was.
  case narrowed, limitStated, fieldsAdded
  /// Longer texts.
  case lengthened
  /// More digits, more bytes, finer times.
  case widened
  /// A wider machine word.
  case widthCrossed
  case precisionLost
  case scaleGrown
  case numberToInteger
  /// Said before and not any more.
  case logicalWithdrawn, physicalWithdrawn
  case unknown
  case scaleReduced
  case signednessChanged
  case integerToNumber
  case zoneChanged
  case vectorShapeChanged
  /// Another kind of value.
  case familyChanged

  package static func < (left: TypeRelation, right: TypeRelation) -> Bool { left.rawValue < right.rawValue }
}

extension TypeRelation {
  /// What it costs by the type lattice; nil for no change at all.
  package var impact: Impact? {
    switch self {
    case .same: nil
    case .logicalStated, .physicalStated: .editorial
    case .narrowed, .limitStated, .fieldsAdded: .compatible
    case .lengthened, .widened, .widthCrossed, .precisionLost, .scaleGrown, .numberToInteger, .logicalWithdrawn, .physicalWithdrawn,
      .unknown:
      .dangerous
    case .scaleReduced, .signednessChanged, .integerToNumber, .zoneChanged, .vectorShapeChanged, .familyChanged: .breaking
    }
  }
}
