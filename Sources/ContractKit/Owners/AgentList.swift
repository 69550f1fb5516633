/// Who is no human: the bots and agents that are known by name or address. A seat belt, not a lock: whoever hides an agent's part can; what
/// locks is a review behind a login, or a key that asks for a touch.
package struct AgentList: Sendable {
  /// Addresses that agents and update bots put into commits, in lower case.
  static let builtInAddresses: Set<String> = [
    "noreply@anthropic.com", "copilot@github.com", "cursoragent@cursor.com", "codex@openai.com", "noreply@openai.com",
    "noreply@aider.chat", "aider@aider.chat", "openhands@all-hands.dev", "amp@ampcode.com", "noreply@opencode.ai",
    "bot@renovateapp.com", "renovate@whitesourcesoftware.com", "gemini-cli@google.com",
  ]

  /// Names that agents and bots write commits under, in lower case. `name[bot]` is known by its ending. None of them is a name that
  /// humans have: whoever is called Claude, Devin or Jules may sign.
  static let builtInNames: Set<String> = [
    "claude code", "copilot", "github copilot", "copilot-swe-agent", "codex", "openai codex", "cursor agent", "aider", "devin ai",
    "gemini cli", "openhands", "opencode", "roo code", "amazon q", "dependabot", "renovate", "renovate bot",
  ]

  private let addresses: Set<String>
  private let names: Set<String>

  /// - Parameter additional: the policy's `agents`: names, and addresses, which are known by their `@`.
  package init(additional: [String] = []) {
    let words = additional.map { $0.lowercased() }
    addresses = AgentList.builtInAddresses.union(words.filter { $0.contains("@") })
    names = AgentList.builtInNames.union(words.filter { !$0.contains("@") })
  }

  /// Whether an author or co-author is a bot or an agent.
  package func contains(name: String, email: String) -> Bool {
    let name = name.lowercased()
    let email = email.lowercased()
    let isGitHubBot = email.hasSuffix("[bot]@users.noreply.github.com") || email.hasSuffix("+copilot@users.noreply.github.com")
    // aider marks the names of humans for whom it wrote: "Ann Example (aider)".
    let isMarked = name.hasSuffix("[bot]") || name.hasSuffix("(aider)")
    return isGitHubBot || isMarked || addresses.contains(email) || names.contains(name)
  }
}
