internal import CYAML
internal import Crypto
public func sha(_ s: String) -> String { var s = s; return s.withUTF8 { SHA256.hash(data: UnsafeRawBufferPointer($0)).map { String($0, radix: 16) }.joined() } }
public func yamlVersion() -> String { String(cString: yaml_get_version_string()) }
