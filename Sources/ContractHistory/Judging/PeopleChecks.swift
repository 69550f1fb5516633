package import ContractKit
internal import GitStore

extension ContractRepository {
  /// The people of a state, held against everything that names them.
  func peopleCheck(_ rulebook: Rulebook, _ catalog: Catalog, today: CalendarDay) -> PeopleCheck {
    PeopleCheck(
      state: ownershipState(rulebook, today), policy: rulebook.policy,
      contracts: catalog.contracts.compactMap { version in version.contract.map { (version.path, $0) } })
  }

  /// What `people check` finds.
  ///
  /// - Throws: `ReadingError` where a file in `.contracts` cannot be read.
  package func checkPeople(at state: RepositoryState, today: CalendarDay) throws -> (owners: OwnershipState, judgement: Judgement) {
    let rulebook = try rulebook(at: state)
    let catalog = try catalog(at: state, rulebook: rulebook)
    let prices = peopleCheck(rulebook, catalog, today: today).prices
    return (ownershipState(rulebook, today), Judgement(steps: [], prices: prices, policy: rulebook.policy, today: today))
  }
}
