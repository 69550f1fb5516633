/// A person of a test.
package struct TestPerson: Hashable, Sendable {
  package let name: String
  package let email: String

  package init(_ name: String, _ email: String) {
    self.name = name
    self.email = email
  }

  /// The one who commits where a test does not say who.
  package static let author = TestPerson("Ada Author", "ada@example.com")
}
