# shellcheck shell=bash
# What the scripts beside this file share; they source it. It leaves the shell in the project's directory.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 128

say() { printf '%s\n' "$@" >&2; }
fail() { say "fatal: $1" "${@:2}"; exit 128; }

# The one place where the version stands.
version() {
  local found
  found=$(sed -n -E 's/.*static let text = "([0-9A-Za-z.+-]+)".*/\1/p' Sources/ContractKit/Model/ToolVersion.swift)
  [ -n "$found" ] || fail 'Sources/ContractKit/Model/ToolVersion.swift does not say the version'
  printf '%s\n' "$found"
}

# The clock of everything that is packed: the commit's, so that the same commit gives the same bytes on any day.
epoch() {
  if [ -n "${SOURCE_DATE_EPOCH-}" ]; then printf '%s\n' "$SOURCE_DATE_EPOCH"; return; fi
  git log -1 --format=%ct 2>/dev/null || fail 'cannot tell the day of the sources' 'hint: SOURCE_DATE_EPOCH=SECONDS, the time of the release'
}

# Whoever answers for a package: DEBFULLNAME and DEBEMAIL as everywhere in Debian, else the author of the commit.
maintainer() {
  if [ -n "${DEBEMAIL-}" ]; then printf '%s <%s>\n' "${DEBFULLNAME:-$DEBEMAIL}" "$DEBEMAIL"; return; fi
  git log -1 --format='%an <%ae>' 2>/dev/null || fail 'cannot tell who answers for the package' 'hint: DEBFULLNAME=NAME DEBEMAIL=ADDRESS'
}

# The machine that a program is for, as `uname -m` says it. PACKAGING_STAND_IN=1 takes a script for it: tests of the layout pack no release.
machine() {
  if [ "${PACKAGING_STAND_IN-}" = 1 ] || [ "$(uname)" = Darwin ]; then uname -m; return; fi
  case $(od -An -t x1 -j 18 -N 2 "$1" | tr -d ' ') in
    3e00) echo x86_64 ;;
    b700) echo aarch64 ;;
    *) fail "'$1' is for no machine that is known here" ;;
  esac
}

# Refuses a program that needs libraries of the machine that it was built on.
must_be_static() {
  [ "${PACKAGING_STAND_IN-}" = 1 ] && return
  [ "$(head -c 4 "$1" | od -An -t x1 | tr -d ' \n')" = 7f454c46 ] || fail "'$1' is no program for Linux" 'hint: make release, on Linux'
  if readelf --program-headers --dynamic "$1" | grep -qE 'INTERP|NEEDED'; then
    fail "'$1' is not static" 'hint: make release, on Linux'
  fi
}
