internal import CTemplateGuard

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

/// `git-contract-courier render`: a template out of a repository, in a process that is there for nothing else.
///
/// The language has loops and recursion, and whoever may propose a template may write one that never ends. So this process bounds itself; when
/// it meets a bound it is gone.
package enum TemplateProgram {
  private static let greatestInput = 16 << 20
  /// Far above what a page of a thousand changes takes.
  private static let seconds: UInt32 = 3
  private static let memory: UInt64 = 2 << 30

  /// - Returns: 0, or 1 where there is no text: then a line on `errors` says why.
  package static func run(input: Int32, output: Int32, errors: Int32) -> Int32 {
    do throws(TemplateFault) {
      let bytes = try readAll(input)
      guard
        contract_guard_begin(
          seconds, memory, "fatal: the template takes too much time or memory, or calls itself without end\n") == 0
      else { throw TemplateFault("cannot bound what the template may take") }
      let text = try TemplateRequest(reading: bytes).rendered()
      guard writeAll(Array(text.utf8), to: output) else { throw TemplateFault("cannot write the text") }
      return 0
    } catch {
      _ = writeAll(Array("fatal: \(error)\n".utf8), to: errors)
      return 1
    }
  }

  private static func readAll(_ descriptor: Int32) throws(TemplateFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw TemplateFault("cannot read the request") }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= greatestInput else { throw TemplateFault("the request is greater than \(greatestInput) bytes") }
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = write(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}
