internal import ContractHistory

/// How far long work is, on one line of stderr that is gone when it ends: `Reading versions:  34% (1234/3600)`, in Git's form.
final class Progress {
  private let console: Console
  /// Work that ends before is not spoken of.
  private let delay: Duration
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?

  /// - Parameter delay: a second, or `GIT_PROGRESS_DELAY` seconds, which is Git's own variable.
  init(_ context: Context) {
    console = context.console
    delay = .seconds(context.environment["GIT_PROGRESS_DELAY"].flatMap { Int($0) } ?? 1)
  }

  func tell(_ words: String, _ done: Int, _ total: Int?) {
    let now = ContinuousClock.now
    guard now - start >= delay, last.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
    last = now
    guard let total, total > 0 else { return console.showStatus("\(words): \(done)") }
    let percent = String(min(100, done * 100 / total))
    console.showStatus("\(words): \(String(repeating: " ", count: 3 - percent.count))\(percent)% (\(done)/\(total))")
  }
}
