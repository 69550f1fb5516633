/// A run of a job, as OpenLineage tells it (spec 1-0 and 2-0, facet `columnLineage` 1-0 to 1-2): which columns of its inputs the outputs are made of.
struct OpenLineageEvent {
  private let json: JSON

  /// Nil for what is none.
  init?(_ json: JSON) {
    guard case .object? = json["job"], json["inputs"]?.items != nil || json["outputs"]?.items != nil else { return nil }
    self.json = json
  }

  /// One row for each column that was read, and for each input of which nobody says which columns.
  func rows(line: Int) -> [UsageTable.Row] {
    let job = json["job"]
    let name = job?["name"]?.text ?? ""
    let namespace = job?["namespace"]?.text ?? ""
    let consumer = namespace.isEmpty || namespace == "default" ? name : namespace + "/" + name
    guard !name.isEmpty else { return [] }
    let day = json["eventTime"]?.text.flatMap { CalendarDay($0.prefix(10)) }
    // A run is told of when it starts, and again when it is done: it is counted once.
    let isWhole = json["eventType"]?.text.map { $0 == "COMPLETE" } ?? true
    var seen: Set<UsageTable.Row> = []
    var rows: [UsageTable.Row] = []
    func add(_ object: String?, _ field: String?) {
      guard let object, !object.isEmpty else { return }
      let row = UsageTable.Row(
        consumer: consumer, object: object, field: field, lastSeen: day, count: isWhole ? 1 : nil, line: line)
      if seen.insert(row).inserted { rows.append(row) }
    }
    for output in json["outputs"]?.items ?? [] {
      guard let lineage = output["facets"]?["columnLineage"] else { continue }
      var inputs = lineage["dataset"]?.items ?? []
      if case .object(let fields)? = lineage["fields"] {
        for field in fields.sorted(by: { $0.key < $1.key }) { inputs += field.value["inputFields"]?.items ?? [] }
      }
      for input in inputs { add(input["name"]?.text, input["field"]?.text) }
    }
    let told = Set(rows.map(\.object))
    for input in json["inputs"]?.items ?? [] {
      guard let object = input["name"]?.text, !told.contains(object) else { continue }
      add(object, nil)
    }
    return rows
  }
}
