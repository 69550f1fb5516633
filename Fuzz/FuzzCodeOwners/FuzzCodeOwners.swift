import ContractKit

/// Bytes as CODEOWNERS in all three dialects, asked for a few paths; the last line of the bytes is one of them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCodeOwners(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let last = bytes.split(separator: UInt8(ascii: "\n")).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
  for dialect in CodeOwnersDialect.allCases {
    let file = CodeOwners.parse(bytes, path: "CODEOWNERS", dialect: dialect)
    for path in ["contracts/orders.yaml", "a", "docs/a b/größe[1].yaml", last] where !path.isEmpty {
      let answer = file.owners(of: path)
      precondition(answer.owners.isEmpty != (answer.state == .owned), "owned by nobody")
      if dialect == .github { precondition(answer.rules.count <= 1, "two lines of GitHub decide") }
    }
    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + bytes.count { $0 == UInt8(ascii: "\r") } + 1
    for rule in file.rules { precondition((1...lines).contains(rule.line), "a rule outside of its file") }
  }
  return 0
}
