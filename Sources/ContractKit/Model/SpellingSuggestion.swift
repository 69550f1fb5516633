/// Finds what somebody most likely meant: "did you mean 'ownership'?".
package enum SpellingSuggestion {
  /// The candidate that is nearest to `word`, or nil where none is near enough to be worth a guess.
  ///
  /// Near is at most one slip for every three letters, where a slip is a letter too many, too few, wrong, or swapped with its
  /// neighbour (optimal string alignment distance, as Git's `help.autocorrect` uses it). Of equally near ones the first in
  /// alphabetical order is taken, so that the answer does not depend on the order of the candidates.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(100))
    let limit = max(1, letters.count / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where !candidate.isEmpty {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(100))
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = distance(letters, other)
      guard distance <= limit, distance < max(letters.count, other.count) else { continue }
      if let current = best, (current.distance, current.candidate) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.candidate
  }

  /// `; did you mean 'x'?`, or nothing: to be put behind a message.
  package static func clause(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        var cost = min(current[column] + 1, last[column + 1] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
