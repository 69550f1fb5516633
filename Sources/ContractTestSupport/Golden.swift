internal import Foundation

/// Texts that a test expects to the byte, kept as files beside the test.
///
/// `RECORD_GOLDENS=1 swift test --filter NAME` writes them anew; the diff in Git is then the review.
package enum Golden {
  /// What differs between a text and the file `Goldens/<name>` beside the test's source; nil if nothing.
  ///
  /// - Parameter source: `#filePath` of the test.
  package static func difference(_ text: String, from name: String, source: String = #filePath) throws -> String? {
    let file = URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent("Goldens").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return nil
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    guard Array(expected.utf8) != Array(text.utf8) else { return nil }
    let old = expected.components(separatedBy: "\n")
    let new = text.components(separatedBy: "\n")
    let line = zip(old, new).prefix { $0 == $1 }.count
    let wanted = line < old.count ? old[line] : "the end"
    let found = line < new.count ? new[line] : "the end"
    return "\(name):\(line + 1): expected \(wanted.debugDescription), found \(found.debugDescription)"
  }
}
