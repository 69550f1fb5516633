internal import GitStore

/// What stands in a repository's hook directory under the name of one event.
enum InstalledHook: Equatable {
  case missing
  /// Git passes over a hook that may not be executed.
  case ours(isExecutable: Bool)
  /// Written by somebody else; true if it starts ours somewhere in its text.
  case foreign(callsUs: Bool)
}

/// Writes, upgrades and removes the hooks of one repository, and nothing that somebody else wrote.
struct HookInstaller {
  /// Where Git looks for hooks: `core.hooksPath`, else `hooks` in the Git directory.
  let directory: String
  let events: [String]
  /// The top of the work tree, where managers of hooks have their configuration; nil in a bare repository.
  var workTree: String?

  func state(of event: String) throws -> InstalledHook {
    guard let bytes = try LocalFile.read(directory + "/" + event) else { return .missing }
    let text = String(decoding: bytes, as: UTF8.self)
    if HookScripts.isOurs(text, event: event) { return .ours(isExecutable: LocalFile.isExecutable(directory + "/" + event)) }
    let calls = ["git-contract hook \(event)", "git contract hook \(event)"]
    if calls.contains(where: { text.contains($0) }) { return .foreign(callsUs: true) }
    guard let workTree, let manager = HookManager(script: text, directory: directory) else { return .foreign(callsUs: false) }
    let isConfigured = try manager.files(for: event).contains { file in
      guard let bytes = try LocalFile.read(workTree + "/" + file) else { return false }
      return manager.calls(event, in: String(decoding: bytes, as: UTF8.self))
    }
    return .foreign(callsUs: isConfigured)
  }

  /// Who keeps a hook that is not ours; nil where somebody wrote it by hand, and in a bare repository.
  func manager(of event: String) throws -> HookManager? {
    guard workTree != nil, let bytes = try LocalFile.read(directory + "/" + event) else { return nil }
    return HookManager(script: String(decoding: bytes, as: UTF8.self), directory: directory)
  }

  /// What to add for an event, and where: `add this line to it: ...`.
  func advice(_ event: String) throws -> (place: String, lines: [String]) {
    guard let manager = try manager(of: event), let file = manager.files(for: event).first else {
      return ("add to it this line", ["git-contract hook \(event) \"$@\" || exit $?"])
    }
    return ("\(manager.rawValue) keeps it; add to '\(file)'", manager.lines(for: event))
  }

  /// Installs what is missing. Gives the foreign hooks that it left alone and that do not call us yet.
  func install() throws -> [String] {
    try LocalFile.makeDirectory(directory)
    var foreign: [String] = []
    for event in events {
      switch try state(of: event) {
      case .missing, .ours:
        // Anew, not over the old one, whose permissions may keep Git from running it.
        try LocalFile.remove(directory + "/" + event)
        try LocalFile.write(Array(HookScripts.text(for: event).utf8), to: directory + "/" + event, mode: 0o755)
      case .foreign(callsUs: false):
        foreign.append(event)
      case .foreign(callsUs: true):
        break
      }
    }
    return foreign
  }

  /// Removes our own texts. Gives the events that it removed, and those whose foreign hooks still call us.
  func uninstall() throws -> (removed: [String], calling: [String]) {
    var removed: [String] = []
    var calling: [String] = []
    for event in HookScripts.all {
      switch try state(of: event) {
      case .ours:
        try LocalFile.remove(directory + "/" + event)
        removed.append(event)
      case .foreign(callsUs: true): calling.append(event)
      case .foreign, .missing: break
      }
    }
    return (removed, calling)
  }
}
