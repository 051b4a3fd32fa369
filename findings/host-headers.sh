#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# Compiling for a Hexagon DSP takes headers of the machine that compiles.
#
# For hexagon-unknown-elf clang searches /usr/include, which is the host's, so
# <errno.h> of an x86-64 machine is found and stops somewhere inside. For
# hexagon-unknown-linux-musl it does not. -nostdlibinc says "not found" at once.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 libc6-dev=2.41-12+deb13u5

echo '#include <errno.h>' >"${files:?}/a.c"

# searched TARGET: folders of the system that are searched for headers, but clang's own.
searched()
{
	inside clang-19 --target="$1" -E -v /tmp/a.c 2>&1 |
		sed -n '/^#include </,/^End/s/^ \(.*\)/\1/p' | grep -v /clang/ || echo none
}

# why TARGET OPTION...: the first error.
why()
{
	target=$1
	shift
	inside clang-19 --target="$target" "$@" -fsyntax-only /tmp/a.c 2>&1 |
		sed -n 's/.*error: //p' | head -n 1
}

expect "no folder of the host"
see "searched for hexagon-unknown-elf" /usr/include searched hexagon-unknown-elf
see "searched for hexagon-unknown-linux-musl" none searched hexagon-unknown-linux-musl
see "error with -elf" "'bits/wordsize.h' file not found" why hexagon-unknown-elf
see "error with -elf -nostdlibinc" "'errno.h' file not found" why hexagon-unknown-elf -nostdlibinc
end
