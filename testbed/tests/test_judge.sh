#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The judge of the clients' results: what is as the list says passes; what differs, is
# missing or is too much fails.
#
# usage: test_judge.sh JUDGE.AWK
set -u
judge=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

# judged NAME LIST OUTPUT EXPECTED: OUTPUT is what the program "prog" said; EXPECTED are
# the verdicts of the way "mine", in one line.
judged()
{
	printf '%b' "$2" >"$work/list"
	printf '%b' "$3" >"$work/prog"
	got=$(awk -v way=mine -v dir="$work" -f "$judge" "$work/list" 2>&1 |
		grep -v '^TAP' | tr '\n' ';')
	echo "got: $got" >"$work/got"
	[ "$got" = "$4" ]
	result "$1" $? "$work/got"
}

echo "1..8"
judged right 'prog :\na 1\n' 'a 1\n' 'ok 1 - prog/a;1..1;'
judged wrong 'prog :\na 1\n' 'a 2\n' '# is 2, expected 1;not ok 1 - prog/a;1..1;'
judged missing 'prog :\na 1\nb 0\n' 'a 1\n' \
	'ok 1 - prog/a;# is not there, expected 0;not ok 2 - prog/b;1..2;'
judged too-much 'prog :\na 1\n' 'a 1\nb 2\n' \
	'ok 1 - prog/a;# is 2, and results.list does not have it;not ok 2 - prog/b;1..2;'
judged override '# text\n\nprog :\na 1 mine=2 other=3\n' 'a 2\n' 'ok 1 - prog/a;1..1;'
judged not-run 'prog!mine none!mine :\na 1\n' 'a 2\n' '1..0;'
judged no-file 'none :\na 1\n' '' \
	'# is not there, expected 1;not ok 1 - none/a;1..1;'
judged two-sections 'prog :\na 1\n\nprog :\na 1\n' 'a 1\n' \
	'ok 1 - prog/a;ok 2 - prog/a;1..2;'
