internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// What becomes of letters in one run: their forms by the templates in force, and their files. Each set of templates is read once, and what
/// is wrong with one is told once.
final class LetterDesk {
  private let courier: String?
  private let context: Context
  private var renderers: [ObjectID: TemplateRenderer?] = [:]
  private var told: Set<String> = []

  /// - Parameter courier: the program that fills templates.
  init(courier: String?, _ context: Context) {
    self.courier = courier
    self.context = context
  }

  /// The forms of a letter, by the templates of a commit: of the base, as all rules are.
  func forms(of letter: Letter, at base: ObjectID?, _ contracts: borrowing ContractRepository) throws -> LetterForms {
    guard let base, let renderer = try renderer(at: base, contracts) else { return LetterForms() }
    let (forms, faults) = renderer.forms(of: letter)
    for fault in faults { warn(fault) }
    return forms
  }

  private func renderer(at base: ObjectID, _ contracts: borrowing ContractRepository) throws -> TemplateRenderer? {
    if let known = renderers[base] { return known }
    let (templates, faults) = try contracts.letterTemplates(at: base)
    for fault in faults { warn(fault) }
    let renderer = templates.isEmpty ? nil : TemplateRenderer(templates, courier: courier, context)
    renderers[base] = .some(renderer)
    return renderer
  }

  private func warn(_ fault: String) {
    if told.insert(fault).inserted { context.warn(fault) }
  }
}

extension ContractRepository {
  /// The notices of an event.
  ///
  /// - Parameter toldConsumers: who was told of an event before, by its id.
  borrowing func notices(
    of event: NotificationEvent, on reference: String, toldConsumers: (String) throws -> Set<String>
  ) throws -> [Notice] {
    var facts = facts(of: event, on: reference)
    facts.followUps = try followUps(of: event, toldConsumers: toldConsumers)
    return try event.impact.compactMap { impact in
      guard var notice = Notice(impact, facts: facts) else { return nil }
      notice.consumer.commit = try declarationCommit(of: notice.consumer, at: event.base)
      return notice
    }
  }

  /// What is known of an event beside what it does to anybody.
  func facts(of event: NotificationEvent, on reference: String) -> NoticeFacts {
    NoticeFacts(
      event: event.event, old: event.transition.old?.contract, new: event.transition.new?.contract, path: event.transition.path,
      commit: event.commit.id.hex, target: reference, effective: CalendarDay(secondsSince1970: Int(event.commit.committer.time)),
      migration: event.migration, owners: event.owners,
      agreements: event.answer.signOffs.map { .init(person: $0.person, owner: $0.owner, assurance: $0.assurance) },
      time: Int(event.commit.committer.time))
  }

  /// The commit by which a declaration says what it says. One of another repository knows its own.
  func declarationCommit(of consumer: ConsumerDeclaration, at base: ObjectID?) throws -> String? {
    if let commit = consumer.commit { return commit }
    return try base.flatMap { try lastChange(of: consumer.path, from: $0) }?.hex
  }
}
