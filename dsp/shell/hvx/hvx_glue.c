// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Between thunks and C. A vector goes to memory word by word: to the emulator, that is
 * fifty times cheaper than its own store of a vector.
 */

#include "hvx/hvx_glue.h"

asm(".text\n"
    ".globl hvx_enter, hvx_leave\n"
    ".type hvx_enter, @function\n"
    ".falign\n"
    "hvx_enter:\n"
    "	{ memd(r0+#2688) = r3:2 }\n"
    "	{ memd(r0+#2696) = r5:4 }\n"
    "	{ memd(r0+#2704) = r7:6 }\n"
    "	{ memd(r0+#2712) = r9:8 }\n"
    "	{ memd(r0+#2720) = r11:10 }\n"
    "	{ memd(r0+#2728) = r13:12 }\n"
    "	{ memd(r0+#2736) = r15:14 }\n"
    "	{ memd(r0+#2744) = r17:16; r16 = r0 }\n"
    "	{ memw(r0+#2752) = r28; r3:2 = c1:0 }\n"
    "	{ memd(r0+#2768) = r3:2 }\n"
    "	{ r3:2 = c3:2 }\n"
    "	{ memd(r0+#2776) = r3:2 }\n"
    "	{ r2 = p3:0 }\n"
    "	{ r3 = usr }\n"
    "	{ memd(r0+#2784) = r3:2; r2 = #0 }\n"
    "	{ usr = r2 }\n"
    "	{ jumpr r31 }\n"
    ".size hvx_enter, . - hvx_enter\n"
    ".type hvx_leave, @function\n"
    ".falign\n"
    "hvx_leave:\n"
    "	{ r3:2 = memd(r16+#2784); r0 = r16 }\n"
    "	{ usr = r3 }\n"
    "	{ p3:0 = r2 }\n"
    "	{ r3:2 = memd(r0+#2776) }\n"
    "	{ c3:2 = r3:2 }\n"
    "	{ r3:2 = memd(r0+#2768) }\n"
    "	{ c1:0 = r3:2 }\n"
    "	{ r28 = memw(r0+#2752) }\n"
    "	{ r17:16 = memd(r0+#2744) }\n"
    "	{ r15:14 = memd(r0+#2736) }\n"
    "	{ r13:12 = memd(r0+#2728) }\n"
    "	{ r11:10 = memd(r0+#2720) }\n"
    "	{ r9:8 = memd(r0+#2712) }\n"
    "	{ r7:6 = memd(r0+#2704) }\n"
    "	{ r5:4 = memd(r0+#2696) }\n"
    "	{ r3:2 = memd(r0+#2688) }\n"
    "	{ jumpr r31 }\n"
    ".size hvx_leave, . - hvx_leave\n");

/* hvx_get_v0 to 31, and where they are. */
asm(".macro hvx_define_get_v number\n"
    "	.globl hvx_get_v\\number\n"
    "	.type hvx_get_v\\number, @function\n"
    "	.falign\n"
    "hvx_get_v\\number:\n"
    "	{ r1 = #0 }\n"
    "	.set hvx_offset, 0\n"
    "	.rept 16\n"
    "	{ r2 = vextract(v\\number, r1) }\n"
    "	{ r1 = add(r1, #4) }\n"
    "	{ r3 = vextract(v\\number, r1) }\n"
    "	{ memd(r0+#hvx_offset) = r3:2; r1 = add(r1, #4) }\n"
    "	.set hvx_offset, hvx_offset + 8\n"
    "	.endr\n"
    "	{ jumpr r31 }\n"
    "	.size hvx_get_v\\number, . - hvx_get_v\\number\n"
    "	.pushsection .rodata.hvx_get_v, \"a\"\n"
    "	.word hvx_get_v\\number\n"
    "	.popsection\n"
    ".endm\n"
    ".pushsection .rodata.hvx_get_v, \"a\"\n"
    ".p2align 2\n"
    ".globl hvx_get_v\n"
    "hvx_get_v:\n"
    ".popsection\n"
    ".irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, "
    "21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
    "	hvx_define_get_v \\number\n"
    ".endr\n");

/* Q registers have no way to memory but a vector, for which v0 makes room. */
asm(".macro hvx_define_q number\n"
    "	.type hvx_get_q\\number, @function\n"
    "	.falign\n"
    "hvx_get_q\\number:\n"
    "	{ r5 = r31; r4 = r0 }\n"
    "	{ r0 = add(r16, #1664); call hvx_get_v0 }\n"
    "	{ r1 = #-1 }\n"
    "	{ v0 = vand(q\\number, r1) }\n"
    "	{ r0 = r4; call hvx_get_v0 }\n"
    "	{ r0 = add(r16, #1664) }\n"
    "	{ v0 = vmem(r0+#0) }\n"
    "	{ jumpr r5 }\n"
    "	.size hvx_get_q\\number, . - hvx_get_q\\number\n"
    "	.type hvx_put_q\\number, @function\n"
    "	.falign\n"
    "hvx_put_q\\number:\n"
    "	{ memd(r0+#2688) = r3:2 }\n"
    "	{ memd(r0+#2696) = r5:4; r4 = r0; r5 = r31 }\n"
    "	{ memw(r4+#2704) = r1 }\n"
    "	{ r0 = add(r4, #1664); call hvx_get_v0 }\n"
    "	{ r1 = memw(r4+#2704) }\n"
    "	{ v0 = vmem(r1+#0) }\n"
    "	{ r1 = #-1; r0 = add(r4, #1664) }\n"
    "	{ q\\number = vand(v0, r1) }\n"
    "	{ v0 = vmem(r0+#0) }\n"
    "	{ r3:2 = memd(r4+#2688); r0 = r4 }\n"
    "	{ r31 = r5; r5:4 = memd(r0+#2696) }\n"
    "	{ jumpr r31 }\n"
    "	.size hvx_put_q\\number, . - hvx_put_q\\number\n"
    ".endm\n"
    "	hvx_define_q 0\n"
    "	hvx_define_q 1\n"
    "	hvx_define_q 2\n"
    "	hvx_define_q 3\n"
    ".pushsection .rodata, \"a\"\n"
    ".p2align 2\n"
    ".globl hvx_get_q, hvx_put_q\n"
    "hvx_get_q:\n"
    "	.word hvx_get_q0, hvx_get_q1, hvx_get_q2, hvx_get_q3\n"
    "hvx_put_q:\n"
    "	.word hvx_put_q0, hvx_put_q1, hvx_put_q2, hvx_put_q3\n"
    ".popsection\n");

void hvx_q_and(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] &= in->x.w[i];
}

void hvx_q_or(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] |= in->x.w[i];
}

void hvx_q_xor(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] ^= in->x.w[i];
}
