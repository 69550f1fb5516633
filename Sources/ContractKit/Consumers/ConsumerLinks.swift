/// What links lead to, as the list of sources and the files themselves say it.
package struct ConsumerLinks: Sendable {
  /// What a human wrote into the list of sources: it wins over everything else.
  package var written: [ConsumerLink: ConsumerLink.Target]

  package init(written: [ConsumerLink: ConsumerLink.Target] = [:]) {
    self.written = written
  }

  /// The consumers of all files, each link followed. Who hangs on a link that nobody explains is one of whom little is known.
  package func consumers(of files: [ConsumerFile]) -> [ConsumerDeclaration] {
    var said: [ConsumerLink: Set<ConsumerLink.Target>] = [:]
    var aliases: [ConsumerLink: ConsumerLink] = [:]
    var products: [String: [ConsumerDeclaration.Product]] = [:]
    for file in files {
      for (link, target) in file.targets { said[link, default: []].insert(target) }
      aliases.merge(file.aliases) { first, _ in first }
      guard file.format == .odps else { continue }
      for draft in file.drafts { products[draft.declaration.identifier, default: []] += draft.declaration.produces }
    }
    let resolution = Resolution(links: self, said: said, aliases: aliases)
    return files.flatMap { file -> [ConsumerDeclaration] in
      let consumers = file.drafts.compactMap { draft in
        resolution.consumer(draft, products: draft.dataProduct.flatMap { products[$0] } ?? [])
      }
      // A manifest none of whose sources is a contract was put there by somebody who thinks otherwise.
      if file.format == .dbt, consumers.isEmpty { return [Self.unlinked(file)] }
      return consumers
    }
  }

  private static func unlinked(_ file: ConsumerFile) -> ConsumerDeclaration {
    let message =
      "no source of the manifest says which contract it is: write 'contract_id' into its 'meta', or a link into "
      + "'\(ConsumerSourceFile.path)'"
    var declaration = ConsumerDeclaration(
      identifier: file.path, path: file.path,
      diagnostics: [Diagnostic(path: file.path, position: .start, rule: "consumer-unknown-contract", message: message)])
    declaration.format = .dbt
    return declaration
  }
}

private struct Resolution {
  let links: ConsumerLinks
  let said: [ConsumerLink: Set<ConsumerLink.Target>]
  let aliases: [ConsumerLink: ConsumerLink]

  /// Nil where nobody knows, or two files say two things.
  private func target(of link: ConsumerLink) -> ConsumerLink.Target? {
    if let target = links.written[link] { return target }
    if let alias = aliases[link], let target = links.written[alias] { return target }
    guard let targets = said[link], targets.count == 1 else { return nil }
    return targets.first
  }

  func consumer(_ draft: ConsumerFile.Draft, products: [ConsumerDeclaration.Product]) -> ConsumerDeclaration? {
    var result = draft.declaration
    for linked in draft.uses {
      guard let target = target(of: linked.link) else {
        if !linked.isOptional { result.diagnostics.append(fault(linked, in: result)) }
        continue
      }
      guard let contract = target.contract else { continue }
      var use = linked.use
      use.contract = contract
      if let table = target.table {
        use.fields = DBTManifest.fields(of: table)
        use.isComplete = true
      }
      if let place = result.uses.firstIndex(where: { $0.contract == contract && $0.range == use.range }) {
        result.uses[place].add(use)
      } else {
        result.uses.append(use)
      }
    }
    for (link, product) in draft.products {
      guard let contract = target(of: link)?.contract else { continue }
      var product = product
      product.contract = contract
      result.produces.append(product)
    }
    result.produces += products
    return result.uses.isEmpty && result.isUnderstood && result.format != .consumer ? nil : result
  }

  private func fault(_ linked: ConsumerFile.Draft.LinkedUse, in declaration: ConsumerDeclaration) -> Diagnostic {
    let isDisputed = (said[linked.link]?.count ?? 0) > 1
    let why =
      isDisputed
      ? "two files say two things of which contract \(linked.link.words) is" : "nobody says which contract \(linked.link.words) is"
    return Diagnostic(
      path: declaration.path, position: linked.use.contractPosition, rule: "consumer-unknown-contract",
      message: why + ": write a link into '\(ConsumerSourceFile.path)'")
  }
}
