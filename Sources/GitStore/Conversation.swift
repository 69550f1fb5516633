#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// A program that is spoken with while it runs: lines go in, lines come out, and nobody waits for longer than it wants to.
///
/// Not for several threads. Whoever starts one ends it with ``end(within:)``.
package final class Conversation {
  /// What the program is called in errors.
  package let name: String
  private var pipes: Pipes
  private let process: pid_t
  private var outgoing: [UInt8] = []
  private var written = 0
  private var incoming: [UInt8] = []
  private var complaints: [UInt8] = []
  private var closesInput = false
  /// Whether the program has closed its output: nothing more will come.
  package private(set) var isOver = false
  private var status: Int32?

  /// A longer line is no line: the program is then taken for broken.
  private static let greatestLine = 1 << 20
  private static let greatestComplaint = 4096

  /// Starts the program.
  package init(_ program: Subprocess) throws(GitError) {
    name = program.program
    var pipes = Pipes()
    do throws(GitError) {
      let path = try program.executable()
      try pipes.open(program.program)
      process = try program.start(path, pipes)
    } catch {
      pipes.closeAll()
      throw error
    }
    pipes.closeChildEnds()
    self.pipes = pipes
  }

  deinit { pipes.closeAll() }

  /// Puts bytes into the queue for the program; they go when there is room, in ``exchange(milliseconds:)``.
  package func send(_ bytes: [UInt8]) {
    outgoing += bytes
  }

  /// Closes the program's input when all has gone.
  package func finishInput() { closesInput = true }

  /// The first line that the program complained with; nil where it did not.
  package var complaint: String? {
    let line = complaints.prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  /// Moves bytes both ways, and gives the lines that have come, without their line feeds; waits for at most so long for one.
  package func exchange(milliseconds: Int) throws(GitError) -> [[UInt8]] {
    let deadline = Monotonic.milliseconds() + milliseconds
    while true {
      closeInputWhenDue()
      let lines = takeLines()
      if !lines.isEmpty || isOver && pipes.errors.parent < 0 { return lines }
      let left = max(0, deadline - Monotonic.milliseconds())
      var polled = [
        pollfd(fd: pipes.output.parent, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pipes.errors.parent, events: Int16(POLLIN), revents: 0),
        pollfd(fd: written < outgoing.count ? pipes.input.parent : -1, events: Int16(POLLOUT), revents: 0),
      ]
      let ready = poll(&polled, nfds_t(polled.count), Int32(min(left, 60_000)))
      if ready < 0, errno != EINTR { throw GitError(.other, "cannot talk with '\(name)': \(Files.describe(errno))") }
      if ready > 0 {
        if polled[2].revents != 0 { sendSome() }
        if polled[0].revents != 0 { receive(from: pipes.output.parent, isOutput: true) }
        if polled[1].revents != 0 { receive(from: pipes.errors.parent, isOutput: false) }
      }
      if ready <= 0, Monotonic.milliseconds() >= deadline { return takeLines() }
    }
  }

  private func closeInputWhenDue() {
    guard closesInput, written == outgoing.count else { return }
    pipes.closeInput()
  }

  private func sendSome() {
    let sent = outgoing[written...].withUnsafeBytes { Pipes.send(pipes.input.parent, $0) }
    if sent >= 0 {
      written += sent
    } else if errno != EINTR, errno != EAGAIN {
      // A program that does not want the rest has closed its end: it will say why.
      written = outgoing.count
      pipes.closeInput()
    }
    if written == outgoing.count {
      outgoing.removeAll(keepingCapacity: true)
      written = 0
    }
  }

  private func receive(from descriptor: Int32, isOutput: Bool) {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      if isOutput {
        incoming += chunk[..<count]
        if incoming.count > Self.greatestLine, !incoming.contains(UInt8(ascii: "\n")) { isOver = true }
      } else if complaints.count < Self.greatestComplaint {
        complaints += chunk[..<min(count, Self.greatestComplaint - complaints.count)]
      }
    } else if count == 0 || errno != EINTR && errno != EAGAIN {
      if isOutput {
        pipes.closeOutput()
        isOver = true
      } else {
        pipes.closeErrors()
      }
    }
  }

  private func takeLines() -> [[UInt8]] {
    guard let last = incoming.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = incoming[..<last].split(separator: UInt8(ascii: "\n")).map { Array($0) }
    incoming.removeSubrange(...last)
    return lines
  }

  /// Lets the program end: closes its input, waits, and ends it by force where it does not. Gives its exit status, 128 plus the signal
  /// for one that a signal ended.
  package func end(within milliseconds: Int) throws(GitError) -> Int32 {
    if let status { return status }
    let deadline = Monotonic.milliseconds() + milliseconds
    finishInput()
    var isKilled = false
    while true {
      if !isOver || pipes.errors.parent >= 0 { _ = try exchange(milliseconds: 20) } else { usleep(2000) }
      var word: Int32 = 0
      let found = waitpid(process, &word, WNOHANG)
      if found == process {
        let answer = Subprocess.exitStatus(word)
        status = answer
        pipes.closeAll()
        return answer
      }
      if found < 0, errno != EINTR { throw GitError(.other, "cannot wait for '\(name)': \(Files.describe(errno))") }
      if !isKilled, Monotonic.milliseconds() >= deadline {
        kill(process, SIGKILL)
        isKilled = true
      }
    }
  }
}

/// A clock that nobody sets.
package enum Monotonic {
  package static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }
}
