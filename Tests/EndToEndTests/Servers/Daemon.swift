import ContractTestSupport
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A server that a test starts and ends.
///
/// It hangs on a leash: a shell holds it and reads a pipe whose other end this process has. When the test ends it, fails, or dies in
/// whatever way, the pipe closes and the shell ends the server.
final class Daemon {
  private let process = Process()
  private let leash = Pipe()
  private let log: String

  /// - Parameters:
  ///   - call: the program by its absolute path, with its arguments. It must stay in the foreground.
  ///   - port: where it answers on loopback when it is ready.
  ///   - log: the file that gets what it says.
  init(_ call: [String], port: UInt16, environment: [String: String], directory: String, log: String) throws {
    self.log = log
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "\"$@\" >'\(log)' 2>&1 & server=$!; cat >/dev/null; kill -KILL $server; wait", "sh"] + call
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = leash
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // No other program that a test starts may hold the leash.
    let writing = leash.fileHandleForWriting.fileDescriptor
    _ = fcntl(writing, F_SETFD, fcntl(writing, F_GETFD) | FD_CLOEXEC)
    try process.run()
    for _ in 0..<200 {
      if Loopback.answers(port) { return }
      usleep(50_000)
    }
    end()
    throw TestFailure("\(call[0]) does not answer: \(said)")
  }

  deinit { end() }

  /// What it has said so far.
  var said: String {
    FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
  }

  /// Ends it, and waits until it has ended. At once: a server that was started from here may have inherited that it waits with SIGTERM.
  func end() {
    guard process.isRunning else { return }
    leash.fileHandleForWriting.closeFile()
    process.waitUntilExit()
  }
}

/// Ports of this machine that nobody else reaches.
enum Loopback {
  private static func withSocket<Value>(_ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }

  static func answers(_ port: UInt16) -> Bool {
    withSocket(port) { descriptor, address, length in connect(descriptor, address, length) == 0 }
  }

  /// A port that is free now.
  static func freePort() throws -> UInt16 {
    let port = withSocket(0) { descriptor, address, length -> UInt16 in
      guard bind(descriptor, address, length) == 0 else { return 0 }
      var bound = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let status = withUnsafeMutablePointer(to: &bound) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
      }
      return status == 0 ? UInt16(bigEndian: bound.sin_port) : 0
    }
    guard port != 0 else { throw TestFailure("no port is free on loopback") }
    return port
  }
}

/// Programs that a server's machine has and a developer's may lack.
enum ServerProgram {
  /// Where a program stands; nil where it is not installed.
  static func path(_ name: String) -> String? {
    ["/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/", "/opt/homebrew/bin/", "/opt/homebrew/sbin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program that must succeed; gives its output without the blanks at its ends.
  @discardableResult
  static func run(_ program: String, _ arguments: [String], _ environment: TestEnvironment, in directory: String) throws -> String {
    let output = try environment.run(program, arguments, in: directory)
    guard output.status == 0 else { throw TestFailure("\(program) \(arguments): \(output.errors)\(output.output)") }
    return output.line
  }
}
