internal import ArgumentParser
internal import ContractKit
public func run() -> Int32 { 0 }
