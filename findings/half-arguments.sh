#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# clang 19 and clang 22 pass a half float to a function in two ways.
#
# For Hexagon, clang 19 passes a _Float16 as a float of 32 bits, clang 22 as its own
# 16 bits. Both compile and link silently, so a library of objects of both computes
# with wrong numbers.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 clang-22=1:22.1.8-1~deb13u5

cat >"${files:?}/a.c" <<'END'
extern float take(_Float16 x);

float give(void)
{
	return take((_Float16)1.0f);
}
END

# passed VERSION: what the first argument's register gets for 1.0.
passed()
{
	inside "clang-$1" --target=hexagon-unknown-elf -mv68 -O1 -S /tmp/a.c -o /tmp/a.s
	sed -n 's/^[[:space:]]*r0 = #*\([0-9]*\)$/\1/p' "$files/a.s"
}

expect "one way: 15360 is 1.0 in 16 bits, 1065353216 is 1.0 in 32"
see "r0 by clang 19" 1065353216 passed 19
see "r0 by clang 22" 15360 passed 22
end
