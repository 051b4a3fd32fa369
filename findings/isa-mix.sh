#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# A file linked from code for v73 and for v71t says that it is for v71t.
#
# Hexagon's e_flags name the version of the processor. For v73 (0x73) together with
# v71t (0x8071, a small core) lld writes 0x8071 and says nothing, so a loader that looks at
# the version learns nothing of the newer code in the file.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1 llvm-19=1:19.1.7-3+b1

echo 'int a(void) { return 1; }' >"${files:?}/a.c"
echo 'int b(void) { return 2; }' >"${files:?}/b.c"

# flags PROCESSOR...: e_flags of a library of one file for each.
flags()
{
	objects=
	for name in a b; do
		inside clang-19 --target=hexagon-unknown-elf -mcpu="hexagon$1" -fPIC -c \
			"/tmp/$name.c" -o "/tmp/$name.o"
		objects="$objects /tmp/$name.o"
		[ $# = 1 ] || shift
	done
	# shellcheck disable=SC2086 # a list of words
	inside ld.lld-19 -shared $objects -o /tmp/ab.so
	inside llvm-readelf-19 -h /tmp/ab.so | sed -n 's/.*Flags: *\(0x[0-9a-fA-F]*\).*/\1/p'
}

expect "v73, or a word of the linker"
see "flags of v73 alone" 0x73 flags v73
see "flags of v71t alone" 0x8071 flags v71t
see "flags of v73 and v71t" 0x8071 flags v73 v71t
end
