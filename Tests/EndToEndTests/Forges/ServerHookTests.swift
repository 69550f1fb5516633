import ContractTestSupport
import Foundation
import Testing

/// Where forges that somebody runs themselves keep the hooks of a server, and how they start them. The dispatchers are ours, after what Gitaly
/// and Gitea document; the programs themselves are not installed here.
struct ServerHookTests {
  /// Gitaly's hook hands standard input and arguments to each executable file below `custom_hooks/<hook>.d` and to `custom_hooks/<hook>`.
  private static let gitaly = """
    #!/bin/sh
    input=$(cat)
    here=$(pwd)
    name=${0##*/}
    for hook in "$here/custom_hooks/$name" "$here/custom_hooks/$name.d"/*; do
      { [ -x "$hook" ] && [ -f "$hook" ]; } || continue
      printf '%s\\n' "$input" | GL_USERNAME=ann GL_ID=key-1 GL_PROTOCOL=ssh "$hook" "$@" || exit $?
    done

    """
  /// Gitea and Forgejo: each executable file below `hooks/<hook>.d`, the forge's own among them; the first that fails decides.
  private static let gitea = """
    #!/usr/bin/env bash
    data=$(cat)
    codes=""
    for hook in "${GIT_DIR:-$(dirname "$0")/..}/hooks/$(basename "$0").d"/*; do
      test -x "$hook" && test -f "$hook" || continue
      echo "$data" | GITEA_PUSHER_NAME=ann "$hook"
      codes="$codes $?"
    done
    for code in $codes; do [ "$code" -eq 0 ] || exit "$code"; done

    """

  @Test(arguments: [
    ("GitLab", gitaly, "custom_hooks/pre-receive.d/contracts", "custom_hooks/post-receive.d/contracts", "GL_USERNAME"),
    ("GitLab", gitaly, "custom_hooks/pre-receive", "custom_hooks/post-receive", "GL_USERNAME"),
    ("Gitea", gitea, "hooks/pre-receive.d/contracts", "hooks/post-receive.d/contracts", "GITEA_PUSHER_NAME"),
  ])
  func `our scripts decide and write down from where the forge starts them`(
    forge: String, dispatcher: String, before: String, after: String, source: String
  ) throws {
    let company = try Company()
    try company.server.git("contract", "hooks", "uninstall")
    let scripts = ForgeJob.root.appendingPathComponent("Hooks")
    for (event, place) in [("pre-receive", before), ("post-receive", after)] {
      try TestFiles.writeScript(dispatcher, to: company.server.path + "/hooks/" + event)
      let text = try String(contentsOf: scripts.appendingPathComponent(event), encoding: .utf8)
      try TestFiles.writeScript(text, to: company.server.path + "/" + place)
    }
    try company.commitOrders(version: "2.0.0", columns: [Company.orderID, Company.email], by: Company.ben)
    let refused = try company.push("main")
    #expect(refused.status != 0 && refused.errors.contains("owner-sign-off-missing"), "\(forge): \(refused.errors)")
    #expect(try company.server.git("rev-parse", "main") != company.head())
    try company.developer.git("reset", "--quiet", "--hard", "HEAD~1")
    try company.commitOrders(version: "2.0.0", columns: [Company.orderID, Company.email], by: Company.ann)
    let passed = try company.push("main")
    #expect(passed.status == 0, "\(forge): \(passed.errors)")
    let log = try company.server.git("show", "refs/contracts/log")
    #expect(log.contains("pusher: ann") && log.contains("pusher-from: \(source)"), "\(log)")
  }
}
