import Testing
@Test func placeholderContractKitTests() { #expect(1 == 1) }
