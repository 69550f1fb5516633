import Testing
@Test func placeholderGitStoreTests() { #expect(1 == 1) }
