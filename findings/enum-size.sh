#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# A struct with an enum has another layout on a Hexagon DSP than on the CPU.
#
# On arm64 an enum has four bytes. clang makes it one byte for Hexagon, -elf and
# -linux-musl, without a warning; a header that both sides include then describes
# two structs.
#
# What we do: no struct that both sides see has an enum; docs/write-dsp-code.md says so.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 llvm-19=1:19.1.7-3+b1

cat >"${files:?}/a.c" <<'END'
enum kind { INPUT, OUTPUT };
struct shared { enum kind kind; unsigned char bytes; };
char size[sizeof(struct shared)];
END

# size TARGET: bytes of the struct.
size()
{
	inside clang-19 --target="$1" -Wall -Wextra -c /tmp/a.c -o /tmp/a.o
	inside llvm-nm-19 -S /tmp/a.o | sed -n 's/.* 0*\([0-9]*\) [A-Z] size$/\1/p'
}

expect "one size, or a warning"
see "bytes and words on aarch64-linux-gnu" 8 size aarch64-linux-gnu
see "bytes and words on hexagon-unknown-elf" 2 size hexagon-unknown-elf
see "bytes and words on hexagon-unknown-linux-musl" 2 size hexagon-unknown-linux-musl
end
