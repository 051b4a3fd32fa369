#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Client and agent on one machine, with a socket between them instead of QEMU.
#
# usage: test_exec.sh CLIENT AGENT
set -u
client=$1
agent=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../../tap/tap.sh"

# begin OPTION... -- CMD...: as a board would; the client is $pid.
begin()
{
	rm -f "$work/socket"
	"$client" run --socket "$work/socket" "$@" >"$work/out" 2>"$work/err" <"$work/in" &
	pid=$!
	tries=1200
	until [ -S "$work/socket" ] || [ $tries = 0 ]; do
		tries=$((tries - 1))
		sleep 0.05
	done
	"$agent" "$work/socket" ${words:+"$words"} &
}

run()
{
	begin "$@"
	wait $pid
}

# says STATUS OUT ERR
says()
{
	[ "$status" = "$1" ] && [ "$(cat "$work/out")" = "$2" ] && [ "$(cat "$work/err")" = "$3" ]
}

words=
: >"$work/in"
run -- echo "two  words" 'a"b'
status=$?
check arguments says 0 'two  words a"b' ""
run -- sh -c 'echo out; echo err >&2; exit 7'
status=$?
check streams says 7 out err
run -- sh -c 'kill -KILL $$'
status=$?
check killed says 137 "" ""
run -- sh -c 'kill -TERM $$'
status=$?
check terminated says 143 "" ""
run -- /nowhere/nothing
status=$?
check not-found says 127 "" "qda-board: /nowhere/nothing: not found in the guest"
run -- "$work"
status=$?
check not-a-program says 126 "" "qda-board: $work: Permission denied"
printf 'A=1\0B=two words\nand lines\0' >"$work/environment"
# shellcheck disable=SC2016 # expands there
run --environment "$work/environment" -- sh -c 'echo "$A,$B"'
status=$?
check environment says 0 "1,two words
and lines" ""

printf 'without newline' >"$work/in"
run -- cat
status=$?
check input says 0 "without newline" ""
head -c 3000000 /dev/urandom >"$work/in"
run -- cat
status=$?
check large-input cmp -s "$work/in" "$work/out"
run -- head -c 10
status=$?
check input-not-taken [ "$(wc -c <"$work/out")" = 10 ]
run -- sh -c 'sleep 0.2; cat >/dev/null; head -c 2000000 /dev/zero'
status=$?
check large-output [ "$(wc -c <"$work/out")" = 2000000 ]
: >"$work/in"
run -- sh -c 'sleep 1000 & echo left'
status=$?
check left-behind says 0 left ""

# The signal comes when the command has its handler.
begin -- sh -c 'trap "echo caught; exit 3" INT; echo ready; while :; do sleep 0.1; done'
until grep -q ready "$work/out"; do
	sleep 0.05
done
kill -USR1 $pid
wait $pid
status=$?
check interrupted says 3 "ready
caught" ""

words="no module of this name"
run -- true
status=$?
check guest-fails says 125 "" "boot: guest: no module of this name"
words=
"$client" run --socket "$work/socket" >"$work/out" 2>&1
status=$?
check usage [ $status = 125 ]
"$client" ctl "$work/none" stats >"$work/out" 2>"$work/err"
status=$?
check no-dsp says 125 "" "boot: $work/none: No such file or directory"
echo "1..$count"
