#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# A library that reads a thread-local variable of another one asks for a function of that
# name.
#
# lld for Hexagon adds R_HEX_JMP_SLOT against the variable, beside the relocations that
# a thread-local variable has. There is no function of that name anywhere; a loader that
# binds at once must take a symbol of type TLS for that relocation, or it refuses the library.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1 llvm-19=1:19.1.7-3+b1

cat >"${files:?}/a.c" <<'END'
extern __thread int other;
int get(void) { return other; }
END

# relocations: TYPE and symbol, one a line, sorted.
relocations()
{
	inside clang-19 --target=hexagon-unknown-elf -mv68 -fPIC -shared -nostdlib \
		-fuse-ld=lld /tmp/a.c -o /tmp/a.so
	inside llvm-readelf-19 -r /tmp/a.so | awk '/R_HEX/ { print $3, $5 }' | sort |
		tr '\n' ';'
}

expect "two relocations for other, of thread-local variables, and a jump slot for __tls_get_addr"
see "relocations" "R_HEX_DTPMOD_32 other;R_HEX_DTPREL_32 other;R_HEX_JMP_SLOT __tls_get_addr;R_HEX_JMP_SLOT other;" \
	relocations
end
