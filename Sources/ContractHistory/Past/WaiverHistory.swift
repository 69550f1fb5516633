internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// The waivers of a rulebook with what history tells of them: since when each is there, and which of their changes have happened.
  ///
  /// A repository without waivers pays nothing for it; with some, the walk goes back to the day on which the oldest came.
  func waiversInForce(_ rulebook: Rulebook, today: CalendarDay) throws -> WaiversInForce {
    guard let base = rulebook.commit, !rulebook.waivers.isEmpty else { return WaiversInForce(rulebook.waivers) }
    var added: [Waiver: CalendarDay] = [:]
    var oldest = base
    var open = Set(rulebook.waivers.map(WaiverKey.init))
    var last: ObjectID?
    var walk = FirstParentWalk(from: base, in: git)
    while let commit = try walk.step(git) {
      guard let entry = try git.entry(Waiver.path, in: commit.tree), entry.mode.isFile else { break }
      if entry.id != last {
        last = entry.id
        open.formIntersection(try waivers(in: entry).map(WaiverKey.init))
        guard !open.isEmpty else { break }
      }
      oldest = commit.commit
      for waiver in rulebook.waivers where open.contains(WaiverKey(waiver)) {
        added[waiver] = try day(of: commit.commit)
      }
    }
    var happened: Set<String> = []
    for run in try runs(from: oldest, to: base, rulebook: rulebook) {
      happened.formUnion(try diff(of: run.transition, base: run.base, rulebook: rulebook, today: today).changes.map(\.fingerprint))
    }
    return WaiversInForce(rulebook.waivers, happened: happened, added: added)
  }

  /// The waivers of an earlier state; none where it could not be read: then it began later.
  private func waivers(in entry: TreeEntry) throws -> [Waiver] {
    let bytes = try git.blob(entry.id, limit: 4_194_304)
    do throws(ReadingError) {
      return try WaiverFile(bytes).waivers
    } catch {
      return []
    }
  }

  /// A waiver without its place in the file, which moves when another is added above it.
  private struct WaiverKey: Hashable {
    var subject: Waiver.Subject
    var person: String
    var expires: CalendarDay

    init(_ waiver: Waiver) {
      (subject, person, expires) = (waiver.subject, waiver.person, waiver.expires)
    }
  }
}
