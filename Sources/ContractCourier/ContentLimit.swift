/// How much one message may hold. A notice is a page or two, and receivers of webhooks take less than this.
package enum ContentLimit {
  package static let greatest = 2 << 20

  package static func check(_ count: Int) throws(Destination.Refusal) {
    guard count <= greatest else { throw Destination.Refusal("the content is greater than \(greatest) bytes") }
  }
}
