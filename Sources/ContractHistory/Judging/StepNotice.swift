internal import ContractKit
internal import GitStore

extension ContractRepository {
  /// What readers are owed beside the version: to be told where they listen, in time, and where the policy says so to be asked.
  func noticePrices(_ subject: StepSubject, _ diff: TransitionDiff, _ impact: [ConsumerImpact]) throws -> [Price] {
    let transition = subject.transition
    let policy = subject.rulebook.policy
    let status = transition.old?.contract?.status ?? transition.new?.contract?.status ?? .active
    var notice = NoticeCase(
      old: transition.old?.contract, new: transition.new?.contract, changes: diff.changes, title: transition.title, path: transition.path,
      notice: policy.effective(for: transition.path, status: status).notice, today: subject.request.today)
    let since = try deprecationDays(transition, base: subject.request.pair.base, rulebook: subject.rulebook)
    notice.deprecatedSince = since
    let period = notice.period
    let breaking = diff.changes.filter { $0.impact == .breaking }
    let hasWaited = breaking.allSatisfy { change in
      since[change.change.element.description].map { $0.adding(period) <= subject.request.today } ?? false
    }
    // As they stand at the end of a push, for that is what their own teams are asked about: a word that one of its commits takes back
    // is none.
    let said = subject.request.pair.pushedTip ?? subject.request.pair.headCommit
    let declarations = policy.consumersAgree == .none ? [] : try consumers(at: said, rulebook: subject.rulebook)
    return NoticeRules.prices(notice)
      + ConsumerAgreement.prices(
        impact, policy: policy.consumersAgree, consent: ConsumerConsent(declarations: declarations, hasWaited: hasWaited),
        path: transition.path)
  }
}
