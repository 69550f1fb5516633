import ContractKit

/// Bytes as a contract: whatever they are, they are read or refused with a place, and what was read can be walked and edited.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let claims = ContractDetection.claims(bytes)
  do throws(ReadingError) {
    let document = try YAMLDocument(bytes, path: "a.yaml")
    visit(document.root, bytes.count)
    let contract = try ContractReader.read(document, path: "a.yaml")
    precondition(claims || document.root["kind"] == nil, "a contract was read that does not claim to be one")
    require(contract.diagnostics)
    precondition(TransitionDiff(from: contract, to: contract).changes.isEmpty, "a contract differs from itself")
    edit(bytes)
  } catch {
    precondition(!error.diagnostics.isEmpty, "refused without a reason")
    require(error.diagnostics)
  }
  return 0
}

private func require(_ diagnostics: [Diagnostic]) {
  for diagnostic in diagnostics {
    precondition(diagnostic.position.line >= 1 && diagnostic.position.column >= 1, "a diagnostic without a place")
    precondition(!diagnostic.message.isEmpty, "a diagnostic without words")
  }
}

/// Every node lies inside of the text. Aliases are walked once for each of their places, as readers do.
private func visit(_ node: YAMLNode, _ count: Int) {
  let range = node.byteRange
  precondition(range.lowerBound >= 0 && range.upperBound <= count, "a node outside of its text")
  switch node.kind {
  case .scalar:
    _ = node.scalar
  case .sequence, .mapping:
    // Positions cost a walk from the start of the text, so that only small documents are walked whole.
    guard count < 4096 else { return }
    for item in node.items { visit(item, count) }
    for pair in node.pairs {
      visit(pair.key, count)
      visit(pair.value, count)
    }
  }
}

/// What the tool writes into a contract is a contract with that version, or it is refused.
private func edit(_ bytes: [UInt8]) {
  guard let version = SemanticVersion("9.8.7"), let edited = try? ContractEditor.settingVersion(version, in: bytes, path: "a.yaml") else {
    return
  }
  do throws(ReadingError) {
    let contract = try ContractReader.read(edited, path: "a.yaml")
    // A leading v stays, and where it can the number of parts.
    precondition(
      contract.version.flatMap { SemanticVersion($0.value) } == version, "the version that was written is not the one that is read")
  } catch {
    preconditionFailure("an edit made the contract unreadable: \(error.diagnostics)")
  }
}
