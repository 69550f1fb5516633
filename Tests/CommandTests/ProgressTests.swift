import ContractCommands
import ContractTestSupport
import Foundation
import Testing

/// How far long work is: on a terminal, after a while, and gone when it ends.
struct ProgressTests {
  private static let commands = [
    ["log"], ["log", "orders"], ["changelog"], ["audit"], ["verify"], ["blame", "orders"], ["site", "--output", "site"],
  ]

  /// Both ends of a new terminal: what a program writes to the second is read from the first.
  private static func openTerminal() throws -> (Int32, Int32) {
    #if canImport(Glibc)
      // What posix_openpt(3) and ptsname(3) do, which Swift does not see here: TIOCSPTLCK and TIOCGPTN of ioctl_tty(2).
      let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var (isLocked, number) = (Int32(0), UInt32(0))
      guard master >= 0, ioctl(master, 0x4004_5431, &isLocked) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
        throw TestFailure("no terminal")
      }
      let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    #else
      let master = posix_openpt(O_RDWR | O_NOCTTY)
      guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else { throw TestFailure("no terminal") }
      let terminal = open(name, O_RDWR | O_NOCTTY)
    #endif
    guard terminal >= 0 else { throw TestFailure("no terminal") }
    return (master, terminal)
  }

  /// Runs the program with a terminal behind its standard error, and gives what was written there.
  private func onTerminal(_ arguments: [String], in shop: Shop, adding more: [String: String] = ["GIT_PROGRESS_DELAY": "0"]) throws
    -> String
  {
    let (master, terminal) = try Self.openTerminal()
    let null = open("/dev/null", O_RDWR)
    defer { for descriptor in [master, null] { close(descriptor) } }
    let status = ContractCommands.run(
      arguments: arguments, environment: shop.repository.environment.variables.merging(more) { $1 }, directory: shop.path,
      descriptors: (null, null, terminal), now: Program.now)
    #expect(status == 0, "\(arguments)")
    // What nobody read waits in the terminal, a few thousand bytes of it.
    _ = write(terminal, "END", 3)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(3).elementsEqual("END".utf8) {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    close(terminal)
    return String(decoding: bytes.dropLast(3), as: UTF8.self)
  }

  /// What a terminal shows when all was written: each return goes back to the beginning of the line.
  private func shown(_ text: String) -> String {
    var line: [Character] = []
    for part in text.split(separator: "\r", omittingEmptySubsequences: false) {
      line = Array(part) + line.dropFirst(part.count)
    }
    return String(line).trimmingCharacters(in: .whitespaces)
  }

  private func shop() throws -> Shop {
    let shop = try Shop()
    for minor in 5...7 {
      try shop.repository.commit(
        ["contracts/orders.yaml": Shop.orders(version: "1.\(minor).0", columns: [Shop.orderID, Shop.email, "{name: c\(minor)}"])],
        "Add a column\n", by: Shop.ann)
    }
    return shop
  }

  @Test func `long work is spoken of on a terminal, and nothing of it stays`() throws {
    let shop = try shop()
    for command in Self.commands {
      let text = try onTerminal(command, in: shop)
      #expect(
        text.contains("\rWalking commits: 0") || text.contains("\rFollowing files: 0") || text.contains(":   0% (0/"),
        "\(command): \(text.debugDescription)")
      #expect(shown(text).isEmpty, "\(command): \(text.debugDescription)")
    }
  }

  @Test func `what takes no second is not spoken of, and who wants silence has it`() throws {
    let shop = try shop()
    #expect(try onTerminal(["log"], in: shop, adding: [:]).isEmpty)
    for flags in [["--no-progress"], ["-q"], ["-q", "--progress"]] {
      #expect(try onTerminal(["log"] + flags, in: shop).isEmpty, "\(flags)")
    }
  }

  @Test func `beside a terminal it is spoken of where that is asked for, and the answer stays what it is`() throws {
    let shop = try shop()
    for command in Self.commands where command[0] != "site" {
      let silent = try shop.run(command, adding: ["GIT_PROGRESS_DELAY": "0"])
      let told = try shop.run(command + ["--progress"], adding: ["GIT_PROGRESS_DELAY": "0"])
      #expect(silent.errors.isEmpty && told.errors.hasPrefix("\r"), "\(command): \(told.errors.debugDescription)")
      #expect(silent.output == told.output && told.status == silent.status, "\(command)")
    }
  }
}
