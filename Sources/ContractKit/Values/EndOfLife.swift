extension Contract {
  /// The last day of the contract, where a service level names it: `endOfLife`, else `endOfSupport`.
  package var endOfLife: CalendarDay? {
    let levels = root.children(.serviceLevel)
    for property in ["endoflife", "endofsupport"] {
      for level in levels where (level.name ?? level.value("property")?.string)?.lowercased() == property {
        // A time of day behind the day makes no difference here.
        if let text = level.value("value")?.text, let day = CalendarDay(text.prefix(10)) { return day }
      }
    }
    return nil
  }
}
