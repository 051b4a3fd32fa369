#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What developers use, with real boards: a project of "qda new", a time line of
# "qda trace", a debugger that joins a process on the DSP; and an installation.  For
# testbed/test, which has built what it needs.  Prints TAP.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
top=${here%/testbed}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"
echo "1..16"

# A new project, built as its owner would, and its own test.
cd "$work" || exit 1
"$top/build/host/cli/qda" new --sdk "$top/dsp/sdk" mine >out 2>&1
check new-project [ $? = 0 ]
make -C mine QDA_BOARD="$here/qda-board" QDA_CFLAGS="-I$top/lib/include" \
	QDA_LIBS="$top/build/guest/lib/libqda.a -lpthread" check >out 2>&1
check project-passes [ $? = 0 ]
check project-ran grep -q '^ok 3 - ./mine$' out

# It says what it has put where, links left out.
DESTDIR=$work/root "$top/scripts/install" >installed 2>out
check installs [ $? = 0 ]
find "$work/root" -type f | sort >there
sort installed | diff there - >out
check install-says-what-is-there [ ! -s out ]
check libraries-where-the-linker-looks \
	[ -e "$work/root/usr/local/lib/$(cc -print-multiarch)/libqda.so.0" ]

# One board for the rest. Once traced, a program makes calls without end, to be stopped in.
mkdir share
cp /opt/qda/photo.jpg share/
# shellcheck disable=SC2016 # expands there
"$here/qda-board" run --dsp-gdb --share "$work/share" -- sh -c '
	call="calculator sum in:u32=3 in:i32=1,2,3 out:i64"
	qda trace -o trace.json qda call -n 20 $call; echo $? >traced
	qda trace -o page.html qda demo sobel /host/photo.jpg out.png >demo
	qda call -t 0 -n 1000000000 $call &
	# The first place is that of the traced call, whose process has ended.
	until [ "$(qda log -n | grep -c "library: libcalculator")" = 2 ]; do sleep 0.2; done
	qda log -n | grep "library: libcalculator" | tail -n 1 >new
	mv new place
	until [ -e stop ]; do sleep 0.2; done
	kill $!
	wait
	qda doctor | head -n 1 >doctor' >out 2>&1 &
board=$!
check place-is-told within 900 [ -s share/place ]
check trace-ends-as-the-command [ "$(cat share/traced)" = 0 ]

check page-of-the-demo grep -q '"name": "method"' share/page.html

# spans NAME: how many spans of a name the trace has, both ways of writing one.
spans()
{
	grep -c "\"name\": \"$1\", \"ph\": \"[Xb]\"" share/trace.json
}
for name in libqda ioctl prepare wait "to the DSP" serve request method "to the CPU"; do
	[ "$(spans "$name")" -ge 20 ] || echo "$(spans "$name") $name" >>missing
done
check trace-has-every-layer [ ! -e missing ]
check trace-is-whole grep -q '"lost_events": 0' share/trace.json

# A method runs while its caller waits, by two clocks: after the error has been allowed.
awk '
	function number(key,    at) {
		at = index($0, "\"" key "\": ")
		return at ? substr($0, at + length(key) + 4) + 0 : -1
	}
	function context(    at) {
		at = index($0, "\"context\": \"")
		return at ? substr($0, at + 12, index(substr($0, at + 12), "\"") - 1) : ""
	}
	/"name": "wait"/ {
		call = context()
		key = call " " ++waits[call]
		from[key] = number("ts")
		to[key] = from[key] + number("dur")
	}
	/"name": "method", "ph"/ {
		call = context()
		key = call " " ++methods[call]
		begin[key] = number("ts")
		end[key] = begin[key] + number("dur")
	}
	/"clock_error_ns"/ { error = number("clock_error_ns") / 1000 + 1 }
	END {
		for (key in begin) {
			all++
			if (!(key in from) || begin[key] < from[key] - error || end[key] > to[key] + error)
				print key, from[key], begin[key], end[key], to[key], error
		}
		if (all < 20)
			print all + 0, "methods"
	}' share/trace.json >out.clock 2>&1
check clocks-agree [ ! -s out.clock ]

# "cdsp pd 5 thread ... library: libcalculator_skel.so at 0x02001000, ..."
read -r _ _ client _ <share/place
base=$(sed 's/.* at \(0x[0-9a-f]*\),.*/\1/' share/place)
offset=$(llvm-nm-19 "$top/build/dsp/libcalculator_skel.so" | sed -n 's/ T calculator_sum$//p')
# Others may run boards, too.
run=$(dirname "$(grep -lsF "$work" /dev/shm/qda-boot.*/arguments)")
socket=$(sed -n "s/.*client $client: a debugger finds it at //p" "$run/vdsp.log" | tail -n 1)
check socket-is-told [ -S "$socket" ]
address=$(printf '%x' $((base + 0x$offset)))
"$top/build/host/testbed/vdsp/tests/fake_debugger" "$socket" "$address" >out.gdb 2>&1
check breakpoint-is-hit grep -q "^stopped at 0x" out.gdb
cat out.clock out.gdb missing >>out 2>/dev/null
touch share/stop
wait $board
check board-ends [ $? = 0 ]
check all-is-well [ "$(cat share/doctor)" = "nothing is missing" ]
[ ! "${QDA_KEEP-}" ] || cp -r share out "$QDA_KEEP/"
