# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What the findings share: packages of Debian in a folder of their own, and the
# verdict. A finding sources it:
#
#	. "$(dirname "$0")/packages.sh"
#	install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1
#	inside clang-19 --version
#	expect WHAT EXPECTED
#	see WHAT EXPECTED-TO-BE-SEEN COMMAND...
#	end
#
# Files for the tools lie in $files, which is /tmp to them. Needs root and
# mmdebstrap; the packages come from the mirror of the machine's own apt, or
# from $QDA_MIRROR.
# shellcheck shell=sh
set -eu

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
trap 'exit 1' INT TERM HUP
files=$root/tmp
changed=0

die()
{
	echo "${0##*/}: $*" >&2
	exit 2
}

# install PACKAGE=VERSION...: unpacked with all that they depend on, of trixie and its
# backports. Another version is no finding any more, so it ends here.
install()
{
	[ "$(id -u)" = 0 ] || die "run it as root: it makes a root of its own"
	command -v mmdebstrap >/dev/null || die "there is no mmdebstrap"
	# shellcheck disable=SC2016 # apt's own variables
	mirror=${QDA_MIRROR:-$(apt-get indextargets --format \
		'$(CREATED_BY) $(ORIGIN) $(COMPONENT) $(RELEASE) $(REPO_URI)' |
		sed -n 's/^Packages Debian main [a-z]* //p' | head -n 1)}
	[ "$mirror" ] || die "no Debian mirror in the machine's apt: set QDA_MIRROR"
	printf 'deb %s trixie main\ndeb %s trixie-backports main\n' "$mirror" "$mirror" |
		mmdebstrap --quiet --variant=extract --mode=root \
			--include="base-files dash $*" trixie "$root" - >"$root.log" 2>&1 || {
		cat "$root.log" >&2
		rm -f "$root.log"
		die "cannot install $*: has a version changed?"
	}
	rm -f "$root.log"
	echo "with: $*"
}

# inside CMD...: run it in that root.
inside()
{
	chroot "$root" "$@"
}

# expect TEXT: what one would expect, from the documentation.
expect()
{
	echo "expected: $*"
}

# see TEXT WANT COMMAND...: COMMAND prints WANT, and nothing else, as it did when
# the finding was written.
see()
{
	text=$1 want=$2
	shift 2
	got=$("$@" 2>&1) || :
	if [ "$got" = "$want" ]; then
		echo "seen: $text: $got"
	else
		echo "CHANGED: $text: it was '$want', it is '$got'"
		changed=1
	fi
}

# end: 0 if all is as it was.
end()
{
	[ $changed = 0 ] || die "look at it again: it is not as it was"
}
