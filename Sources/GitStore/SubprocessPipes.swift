#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The three channels to a child. Its input is a socket, because writing to a closed one can be told not to raise a signal.
struct Pipes: ~Copyable {
  struct Ends {
    var parent: Int32 = -1
    var child: Int32 = -1
  }

  private(set) var input = Ends()
  private(set) var output = Ends()
  private(set) var errors = Ends()

  mutating func open(_ program: String) throws(GitError) {
    var pair: [Int32] = [-1, -1]
    #if canImport(Darwin)
      let stream = SOCK_STREAM
    #else
      let stream = Int32(SOCK_STREAM.rawValue)
    #endif
    guard socketpair(AF_UNIX, stream, 0, &pair) == 0 else { throw failed(program) }
    input = Ends(parent: pair[0], child: pair[1])
    #if canImport(Darwin)
      var enabled: Int32 = 1
      setsockopt(pair[0], SOL_SOCKET, SO_NOSIGPIPE, &enabled, socklen_t(MemoryLayout<Int32>.size))
    #endif
    try Self.closeOnExec(pair, program)
    guard pipe(&pair) == 0 else { throw failed(program) }
    output = Ends(parent: pair[0], child: pair[1])
    try Self.closeOnExec(pair, program)
    guard pipe(&pair) == 0 else { throw failed(program) }
    errors = Ends(parent: pair[0], child: pair[1])
    try Self.closeOnExec(pair, program)
    guard fcntl(input.parent, F_SETFL, O_NONBLOCK) == 0 else { throw failed(program) }
  }

  private func failed(_ program: String) -> GitError {
    GitError(.other, "cannot run '\(program)': \(Files.describe(errno))")
  }

  private static func closeOnExec(_ descriptors: [Int32], _ program: String) throws(GitError) {
    for descriptor in descriptors {
      guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
        throw GitError(.other, "cannot run '\(program)': \(Files.describe(errno))")
      }
    }
  }

  static func shut(_ descriptor: inout Int32) {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  mutating func closeChildEnds() {
    Self.shut(&input.child)
    Self.shut(&output.child)
    Self.shut(&errors.child)
  }

  mutating func closeInput() { Self.shut(&input.parent) }
  mutating func closeOutput() { Self.shut(&output.parent) }
  mutating func closeErrors() { Self.shut(&errors.parent) }

  mutating func closeAll() {
    closeChildEnds()
    Self.shut(&input.parent)
    Self.shut(&output.parent)
    Self.shut(&errors.parent)
  }

  /// Writes the input and reads both outputs side by side, so that nobody waits for nobody.
  mutating func exchange(_ bytes: [UInt8], _ program: String) throws(GitError) -> (output: [UInt8], errors: [UInt8]) {
    var written = 0
    var collected: (output: [UInt8], errors: [UInt8]) = ([], [])
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    if bytes.isEmpty { Self.shut(&input.parent) }
    while output.parent >= 0 || errors.parent >= 0 {
      var polled = [
        pollfd(fd: output.parent, events: Int16(POLLIN), revents: 0), pollfd(fd: errors.parent, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input.parent, events: Int16(POLLOUT), revents: 0),
      ]
      if poll(&polled, nfds_t(polled.count), -1) < 0 {
        if errno == EINTR { continue }
        throw failed(program)
      }
      if polled[2].revents != 0 {
        let sent = bytes[written...].withUnsafeBytes { Self.send(input.parent, $0) }
        if sent >= 0 { written += sent }
        // A program that does not want the rest has closed its end: it will say why.
        let isOver = sent < 0 && errno != EINTR && errno != EAGAIN
        if isOver || written == bytes.count { Self.shut(&input.parent) }
      }
      if polled[0].revents != 0 { try Self.receive(&output.parent, &chunk, into: &collected.output, program) }
      if polled[1].revents != 0 { try Self.receive(&errors.parent, &chunk, into: &collected.errors, program) }
    }
    return collected
  }

  static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
    #elseif canImport(Glibc)
      Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #endif
  }

  private static func receive(
    _ descriptor: inout Int32, _ chunk: inout [UInt8], into bytes: inout [UInt8], _ program: String
  ) throws(GitError) {
    let from = descriptor
    let count = chunk.withUnsafeMutableBytes { read(from, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes.append(contentsOf: chunk[..<count])
    } else if count == 0 {
      shut(&descriptor)
    } else if errno != EINTR && errno != EAGAIN {
      throw GitError(.other, "cannot read from '\(program)': \(Files.describe(errno))")
    }
  }
}
