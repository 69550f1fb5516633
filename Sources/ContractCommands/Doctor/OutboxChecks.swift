internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// Whether what is written to consumers can leave, and does. Where only files are written there is nothing to look at.
enum OutboxChecks {
  typealias Check = DoctorAnswer.Check

  static func all(_ contracts: borrowing ContractRepository, _ rulebook: Rulebook?, _ context: Context) throws -> [Check] {
    guard let rulebook else { return [] }
    let deliveries: Deliveries
    do {
      deliveries = try Deliveries(contracts, context)
    } catch let error as CommandError {
      return [.init("outbox", .mend, error.message, command: error.hints.first)]
    }
    var checks = try deliveries.outbox.warnings().map { Check("outbox", .mend, $0.message, command: $0.hint) }
    let channels = Set(rulebook.policy.channels)
    if !channels.isDisjoint(with: [.smtp, .sendmail]), deliveries.settings.mailFrom == nil {
      checks.append(
        .init("outbox", .mend, "mail has no sender: 'contract.mailFrom' is not set", command: "git config contract.mailFrom ADDRESS"))
    }
    if channels.contains(.smtp), !channels.contains(.sendmail), deliveries.settings.smtpURL == nil {
      checks.append(
        .init(
          "outbox", .mend, "mail has no way out: 'contract.smtpUrl' is not set", command: "git config contract.smtpUrl smtp://HOST:587"))
    }
    if channels.contains(.sendmail), deliveries.settings.smtpURL == nil || !channels.contains(.smtp),
      let fault = Sendmail(program: deliveries.settings.sendmail, environment: [:], directory: "/").fault
    {
      checks.append(.init("outbox", .mend, fault.message, command: fault.hints.first))
    }
    if !channels.isDisjoint(with: [.smtp, .webhook, .slack, .teams]), let fault = Courier.fault(deliveries.settings) {
      checks.append(.init("outbox", .mend, fault.message, command: fault.hints.last))
    }
    guard checks.isEmpty, !deliveries.outbox.isAbsent else { return checks }
    let count = try deliveries.outbox.identifiers(.pending).count
    return [
      .init(
        "outbox", .ok,
        count == 0 ? "nothing waits in the outbox" : "\(count) \(count == 1 ? "message waits" : "messages wait") in the outbox")
    ]
  }
}
