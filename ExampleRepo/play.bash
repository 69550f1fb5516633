# Sourced by the scripts beside it: a world in which Git does the same on every machine, and the playing of one step.

example=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Runs itself again with nothing in the environment but what is named here: no user configuration, no system configuration, no
# template, no time zone, no colour, no prompt. Names of what else may pass follow the call: `hermetic "$0" "$@"`.
hermetic() {
  [ "${EXAMPLE_HERMETIC:-}" = yes ] && return 0
  local home status=0
  home=$(mktemp -d "${TMPDIR:-/tmp}/example-home.XXXXXX") || exit 1
  env -i EXAMPLE_HERMETIC=yes HOME="$home" PATH="$PATH" TMPDIR="${TMPDIR:-/tmp}" LC_ALL=C TZ=UTC \
    GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0 GIT_EDITOR=: bash "$@" || status=$?
  rm -rf "$home"
  exit "$status"
}

# Git as every step needs it: what a newer Git may change by default is said here.
plain_git() {
  git -c core.autocrlf=false -c core.fileMode=true -c commit.gpgSign=false -c gc.auto=0 -c maintenance.auto=false \
    -c merge.conflictStyle=merge -c merge.renames=true -c apply.whitespace=nowarn -c advice.detachedHead=false "$@"
}

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  [ $# -lt 2 ] || printf 'hint: %s\n' "$2" >&2
  exit 1
}

# header FILE NAME: the value of one header, empty if it is not there. Headers end at the first empty line.
header() { sed -n -e '/^$/q' -e "s/^$2: *//p" "$1"; }

# message FILE: all that follows the first empty line, with {STEP} replaced by the id of that step's commit.
message() {
  local text step
  text=$(sed -e '1,/^$/d' "$1")
  while [[ $text =~ \{([0-9][0-9]-[a-z0-9-]+)\} ]]; do
    step=${BASH_REMATCH[1]}
    text=${text//"{$step}"/$(commit_of "$step")}
  done
  printf '%s\n' "$text"
}

# as FILE HEADER COMMAND...: runs the command with the person and the date of a step as author; the committer is the author
# unless the step names one.
as() {
  local step=$1 author committer date
  shift
  author=$(header "$step" Author) date=$(header "$step" Date) committer=$(header "$step" Committer)
  committer=${committer:-$author}
  [ -n "$author" ] && [ -n "$date" ] || die "'$step' has no Author or no Date"
  GIT_AUTHOR_NAME=${author% <*} GIT_AUTHOR_EMAIL=$(address "$author") GIT_AUTHOR_DATE=$date \
    GIT_COMMITTER_NAME=${committer% <*} GIT_COMMITTER_EMAIL=$(address "$committer") GIT_COMMITTER_DATE=$date "$@"
}

address() { printf '%s\n' "$1" | sed -e 's/.*<//' -e 's/>.*//'; }

# write FOLDER: puts what a step writes into the work tree and the index: whole files from files/, changes from patch.
write() {
  [ ! -d "$1/files" ] || cp -R "$1/files/." .
  plain_git add --all
  [ ! -f "$1/patch" ] || plain_git apply --index --recount "$1/patch" || die "the patch of '$1' does not apply"
}

# play FOLDER: one step on the branch it names, in the current repository.
play() {
  local step=$1/step branch from merge said
  [ -f "$step" ] || die "'$1' holds no file 'step'"
  branch=$(header "$step" Branch) from=$(header "$step" From) merge=$(header "$step" Merge)
  branch=${branch:-main}
  if [ -n "$from" ]; then
    plain_git checkout --quiet -b "$branch" "$(commit_of "$from")"
  elif plain_git rev-parse --quiet --verify HEAD >/dev/null; then
    plain_git checkout --quiet "$branch"
  fi
  if [ -n "$merge" ]; then
    said=$(as "$step" plain_git merge --no-ff --no-commit "$merge" 2>&1) || die "'$1' does not merge: $said"
  fi
  write "$1"
  message "$step" | as "$step" plain_git commit --quiet --no-verify --cleanup=verbatim --file=- || die "'$1' changes nothing"
  printf '%s %s\n' "${1##*/}" "$(plain_git rev-parse HEAD)" >>"$(plain_git rev-parse --git-dir)/example-steps"
}

# commit_of STEP: the commit that a step of the current repository made; STEP is its number or its whole name.
commit_of() {
  local found
  found=$(sed -n -E "s/^$1(-[^ ]*)? //p" "$(plain_git rev-parse --git-dir)/example-steps" | head -n 1)
  [ -n "$found" ] || die "there is no step '$1'"
  printf '%s\n' "$found"
}
