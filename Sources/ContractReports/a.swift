enum PlaceholderContractReports {}
