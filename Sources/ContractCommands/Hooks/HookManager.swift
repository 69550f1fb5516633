/// A program that keeps a repository's hooks and writes them anew: a line that is to be added belongs into its configuration, for in the hook
/// itself it would be gone with the next update.
enum HookManager: String, CaseIterable {
  case preCommit = "pre-commit"
  case lefthook
  case husky

  /// Nil for a hook that nobody writes anew.
  init?(script: String, directory: String) {
    if script.contains("https://pre-commit.com") {
      self = .preCommit
    } else if script.contains("lefthook") {
      self = .lefthook
    } else if directory.hasSuffix("/.husky/_") {
      self = .husky
    } else {
      return nil
    }
  }

  /// Where its configuration of an event may stand, below the top of the work tree; the first one is its usual place.
  func files(for event: String) -> [String] {
    switch self {
    case .preCommit: [".pre-commit-config.yaml"]
    case .lefthook:
      ["", ".", ".config/"].flatMap { place in ["yml", "yaml", "toml", "json"].map { "\(place)lefthook.\($0)" } }
    case .husky: [".husky/" + event]
    }
  }

  /// Whether a configuration starts ours for an event.
  func calls(_ event: String, in configuration: String) -> Bool {
    switch self {
    case .preCommit:
      let id = Self.hook(for: event)
      return configuration.split(whereSeparator: { !$0.isLetter && $0 != "-" }).contains { $0 == id }
    case .lefthook, .husky:
      return configuration.contains("git-contract hook \(event)") || configuration.contains("git contract hook \(event)")
    }
  }

  /// What belongs into its configuration, as Documentation/Hooks.md has it.
  func lines(for event: String) -> [String] {
    switch self {
    case .preCommit: return ["- id: " + Self.hook(for: event)]
    case .lefthook:
      var lines = ["\(event):", "  jobs:", "    - name: data contracts", "      run: git-contract hook \(event)"]
      if event == "commit-msg" { lines[3] += " {1}" }
      // Git says there what is pushed.
      if event == "pre-push" { lines.append("      use_stdin: true") }
      return lines
    case .husky: return ["git-contract hook \(event) \"$@\""]
    }
  }

  /// The hook of `.pre-commit-hooks.yaml` for an event.
  private static func hook(for event: String) -> String {
    switch event {
    case "commit-msg": "git-contract-message"
    case "pre-push": "git-contract-push"
    default: "git-contract"
    }
  }
}
