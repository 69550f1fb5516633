extension OwnershipRules {
  /// The person behind an address, if they own one of the paths that a step asks by the base, and may sign.
  package func owner(email: String, of step: OwnedStep) -> Person? {
    let person = base.roster.person(email: email)
    guard base.roster.absence(of: person) == nil else { return nil }
    let owns = step.askedPaths.contains { path in
      base.lines(of: path).contains { line in line.persons.contains { $0.id == person.id } }
    }
    return owns ? person : nil
  }

  /// The acknowledgements in the trailers of a step's commits, whether they count or not.
  ///
  /// A trailer `Contract-Acknowledge` is the word of whoever made the commit: its author or, if that is not an owner, its committer.
  /// An assisted commit is nobody's word. Trailers that cannot be read are left out: `commit-msg` refuses them.
  package func acknowledgements(of step: OwnedStep) -> [Acknowledgement] {
    step.commits.flatMap { commit -> [Acknowledgement] in
      let values = commit.trailers.filter { $0.key.lowercased() == Acknowledgement.trailer.lowercased() }.map(\.value)
      guard !values.isEmpty else { return [] }
      let isAssisted = commit.assistance(by: base.roster) != nil
      let makers = [commit.author, commit.committer].filter { !Claims.forges.contains($0.email.lowercased()) && !base.roster.isAgent($0) }
      let owner = isAssisted ? nil : makers.compactMap { self.owner(email: $0.email, of: step) }.first
      return values.compactMap { value in
        guard case .success((let subject, let reason)) = Acknowledgement.parse(value) else { return nil }
        let person = owner ?? base.roster.person(email: commit.author.email)
        return Acknowledgement(subject: subject, reason: reason, person: person.id, isByOwner: owner != nil)
      }
    }
  }
}
