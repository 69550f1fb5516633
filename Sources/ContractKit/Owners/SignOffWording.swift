/// How a missing agreement is told.
struct SignOffWording {
  let unmet: SignOffRequirement.Unmet
  /// What the policy asks for.
  let asked: Assurance
  /// The path of CODEOWNERS.
  let codeOwners: String
  /// What is to be agreed to, for example `the breaking change of contract 'orders'`.
  let what: String
  /// Whether the policy names a forge, whose reviews count: else only a signature is left.
  var hasForge = true
  /// Whether somebody has a key, and nothing can be signed since the policy does not say which repository this is.
  var isUnsignable = false
  /// The paths of what has to be signed, where a claim is not enough.
  var signable: [String] = []

  /// `one of '@acme/data' (line 3 of 'CODEOWNERS') must agree to the breaking change of contract 'orders'`.
  var message: String {
    var places: [String] = []
    for line in unmet.lines {
      let place: String
      if let rule = line.rule {
        let section = rule.section.map { ", section '\($0.printable)'" } ?? ""
        place = " (line \(rule.line) of '\(codeOwners.printable)'\(section))"
      } else {
        place = " (named by the policy)"
      }
      places.append(line.names + place)
    }
    let number = unmet.needed == 1 ? "" : "\(unmet.needed) persons of "
    let so = unmet.given.isEmpty ? "" : ", so far only '\(unmet.given.map(\.person.id).joined(separator: "', '"))'"
    return "\(number)\(places.joined(separator: " or ")) must agree to \(what)\(so)"
  }

  /// Who can agree and how, and why what somebody tried does not count.
  func hint(uncounted: [Claims.Uncounted], remarks: [OwnedStep.Remark] = []) -> String {
    let persons = unmet.persons
    let names = persons.prefix(5).map { "'\($0.id)'" } + (persons.count > 5 ? ["\(persons.count - 5) others"] : [])
    var parts: [String] = []
    switch unmet.assurance {
    case .claim:
      let why = isUnsignable ? "without 'repository' in '\(Policy.path)' nothing can be signed" : "none of them has a key"
      let weaker = asked > .claim ? " (their word is enough: \(why))" : ""
      parts.append(
        "\(StrictReader.alternatives(names)) can agree by merging the change, or by the trailer 'Approved-by' in a commit that makes it"
          + weaker)
    case .witnessed, .signature:
      let means = hasForge ? unmet.assurance.phrase : Assurance.signature.phrase
      parts.append("\(StrictReader.alternatives(names)) can agree with \(means)")
      parts += unmet.tooWeak.map { "that of '\($0.person.id)' (\($0.source)) is only a \($0.assurance.rawValue)" }
    }
    parts += remarks.filter { remark in remark.person.isEmpty || persons.contains { $0.id == remark.person } }.prefix(3).map(
      \.text.printable)
    parts += uncounted.prefix(3).map(\.description)
    return parts.joined(separator: "; ")
  }

  /// The command is run by the owner, under whose own name the claim or the record then stands.
  var fixes: [Finding.Fix] {
    switch unmet.assurance {
    case .claim:
      return [
        Finding.Fix(
          title: "as an owner, in the commit that makes the change",
          command: "git commit --amend --no-edit --trailer \"Approved-by: $(git config user.name) <$(git config user.email)>\"",
          needsHuman: true)
      ]
    case .witnessed, .signature:
      return signable.map {
        Finding.Fix(
          title: "as an owner, with your own key, and push the record along", command: "git contract sign " + ShellWord.quoted($0),
          needsHuman: true)
      }
    }
  }
}
