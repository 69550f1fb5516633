/// `.contracts/policy.yaml` whole: what a repository asks of a change. Every key is optional; without a file the defaults hold.
///
/// It is always the base's policy that judges: a change cannot lower its own price.
package struct Policy: Sendable {
  /// Where it stands in a repository.
  package static let path = ".contracts/policy.yaml"

  /// A set of keys that holds for some contracts only, in the order of the file.
  struct Overlay: Sendable {
    enum Scope: Sendable {
      case path(Glob)
      case status(Contract.Status)
    }

    var scope: Scope
    var line: Int
    var assignments: [Assignment<EffectivePolicy>]
  }

  package var version = 1
  /// The identity of the repository, a UUID; empty until `init` has written it. Records need it.
  package var repository = ""
  package var ownership = OwnershipMode.warn
  /// The one CODEOWNERS file; nil for the forge's usual places.
  package var codeOwnersFile: String?
  package var codeOwnersDialect = DialectChoice.auto
  /// Handles and e-mails of those who own what nobody owns.
  package var stewards: [String] = []
  package var protectedBranches: [BranchPattern] = [
    .defaultBranch, .glob(Glob(literal: "refs/heads/release/*")), .glob(Glob(literal: "refs/heads/hotfix/*")),
  ]
  package var protectedTags = [Glob(literal: "refs/tags/*/v*")]
  package var contractsInclude = [Glob(literal: "**/*.yaml"), Glob(literal: "**/*.yml")]
  package var contractsExclude = [Glob(literal: ".*/**"), Glob(literal: "consumers/**")]
  package var consumers = [Glob(literal: "consumers/**/*.yaml"), Glob(literal: "consumers/**/*.yml")]
  /// The owners promise that all consumers are declared, with fields.
  package var consumersComplete = false
  package var versioning = Versioning.everyMerge
  /// How a release tag is called, with `{slug}` and `{version}`.
  package var tag = "{slug}/v{version}"
  package var limits = YAMLDocument.Limits()
  package var withoutKeys = WithoutKeys.claim
  package var forge = Forge.none
  /// The ref that keeps the sign-off records.
  package var records = "refs/contracts/signoffs"
  package var recordExpires = CalendarPeriod(days: 90)
  /// A record's key must ask for a touch.
  package var recordTouch = false
  /// Keys of CI that may witness reviews.
  package var witnesses: [PublicKey] = []
  /// Names and addresses of agents beside the built-in list.
  package var agents: [String] = []
  /// Persons who may break glass.
  package var override: [String] = []
  package var consumersAgree = ConsumersAgree.none
  /// Owners must accept what CODEOWNERS gives them.
  package var acceptanceOwners = false
  package var acceptanceExpires = CalendarPeriod("P1Y") ?? CalendarPeriod(days: 365)
  package var channels = [DeliveryChannel.files]
  /// Hosts that notices may be sent to.
  package var hosts: [String] = []
  package var perHostPerMinute = 60

  /// What holds for a contract that no entry of `paths` or `status` speaks of.
  package var common = EffectivePolicy()
  /// By key, for example `ownership`; a key that is absent is built in. Keys of `common` stand there.
  package var sources: [String: PolicySource] = [:]
  var overlays: [Overlay] = []

  /// The defaults.
  package init() {}

  /// What holds for one contract.
  ///
  /// Entries of `status` are laid over what is common, then those of `paths` that match, in their order, each key by key: what is
  /// said of one path is nearer to the contract than what is said of all that share a status.
  package func effective(for path: String, status: Contract.Status = .active) -> EffectivePolicy {
    guard !overlays.isEmpty else { return common }
    var result = common
    for overlay in overlays {
      if case .status(let wanted) = overlay.scope, wanted == status {
        for assignment in overlay.assignments { assignment.make(in: &result) }
      }
    }
    for overlay in overlays {
      if case .path(let glob) = overlay.scope, glob.matches(path) { for assignment in overlay.assignments { assignment.make(in: &result) } }
    }
    return result
  }

  /// Where the value of a key comes from.
  package func source(of key: String) -> PolicySource {
    sources[key] ?? common.sources[key] ?? .builtIn
  }
}

extension Assignment<EffectivePolicy> {
  func make(in policy: inout EffectivePolicy) {
    apply(&policy)
    policy.sources[key] = .line(line)
  }
}

extension Assignment<Policy> {
  func make(in policy: inout Policy) {
    apply(&policy)
    policy.sources[key] = .line(line)
  }
}

// MARK: What the patterns mean

extension Policy {
  /// Whether a ref is protected. Refs are compared without case, since the file system of a clone may not see it.
  ///
  /// - Parameters:
  ///   - reference: full, for example `refs/heads/main`.
  ///   - defaultBranch: the ref that `default` stands for, where there is one.
  package func protects(_ reference: String, defaultBranch: String?) -> Bool {
    protectsBranch(reference, defaultBranch: defaultBranch) || isReleaseTag(reference)
  }

  /// Whether a ref is a protected branch.
  package func protectsBranch(_ reference: String, defaultBranch: String?) -> Bool {
    protectedBranches.contains { pattern in
      switch pattern {
      case .defaultBranch: defaultBranch.map { $0.lowercased() == reference.lowercased() } ?? false
      case .glob(let glob): glob.matches(reference, ignoringCase: true)
      }
    }
  }

  /// Whether a ref is one of the tags that are protected.
  package func isReleaseTag(_ reference: String) -> Bool {
    protectedTags.contains { $0.matches(reference, ignoringCase: true) }
  }

  /// Whether a file may hold a contract, as far as its path tells.
  package func mayHoldContract(_ path: String) -> Bool {
    contractsInclude.contains { $0.matches(path) } && !contractsExclude.contains { $0.matches(path) }
  }

  /// Whether a file may declare a consumer, as far as its path tells.
  package func mayHoldConsumer(_ path: String) -> Bool {
    consumers.contains { $0.matches(path) }
  }

  /// The name of the release tag of a version, for example `orders/v1.4.0`.
  package func tagName(slug: String, version: String) -> String {
    var name = ""
    var rest = tag[...]
    while let open = rest.firstIndex(of: "{") {
      name += String(rest[..<open])
      rest = rest[open...]
      if rest.hasPrefix("{slug}") {
        name += slug
        rest = rest.dropFirst("{slug}".count)
      } else if rest.hasPrefix("{version}") {
        name += version
        rest = rest.dropFirst("{version}".count)
      } else {
        name.append(rest.removeFirst())
      }
    }
    return name + String(rest)
  }
}

/// Which branches are protected.
package enum BranchPattern: Hashable, Sendable, CustomStringConvertible {
  /// Written `default`.
  case defaultBranch
  /// Over full ref names.
  case glob(Glob)

  package var description: String {
    switch self {
    case .defaultBranch: "default"
    case .glob(let glob): glob.description
    }
  }
}
