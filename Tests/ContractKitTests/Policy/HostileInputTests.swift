import ContractKit
import Testing

/// A generator of its own, so that a failure can be run again.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    // xorshift64 (Marsaglia 2003).
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

private let scalars = Array("*?[]!^-\\/ab.09|<>=~ vx{}:\"'#,\n@é\u{301}\u{0}\u{FFFF}".unicodeScalars)

private func text(_ dice: inout Dice, _ length: Int) -> String {
  var text = String.UnicodeScalarView()
  for _ in 0..<Int.random(in: 0...length, using: &dice) { text.append(scalars.randomElement(using: &dice) ?? "a") }
  return String(text)
}

@Test(arguments: [1, 2, 3, 4] as [UInt64])
func readersAnswerWhateverTheyAreGiven(seed: UInt64) {
  var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
  for _ in 0..<3000 {
    let first = text(&dice, 12)
    if let glob = try? Glob(first) {
      _ = glob.matches(text(&dice, 12))
      #expect((try? Glob(glob.description)) == glob)
    }
    if let range = VersionRange(first) { _ = range.contains(SemanticVersion(1, 2, 3)) }
    if let period = CalendarPeriod(first) { #expect(CalendarPeriod(period.description) == period) }
    _ = Acknowledgement.parse(first)
    _ = SpellingSuggestion.nearest(to: first, among: [text(&dice, 12), "ownership"])
  }
}

@Test(arguments: [
  Policy.path, Waiver.path, "consumers/a.yaml",
])
func filesWithOneByteWrongAreReadOrRefusedWithAPlace(path: String) {
  let good = """
    version: 1
    waivers: [{fingerprint: 0123456789abcdef, reason: r, person: p, expires: 2027-01-01}]
    levels: {unannounced: note}
    paths: [{match: "a/*", notice: {period: P1D}}]
    uses: [{contract: a, version: "^1", fields: {t: [a, {name: b, as: [join]}]}}]
    """
  var dice = Dice(state: 42)
  for _ in 0..<2000 {
    var bytes = Array(good.utf8)
    bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
    let diagnostics: [Diagnostic]
    do throws(ReadingError) {
      switch path {
      case Policy.path: _ = try Policy.read(bytes)
      case Waiver.path: _ = try WaiverFile(bytes)
      default: throw ReadingError(ConsumerDeclaration.read(bytes, path: path).diagnostics)
      }
      continue
    } catch {
      diagnostics = error.diagnostics
    }
    // Each of the files has keys that belong to the others, so there is always something to say.
    #expect(!diagnostics.isEmpty)
    #expect(diagnostics.allSatisfy { $0.path == path && $0.position.line >= 1 && $0.position.column >= 1 && !$0.message.isEmpty })
  }
}
