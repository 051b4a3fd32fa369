#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# lines.c of the shell finds the file and line of each instruction that LLVM's symbolizer
# finds, in every version of DWARF, and ends in damaged files.
# usage: lines.sh CLANG SDK TEST_LINES
set -u

clang=$1 sdk=$2 lines=$3
tests=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/inc"
cat >"$work/inc/near.h" <<'END'
static inline int near(volatile int *p)
{
	return *p * 3;
}
END
cat >"$work/a.c" <<'END'
#include "near.h"

int left_out(int a);
int left_out(int a)
{
	return a * 12345;
}

int outer(volatile int *p, int count);
int outer(volatile int *p, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += near(p) /
			count;
	return sum;
}
END
cat >"$work/b.cc" <<'END'
#include "near.h"
struct b {
	int v = 7;
	__attribute__((noinline)) int get(int k);
};
int b::get(int k)
{
	return k ? v / k
		 : v;
}
extern "C" int entry(int k)
{
	b one;
	volatile int n = k;

#line 100000 "else/where.y"
	return one.get(k) + near(&n);
}
END

# say RESULT NAME
say()
{
	tests=$((tests + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
		failed=1
	fi
}

# same NAME WANT: what $work/got has
same()
{
	got=$(cat "$work/got")
	if [ "$got" = "$2" ]; then
		say 0 "$1"
	else
		say 1 "$1: $got"
	fi
}

# compare NAME OPTION...: all of .text
compare()
{
	name=$1
	shift
	(cd "$work" && "$clang" --config="$sdk/skel.cfg" -w -Iinc "$@" -Wl,-soname,libx_skel.so \
		-Wl,--no-gc-sections a.c b.cc -o libx_skel.so) 2>"$work/text" || { say 1 "$name: build"; return; }
	llvm-objdump-19 -d --no-show-raw-insn "$work/libx_skel.so" |
		sed -n 's/^ *\([0-9a-f]*\):.*/\1/p' >"$work/addresses"
	sed 's/^/0x/' "$work/addresses" | llvm-symbolizer-19 --obj="$work/libx_skel.so" \
		--functions=none --no-inlines --output-style=LLVM | sed '/^$/d; s/:[0-9]*$//; s,.*/,,' |
		paste -d ' ' "$work/addresses" - >"$work/want"
	"$lines" "$work/libx_skel.so" <"$work/addresses" >"$work/got"
	count=$(grep -c ' [ab]\.c\|near.h\|where.y' "$work/got")
	# Where LLVM says line 0 the line before is better than none.
	grep -v ':0$' "$work/want" >"$work/want.lines"
	grep -Fxv -f "$work/got" "$work/want.lines" | sed 's/^/# wanted: /' | head -n 5
	! grep -Fxv -q -f "$work/got" "$work/want.lines" && [ "$count" -gt 20 ]
	say $? "$name: $count places"
}

for version in 2 3 4 5; do
	compare "DWARF $version" -gdwarf-$version
	say "$("$lines" "$work/libx_skel.so" 20000 >"$work/found" && [ "$(cat "$work/found")" -gt 0 ]
		echo $?)" "DWARF $version, damaged"
done
compare 'not optimised' -O0
compare 'optimised' -O3
# Functions that the linker has left out lie at 0 in its tables, and reach over others.
(cd "$work" && "$clang" --config="$sdk/skel.cfg" -w -Iinc a.c b.cc -o libx_skel.so)
llvm-nm-19 "$work/libx_skel.so" | awk '$3 == "outer" || $3 == "skel_invoke" { print $1 }' |
	"$lines" "$work/libx_skel.so" | sed 's/.* //; s/:.*//' | sort | tr '\n' ' ' >"$work/got"
same 'unused functions left out' 'a.c skel.c '
# With the checks each trap has the line of what it checks.
cat >"$work/c.c" <<'END'
int checks(int a, int *list);
int checks(int a, int *list)
{
	int b = a + 1;

	list[0] = b;
	b = (b ^ 5) + 2;
	return b <<
		list[1];
}
END
(cd "$work" && "$clang" --config="$sdk/skel.cfg" --config="$sdk/checks.cfg" c.c -o libx_skel.so)
llvm-objdump-19 -d --no-show-raw-insn --disassemble-symbols=checks "$work/libx_skel.so" |
	awk '/badc0fee/ { sub(/:/, "", $1); print $1 }' | "$lines" "$work/libx_skel.so" |
	sed 's/.* //' | sort -u | tr '\n' ' ' >"$work/got"
same 'checks' 'c.c:4 c.c:6 c.c:7 c.c:8 c.c:9 '
(cd "$work" && "$clang" --config="$sdk/skel.cfg" -Iinc -g0 a.c b.cc -o libx_skel.so)
echo 1000 | "$lines" "$work/libx_skel.so" >"$work/got"
same 'without -g' '1000 ??:0'
(cd "$work" && "$clang" --config="$sdk/skel.cfg" -Iinc -gz a.c b.cc -o libx_skel.so)
echo 1000 | "$lines" "$work/libx_skel.so" >"$work/got"
same 'compressed: none, and no harm' '1000 ??:0'
echo "1..$tests"
exit $failed
