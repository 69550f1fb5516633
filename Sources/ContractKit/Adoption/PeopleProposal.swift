/// A people file, from who wrote the contracts.
package struct PeopleProposal: Sendable {
  /// The text of the file.
  package let text: String

  /// - Parameters:
  ///   - contributors: who is to stand in it.
  ///   - teams: handles that CODEOWNERS names and that nobody in the file is.
  package init(contributors: [Contributor], teams: [String]) {
    var text = """
      # yaml-language-server: $schema=schemas/people.json
      # Who is behind the names in CODEOWNERS: from who wrote contracts so far. Everything about owners is asked of these persons.
      #
      # A public key makes a person's word provable: keys: ["ssh-ed25519 AAAA..."]. Whoever has one signs with 'git contract sign'.

      """
    if contributors.isEmpty {
      text += "people: []\n"
    } else {
      text += "people:\n"
      for person in contributors {
        text += "  - id: \(YAMLText.quoted(person.id))\n"
        if !person.name.isEmpty { text += "    name: \(YAMLText.quoted(person.name.printable))\n" }
        if let handle = person.handle { text += "    handles: [\(YAMLText.quoted(handle))]\n" }
        text += "    emails: [\(person.emails.map { YAMLText.quoted($0) }.joined(separator: ", "))]\n"
      }
    }
    if !teams.isEmpty {
      text += "# CODEOWNERS names these too. Say who they are: members by their ids, or the handle of a person above.\n# teams:\n"
      for team in teams { text += "#   - {handle: \(YAMLText.quoted(team)), members: []}\n" }
    }
    self.text = text
  }
}
