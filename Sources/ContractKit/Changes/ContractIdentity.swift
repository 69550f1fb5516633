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
      change("apiVersion", version(of: old), version(of: new)),
      change("id", old.identifier, new.identifier),
      change("name", old.name, new.name),
      change("status", status(of: old), status(of: new)),
    ].compactMap { $0 }
  }

  /// As it is declared, with or without its `v`; nil where nothing is.
  private static func version(of contract: Contract) -> String? {
    let version = contract.root.text("apiVersion").map { $0.hasPrefix("v") ? $0 : "v" + $0 }
    switch contract.dialect {
    case .odcs: return version
    case .specification: return version.map { "Data Contract Specification " + $0 }
    }
  }

  /// A word that is no status counts as active, and is still another word.
  private static func status(of contract: Contract) -> String {
    let word = contract.root.text("status")?.lowercased() ?? contract.status.rawValue
    return Contract.Status(rawValue: word) == nil ? word : contract.status.rawValue
  }
}
