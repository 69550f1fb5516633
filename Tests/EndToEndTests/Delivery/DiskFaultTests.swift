import ContractTestSupport
import Foundation
import Testing

@testable import ContractCommands
@testable import ContractKit

/// Disks that are full, and directories that cannot be written.
struct DiskFaultTests {
  /// Whether this user can mount a file system of its own.
  private static let canMount: Bool = {
    do {
      return try TestEnvironment(home: "/nonexistent").run("unshare", ["-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], in: "/").status == 0
    } catch {
      return false
    }
  }()

  private static let reason = "no file system can be mounted here; run as root on Linux"

  /// Runs a script in a mount namespace of its own in which the outbox is a small file system. `used` is what is filled before.
  private func inSmallSpace(_ place: OutboxPlace, _ script: String) throws -> TestOutput {
    let outbox = place.outbox.path
    let text = """
      set -e
      cp -a '\(outbox)' '\(outbox).kept'
      mount -t tmpfs -o size=256k,mode=700 tmpfs '\(outbox)'
      cp -a '\(outbox).kept/.' '\(outbox)'
      fill() { dd if=/dev/zero of='\(outbox)/ballast' bs=4k 2>/dev/null || true; }
      \(script)
      rm -f '\(outbox)/ballast'
      rm -rf '\(outbox).kept'; cp -a '\(outbox)' '\(outbox).kept'
      umount '\(outbox)'; cp -a '\(outbox).kept/.' '\(outbox)'
      for d in pending inflight tmp; do for f in '\(outbox)'/$d/*; do [ -e "$f" ] && { [ -e "\(outbox).kept/$d/${f##*/}" ] || rm "$f"; }; done; done; true
      """
    return try place.shell(text, unsharing: true)
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `on a full disk nothing that was sent is sent again, and nothing is lost`() throws {
    let place = try OutboxTemplate.plain().copy()
    try place.deposit((0..<20).map { _ in "ok" })
    let output = try inSmallSpace(
      place,
      "fill; for i in 1 2 3; do git contract outbox deliver || true; done; rm '\(place.outbox.path)/ballast'; git contract outbox deliver")
    #expect(output.status == 0, "\(output.output)\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(Set(deliveries.map(\.id)) == place.expected)
    #expect(deliveries.count == 20, "\(deliveries.count)")
    let faults = try place.faults()
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `notify on a full disk moves no cursor, and the next run tells all`() throws {
    let place = try OutboxTemplate.company(events: 3).copy()
    try place.outbox.prepare()
    let cursor = try place.reference("refs/contracts/notified/heads/main")
    let output = try inSmallSpace(
      place,
      """
      fill
      git contract notify --wait=0 && exit 9 || [ $? = 128 ]
      [ "$(git rev-parse refs/contracts/notified/heads/main)" = \(cursor) ]
      rm '\(place.outbox.path)/ballast'
      git contract notify --wait=0
      """)
    #expect(output.status == 0, "\(output.output)\(output.errors)")
    #expect(output.errors.contains("No space left on device"), "\(output.errors)")
    let deliveries = try place.courier.deliveries()
    #expect(deliveries.count == 6 && Set(deliveries.map(\.id)).count == 6)
  }

  @Test(.enabled(if: canMount, "\(reason)")) func `an outbox that cannot be written is no success, and nothing is lost`() throws {
    let place = try OutboxTemplate.company(events: 1).copy()
    try place.outbox.prepare()
    let text = """
      mount --bind '\(place.outbox.path)' '\(place.outbox.path)'; mount -o remount,ro,bind '\(place.outbox.path)'
      git contract notify --wait=0; [ $? = 128 ] || exit 9
      git contract outbox deliver; [ $? = 128 ] || exit 8
      """
    let output = try place.shell(text, unsharing: true)
    #expect(output.status == 0 && output.errors.contains("Read-only file system"), "\(output.status) \(output.output)\(output.errors)")
    #expect(try place.courier.deliveries().isEmpty)
    #expect(try place.contract(["notify", "--wait=0"]).output.contains("delivered: "))
    #expect(try place.courier.deliveries().count == 2)
  }
}
