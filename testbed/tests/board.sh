#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# qda-board with real boards, as its users call it: what comes out, how it ends.
# For testbed/test, which has built what it needs. Prints TAP.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"
echo "1..28"

# board WORD...: with the output in files.
board()
{
	"$here/qda-board" "$@" >"$work/out" 2>"$work/err"
	status=$?
}

holds()
{
	[ "$(cat "$1")" = "$2" ]
}

# says FILE TEXT: it is all of the file, but for how long a look at what is built took, which
# is a line if the host is slow.
says()
{
	[ "$(sed '/^build: .* \.\.\. [0-9]* s$/d' "$1")" = "$2" ]
}

board run -- /bin/uname -m
check uname [ $status = 0 ]
check its-output-and-nothing-else holds "$work/out" aarch64
check no-other-words says "$work/err" ""

# Two at once.
mkdir "$work/share"
echo "of the host" >"$work/share/file"
(
	# shellcheck disable=SC2016 # expands there
	printf 'one\ntwo' | WHO="the guest" "$here/qda-board" run --board kaanapali \
		--share "$work/share" --json "$work/json" --junit "$work/junit" -- \
		sh -c 'cat; echo; echo "$WHO $0 $1"; cat file; echo made >made; echo bad >&2
			echo "ok 1 first"; echo "not ok 2 second"; exit 7' 'a  b' '"c"' \
		>"$work/other" 2>"$work/other.err"
	echo $? >"$work/other.status"
) &
# shellcheck disable=SC2016 # expands there
board run -- sh -c 'kill -KILL $$'
wait
check killed [ $status = 137 ]
check exit-status holds "$work/other.status" 7
check input-environment-arguments-share holds "$work/other" 'one
two
the guest a  b "c"
of the host
ok 1 first
not ok 2 second'
check errors-apart says "$work/other.err" bad
check file-of-the-guest holds "$work/share/made" made
check log-left grep -q "Linux version" "$work/share/console.log"
check json grep -qF '"ended": "exit"' "$work/json"
check json-status grep -qF '"status": 7' "$work/json"
check json-command grep -qF '"a  b", "\"c\""' "$work/json"
check junit grep -qF '<testsuite name="kaanapali" tests="2" failures="1"' "$work/junit"

# Talk to one that runs; its share folder tells it from others' boards.
board run --share "$work/share" --lie wrong-result:1:7 --crash-after 3s -- sh -c '
	qda call -j sobel 2>&1 || :
	until dmesg | grep -q "crash on request"; do sleep 0.2; done
	echo crashed
	touch waits
	until [ -e go ]; do sleep 0.2; done' &
check started within 600 [ -e "$work/share/waits" ]
id=$("$here/qda-board" ps | sed -n "s,^\([^ ]*\) default $work/share\$,\1,p")
check listed [ "$id" ]
"$here/qda-board" ctl --id "$id" stats >"$work/stats"
check ctl grep -q "^ok calls=" "$work/stats"
"$here/qda-board" ctl --id "$id" lie nothing >"$work/stats"
check ctl-refuses [ $? != 0 ]
check ctl-says-why holds "$work/stats" "error no such lie: nothing"
touch "$work/share/go"
wait
check crash-after grep -q crashed "$work/out"

# A board of one's own.
printf '[dsp cdsp]\narch = v79\n[dsp adsp]\n' >"$work/mine.board"
board run --board "$work/mine.board" -- sh -c 'qda -d cdsp info | grep architecture'
check own-board holds "$work/out" "  architecture   Hexagon v79"

# Shared libraries. The first time a mirror must be there.
board run --debian -- sh -c 'ls -l /proc/self/exe | grep -c /usr/bin/ls; qda info | grep -c "^cdsp"'
if grep -q "apt cannot get" "$work/err"; then
	skip debian-root "no mirror"
else
	check debian-root holds "$work/out" "1
1"
fi

board run --driver legacy --board two-dsps -- sh -c 'ls /dev/accel/ /dev/fastrpc-adsp /dev/fastrpc-cdsp'
check legacy-nodes [ $status = 0 ]

board run --gdb --timeout 5 --share "$work/share" -- true
check gdb-waits [ $status = 124 ]
check gdb-says-where grep -q "the kernel waits at /dev/shm/.*/gdb.sock" "$work/err"
check gdb-before-the-kernel [ ! -s "$work/share/console.log" ]

start=$(date +%s)
board run --timeout 10 -- sleep 1000
check timeout [ $status = 124 ]
check timeout-named grep -qF "did not end within 10 s" "$work/err"
check timeout-kept [ $(($(date +%s) - start)) -ge 10 ]
