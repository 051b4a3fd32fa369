#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# What the SDK takes, and what it refuses with a sentence.
# usage: sdk.sh CLANG SDK SOURCES QDA-IDL
set -u

clang=$1 sdk=$2 sources=$3 idl=$4
tests=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# expect NAME SENTENCE SAID: what a tool said, nothing if it took all.
expect()
{
	tests=$((tests + 1))
	if [ "$2" ] && echo "$3" | grep -qF "$2"; then
		echo "ok $tests - $1: $2"
	elif [ ! "$2" ] && [ ! "$3" ]; then
		echo "ok $tests - $1: taken"
	else
		echo "not ok $tests - $1: ${2:-taken}"
		echo "$3" | sed 's/^/# /'
	fi
}

# table SENTENCE ROW...: a table of methods, in C and in C++
table()
{
	want=$1
	shift
	for language in c c++; do
		said=$("$clang" --config="$sdk/compile.cfg" -Werror -fsyntax-only -x $language - \
			2>&1 <<END
#include <qda/skel.h>
enum { SEVEN = 7 };
static int f(void *state, struct skel_arg *in, struct skel_arg *out) { return 0; }
#define METHODS(METHOD) $*
SKEL(x, METHODS);
END
		)
		expect "$language $*" "$want" "$said"
	done
}

table '' 'METHOD(2, f, "a")' 'METHOD(31, f, "b in:u8[] out:u8")'
table 'a number from 2 to 31' 'METHOD(1, f, "a")'
table 'a number from 2 to 31' 'METHOD(2, f, "a")' 'METHOD(32, f, "b")'
table 'a number from 2 to 31' 'METHOD(SEVEN, f, "a")'
table 'the same number' 'METHOD(2, f, "a")' 'METHOD(3, f, "b")' 'METHOD(2, f, "c")'

# include SENTENCE LANGUAGE HEADER
include()
{
	expect "$2 <$3>" "$1" "$(echo "#include <$3>" |
		"$clang" --config="$sdk/compile.cfg" -Werror -fsyntax-only -x "$2" - 2>&1)"
}

# Each header alone, in both languages; and none of the machine's own.
for header in $(cd "$sdk/include" && find . ../compat -type f | sed 's,^.*compat/\|^\./,,' |
		sort); do
	[ "$header" = new ] || include '' c "$header"
	include '' c++ "$header"
done
include 'file not found' c sys/socket.h
include 'file not found' c++ vector

# Sources of others have warnings of their own choice, and what they make of them.
cat >"$work/strict.c" <<-END
	#include <stdint.h>
	#include "HAP_farf.h"
	int f(unsigned int a, int b, int64_t c);
	int f(unsigned int a, int b, int64_t c) { FARF(ALWAYS, "%ld", c); return a < b; }
END
expect 'with -Wall -Werror' 'compiled' "$("$clang" --config="$sdk/skel.cfg" -Wall -Werror \
	"$work/strict.c" -o "$work/strict.so" 2>&1 && echo compiled)"
expect 'with -Wextra -Werror' 'comparison of integers of different signs' "$("$clang" \
	--config="$sdk/skel.cfg" -Wextra -Werror "$work/strict.c" -o "$work/strict.so" 2>&1)"

# Old constructors: nothing would ever call them.
for kind in constructor destructor; do
	echo "volatile int ran; __attribute__(($kind)) void f(void) { ran++; }" >"$work/old.c"
	"$clang" --config="$sdk/compile.cfg" -fno-use-init-array -c "$work/old.c" -o "$work/old.o"
	expect "an old $kind" 'compile all objects with -fuse-init-array' \
		"$("$clang" --config="$sdk/skel.cfg" "$work/old.o" -o "$work/old.so" 2>&1)"
done

# No operation of C and no way of compiling wants functions of a compiler from the DSP.
for level in -O0 -O2 -Os -Oz; do
	"$clang" --config="$sdk/skel.cfg" -Wno-missing-prototypes $level "$sources/operations.c" \
		-o "$work/operations.so"
	expect "operations at $level" '' "$(llvm-nm-19 -Du "$work/operations.so" |
		awk '$2 ~ /^__/ && $2 != "__cxa_finalize" { print $2 }')"
done

# made SENTENCE RULE: what make says of a library of the SDK's Makefile
made()
{
	rm -f "$work/libmk_skel.so"
	printf 'include %s/skel.mk\n%s\n' "$sdk" "$2" >"$work/Makefile"
	expect "$2" "$1" "$(cd "$work" && make -s SKEL_CC="$clang" SKEL_IDL="$idl" "${2%%:*}" 2>&1)"
}

echo 'int other(void); int fast(int); int main_(void) { return other() + fast(1); }' >"$work/main.c"
echo 'extern "C" int other(void) { return 1; }' >"$work/other.cc"
printf '.globl fast\n.type fast,@function\nfast: { jumpr r31 }\n' >"$work/fast.S"
echo 'int there(void); int there(void) { return 5; }' >"$work/there.c"
: >"$work/notes.txt"
: >"$work/hello.h"
"$clang" --config="$sdk/compile.cfg" -c "$work/there.c" -o "$work/there.o"
llvm-ar-19 rcs "$work/libthere.a" "$work/there.o"
made '' 'libmk_skel.so: main.c other.cc fast.S there.o libthere.a'
expect 'what it is made of' 'fast main_ other there' "$(llvm-nm-19 -D --defined-only \
	"$work/libmk_skel.so" | awk '{ print $3 }' | grep -v skel | sort | tr '\n' ' ')"
made "what is 'notes.txt'" 'libmk_skel.so: main.c notes.txt'
made 'name its sources' 'libmk_skel.so: hello.h'
# Interfaces of IDL files become a part of it, whatever the file is called.
printf 'interface one { long f(in long a); };\ninterface two { long g(); };\n' >"$work/both.idl"
cat >"$work/both_imp.c" <<-END
	#include "both.h"
	int one_f(int a) { return a; }
	int two_g(void) { return 0; }
END
made '' 'libmk_skel.so: both.idl both_imp.c'
expect 'what it is made of' 'one_f one_skel_invoke one_skel_invoke_qaic_version skel_invoke two_g' "$(
	llvm-nm-19 -D --defined-only "$work/libmk_skel.so" | awk '{ print $3 }' | sort | tr '\n' ' ')"
made '' 'both_stub.c:'
expect 'a stub, made when it is asked for' 'two_stub.c' "$(ls "$work")"
echo 'interface one { long f(in lnog a); };' >"$work/both.idl"
made "both.idl:1:27: error: 'lnog' is not declared" 'libmk_skel.so: both.idl both_imp.c'
echo "1..$tests"
