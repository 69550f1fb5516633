internal import GitStore

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

extension ContractRepository {
  /// Moves a ref on by compare-and-swap. Whoever does it at the same moment loses nothing: the loser makes a commit anew, upon the
  /// winner's.
  ///
  /// - Parameters:
  ///   - message: for the reflog.
  ///   - next: the commit that follows a tip; nil where there is nothing to add. Called again for each tip that was found.
  /// - Throws: `GitError`, of kind `referenceMoved` only where others were faster many times in a row.
  func advance(_ reference: String, message: String, _ next: (_ tip: ObjectID?) throws -> ObjectID?) throws {
    var attempt = 0
    while true {
      let tip = try git.reference(reference)
      guard let commit = try next(tip) else { return }
      do throws(GitError) {
        return try git.updateReference(reference, to: commit, expecting: tip ?? .zero, message: message)
      } catch {
        attempt += 1
        guard error.kind == .referenceMoved, attempt < 100 else { throw error }
        // Others are at it: a little later, and not all at the same moment.
        usleep(.random(in: 5_000...50_000))
      }
    }
  }
}
