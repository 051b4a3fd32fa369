#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# scripts/slice.awk on a small file: what a patch claims is not in the patches before
# it, what stands in its place is, and the last patch has the file as it is.
#
# usage: test_slice.sh SLICE
set -eu

slice=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

cat >"$work/it.c" <<'END'
// SPDX-License-Identifier: MIT

#include "first.h"
#include "second.h"

/** struct it - it */
struct it {
	/** @one: always there */
	int one;
	/** @two: comes
	 * later */
	int two;
};

/* What it says, isn't it? */
static int say(int what)
{
	return what ?:
	       3;
}

/**
 * do_it() - do it
 */
int do_it(struct it *it)
{
	/* Late. */
	if (it->two)
		second(it, "a \" and )",
		       2);

	first(it);
	if (it->one)
		return say(1);

	return it->two ? say(it->two) : 0;
}
END

# claim LINE...: what patches claim, with blanks for tabs.
claim()
{
	printf '%s\n' "$@" | sed 's/^\([0-9]*\) \([a-z]*\) /\1\t\2\t/' >"$work/claims"
}

# at PATCH
at()
{
	awk -v patch="$1" -f "$slice" "$work/claims" "$work/it.c" 2>&1 || echo "exit $?"
}

# expect NAME PATCH ABSENT PRESENT: lines that are not there, and that are.
expect()
{
	at "$2" >"$work/out"
	wrong=0
	! grep -E "$3" "$work/out" >"$work/said" || wrong=1
	grep -qE "$4" "$work/out" || wrong=1
	result "$1" $wrong "$work/said" "$work/out"
}

echo 1..11
claim '2 part say' '3 lines second\.h|second\(|int two;'
expect 'a function goes with its comment' 1 'say\(int|isn' 'do it'
expect 'a member goes with its comment' 2 'two;|later' '@one'
expect 'a condition goes with its call' 2 'second|Late|it->two\)$|2\);' 'first\(it'
expect 'an item comes with its patch' 2 'second' 'static int say'
at 3 >"$work/out"
check 'the last patch has all' cmp "$work/out" "$work/it.c"

claim '2 lines return what'
expect 'a statement goes on behind ?:' 1 'return what|3;' 'do it'
claim '2 lines return it->two' '2 was 	return 0;'
expect 'other text stands there before' 1 'return it->two' '^	return 0;'
expect 'and not after' 2 '^	return 0;' 'return it->two'
claim '2 run first\(it\)'
expect 'a run ends at a blank line' 1 'first\(it|say\(1' 'return it->two'
claim '2 part nothing'
expect 'a name that is gone is an error' 1 'struct' 'no nothing'
claim '2 lines return' '2 was x'
expect 'other text needs one place' 1 'struct' 'needs one place'
