/// The version of this tool: what `--version` prints, JSON answers name, and servers are told.
package enum ToolVersion {
  package static let text = "0.1.0"
}
