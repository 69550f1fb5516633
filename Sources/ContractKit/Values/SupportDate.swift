/// The days on which a contract begins and ends: the service levels `generalAvailability`, `endOfSupport` and `endOfLife`.
enum SupportDate {
  enum Relation {
    case same, later, earlier, unclear
  }

  enum Kind {
    case availability, end
  }

  /// Nil for a service level of another kind.
  static func kind(of element: Element?) -> Kind? {
    guard let element else { return nil }
    switch ServiceLevel.name(of: element) {
    case "generalavailability", "ga": return .availability
    case "endofsupport", "es", "endoflife", "el": return .end
    default: return nil
    }
  }

  static func relation(_ old: Element, _ new: Element) -> Relation {
    guard let was = day(of: old), let becomes = day(of: new) else {
      return old.text("value") == new.text("value") && old.text("valueExt") == new.text("valueExt") ? .same : .unclear
    }
    if was == becomes { return .same }
    return was < becomes ? .later : .earlier
  }

  /// True if an end of life was announced and its day has come. Without a day to judge by nothing has ended.
  static func hasEnded(_ contract: Contract?, by today: CalendarDay?) -> Bool {
    guard let contract, let today else { return false }
    return contract.root.children(.serviceLevel).contains { element in
      guard ["endoflife", "el"].contains(ServiceLevel.name(of: element)), let day = day(of: element) else { return false }
      return day <= today
    }
  }

  /// The day of a date or of a time on it.
  private static func day(of element: Element) -> CalendarDay? {
    guard let text = element.text("value"), text.count >= 10 else { return nil }
    return CalendarDay(text.prefix(10))
  }
}
