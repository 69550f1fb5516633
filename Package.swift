// swift-tools-version: 6.1
// The package of `git contract`. CONTRIBUTING.md draws the house: which target may see what, and why.

import Foundation
import PackageDescription

/// `make release` sets it on Linux: libgit2, libyaml and their needs are then linked from their archives into one static file that
/// holds no network transport. Everything else links the shared libraries of the system.
let isStatic = ProcessInfo.processInfo.environment["GIT_CONTRACT_STATIC"] == "1"

/// `make fuzz` sets it: the programs of Fuzz/ are built for libFuzzer then. They are no part of anything else.
let isFuzzed = ProcessInfo.processInfo.environment["GIT_CONTRACT_FUZZ"] == "1"

/// `make bench-history` sets it: a program that walks as the commands do, and prints what Git prints.
let isMeasured = ProcessInfo.processInfo.environment["GIT_CONTRACT_MEASURE"] == "1"

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "git-contract",
  platforms: [.macOS(.v13)],
  products: [
    .executable(name: "git-contract", targets: ["git-contract"]),
    .executable(name: "git-contract-courier", targets: ["git-contract-courier"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // C libraries of the system.
    .target(name: "CTransportStubs", cSettings: isStatic ? [.define("GIT_CONTRACT_STATIC")] : []),
    .target(
      name: "CLibgit2",
      dependencies: ["CTransportStubs"],
      linkerSettings: isStatic
        ? [
          .linkedLibrary(":libgit2.a"), .linkedLibrary(":libpcre2-8.a"), .linkedLibrary(":libmbedcrypto.a"),
          .linkedLibrary(":libz.a"),
        ]
        : [.linkedLibrary("git2")]
    ),
    .target(
      name: "CYAML",
      linkerSettings: [.linkedLibrary(isStatic ? ":libyaml.a" : "yaml")]
    ),
    // The courier's alone, and always the shared library of the system: its certificates, its updates.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

    // Pure: everything the tool believes.
    .target(
      name: "ContractKit",
      dependencies: ["CYAML", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict
    ),
    // Pure: Git's commit-graph.
    .target(name: "CommitGraph", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
    // Git, as plain Sendable values.
    .target(
      name: "GitStore",
      dependencies: ["CLibgit2", "CommitGraph", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict
    ),
    // Revisions in, snapshots and timelines out.
    .target(name: "ContractHistory", dependencies: ["ContractKit", "GitStore"], swiftSettings: strict),
    // Pure: answers to text.
    .target(name: "ContractReports", dependencies: ["ContractKit"], swiftSettings: strict),
    // The only place with arguments, environment, terminal, clock and exit codes.
    .target(
      name: "ContractCommands",
      dependencies: [
        "ContractKit", "GitStore", "ContractHistory", "ContractReports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(name: "git-contract", dependencies: ["ContractCommands"], swiftSettings: strict),

    // A process of its own, as git-remote-https is Git's: what speaks to the network, and what needs Foundation.
    .target(name: "ContractCourier", dependencies: ["ContractKit", "CCurl"], swiftSettings: strict),
    .target(name: "CTemplateGuard"),
    .target(
      name: "ContractTemplates",
      dependencies: ["ContractKit", "CTemplateGuard", .product(name: "Mustache", package: "swift-mustache")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "git-contract-courier", dependencies: ["ContractCourier", "ContractTemplates"], swiftSettings: strict),

    // Tests.
    .target(name: "ContractTestSupport", dependencies: ["GitStore"], swiftSettings: strict),
    .testTarget(
      name: "ContractKitTests", dependencies: ["ContractKit", "ContractTestSupport"],
      exclude: ["Cases", "Import/Inputs", "Import/Goldens"], swiftSettings: strict),
    .testTarget(
      name: "ContractReportsTests", dependencies: ["ContractReports", "ContractTestSupport"], exclude: ["Goldens"],
      swiftSettings: strict),
    .testTarget(name: "GitStoreTests", dependencies: ["CommitGraph", "GitStore", "ContractTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["ContractCommands", "ContractKit", "ContractTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "CourierTests", dependencies: ["ContractCourier", "ContractTemplates", "ContractKit"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["ContractTestSupport", "ContractCommands", "ContractKit", "GitStore", "git-contract", "git-contract-courier"],
      exclude: ["Servers/Sinks"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

if isMeasured {
  package.products.append(.executable(name: "HistoryProbe", targets: ["HistoryProbe"]))
  package.targets.append(
    .executableTarget(
      name: "HistoryProbe", dependencies: ["ContractHistory", "GitStore"], path: "Benchmarks/HistoryProbe", swiftSettings: strict))
}

if isFuzzed {
  for (name, needs) in [
    ("FuzzYAML", ["ContractKit"]), ("FuzzCodeOwners", ["ContractKit"]), ("FuzzDiffer", ["ContractKit", "ContractReports"]),
    ("FuzzImport", ["ContractKit"]),
  ] {
    package.products.append(.executable(name: name, targets: [name]))
    package.targets.append(
      .executableTarget(
        name: name, dependencies: needs.map { .byName(name: $0) }, path: "Fuzz/" + name,
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
  }
}
