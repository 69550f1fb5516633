import ContractKit
import ContractReports

/// Two documents, parted by a line of equals signs, through differ, rules and reports.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDiffer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let separator = Array("\n=====\n".utf8)
  guard let cut = bytes.firstRange(of: separator), let old = contract(bytes[..<cut.lowerBound]),
    let new = contract(bytes[cut.upperBound...])
  else { return 0 }
  for (from, to) in [(old, new), (new, old), (nil, new), (old, nil)] as [(Contract?, Contract?)] {
    let diff = TransitionDiff(from: from, to: to)
    for change in diff.changes {
      precondition(Catalogue.rule(change.rule) != nil, "a rule that is not in the catalogue: \(change.rule)")
      precondition(change.fingerprint.utf8.count == 16, "a fingerprint of another length")
      precondition(!change.message.isEmpty, "a change without words")
    }
    let answer = DiffAnswer(diagnostics: [], contracts: [diff])
    precondition(!answer.json(toolVersion: "0").pretty.isEmpty && !answer.markdown.isEmpty, "an answer without words")
    _ = answer.text(Style(usesColour: true))
  }
  return 0
}

private func contract(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Contract? {
  // A text that is refused is the other target's concern.
  try? ContractReader.read(Array(bytes), path: "a.yaml")
}
