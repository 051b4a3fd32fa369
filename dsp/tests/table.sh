#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Tables of methods that SKEL() takes, and those that it refuses with a sentence.
# usage: table.sh CLANG SDK
set -u

clang=$1 sdk=$2
tests=0

# table SENTENCE ROW...: what the compiler says of a table, none if it takes it.
table()
{
	want=$1
	shift
	tests=$((tests + 1))
	said=$("$clang" --config="$sdk/compile.cfg" -Werror -fsyntax-only -x c - 2>&1 <<END
#include <qda/skel.h>
enum { SEVEN = 7 };
static int f(void *state, struct skel_arg *in, struct skel_arg *out) { return 0; }
#define METHODS(METHOD) $*
SKEL(x, METHODS);
END
	)
	name="$*: ${want:-taken}"
	if [ "$want" ] && echo "$said" | grep -qF "$want"; then
		echo "ok $tests - $name"
	elif [ ! "$want" ] && [ ! "$said" ]; then
		echo "ok $tests - $name"
	else
		echo "not ok $tests - $name"
		echo "$said" | sed 's/^/# /'
	fi
}

table '' 'METHOD(2, f, "a")' 'METHOD(31, f, "b in:u8[] out:u8")'
table 'a number from 2 to 31' 'METHOD(1, f, "a")'
table 'a number from 2 to 31' 'METHOD(2, f, "a")' 'METHOD(32, f, "b")'
table 'a number from 2 to 31' 'METHOD(SEVEN, f, "a")'
table 'the same number' 'METHOD(2, f, "a")' 'METHOD(3, f, "b")' 'METHOD(2, f, "c")'
echo "1..$tests"
