internal import ContractCommands

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#endif

// The process as a value, so that all of the program is one function.
var environment: [String: String] = [:]
var entry = environ
while let text = entry.pointee {
  let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
  entry += 1
}

let directory = getcwd(nil, 0)
defer { free(directory) }
exit(
  ContractCommands.run(
    arguments: Array(CommandLine.arguments.dropFirst()), environment: environment,
    directory: directory.map { String(cString: $0) } ?? "/"))
