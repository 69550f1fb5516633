internal import ContractKit
internal import GitStore

/// The trailers that are ours, and what is wrong with those of a message.
enum ContractTrailers {
  private static let known = ["Contract-Acknowledge", "Contract-Migration", "Contract-Override"]

  /// One sentence for each malformed trailer.
  static func faults(in message: String) -> [String] {
    Trailers(message: message).all.compactMap { trailer in
      let key = trailer.key.lowercased()
      guard key.hasPrefix("contract-") else { return nil }
      switch key {
      case "contract-acknowledge":
        guard case .failure(let fault) = Acknowledgement.parse(trailer.value) else { return nil }
        return "line \(trailer.line): '\(trailer.key)' \(fault.description)"
      case "contract-migration", "contract-override":
        return trailer.value.allSatisfy(\.isWhitespace) ? "line \(trailer.line): '\(trailer.key)' has no text" : nil
      default:
        return "line \(trailer.line): '\(trailer.key)' is not known" + SpellingSuggestion.clause(for: trailer.key, among: known)
      }
    }
  }
}
