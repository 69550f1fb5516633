internal import ArgumentParser
internal import ContractKit
internal import GitStore
public func run() -> Int32 { print(sha("x"), yamlVersion(), gitInit()); return 0 }
