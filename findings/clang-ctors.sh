#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Constructors of a shared library for hexagon-unknown-elf do not run.
#
# clang puts them into .ctors, and with -nostdlib nothing in the dynamic segment
# leads there: no loader can find them, and neither compiler nor linker says so.
# With -fuse-init-array there is DT_INIT_ARRAY.
#
# What we do: dsp/sdk compiles with -fuse-init-array, and refuses a library that
# has .ctors.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1 llvm-19=1:19.1.7-3+b1

cat >"${files:?}/a.c" <<'END'
volatile int n;
__attribute__((constructor)) static void set(void) { n = 7; }
END

# shared OPTION...: the library, by clang's defaults but for OPTIONs.
shared()
{
	inside clang-19 --target=hexagon-unknown-elf -mv68 -fPIC -shared -nostdlib \
		-fuse-ld=lld "$@" /tmp/a.c -o /tmp/a.so
}

# has NAME: how many section headers or dynamic entries have that name.
has()
{
	inside llvm-readelf-19 -S -d /tmp/a.so | grep -c "$1" || :
}

expect "a dynamic entry that leads to the constructor, or a warning"
see "words of the compiler and the linker" "" shared
see "sections .ctors" 1 has ' \.ctors '
see "dynamic entries INIT, INIT_ARRAY" 0 has '(INIT'
see "words, with -fuse-init-array" "" shared -fuse-init-array
see "dynamic entries INIT_ARRAY" 1 has '(INIT_ARRAY)'
end
