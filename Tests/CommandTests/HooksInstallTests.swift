import ContractTestSupport
import Foundation
import Testing

/// `hooks install`, `uninstall` and `status`.
struct HooksInstallTests {
  private static let client = ["pre-commit", "pre-merge-commit", "commit-msg", "pre-push"]

  @Test(arguments: [nil, ".githooks", "absolute"])
  func `the hooks go where Git looks for them, once and for all`(hooksPath: String?) throws {
    let shop = try Shop()
    var directory = shop.path + "/.git/hooks"
    if let hooksPath {
      directory = hooksPath == "absolute" ? shop.repository.scratch.path("team hooks") : shop.path + "/" + hooksPath
      try shop.repository.git("config", "core.hooksPath", hooksPath == "absolute" ? directory : hooksPath)
    }
    #expect(try shop.run("hooks", "status").status == 1)
    // From below the top the place is the same.
    let install = try shop.run("hooks", "install", in: shop.path + "/contracts")
    #expect(install.status == 0, "\(install.errors)")
    for event in Self.client {
      let path = directory + "/" + event
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(path)")
      #expect(install.output.contains("installed \(path)\n"), "\(install.output)")
    }
    let once = try snapshot(directory)
    #expect(try shop.run("hooks", "install").status == 0)
    #expect(try snapshot(directory) == once)
    #expect(try shop.run("hooks", "status").status == 0)
    let uninstall = try shop.run("hooks", "uninstall")
    #expect(uninstall.status == 0 && uninstall.output.contains("removed \(directory)/pre-commit\n"))
    #expect(try snapshot(directory).keys.allSatisfy { $0.hasSuffix(".sample") })
    #expect(try shop.run("hooks", "uninstall").status == 0)
  }

  @Test func `a foreign hook is left alone, and the line to add is printed`() throws {
    let shop = try Shop()
    let foreign = "#!/bin/sh\nmake lint\n"
    try shop.repository.installHook("pre-commit", "make lint")
    let install = try shop.run("hooks", "install")
    #expect(install.status == 1)
    #expect(install.errors.contains("is not ours and was left alone"), "\(install.errors)")
    #expect(install.errors.contains("  git-contract hook pre-commit \"$@\" || exit $?\n"))
    #expect(try shop.repository.read(".git/hooks/pre-commit") == foreign)
    let status = try shop.run("hooks", "status")
    #expect(status.status == 1 && status.output.contains("foreign    pre-commit"))

    try shop.repository.installHook("pre-commit", "make lint\ngit-contract hook pre-commit \"$@\" || exit $?")
    #expect(try shop.run("hooks", "install").status == 0)
    let called = try shop.run("hooks", "status")
    #expect(called.status == 0 && called.output.contains("installed  pre-commit (called by a hook of your own)"), "\(called.output)")
    let uninstall = try shop.run("hooks", "uninstall")
    #expect(uninstall.status == 0 && uninstall.errors.contains("still calls git-contract"), "\(uninstall.errors)")
    #expect(try shop.repository.read(".git/hooks/pre-commit").contains("make lint"))
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/.git/hooks/commit-msg"))
  }

  @Test func `a hook of ours that Git may not run is mended`() throws {
    let shop = try Shop()
    #expect(try shop.run("hooks", "install").status == 0)
    let path = shop.path + "/.git/hooks/pre-push"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let status = try shop.run("hooks", "status")
    #expect(status.status == 1 && status.output.contains("not executable"), "\(status.output)")
    #expect(try shop.run("hooks", "install").status == 0)
    #expect(FileManager.default.isExecutableFile(atPath: path))
    #expect(try shop.run("hooks", "status").status == 0)
  }

  @Test func `a server decides once`() throws {
    let shop = Shop(try TestRepository(bare: true))
    #expect(try shop.run("hooks", "install").status == 0)
    #expect(try snapshot(shop.path + "/hooks").keys.filter { !$0.hasSuffix(".sample") }.sorted() == ["post-receive", "pre-receive"])
    let twice = try shop.run("hooks", "install", "--update")
    #expect(twice.status == 128 && twice.errors.contains("must not be judged twice"), "\(twice.errors)")
    #expect(try shop.run("hooks", "uninstall").status == 0)
    #expect(try shop.run("hooks", "install", "--update").status == 0)
    #expect(try shop.run("hooks", "status").status == 0)
    #expect(try Shop().run("hooks", "install", "--update").status == 129)
  }

  @Test func `the scripts are those that the project ships`() throws {
    let shop = try Shop()
    #expect(try shop.run("hooks", "install").status == 0)
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for event in Self.client {
      let shipped = try Data(contentsOf: top.appendingPathComponent("Hooks/" + event))
      #expect(try shop.repository.bytes(".git/hooks/" + event) == Array(shipped), "\(event)")
    }
  }
}
