/// Faults of files in words: what `explain` says of what is found in a text before any change is judged.
package enum Faults {
  package static let all: [(id: String, words: PriceWords)] = [
    (
      "person-left",
      PriceWords(
        "Somebody who has left is still named as one who owns or may decide. Their word does not count, and others wait for it.",
        "Name a successor in CODEOWNERS, and take the person out of the team in '.contracts/people.yaml'.")
    ),
    (
      "person-duplicate",
      PriceWords(
        "One person seems to stand twice in '.contracts/people.yaml'. Persons are counted, and this one would count as two.",
        "Make the entries one, with all handles, e-mails and keys.")
    ),
    (
      "bot-owner",
      PriceWords(
        "A bot or agent is named as an owner. It may write changes; nobody can hold it to account for them, so it never signs off.",
        "Name a human.")
    ),
    (
      "team-empty",
      PriceWords(
        "A team has no member who can sign, so nobody can agree to what it owns.",
        "Name its members in '.contracts/people.yaml', or another owner in CODEOWNERS.")
    ),
    (
      "team-differs",
      PriceWords(
        "The contract's own 'team' says otherwise than CODEOWNERS who answers for it, and readers see only the contract.",
        "Mend the one that is wrong; CODEOWNERS decides who is asked.")
    ),
    (
      "key-expired",
      PriceWords(
        "A key is past its day: what is signed with it does not count.", "Put a new one beside it in '.contracts/people.yaml'.")
    ),
    (
      "key-expiring",
      PriceWords(
        "A key ends within 30 days, and what is signed with it then does not count.",
        "Put a new one beside it in '.contracts/people.yaml' while the old one still signs.")
    ),
    (
      "key-revoked",
      PriceWords(
        "A person still has a key that was revoked: what is signed with it does not count.",
        "Put a new one beside it in '.contracts/people.yaml'; the revocation stays.")
    ),
    (
      "waiver-expired",
      PriceWords(
        "A waiver is past its day, so what it silenced is due again.",
        "Mend what it was for, or let an owner renew it in '.contracts/waivers.yaml'.")
    ),
    (
      "waiver-stale",
      PriceWords(
        "A waiver matches nothing: its change never came, or is over. Left behind it would silence the next one unseen.",
        "Take it out of '.contracts/waivers.yaml'.")
    ),
    (
      "waivers-invalid",
      PriceWords(
        "'.contracts/waivers.yaml' cannot be understood, so nothing is waived by it.",
        "Mend it at the place that is named.")
    ),
    (
      "retired-invalid",
      PriceWords(
        "'.contracts/retired.yaml' cannot be understood, so nobody knows which ids are taken for good.",
        "Mend it at the place that is named.")
    ),
    (
      "policy-invalid",
      PriceWords(
        "'.contracts/policy.yaml' cannot be understood, so nobody knows by which rules to judge.",
        "Mend it at the place that is named; 'git contract policy' prints what is in force.")
    ),
    (
      "people-invalid",
      PriceWords(
        "'.contracts/people.yaml' cannot be understood, so nobody knows who an owner is.",
        "Mend it at the place that is named.")
    ),
    (
      "consumer-invalid",
      PriceWords(
        "A consumer's declaration cannot be understood: what it uses is unknown, and unknown is never read as safe.",
        "Mend it at the place that is named.")
    ),
    (
      "consumer-unknown-contract",
      PriceWords(
        "A consumer declares that it uses a contract which is not here.",
        "Mend the id; 'git contract list --format json' names those that exist.")
    ),
    (
      "consumer-unknown-field",
      PriceWords(
        "A consumer declares that it uses a field which the contract does not have.",
        "Mend the name, or take it out of the declaration.")
    ),
    (
      "consumer-unknown-team",
      PriceWords(
        "A consumer names a team of which '.contracts/people.yaml' knows nothing, so nobody can be told.",
        "Add the team there, or mend the name.")
    ),
    (
      "consumer-range-empty",
      PriceWords(
        "No version that the contract ever had lies in the range that a consumer declares.",
        "Mend 'version:' in the declaration; 'git contract log CONTRACT' lists the versions.")
    ),
    (
      "consumer-uses-deprecated",
      PriceWords(
        "A consumer uses what its contract has deprecated: it will go.",
        "Move to what takes its place, then take the field out of the declaration.")
    ),
    (
      "consumer-expectation-broken",
      PriceWords(
        "A consumer relies on something that the contract does not promise, or promises otherwise.",
        "Talk to the owners, or change what is expected.")
    ),
    (
      "consumer-sources-invalid",
      PriceWords(
        "'.contracts/consumer-sources.yaml' cannot be understood, so nobody knows who reads the data elsewhere.",
        "Mend it at the place that is named.")
    ),
    (
      "consumer-source-missing",
      PriceWords(
        "Another repository declares consumers, and nothing of it is here: whoever it names may be hurt by any change.",
        "Run 'git contract consumers sync', or fetch the refs below 'refs/contracts/'.")
    ),
    (
      "consumer-stale",
      PriceWords(
        "The day on which a declaration was to be looked through again has passed; what it says may be over.",
        "Look it through and set 'reviewBy:' anew, or delete the file.")
    ),
    (
      "not-a-file",
      PriceWords(
        "Something stands at a governing path that is no plain file: a link or a directory decides about nobody.",
        "Put a plain file there.")
    ),
    (
      "tree-malformed",
      PriceWords(
        "A commit holds a tree that no Git writes, such as two entries of one name: tools read different files from it.",
        "Write the commit anew with an ordinary Git; 'git fsck' names what is wrong.")
    ),
    (
      "duplicate-key",
      PriceWords(
        "One key stands twice in a map; readers of the file pick different ones.",
        "Remove one of them.")
    ),
    (
      "file-too-large",
      PriceWords(
        "The file is above the limit of this repository, so it was not read.",
        "Make it smaller, or raise 'limits: {bytes: ...}' in '.contracts/policy.yaml'.")
    ),
    (
      "yaml-syntax",
      PriceWords(
        "The text is no YAML, so nobody can read it.",
        "Mend it at the place that is named.")
    ),
    (
      "yaml-alias",
      PriceWords(
        "An alias refers to nothing that stands above it.",
        "Mend its name, or write the value out.")
    ),
    (
      "yaml-key",
      PriceWords(
        "A key is no plain text; the standard knows only such.",
        "Write the key as text.")
    ),
    (
      "yaml-merge-key",
      PriceWords(
        "The merge key '<<' is no part of YAML 1.2; readers of the file differ about it.",
        "Write the values out.")
    ),
    (
      "yaml-several-documents",
      PriceWords(
        "The file holds several documents; a contract is one.",
        "Keep one document in each file.")
    ),
    (
      "yaml-tag",
      PriceWords(
        "A tag gives a value a type that only some readers know.",
        "Take the tag out.")
    ),
    (
      "yaml-too-deep",
      PriceWords(
        "The text is nested more deeply than the limit of this repository.",
        "Flatten it, or raise 'limits: {depth: ...}' in '.contracts/policy.yaml'.")
    ),
    (
      "yaml-too-many-aliases",
      PriceWords(
        "The aliases unfold to more than the limit of this repository.",
        "Write the values out, or raise 'limits: {aliases: ...}' in '.contracts/policy.yaml'.")
    ),
    (
      "yaml-too-many-references",
      PriceWords(
        "References to definitions unfold to more than anybody reads.",
        "Write out what they stand for, or let fewer definitions refer to each other.")
    ),
    (
      "codeowners-byte-order-mark",
      PriceWords(
        "CODEOWNERS begins with a byte order mark, which becomes a part of its first pattern.",
        "Save the file as UTF-8 without one.")
    ),
    (
      "codeowners-invalid-approvals",
      PriceWords(
        "The number of approvals that a section of CODEOWNERS asks for is none.",
        "Write it as '[Section][2]'.")
    ),
    (
      "codeowners-invalid-owner",
      PriceWords(
        "An owner in CODEOWNERS is neither '@user', '@organisation/team' nor an e-mail address, so the line names nobody for it.",
        "Mend the owner at the place that is named.")
    ),
    (
      "codeowners-invalid-pattern",
      PriceWords(
        "A pattern in CODEOWNERS is none in this dialect, so its line owns nothing.",
        "Mend the pattern at the place that is named.")
    ),
    (
      "codeowners-invalid-section",
      PriceWords(
        "The heading of a section in CODEOWNERS cannot be understood.",
        "Write it as '[Section]', optional as '^[Section]'.")
    ),
    (
      "codeowners-missing-owner",
      PriceWords(
        "A line of CODEOWNERS names no owner where this dialect wants one.",
        "Name one, or take the line out.")
    ),
    (
      "codeowners-not-a-file",
      PriceWords(
        "CODEOWNERS is no plain file, so it owns nothing.",
        "Put a plain file there.")
    ),
    (
      "codeowners-not-utf8",
      PriceWords(
        "CODEOWNERS is no UTF-8.",
        "Save it as UTF-8.")
    ),
    (
      "codeowners-too-large",
      PriceWords(
        "CODEOWNERS is larger than the forge reads, which then takes it for empty.",
        "Make it smaller: one line for a folder instead of one for each file.")
    ),
  ]
}
