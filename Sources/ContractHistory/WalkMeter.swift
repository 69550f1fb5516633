/// Counts the steps of long work, and tells whoever listens how far it is. Where nobody does a step costs one comparison.
package final class WalkMeter {
  /// Is told what is done, how many steps of it are, and how many there are; nil: nobody knows yet.
  package var listener: ((_ words: String, _ done: Int, _ total: Int?) -> Void)?
  private var words = ""
  private var done = 0
  private var total: Int?

  package init() {}

  /// Begins a part of the work, which may begin more than once.
  func begin(_ words: String, of total: Int? = nil) {
    guard let listener else { return }
    self.words = words
    self.total = total
    done = 0
    listener(words, 0, total)
  }

  /// A commit that is passed is cheap, what is counted beforehand is not: of that each few are told.
  func step() {
    guard let listener else { return }
    done += 1
    if done & (total == nil ? 0xFF : 0x0F) == 0 { listener(words, done, total) }
  }
}
