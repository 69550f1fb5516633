import ContractTestSupport
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What a large contract costs, measured in a process of its own. The figures are bounds with room: a debug build keeps them too.
struct ResourceTests {
  /// What a process used before it ended.
  private struct Usage {
    var status: Int32
    var megabytes: Int
    /// User and system time together: a busy machine makes it no longer.
    var seconds: Double
  }

  private func text(columns: Int, required: Bool = true) -> String {
    let rows = (0..<columns).map { number in
      """
            - name: column_\(number)
              logicalType: string
              physicalType: VARCHAR(20)
              required: \(number > 0 || required)
              description: The value of number \(number), in some words
              customProperties: [{property: source, value: \(number)}]

      """
    }
    return "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema:\n  - name: t\n    properties:\n"
      + rows.joined()
  }

  private func compare(columns: Int) throws -> Usage {
    let scratch = try Scratch()
    for (name, required) in [("old.yaml", true), ("new.yaml", false)] {
      try text(columns: columns, required: required).write(toFile: scratch.path + "/" + name, atomically: true, encoding: .utf8)
    }
    let binary = try Company.binaryDirectory() + "/git-contract"
    let output = scratch.path + "/output"
    let words = [binary, "diff", "--no-index", scratch.path + "/old.yaml", scratch.path + "/new.yaml"]
    var arguments = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    var process = pid_t()
    guard posix_spawn(&process, binary, &actions, nil, arguments, environ) == 0 else { throw TestFailure("cannot start \(binary)") }
    var status: Int32 = 0
    var usage = rusage()
    var kilobytes = 0
    #if canImport(Darwin)
      guard wait4(process, &status, 0, &usage) == process else { throw TestFailure("cannot wait for \(binary)") }
      kilobytes = Int(usage.ru_maxrss) / 1024
    #else
      // Linux counts the pages of this process, which started it, into ru_maxrss; the high-water mark of its own begins with it.
      while true {
        let ended = wait4(process, &status, WNOHANG, &usage)
        if ended == process { break }
        guard ended == 0 else { throw TestFailure("cannot wait for \(binary)") }
        kilobytes = max(kilobytes, try highWaterMark(of: process))
        usleep(500)
      }
    #endif
    let said = try String(contentsOfFile: output, encoding: .utf8)
    #expect(said.contains("column_0"), "\(said)")
    let time = { (value: timeval) in Double(value.tv_sec) + Double(value.tv_usec) / 1_000_000 }
    return Usage(status: status, megabytes: kilobytes / 1024, seconds: time(usage.ru_utime) + time(usage.ru_stime))
  }

  /// The most memory that a process had so far, in kilobytes; 0 where it has just ended.
  private func highWaterMark(of process: pid_t) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first }.flatMap { Int($0) } ?? 0
  }

  @Test func `two contracts of a megabyte are compared below 100 MB`() throws {
    #expect(text(columns: 5000).utf8.count > 1_000_000)
    let usage = try compare(columns: 5000)
    #expect(usage.status == 0)
    #expect((1..<100).contains(usage.megabytes), "\(usage.megabytes) MB")
  }

  @Test func `twice the columns take twice the time, not four times`() throws {
    let once = try compare(columns: 5000)
    let twice = try compare(columns: 10_000)
    #expect(twice.seconds < 3 * once.seconds, "\(once.seconds) s for 5,000 columns, \(twice.seconds) s for 10,000")
  }
}
