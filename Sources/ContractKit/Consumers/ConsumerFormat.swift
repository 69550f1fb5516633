/// The kind of file in which somebody declares to read data. The raw value stands in JSON and is never changed.
package enum ConsumerFormat: String, Sendable, CaseIterable {
  /// Our own, `kind: ContractConsumer`.
  case consumer = "contract-consumer"
  /// A data product of the Open Data Product Standard.
  case odps
  /// An access agreement of the Open Access Agreement Standard (Bitol RFC 0056).
  case oaas
  /// A Data Usage Agreement 0.0.1.
  case dataUsageAgreement = "data-usage-agreement"
  /// The `manifest.json` of a dbt project.
  case dbt
  /// An entity of Backstage's catalogue.
  case backstage
  /// A data contract that refers to another one.
  case contract

  /// For people: `declared in consumers/shop.yaml (ODPS data product)`. Nil for our own, which needs no word.
  package var words: String? {
    switch self {
    case .consumer: nil
    case .odps: "ODPS data product"
    case .oaas: "OAAS access agreement"
    case .dataUsageAgreement: "Data Usage Agreement"
    case .dbt: "dbt manifest"
    case .backstage: "Backstage entity"
    case .contract: "data contract that refers to it"
    }
  }
}

/// A name by which a file of another format speaks of what may be a contract: of an API, of an output port, of a source. What it means has to
/// be said by another file, or by `links` in the list of sources; equal names never say it.
package struct ConsumerLink: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// `orders/orders_snowflake`: a data product and its output port.
    case odps
    /// `api:default/orders`.
    case backstage
    /// `source.shop.raw.orders`.
    case dbt
    /// The address or path of a contract's file.
    case odcs
  }

  package var kind: Kind
  package var name: String

  package init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// What a link leads to.
  package struct Target: Hashable, Sendable {
    /// The contract's id; nil for what is known to be no contract.
    package var contract: String?
    /// The one table that is meant; nil where nobody says.
    package var table: String?

    package init(contract: String?, table: String? = nil) {
      self.contract = contract
      self.table = table
    }
  }

  /// For a message: `API 'api:default/orders'`.
  package var words: String {
    switch kind {
    case .odps: "output port '\(name)'"
    case .backstage: "API '\(name)'"
    case .dbt: "source '\(name)'"
    case .odcs: "contract '\(name)'"
    }
  }
}
