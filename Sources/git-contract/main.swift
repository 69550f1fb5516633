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

/// Where this program is: the link of the kernel where there is one, else as it was called.
func program() -> String? {
  var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  #if canImport(Darwin)
    var size = UInt32(bytes.count)
    guard _NSGetExecutablePath(&bytes, &size) == 0, let path = realpath(bytes, nil) else { return nil }
  #else
    guard readlink("/proc/self/exe", &bytes, bytes.count - 1) > 0, let path = realpath(bytes, nil) else { return nil }
  #endif
  defer { free(path) }
  return String(cString: path)
}

let directory = getcwd(nil, 0)
defer { free(directory) }
exit(
  ContractCommands.run(
    arguments: Array(CommandLine.arguments.dropFirst()), environment: environment,
    directory: directory.map { String(cString: $0) } ?? "/", program: program()))
