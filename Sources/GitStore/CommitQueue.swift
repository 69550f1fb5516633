/// A heap of commits, the newest by the committer's clock first; of equal ones the one that came first.
struct CommitQueue {
  private struct Item {
    let id: ObjectID
    let time: Int64
    let order: Int

    func isBefore(_ other: Item) -> Bool { time != other.time ? time > other.time : order < other.order }
  }

  private var items: [Item] = []
  private var count = 0

  var isEmpty: Bool { items.isEmpty }

  /// The time of the newest.
  var newestTime: Int64? { items.first?.time }

  mutating func insert(_ id: ObjectID, time: Int64) {
    items.append(Item(id: id, time: time, order: count))
    count += 1
    var position = items.count - 1
    while position > 0 {
      let parent = (position - 1) / 2
      guard items[position].isBefore(items[parent]) else { break }
      items.swapAt(position, parent)
      position = parent
    }
  }

  mutating func popNewest() -> ObjectID? {
    guard let newest = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var position = 0
      while true {
        var best = position
        for child in [2 * position + 1, 2 * position + 2] where child < items.count && items[child].isBefore(items[best]) {
          best = child
        }
        if best == position { break }
        items.swapAt(position, best)
        position = best
      }
    }
    return newest.id
  }
}
