extension ManualPage {
  /// git-contract-config(5): what may be set in Git's configuration.
  static func configuration(version: String) -> ManualPage {
    var page = ManualWriter(name: "git-contract-config", chapter: 5, version: version)
    page.section("NAME")
    page.line(page.name.roff + " \\- " + "settings of git contract in the configuration of Git".roff)
    page.section("SYNOPSIS")
    page.verbatim("git config contract.<key> VALUE\ngit -c contract.<key>=VALUE contract COMMAND")
    page.section("DESCRIPTION")
    page.paragraphs(
      """
      Read from all of Git's files, GIT_CONFIG_COUNT and 'git -c', the last word counting, as git-config(1) tells. Options of a command and \
      the environment are stronger. What binds others, such as levels, owners, waivers and notice periods, is policy and stands in \
      .contracts/policy.yaml, never here.
      """)
    page.settings("PREFERENCES", Setting.preferences)
    page.settings("SERVERS AND JOBS THAT DELIVER", Setting.server)
    page.settings("SETTINGS OF GIT", Setting.git)
    page.section("SEE ALSO")
    page.line("\\fBgit\\-contract\\fR(1), \\fBgit\\-config\\fR(1), \\fBgit\\-contract\\-policy\\fR(1)")
    return ManualPage(name: page.name + ".5", text: page.text)
  }
}

extension ManualWriter {
  fileprivate mutating func settings(_ title: String, _ settings: [Setting]) {
    section(title)
    for setting in settings {
      item(
        "\\fB\(setting.key.roff)\\fR \\fI\(setting.value.roff)\\fR",
        setting.meaning + (setting.isRepeated ? " May stand several times; every line counts." : ""))
    }
  }
}
