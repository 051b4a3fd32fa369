#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# qemu-hexagon's vgather reads beyond the region that it was given.
#
# vgather takes the start of a region, its length less one, and offsets. What lies outside
# of the region is not read. In the emulator the length does not matter, so an
# index that is out of range goes unnoticed here and not on silicon.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1 qemu-user=1:11.1.3+ds-1~bpo13+1

# A region of 64 bytes, and an offset of 128: exits with 0 if nothing was read, 1 if
# what lies behind the region was.
cat >"${files:?}/a.c" <<'END'
#include <hexagon_types.h>
#include <hvx_hexagon_protos.h>

static unsigned int table[64] __attribute__((aligned(256)));
static HVX_Vector offsets __attribute__((aligned(128)));
static HVX_Vector out __attribute__((aligned(128)));

void run(void)
{
	unsigned int *volatile at = table;

	at[OFFSET / 4] = 0x5eed;
	at = (unsigned int *)&offsets;
	for (int i = 0; i < 32; i++)
		at[i] = OFFSET;
	Q6_vgather_ARMVw(&out, (unsigned int)(unsigned long)table, 63, offsets);
	at = (unsigned int *)&out;

	register int r0 __asm__("r0") = at[0] == 0x5eed;
	register int r6 __asm__("r6") = 93;	/* exit */
	__asm__ volatile("trap0(#1)" :: "r"(r0), "r"(r6));
}

__asm__(".globl _start\n_start: { r29 = and(r29, #-256) }\n { call run }\n");
END

# gather OFFSET: whether the word there was read.
gather()
{
	inside clang-19 --target=hexagon-unknown-elf -mv68 -mhvx -mhvx-length=128B -O1 \
		-ffreestanding -nostdlib -static -fuse-ld=lld "-DOFFSET=$1" /tmp/a.c \
		-o /tmp/a || return
	status=0
	inside qemu-hexagon /tmp/a || status=$?
	[ "$status" = 1 ] && echo read || echo "not read ($status)"
}

expect "a word of the region is read, one behind it is not"
see "offset 32 in a region of 64 bytes" read gather 32
see "offset 128 in a region of 64 bytes" read gather 128
end
