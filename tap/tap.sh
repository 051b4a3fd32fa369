# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# TAP of tests that are shell scripts, as tap.c is for programs: . tap/tap.sh
# The plan is the script's own: echo "1..N" at its start, or "1..$count" at its end.

# How many lines of TAP were printed.
count=0

# result NAME STATUS [FILE]...: the line of one test; if it failed, with what FILEs say.
result()
{
	count=$((count + 1))
	if [ "$2" = 0 ]; then
		echo "ok $count $1"
		return
	fi
	echo "not ok $count $1"
	shift 2
	for tap_file in "$@"; do
		[ ! -e "$tap_file" ] || head -n 40 "$tap_file" | sed 's/^/# /'
	done
}

# check NAME CMD...: a test that CMD succeeds. $work is the script's folder; its files out
# and err, of the program under test, explain a failure.
check()
{
	name=$1
	shift
	tap_status=0
	"$@" >"$work/check.out" 2>&1 || tap_status=$?
	[ $tap_status = 0 ] || echo "status $tap_status: $*" >>"$work/check.out"
	result "$name" $tap_status "$work/check.out" "$work/out" "$work/err"
}

# skip NAME WHY: a test that cannot be done here.
skip()
{
	count=$((count + 1))
	echo "ok $count $1 # SKIP $2"
}

# within SECONDS CMD...: until it is true, but no longer.
within()
{
	tries=$(($1 * 5))
	shift
	until "$@" || [ $tries = 0 ]; do
		tries=$((tries - 1))
		sleep 0.2
	done
	"$@"
}
