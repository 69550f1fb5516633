#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Counts the steps of a delivery that reach the disk or the network, so that a test can end the process at each of them.
///
/// `GIT_CONTRACT_KILL_AT_STEP=N` ends it with SIGKILL before its step N. A release build knows nothing of it: nobody's environment ends a
/// server's delivery.
final class OutboxSteps {
  #if DEBUG
    private var left: Int?

    init(environment: [String: String]) { left = environment["GIT_CONTRACT_KILL_AT_STEP"].flatMap { Int($0) } }

    /// The next step is about to be made.
    func pass() {
      guard let left else { return }
      if left <= 1 { kill(getpid(), SIGKILL) }
      self.left = left - 1
    }
  #else
    init(environment: [String: String]) {}

    func pass() {}
  #endif
}
