#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The judge of KTAP on recorded logs: LOGS/x.log must give LOGS/x.expected.
#
# usage: test_ktap.sh KTAP.AWK LOGS
set -u
judge=$1
out=$(mktemp)
trap 'rm -f "$out"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"
set -- "$2"/*.log

# report NAME GOT EXPECTED
report()
{
	printf '%s\n' "expected:" "$3" "got:" "$2" >"$out"
	[ "$2" = "$3" ]
	result "$1" $? "$out"
}

echo "1..$(($# + 1))"
for log in "$@"; do
	name=${log##*/}
	report "${name%.log}" "$(awk -v name=t -f "$judge" <"$log" 2>&1)" \
		"$(cat "${log%.log}.expected")"
done
report exit-status "$(awk -v name=t -v status=3 -f "$judge" <"${1%/*}/pass.log" 2>&1)" \
	"failed: t/(exit status 3)
3 1 1"
