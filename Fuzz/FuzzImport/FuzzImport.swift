import ContractKit

/// Bytes as a foreign schema, the first of them saying of which format: they are refused with a reason, or become a contract that can be read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzImport(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  let formats = Import.Format.allCases
  let format = formats[Int(first) % formats.count]
  let dialect = SQLDialect.named[SQLDialect.named.startIndex + Int(first) / formats.count % SQLDialect.named.count].value
  do throws(ReadingError) {
    let schema = try Import.schema(format, [("a", Array(bytes.dropFirst()))], dialect: dialect)
    for remark in schema.remarks { precondition(!remark.message.isEmpty, "a remark without words") }
    guard !schema.tables.isEmpty else { return 0 }
    let draft = ContractDraft(schema, sources: ["a"])
    _ = try ContractReader.read(Array(draft.text.utf8), path: "a.yaml", limits: .init(bytes: 1 << 28))
  } catch {
    precondition(!error.diagnostics.isEmpty, "refused without a reason")
    for diagnostic in error.diagnostics { precondition(diagnostic.path == "a", "what was written cannot be read: \(diagnostic)") }
  }
  return 0
}
