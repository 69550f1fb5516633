#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// Pure work on all cores. Handles of a repository stay on their thread, so what is worked on is read before.
///
/// Threads of the system rather than Swift's own: whoever calls waits, and a hook has no loop of events.
enum Concurrent {
  /// More threads than that would wait for each other's memory.
  private static let greatest = 8
  private static let cores = max(1, min(greatest, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// What `transform` gives for each item, in their order. Few items are not worth a thread.
  ///
  /// - Parameter share: how many items are worth a thread of their own.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], share: Int = 32, _ transform: @Sendable @escaping (Item) -> Result
  ) -> [Result] {
    let count = min(cores, items.count / max(1, share))
    guard count > 1 else { return items.map(transform) }
    return Array(unsafeUninitializedCapacity: items.count) { buffer, initialized in
      // Each thread writes places of its own, and all have ended before anybody reads.
      nonisolated(unsafe) let places = buffer
      run(threads: count) { number in
        // In turn, for neighbours are alike in what they cost.
        for place in stride(from: number, to: items.count, by: count) {
          places.initializeElement(at: place, to: transform(items[place]))
        }
      }
      initialized = items.count
    }
  }

  /// Runs the work once for each number, the first on this thread, and returns when all have ended.
  private static func run(threads count: Int, _ work: @Sendable @escaping (Int) -> Void) {
    let started = (1..<count).map { number in start(Share { work(number) }) }
    work(0)
    for (place, thread) in started.enumerated() {
      // A system that lends no thread costs time, and loses no work.
      guard let thread else {
        work(place + 1)
        continue
      }
      pthread_join(thread, nil)
    }
  }

  /// Nil where the system lends no thread.
  private static func start(_ share: Share) -> pthread_t? {
    let held = Unmanaged.passRetained(share)
    #if canImport(Darwin)
      var thread: pthread_t?
      // Trees are walked by recursion, and there a thread has half a megabyte for it.
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, 8 << 20)
      defer { pthread_attr_destroy(&attributes) }
      let status = pthread_create(
        &thread, &attributes,
        {
          Unmanaged<Share>.fromOpaque($0).takeRetainedValue().work()
          return nil
        }, held.toOpaque())
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { pointer in
          if let pointer { Unmanaged<Share>.fromOpaque(pointer).takeRetainedValue().work() }
          return nil
        }, held.toOpaque())
    #endif
    guard status == 0 else {
      held.release()
      return nil
    }
    return thread
  }

  private final class Share: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @Sendable @escaping () -> Void) { self.work = work }
  }
}
