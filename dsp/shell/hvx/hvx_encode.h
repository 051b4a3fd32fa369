/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_ENCODE_H
#define DSP_SHELL_HVX_ENCODE_H

#include <stdint.h>

/* Words that thunks are made of. All end their packet. */
#define HVX_ALLOCFRAME		0xa09dc002u	/* allocframe(#16) */
#define HVX_DEALLOCFRAME	0x901ec01eu
#define HVX_PUSH_R1_R0		0xa1ddc000u	/* memd(r29+#0) = r1:0 */
#define HVX_POP_R1_R0		0x91ddc000u
#define HVX_PUSH_R0		0xa19dc002u	/* memw(r29+#8) = r0, r0 in 12:8 */
#define HVX_POP_R1		0x919dc041u	/* r1 = memw(r29+#8) */
#define HVX_STORE_SCALAR	0xa190e140u	/* memw(r16+#1280) = r1: in.v */
#define HVX_PUSH_R3_R2		0xa1ddc201u	/* memd(r29+#8) = r3:2 */
#define HVX_POP_R3_R2		0x91ddc022u
#define HVX_ALLOCFRAME_24	0xa09dc003u	/* allocframe(#24) */
#define HVX_PUSH_R5_R4		0xa1ddc402u	/* memd(r29+#16) = r5:4 */
#define HVX_POP_R5_R4		0x91ddc044u
#define HVX_KEEP_BASE		0xa79de0f8u	/* memw(r29+#-32) = r0, r0 in 12:8 */
#define HVX_GET_BASE		0x979dffc0u	/* r0 = memw(r29+#-8): behind allocframe */
#define HVX_ALIGN_R0		0x7620f000u	/* r0 = and(r0, #-128) */
#define HVX_POP_BOTH		0x91ddc020u	/* r1:0 = memd(r29+#8) */
#define HVX_PUSH_SECOND		0xa19dc003u	/* memw(r29+#12) = r0, r0 in 12:8 */
#define HVX_POP_RESULT		0x919dc040u	/* r0 = memw(r29+#8), r0 in 4:0 */
#define HVX_R0_IS_UGP		0x6a0ac000u
#define HVX_LOAD_VECTOR		0x2800c000u	/* v0 = vmem(r0+#0): 4:0, #0 in 10:8 */
#define HVX_ASSIGN		0x1e0320e0u	/* v0 = v0: 4:0, 12:8; no parse bits */
#define HVX_COMBINE		0x1f4000e0u	/* v1:0 = vcombine(v0, v0), Vv 20:16 */

#define HVX_Q_OR		0x1e030004u	/* Q0 = or(Q0, Q0): 1:0, 9:8, 23:22 */

#define HVX_R0			0u
#define HVX_R1			1u
#define HVX_R16			16u
#define HVX_R31			31u
#define HVX_FRAME_REGISTERS	29u	/* r29 to r31: frames change them */

/* Constants that lie in two words: the first has the upper 26 bits. */
uint32_t hvx_extender(uint32_t value);
uint32_t hvx_extended(uint32_t extender, uint32_t low);
uint32_t hvx_jump(uint32_t from, uint32_t to);
int hvx_jump_reaches(uint32_t from, uint32_t to);
uint32_t hvx_call_low(uint32_t distance);
uint32_t hvx_set_low(uint32_t reg, uint32_t value);
uint32_t hvx_add_imm(uint32_t to, uint32_t from, uint32_t value);
uint32_t hvx_put_field(uint32_t word, uint32_t field, uint32_t value);
uint32_t hvx_get_field(uint32_t word, uint32_t field);

#endif
