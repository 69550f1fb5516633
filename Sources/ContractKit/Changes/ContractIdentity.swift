/// What is said about the contract as a whole and stands outside of its tree: id, name, standard, life cycle.
///
/// The version is no change: it is the price of the changes (Versions/). The path is none either: a file that moved keeps its id.
enum ContractIdentity {
  static func changes(from old: Contract, to new: Contract) -> [Change] {
    func change(_ attribute: String, _ before: String?, _ after: String?) -> Change? {
      let before = before.flatMap { $0.isEmpty ? nil : $0 }
      let after = after.flatMap { $0.isEmpty ? nil : $0 }
      guard before != after else { return nil }
      return Change(
        subject: .contract, attribute: attribute, action: before == nil ? .added : after == nil ? .removed : .changed, element: .root,
        before: before.map { .string($0) }, after: after.map { .string($0) }, oldElement: old.root, newElement: new.root,
        oldPosition: old.root[attribute]?.position ?? old.root.position,
        newPosition: new.root[attribute]?.position ?? new.root.position)
    }
    return [
      change("apiVersion", text(of: old.dialect), text(of: new.dialect)),
      change("id", old.identifier, new.identifier),
      change("name", old.name, new.name),
      change("status", old.status.rawValue, new.status.rawValue),
    ].compactMap { $0 }
  }

  private static func text(of dialect: Contract.Dialect) -> String {
    switch dialect {
    case .odcs(let version): "v" + version
    }
  }
}
