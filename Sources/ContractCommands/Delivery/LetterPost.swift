internal import ContractHistory
internal import ContractKit
internal import ContractReports
internal import GitStore

/// A letter with everything that it takes to send it.
struct PreparedLetter {
  let letter: Letter
  /// What the repository's own templates made of it.
  let forms: LetterForms
  let settings: MailSettings

  var markdown: String { forms.markdown ?? letter.markdown }

  func files(_ channels: Set<DeliveryChannel>) -> [Letter.File] { letter.files(channels: channels, settings: settings, forms: forms) }

  /// Every form that there is, with the day of what is told, so that the same commit gives the same bytes on any day.
  var preview: [Letter.File] {
    var settings = settings
    settings.secondsSince1970 = letter.time
    return letter.preview(settings: settings, forms: forms)
  }
}

/// Hands letters to consumers over: as files in the Git directory, and as parcels of the outbox.
struct LetterPost {
  let deliveries: Deliveries
  private let desk: LetterDesk
  private let context: Context

  init(_ deliveries: Deliveries, _ context: Context) {
    self.deliveries = deliveries
    self.context = context
    desk = LetterDesk(courier: deliveries.settings.courier, context)
  }

  private var channels: Set<DeliveryChannel> { deliveries.settings.channels }

  /// - Parameter base: the commit whose templates hold: that of the step, or the tip where a letter tells of no step.
  func prepare(_ letter: Letter, at base: ObjectID?, _ contracts: borrowing ContractRepository) throws -> PreparedLetter {
    let settings = MailSettings(
      from: deliveries.settings.mailFrom ?? "git-contract@localhost", secondsSince1970: context.now,
      repository: try contracts.rulebook(at: base).policy.repository, toolVersion: GitContract.version)
    return PreparedLetter(letter: letter, forms: try desk.forms(of: letter, at: base, contracts), settings: settings)
  }

  /// What leaves the house for a letter.
  ///
  /// - Throws: `CommandError` where mail is to be sent and there is no sender.
  func parcels(_ prepared: PreparedLetter) throws -> [Parcel] {
    let parcels = prepared.letter.parcels(channels: channels, settings: prepared.settings, forms: prepared.forms)
    guard !channels.isDisjoint(with: [.smtp, .sendmail]), !prepared.letter.consumer.mailAddresses.isEmpty else { return parcels }
    guard let from = deliveries.settings.mailFrom else {
      throw CommandError("cannot write mail: 'contract.mailFrom' is not set", hints: ["git config contract.mailFrom ADDRESS"])
    }
    guard parcels.contains(where: { $0.kind == .mail }) else {
      throw CommandError(
        "cannot write mail: '\(from)' of 'contract.mailFrom' is no address", hints: ["git config contract.mailFrom ADDRESS"])
    }
    return parcels
  }

  /// A letter as it leaves the house, by every channel.
  struct Packed {
    let letter: PreparedLetter
    let parcels: [Parcel]
    let files: [Letter.File]
  }

  /// Makes everything that leaves the house, before anything is begun: what fails for one letter must not have told the others.
  func pack(_ letters: [PreparedLetter]) throws -> [Packed] {
    try letters.map { Packed(letter: $0, parcels: try parcels($0), files: $0.files(channels)) }
  }

  /// Writes the files of letters and puts their parcels into the outbox, all of it on the disk when it returns. Gives the lines of a receipt.
  func hand(_ letters: [Packed], over result: inout NotifyResult, _ contracts: borrowing ContractRepository) throws -> [String] {
    var lines: [String] = []
    for packed in letters {
      let (prepared, parcels, files) = (packed.letter, packed.parcels, packed.files)
      guard !parcels.isEmpty || !files.isEmpty else {
        result.unreached.append(prepared)
        continue
      }
      result.letters.append(prepared)
      result.parcels += parcels
      guard !result.isDryRun, !files.isEmpty else { continue }
      context.steps.pass()
      result.files += try Outbox(gitDirectory: contracts.git.commonDirectory).write(files)
      lines.append("\(prepared.letter.consumer.identifier) \(prepared.letter.deliveryIdentifier(channel: "files"))\n")
    }
    guard !result.isDryRun else { return [] }
    let parcels = letters.flatMap(\.parcels)
    result.deposited += try deliveries.deposit(parcels)
    return lines + parcels.map { "\($0.consumer) \($0.identifier)\n" }
  }
}

extension Parcel {
  /// The address as people may see it in a log: of a URL the host alone, for what stands behind it often is a secret.
  var destination: String {
    if kind == .mail || address.hasPrefix("env:") { return address }
    return WebAddress(address).map { "\($0.scheme)://\($0.host)" } ?? address.withoutPassword
  }
}
