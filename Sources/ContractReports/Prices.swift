/// The rules of policy in words: what `explain` says of them.
package enum Prices {
  package static let all: [(id: String, words: PriceWords)] = [
    (
      "version-not-bumped",
      PriceWords(
        "The contract changed and its version did not, so nobody who reads the data can tell the new promise from the old one.",
        "'git contract bump CONTRACT' writes the version that is due and touches nothing else."
      )
    ),
    (
      "version-bump-too-small",
      PriceWords(
        "The version rose by less than the change costs: readers trust a minor version not to break them.",
        "'git contract bump CONTRACT' writes the version that is due."
      )
    ),
    (
      "version-decreased",
      PriceWords(
        "The version went down. Also a revert is a change that readers must notice, so it gets a new version.",
        "'git contract bump CONTRACT' writes the next free version above the last one."
      )
    ),
    (
      "version-reused",
      PriceWords(
        "This version was given to other content already, on the target or by a release tag. Two contents under one version are what two branches that race end in.",
        "'git contract bump CONTRACT' writes the next version that is free."
      )
    ),
    (
      "version-not-semver",
      PriceWords(
        "The version is none that can be ordered, so nobody can say whether it rose.",
        "Write MAJOR.MINOR.PATCH (semver.org); a leading 'v' and missing parts are accepted."
      )
    ),
    (
      "version-over-bumped",
      PriceWords("The version rose by more than the change costs. That is allowed, and worth a second look.", "Nothing has to be done.")
    ),
    (
      "contract-id-collision",
      PriceWords(
        "Two files have the same id and the same major version, so nobody can tell whose promise a consumer reads.",
        "Give the copy an id of its own, or the next line another major version."
      )
    ),
    (
      "unparsable",
      PriceWords(
        "The file calls itself a contract and cannot be read; what it promises is unknown.", "Mend the text at the place that is named.")
    ),
    (
      "schema-invalid",
      PriceWords(
        "The file does not follow the version of the standard that it declares.",
        "Mend it at the place that is named. What could be read was judged nonetheless."
      )
    ),
    (
      "duplicate-element",
      PriceWords(
        "Two entries of one list have the same name or id; readers of the file pick different ones.", "Rename or remove one of them.")
    ),
    (
      "owner-missing",
      PriceWords(
        "Nobody owns the contract, so nobody can agree to the change or answer for it.",
        "Add a line for it to CODEOWNERS, or name stewards in .contracts/policy.yaml."
      )
    ),
    (
      "owner-unknown",
      PriceWords(
        "An owner in CODEOWNERS is somebody of whom .contracts/people.yaml knows nothing.",
        "Add the handle or team to .contracts/people.yaml."
      )
    ),
    (
      "record-altered",
      PriceWords(
        "A sign-off record was changed or removed. Records say who answered for what; they are only ever added.",
        "Restore the file as it was: git checkout BASE -- PATH."
      )
    ),
    (
      "record-invalid",
      PriceWords(
        "A file that is added as a sign-off record is none that somebody of .contracts/people.yaml signed here. Records are never removed, so nothing else comes in among them.",
        "Take the file out of the change, or let its signer make it again: git contract sign --in-tree."
      )
    ),
    (
      "owner-sign-off-missing",
      PriceWords(
        "The change costs readers something, and an owner who must agree has not.",
        "Ask the owner that is named: as the author of a commit that changes the contract, or with a trailer 'Approved-by: Name <e-mail>' in one. An owner who has a key in '.contracts/people.yaml' signs: 'git contract inbox' names what, 'git contract sign CONTRACT' does it."
      )
    ),
    (
      "security-sign-off-missing",
      PriceWords(
        "A protection of the data was lowered, and whoever answers for security has not agreed.", "Ask the security owners that are named.")
    ),
    (
      "acknowledgement-missing",
      PriceWords(
        "It cannot be known from the contract whether readers are hurt, so an owner must decide.",
        "'git contract acknowledge CONTRACT' writes the trailer, or raise the major version."
      )
    ),
    (
      "ownership-not-accepted",
      PriceWords(
        "CODEOWNERS names somebody for the contract who has never said that they own it: a line that others wrote is nobody's promise.",
        "'git contract sign --accept-ownership CONTRACT', by one person of the line, signs that."
      )
    ),
    (
      "ownership-expired",
      PriceWords(
        "An owner accepted the contract for a time that is over, and nobody knows whether they still answer for it.",
        "'git contract sign --accept-ownership CONTRACT' says so anew; whoever does not own it any more hands it over in CODEOWNERS."
      )
    ),
    (
      "override-used",
      PriceWords(
        "Somebody whom the policy lists let the change through although its owners had not agreed. That is always told, and no level silences it.",
        "Ask the owners afterwards, and read the reason that was given."
      )
    ),
    (
      "consumer-acknowledgement-missing",
      PriceWords(
        "A consumer whom the change breaks has not agreed to it.",
        "The consumer's team raises 'tested:' in its declaration, or the notice period passes.")
    ),
    (
      "removed-without-deprecation",
      PriceWords(
        "Something was removed that had never been announced as deprecated in a released version.",
        "'git contract deprecate CONTRACT.table.field' announces it; remove it in a later version."
      )
    ),
    (
      "retired-before-end-of-life",
      PriceWords(
        "A contract was deleted that was not retired before.", "Set 'status: retired' in one version, delete the file in a later one.")
    ),
    (
      "tombstone-missing",
      PriceWords(
        "A contract was deleted, and nothing keeps its id from being given to another promise, which its readers would take for the old one.",
        "Add an entry with id, major, last version and path to 'retired' in '.contracts/retired.yaml', in the change that deletes the file."
      )
    ),
    (
      "sunset-too-soon",
      PriceWords("Less time passes between announcement and removal than the policy promises.", "Wait until the day that is named.")
    ),
    (
      "unannounced",
      PriceWords(
        "The contract has no support channel for announcements, so readers cannot be told.",
        "Add a channel with scope announcements to 'support'."
      )
    ),
  ]
}
