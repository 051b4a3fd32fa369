#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# The plugin for CPUs that spin, in QEMU, with a guest that waits for a word that nobody
# writes to: how often it gives the host's CPU away.
#
# usage: test_spin.sh PLUGIN
set -u
plugin=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

if ! command -v qemu-system-aarch64 >/dev/null; then
	echo "1..0 # SKIP no qemu-system-aarch64; run it in the toolbox"
	exit 0
fi

# words NUMBER...: machine code.
words()
{
	for word in "$@"; do
		for shift in 0 8 16 24; do
			# shellcheck disable=SC2059 # the byte is the format
			printf "\\$(printf %o $((word >> shift & 255)))"
		done
	done
}

# guest ROUNDS INSTRUCTION: ROUNDS of Linux's wait for a word, by this instruction, and off.
guest()
{
	words $((0xd2800001 | $1 << 5))	\
		0xd2a80003		# mov x1, ROUNDS; mov x3, RAM
	words 0xd50320bf "$2"		# sevl; wfe
	words 0x885f7c62 "$2"		# 1: ldxr w2, [x3]; wfe
	words 0xf1000421 0x54ffffa1	# subs x1, x1, 1; b.ne 1b
	words 0x52800100 0x72b08000 0xd4000002 0x14000000	# PSCI: SYSTEM_OFF
}

# yields ROUNDS INSTRUCTION: what the plugin says.
yields()
{
	rm -f "$work/yields"
	guest "$@" >"$work/guest"
	timeout 100 qemu-system-aarch64 -M virt -cpu max -m 64 -nodefaults -display none \
		-kernel "$work/guest" -plugin "file=$plugin,out=$work/yields" \
		</dev/null >"$work/out" 2>"$work/err"
	echo "status $?" >>"$work/err"
	cat "$work/yields"
}

wfe=0xd503205f nop=0xd503201f

echo 1..4
check spins [ "$(yields 1000 $wfe)" = "yields 31" ]
check spins-little [ "$(yields 30 $wfe)" = "yields 0" ]
check other-code [ "$(yields 1000 $nop)" = "yields 0" ]
! qemu-system-aarch64 -M none -plugin "file=$plugin,log=x" >"$work/out" 2>"$work/err" </dev/null &&
	grep -q '^spin: usage:' "$work/err"
result wrong-argument $? "$work/err"
