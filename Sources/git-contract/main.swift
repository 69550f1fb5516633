import ContractCommands
_ = ContractCommands.run()
