#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# scripts/symbolize adds file and line to what a log says of a library.
# usage: symbolize.sh CLANG SDK SYMBOLIZE
set -u

clang=$1 sdk=$2 symbolize=$3
tests=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect WANT: what the only line of $work/log becomes
expect()
{
	tests=$((tests + 1))
	got=$("$symbolize" "$work" "$work/none" <"$work/log")
	if [ "$got" = "$1" ]; then
		echo "ok $tests - $1"
	else
		echo "not ok $tests - $1"
		echo "# $got"
	fi
}

# line WORDS PLACE SUFFIX: one as the log has it, and what is added to it
line()
{
	echo "cdsp pd 6 thread 65539 error pd:0: $1: $2 (f+0x4)" >"$work/log"
	expect "$(cat "$work/log")$3"
}

cat >"$work/s.c" <<'END'
int inner(volatile int *p);
int inner(volatile int *p)
{
	return *p;
}

int outer(volatile int *p);
int outer(volatile int *p)
{
	int a = inner(p);

	return a + 1;
}
END
(cd "$work" && "$clang" --config="$sdk/skel.cfg" -fno-inline s.c -o libs_skel.so)
address()
{
	llvm-nm-19 "$work/libs_skel.so" | awk -v name="$1" '$3 == name { print $1 }'
}
inner=$(address inner) outer=$(address outer)
# Behind the packet of the call: the first of the next statement.
back=$(printf %x $((0x$outer + 8)))

line pc "libs_skel.so+0x$inner" ' s.c:4'
line 'backtrace 0' "libs_skel.so+0x$inner" ' s.c:4'
line 'backtrace 1' "libs_skel.so+0x$back" ' s.c:10'
line lr "libs_skel.so+0x$back" ' s.c:10'
line pc "libother_skel.so+0x$inner" ''
line pc 'shell+0x1234' ''
echo "cdsp pd 6 thread 65539 error pd:0: pc: libs_skel.so+0x$inner (f+0x4) s.c:4" >"$work/log"
expect "$(cat "$work/log")"
echo "1..$tests"
