import ContractTestSupport
import GitStore

extension TestRepository {
  /// Opens it as a command in its top directory would, with more variables in the environment, or from another directory.
  func open(adding more: [String: String] = [:], in directory: String? = nil) throws -> Repository {
    try Repository.open(environment: environment.variables.merging(more) { $1 }, directory: directory ?? path)
  }
}
