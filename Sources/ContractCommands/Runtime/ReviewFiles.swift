internal import ContractKit

/// What `--reviews` names: files in which a job of CI keeps what the forge answered.
struct ReviewFiles {
  let names: [String]

  init(_ names: [String]) {
    self.names = names
  }

  /// More than a forge answers about one pull request.
  private static let largest = 16 << 20

  /// - Throws: `CommandError` or `ReadingError` where one is not there or holds no reviews. A review that could not be read may be the one
  ///   that asks for changes.
  func read(_ context: Context) throws -> ForgeReviews {
    var reader = ForgeReviewReader()
    for name in names {
      let path = name == "-" ? "/dev/stdin" : context.absolutePath(name)
      guard let bytes = try LocalFile.read(path, limit: Self.largest) else { throw CommandError("cannot read '\(name)': no such file") }
      try reader.add(bytes, file: name == "-" ? "standard input" : name)
    }
    return reader.answer
  }
}
