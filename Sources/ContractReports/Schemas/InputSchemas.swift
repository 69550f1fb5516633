internal import ContractKit

/// The files that people write by hand, but for the policy, whose schema comes from the table that reads it. A schema says what an
/// editor can check; what ties places together (an id that stands twice, a member that is nobody) only the reader knows.
enum InputSchemas {
  static var people: SchemaNode {
    let key = SchemaNode.any(of: [
      .line, .input(["key": .line, "valid-after": .day, "valid-before": .day], required: ["key"]),
    ])
    let handle = SchemaNode.string(matching: "^@.")
    let person = SchemaNode.input(
      [
        "id": .string(matching: "^[A-Za-z0-9._-]+$").described("By which the person is counted; it never changes."), "name": .line,
        "kind": .choice(Person.Kind.self), "handles": .list(of: handle).orNull, "emails": .list(of: .string(matching: "^[^@]+@.+$")).orNull,
        "keys": .list(of: key).orNull, "until": .day.described("The last day on which the person is there."),
      ], required: ["id"])
    let team = SchemaNode.input(["handle": handle, "members": .list(of: .line).orNull], required: ["handle"])
    return SchemaNode.input([
      "people": .list(of: person).orNull, "teams": .list(of: team).orNull,
      "revoked": .list(of: .string(matching: "^SHA256:[A-Za-z0-9+/]{43}$")).orNull,
    ]).orNull
  }

  static var waivers: SchemaNode {
    var waiver = SchemaNode.input(
      [
        "fingerprint": .fingerprint, "rule": .line, "contract": .line, "reason": .line, "person": .line,
        "expires": .day.described("The last day on which it holds."),
      ], required: ["reason", "person", "expires"])
    // Of a change, of one rule for a change, or of a rule for a contract.
    func has(_ keys: [String], not other: [String]) -> JSON {
      var members: [String: JSON] = ["required": .array(keys.map { .string($0) })]
      if !other.isEmpty { members["properties"] = .object(Dictionary(other.map { ($0, JSON.boolean(false)) }) { first, _ in first }) }
      return .object(members)
    }
    waiver.json["anyOf"] = [has(["fingerprint"], not: ["contract"]), has(["rule", "contract"], not: ["fingerprint"])]
    return SchemaNode.input(["waivers": .list(of: waiver).orNull]).orNull
  }

  static var consumer: SchemaNode {
    let contact = SchemaNode.input(
      [
        "tool": .line, "url": .line, "channel": .line, "description": .line, "scope": .line, "invitationUrl": .line,
        "secret": .string(matching: "^(env|file):").described("Where the secret is kept; never the secret itself."),
      ], required: ["tool", "url"])
    let roles = SchemaNode.choice(ConsumerDeclaration.Role.self)
    let field = SchemaNode.any(of: [
      .line, .input(["name": .line, "as": .any(of: [roles, .list(of: roles)])], required: ["name"]),
    ])
    let fields = SchemaNode.any(of: [
      .constant("*"), SchemaNode.map(of: .any(of: [.constant("*"), .list(of: field)])).orNull,
    ])
    let use = SchemaNode.input(
      [
        "contract": SchemaNode.line.described("The id of the contract."),
        "version": SchemaNode.line.described("The range that it can read, such as '^1.4'."), "tested": .line,
        "fields": fields, "expects": SchemaNode.map(of: SchemaNode.map(of: .anything).orNull).orNull,
      ], required: ["contract"])
    let origin = SchemaNode.any(of: [.line, .input(["contract": .line, "field": .line], required: ["contract", "field"])])
    let product = SchemaNode.input(
      [
        "contract": SchemaNode.line.described("The id of the contract that is made of what is used."),
        "fields": SchemaNode.map(of: .list(of: origin)).orNull.described("What each of its fields is made of, 'table.column' by the same."),
      ], required: ["contract"])
    let topics = ConsumerDeclaration.Topic.allCases.map { ($0.rawValue, SchemaNode.choice(ConsumerDeclaration.Urgency.self)) }
    return .input(
      [
        "apiVersion": .constant("git-contract/v1"), "kind": .constant("ContractConsumer"), "id": .line, "name": .line, "team": .line,
        "contacts": .list(of: contact).orNull, "notify": SchemaNode.input(Dictionary(topics) { first, _ in first }).orNull,
        "reviewBy": .day, "uses": .list(of: use).orNull, "produces": .list(of: product).orNull,
        "description": .string,
      ], required: ["apiVersion", "kind", "id", "team", "uses"])
  }
}
