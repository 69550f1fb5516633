/// The texts of the hooks, as they stand in `Hooks/` and as `hooks install` writes them.
///
/// The logic is in the tool; a script only starts it. The tool knows each text that it ever wrote, so that it upgrades and removes
/// its own and never touches a foreign one.
enum HookScripts {
  /// What a developer's clone runs.
  static let client = ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"]
  /// What a bare repository runs. `update` decides one ref at a time and is installed in place of `pre-receive`, never beside it.
  static let server = ["pre-receive", "post-receive"]
  static let all = client + server + ["update"]

  static func text(for event: String) -> String {
    """
    #!/bin/sh
    command -v git-contract >/dev/null 2>&1 || { printf >&2 '%s\\n' "git contract is not on the PATH, so the hook \(event) cannot look at data contracts." "Install it, or remove the hook: rm '$0'"; exit 2; }
    exec git-contract hook \(event) "$@"

    """
  }

  /// True if the tool wrote this text, today or in an earlier version.
  static func isOurs(_ script: String, event: String) -> Bool {
    script == text(for: event)
  }
}
