/// A setting of Git's configuration, as its page of the manual tells it. `SettingTests` holds the list against what the sources read.
package struct Setting: Sendable {
  /// `contract.format`; the part of a name that is anybody's in angle brackets, as git-config(1) has it.
  package var key: String
  /// What it may be.
  package var value: String
  package var meaning: String
  /// Whether every line of it counts.
  package var isRepeated = false

  /// Preferences of whoever types.
  package static let preferences = [
    Setting(
      key: "contract.format", value: "text|markdown|json|...",
      meaning: "The form of answers where --format does not say; a command that lacks it answers in text. GIT_CONTRACT_FORMAT in the "
        + "environment is stronger. Default: text."),
    Setting(
      key: "contract.base", value: "revision",
      meaning: "What 'check' judges against, where neither a range nor --base nor --target says. Default: the merge base with the target."),
    Setting(
      key: "contract.signingKey", value: "path|key::public-key",
      meaning:
        "The SSH key with which 'sign' signs: the file of a private key, of a public one that an agent holds the other half of, or the "
        + "public key itself. Default: user.signingKey, where gpg.format is ssh."),
    Setting(
      key: "contract.cache", value: "boolean",
      meaning: "Whether what was read of the history is kept in the Git directory for the next run; 'git contract cache' tells of it. "
        + "Default: true."),
  ]

  /// What a server decides, or a job that delivers. Who is told what stands in the policy, and only there.
  package static let server = [
    Setting(
      key: "contract.notify", value: "foreground|background",
      meaning: "Whether a push waits until it is in the acceptance log and consumers are written to, and its pusher sees who was told, or "
        + "post-receive leaves that to a process of its own. background by default."),
    Setting(
      key: "contract.mailFrom", value: "address", meaning: "The sender of all mail. Without one no mail is written."),
    Setting(
      key: "contract.smtpUrl", value: "smtp://host:port|smtps://host",
      meaning: "The server that takes mail, for the channel smtp."),
    Setting(key: "contract.smtpUser", value: "name", meaning: "As whom it is spoken to."),
    Setting(
      key: "contract.smtpPassword", value: "env:NAME|file:/path|credential",
      meaning: "Where the password is; never the password itself. 'credential' asks git-credential(1)."),
    Setting(
      key: "contract.sendmail", value: "path",
      meaning: "The program that takes mail, for the channel sendmail. Default: /usr/sbin/sendmail."),
    Setting(
      key: "contract.courier", value: "path",
      meaning: "The program that speaks to the network. Default: git-contract-courier beside git-contract."),
    Setting(
      key: "contract.deliveryHost", value: "host", meaning: "A host that may have a private or loopback address.", isRepeated: true),
    Setting(
      key: "contract.certificates", value: "path", meaning: "The file with the certificates that are trusted. Default: those of the system."
    ),
    Setting(
      key: "contract.deliveriesPerEvent", value: "number",
      meaning: "So many messages one event may cause; those beyond become dead letters. Default: 1000."),
    Setting(
      key: "contract.secret.<NAME>.consumer", value: "id|*",
      meaning: "A consumer who may use the secret that declarations call env:NAME. Without a line nobody may.", isRepeated: true),
    Setting(
      key: "contract.secret.<NAME>.host", value: "host",
      meaning: "A host to which the secret may go, needed where the consumer wrote the address.", isRepeated: true),
    Setting(
      key: "contract.secret.<NAME>.from", value: "env:NAME|file:/path|credential",
      meaning: "Where the secret is. Default: the variable of its name."),
  ]

  /// Settings of Git that mean something here.
  package static let git = [
    Setting(key: "color.contract", value: "auto|always|never", meaning: "Colour of answers. Default: color.ui, else auto."),
    Setting(key: "pager.contract", value: "boolean|command", meaning: "Whether Git shows answers in a pager; read by Git itself."),
    Setting(
      key: "diff.contract.command", value: "git-contract diff-driver",
      meaning:
        "Makes 'git diff' and 'git log -p --ext-diff' say what changed in files that .gitattributes gives the driver 'contract'; read by "
        + "Git itself."),
    Setting(key: "core.quotePath", value: "boolean", meaning: "Whether --porcelain quotes what is beyond ASCII. Default: true."),
    Setting(key: "core.hooksPath", value: "path", meaning: "Where 'hooks install' puts the hooks."),
    Setting(
      key: "user.name, user.email", value: "text",
      meaning: "Who you are to 'sign' and 'inbox', and who commits records, where the environment does not say."),
  ]
}
