enum PlaceholderContractHistory {}
