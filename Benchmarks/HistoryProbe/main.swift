import ContractHistory
import GitStore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

// Walks over a history as the commands do, without what they then make of it, so that a walk can be held against `git log` commit by commit.
//
// usage: HistoryProbe path PATH | transitions
//   path         the changes of one path along first parents: `<commit> <old blob> <new blob>`
//   transitions  all changes of all contracts along first parents: `<commit> <path> <old blob> <new blob>`

/// Collects lines and writes many at once.
struct Output {
  private var bytes: [UInt8] = []

  mutating func line(_ words: [String]) {
    for (number, word) in words.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: word.utf8)
    }
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(1, $0.baseAddress.map { $0 + written }, $0.count - written) }
      guard count > 0 else { exit(128) }
      written += count
    }
    bytes.removeAll(keepingCapacity: true)
  }
}

func run(_ arguments: [String]) throws {
  guard let directory = getcwd(nil, 0) else { return }
  var environment: [String: String] = [:]
  for name in ["HOME", "GIT_DIR", "GIT_CONFIG_NOSYSTEM"] {
    if let value = getenv(name) { environment[name] = String(cString: value) }
  }
  let contracts = ContractRepository(try Repository.open(environment: environment, directory: String(cString: directory)))
  guard let tip = try contracts.git.head().commit else { return }
  var output = Output()
  if arguments.count == 3, arguments[1] == "path" {
    var walk = PathWalk(arguments[2], from: tip, in: contracts.git)
    while let change = try walk.next(contracts.git) {
      output.line([change.commit.hex, change.old?.id.hex ?? "-", change.new?.id.hex ?? "-"])
    }
  } else {
    var walk = ContractWalk(try contracts.rulebook(at: tip))
    var way = FirstParentWalk(from: tip, touching: walk.folders, in: contracts.git)
    while let step = try way.step(contracts.git) {
      for difference in try contracts.differences(from: way.treeBefore(step, contracts.git), to: step.tree, &walk) {
        output.line([step.commit.hex, difference.path, difference.old?.id.hex ?? "-", difference.new?.id.hex ?? "-"])
      }
    }
  }
  output.flush()
}

do {
  try run(CommandLine.arguments)
} catch {
  let text = Array("fatal: \(error)\n".utf8)
  _ = write(2, text, text.count)
  exit(128)
}
