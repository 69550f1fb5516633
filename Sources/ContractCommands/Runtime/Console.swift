#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// The three standard streams. Every write is checked: a full disk or a closed pipe is not a success.
final class Console {
  private let inputDescriptor: Int32
  private let outputDescriptor: Int32
  private let errorDescriptor: Int32
  private var output: [UInt8] = []
  private var failed = false
  /// The width of the line on stderr that says how far long work is; 0 where none stands there.
  private var statusWidth = 0

  init(input: Int32 = 0, output: Int32 = 1, error: Int32 = 2) {
    inputDescriptor = input
    outputDescriptor = output
    errorDescriptor = error
  }

  /// Takes the three standard descriptors where the caller closed them, so that no file that is opened later gets one of their numbers
  /// and the answer with it. They are opened for reading: a write to them fails, and that is told.
  static func occupyStandardDescriptors() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is given, and all below are taken.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Adds to the answer. It is written when a good deal has come together, and by `finish()`.
  func write(_ text: String) {
    output += text.utf8
    if output.count > 65_536 { flush() }
  }

  func write(_ bytes: [UInt8]) {
    output += bytes
    if output.count > 65_536 { flush() }
  }

  /// Everything that is not the answer: warnings, hints, errors.
  func note(_ text: String) {
    flush()
    eraseStatus()
    // Where even this fails there is nobody left to tell; the exit code of the answer still says so.
    _ = Self.writeAll(Array(text.utf8), to: errorDescriptor)
  }

  /// All of the standard input.
  ///
  /// - Throws: `CommandError` where it cannot be read: half of what Git tells a hook is no answer.
  func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(inputDescriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw CommandError("cannot read the standard input: \(String(cString: strerror(errno)))") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// One line of the standard input without its line feed; nil at the end. Reads byte by byte, so that nothing behind it is taken.
  func readLine() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = read(inputDescriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1 else { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }

  /// Writes what is left. Gives false if any part of the answer was lost on the way.
  func finish() -> Bool {
    flush()
    eraseStatus()
    return !failed
  }

  var outputIsTerminal: Bool { isatty(outputDescriptor) == 1 }
  var errorIsTerminal: Bool { isatty(errorDescriptor) == 1 }
  var inputIsTerminal: Bool { isatty(inputDescriptor) == 1 }

  /// Shows one line of ASCII on stderr, in the place of the one before, until something else is said.
  func showStatus(_ text: String) {
    let padding = String(repeating: " ", count: max(0, statusWidth - text.count))
    _ = Self.writeAll(Array(("\r" + text + padding).utf8), to: errorDescriptor)
    statusWidth = text.count
  }

  private func eraseStatus() {
    guard statusWidth > 0 else { return }
    _ = Self.writeAll(Array(("\r" + String(repeating: " ", count: statusWidth) + "\r").utf8), to: errorDescriptor)
    statusWidth = 0
  }

  private func flush() {
    guard !output.isEmpty else { return }
    eraseStatus()
    if !Self.writeAll(output, to: outputDescriptor) { failed = true }
    output.removeAll(keepingCapacity: true)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      offset += count
    }
    return true
  }
}

/// `write(2)`, under a name that the methods above do not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
