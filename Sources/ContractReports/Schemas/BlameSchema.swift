internal import ContractKit

extension AnswerSchemas {
  static var blame: SchemaNode {
    let origin = SchemaNode.answer([
      "version": .string, "commit": .string, "date": .string, "author": .string, "summary": .string, "signOffs": .list(of: signOff),
    ])
    let element = SchemaNode.answer(
      [
        "element": .string, "kind": .choice(Element.Kind.self), "introduced": origin.described("Since when it is there."),
        "changed": origin.described("Since when it is as it is."),
      ].merging(place) { $1 })
    return answer(
      .blame,
      [
        "id": .string, "major": .integer, "name": .string, "path": .string, "version": .string, "elements": .list(of: element),
      ])
  }
}
