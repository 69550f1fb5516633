internal import CLibgit2

/// What differs between two texts, line by line.
package enum TextPatch {
  /// The unified diff of two contents, with Git's headers; nil stands for a side that does not exist. Empty where nothing differs. Of what
  /// is no text it says that it differs, as Git does.
  ///
  /// - Parameters:
  ///   - oldPath: how the headers call the old side, without `a/`.
  ///   - newPath: the same for the new side.
  package static func unified(old: [UInt8]?, oldPath: String, new: [UInt8]?, newPath: String) throws(GitError) -> [UInt8] {
    try Library.start()
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    // The patch points into both contents, so it is written while they are there.
    let status = withBytes(old) { oldBytes, oldCount in
      withBytes(new) { newBytes, newCount in
        var patch: OpaquePointer?
        let status = git_patch_from_buffers(&patch, oldBytes, oldCount, oldPath, newBytes, newCount, newPath, nil)
        guard status >= 0, let patch else { return status }
        defer { git_patch_free(patch) }
        return git_patch_to_buf(&buffer, patch)
      }
    }
    try check(status, "cannot compare '\(oldPath)' with '\(newPath)'", kind: .other)
    guard let start = buffer.ptr else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: buffer.size))
  }

  /// A side that is empty is still there: only one that is not has no address.
  private static func withBytes(_ bytes: [UInt8]?, _ body: (UnsafePointer<UInt8>?, Int) -> Int32) -> Int32 {
    guard let bytes else { return body(nil, 0) }
    return (bytes + [0]).withUnsafeBufferPointer { body($0.baseAddress, bytes.count) }
  }
}
