/// How text for people is dressed. Colour is never the only carrier of meaning: the same words stand there without it.
package struct Style: Sendable {
  package var usesColour: Bool

  package init(usesColour: Bool) {
    self.usesColour = usesColour
  }

  package static let plain = Style(usesColour: false)

  package enum Paint: String, Sendable {
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case bold = "1"
    case dim = "2"
  }

  package func paint(_ text: String, _ paint: Paint) -> String {
    let (opening, closing) = marks(paint)
    return opening + text + closing
  }

  /// What stands around a painted text; for bytes that are no text.
  package func marks(_ paint: Paint) -> (opening: String, closing: String) {
    usesColour ? ("\u{1B}[\(paint.rawValue)m", "\u{1B}[m") : ("", "")
  }
}
