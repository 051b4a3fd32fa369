#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# qemu-hexagon computes something else for some HVX instructions on floats.
#
# HVX of v68 has instructions on floats. Most stop with SIGILL here, which is
# clear. Four run to the end, and the result is that of another instruction:
# negation of single and of half floats, and half float to signed and to unsigned integer.
# So a program that works here may not do so on silicon, and the other way round.
#
# What we do: dsp/shell replaces these words when it loads a library, see docs/hvx.md.
# shellcheck source=/dev/null
. "$(dirname "$0")/packages.sh"
install clang-19=1:19.1.7-3+b1 lld-19=1:19.1.7-3+b1 qemu-user=1:11.1.3+ds-1~bpo13+1

# Exits with 0 if the first element of F(vector of WORD) is WANT, with 1 if not.
cat >"${files:?}/a.c" <<'END'
#include <hexagon_types.h>
#include <hvx_hexagon_protos.h>

static HVX_Vector in __attribute__((aligned(128))), out __attribute__((aligned(128)));

void run(void)
{
	TYPE *volatile first = (TYPE *)&in;

	for (unsigned int i = 0; i < 128 / sizeof(TYPE); i++)
		first[i] = WORD;
	out = F(in);
	first = (TYPE *)&out;

	register int r0 __asm__("r0") = *first != (TYPE)WANT;
	register int r6 __asm__("r6") = 93;	/* exit */
	__asm__ volatile("trap0(#1)" :: "r"(r0), "r"(r6));
}

__asm__(".globl _start\n_start: { r29 = and(r29, #-256) }\n { call run }\n");
END

# result FUNCTION TYPE WORD WANT: right, wrong, or the signal.
result()
{
	inside clang-19 --target=hexagon-unknown-elf -mv73 -mhvx -mhvx-length=128B \
		-mhvx-ieee-fp -O1 -ffreestanding -nostdlib -static -fuse-ld=lld "-DF=$1" \
		"-DTYPE=$2" "-DWORD=$3" "-DWANT=$4" /tmp/a.c -o /tmp/a || return
	status=0
	inside qemu-hexagon /tmp/a || status=$?
	case $status in
	0)	echo right ;;
	1)	echo wrong ;;
	132)	echo SIGILL ;;
	*)	echo "status $status" ;;
	esac 2>/dev/null
}

expect "right, or SIGILL"
see "-(1.0), integer instruction to compare" right \
	result Q6_V_vnot_V "unsigned int" 0x3f800000 0xc07fffff
see "negation of float 1.0" wrong result Q6_Vsf_vfneg_Vsf "unsigned int" 0x3f800000 0xbf800000
see "negation of half 1.0" wrong result Q6_Vhf_vfneg_Vhf "unsigned short" 0x3c00 0xbc00
see "half 1.0 to integer" wrong result Q6_Vh_vcvt_Vhf "unsigned short" 0x3c00 1
see "half 1.0 to unsigned integer" wrong result Q6_Vuh_vcvt_Vhf "unsigned short" 0x3c00 1
end
