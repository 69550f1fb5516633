import Testing

@Test func placeholderContractReportsTests() { #expect(1 == 1) }
