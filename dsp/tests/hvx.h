/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_HVX_H
#define DSP_TESTS_HVX_H

/* The library hvx: for both sides. */

#include <stdint.h>

/*
 * It is built with room for code, which a test fills in the file before the shell
 * loads it: slots of HVX_SLOT_WORDS words that end with { jumpr r31 }, all else in them
 * is { nop }. Each begins at a multiple of its size behind hvx_slots.
 */
#define HVX_SLOTS	256u
#define HVX_SLOT_WORDS	32u

enum hvx_method {
	/* in: uint32 slot; struct hvx_operands[n]; out: struct hvx_results[n] */
	HVX_EACH = 2,
	/* in: uint32 slot; struct hvx_state; out: struct hvx_state */
	HVX_ONCE,
	/* out: uint32 of what went wrong, a bit for each */
	HVX_DMA,
};

/* Vectors of 128 bytes, as the slot finds them. */
struct hvx_operands {
	uint8_t u[2][128];	/* v1:0 */
	uint8_t v[128];		/* v2; the first word is r4 too */
	uint8_t x[2][128];	/* v5:4 */
	uint8_t q[128];		/* q0: bytes that are not 0 */
};

struct hvx_results {
	uint8_t d[2][128];	/* v5:4 */
	uint8_t q[128];		/* q0: 0 or 1 */
};

/* All that a slot of HVX_ONCE may change, but for r31, which it must keep. */
struct hvx_state {
	uint8_t v[8][128];	/* v0 to v7 */
	uint8_t q[128];		/* q0 */
	uint8_t memory[5][128];	/* r5 points there */
	uint32_t r4, r6, r7;
	uint32_t p0;
	uint32_t base;		/* out: address of hvx_slots */
};

#endif
