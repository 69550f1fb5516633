/// How many persons must be lost until nobody can go on with a contract.
///
/// Two numbers, for they answer two questions:
///
/// - *signers*: distinct persons with a valid key who may agree for it (ownership.md, "Commands"). Known only where people have keys.
/// - *authors*: who knows it, from history alone. A person counts whose degree of authorship is at least 3.293 and above 0.75 of the
///   greatest one, after G. Avelino, L. Passos, A. Hora, M. T. Valente, "A Novel Approach for Estimating Truck Factors", ICPC 2016
///   (https://doi.org/10.1109/ICPC.2016.7503718), who take the degree from T. Fritz et al., "Degree-of-knowledge" (TOSEM 23/2, 2014):
///   `3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC)`, where FA is 1 for whoever created the file, DL the person's own changes, AC those
///   of others. For a single file the truck factor is the number of these authors.
package struct BusFactor: Sendable, Hashable {
  /// From which of the two the value comes.
  package enum Basis: String, Sendable, CaseIterable {
    case keys, history
  }

  /// Nil where nobody in the repository has a key.
  package var signers: Int?
  package var authors: Int

  package init(signers: Int? = nil, authors: Int = 0) {
    self.signers = signers
    self.authors = authors
  }

  /// Whoever may sign is what counts; before anybody has a key, who knows it.
  package var value: Int { signers ?? authors }
  package var basis: Basis { signers == nil ? .history : .keys }

  /// The number of authors by their degree of authorship.
  ///
  /// - Parameters:
  ///   - changes: how often each person changed the contract.
  ///   - creator: who made it; nil where that lies before what was looked at.
  package static func authors(of changes: [String: Int], creator: String?) -> Int {
    let all = changes.values.reduce(0, +)
    let degrees = changes.map { person, own in
      3.293 + (person == creator ? 1.098 : 0) + 0.164 * Double(own) - 0.321 * naturalLogarithm(1 + Double(all - own))
    }
    guard let greatest = degrees.max() else { return 0 }
    // Somebody knows most, also where all have changed it so often that none reaches the mark.
    return max(1, degrees.count { $0 >= 3.293 && $0 / greatest > 0.75 })
  }

  /// Of a number of at least 1, to more digits than are needed. The standard library has none, and that of each system rounds as it likes.
  static func naturalLogarithm(_ number: Double) -> Double {
    guard number > 1 else { return 0 }
    // number = significand * 2^exponent, and ln s = 2 artanh((s - 1) / (s + 1)), whose series converges quickly for s in 1..<2.
    let ratio = (number.significand - 1) / (number.significand + 1)
    var power = ratio
    var sum = 0.0
    for odd in stride(from: 1.0, through: 31, by: 2) {
      sum += power / odd
      power *= ratio * ratio
    }
    return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
  }
}
