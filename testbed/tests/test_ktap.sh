#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The judge of KTAP on recorded logs: LOGS/x.log must give LOGS/x.expected.
#
# usage: test_ktap.sh KTAP.AWK LOGS
set -u
judge=$1
count=0
set -- "$2"/*.log

report()
{
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count $1"
	else
		echo "not ok $count $1"
		printf '%s\n' "expected:" "$3" "got:" "$2" | sed 's/^/# /'
	fi
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
