enum PlaceholderContractTestSupport {}
