/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_SOLO_H
#define DSP_TESTS_SOLO_H

#include <stdint.h>

/*
 * How test_samples and a library under qemu-hexagon talk: a call goes down a
 * pipe, as this head and the bytes of the inputs; this return and the bytes of
 * the outputs come up another.
 */

#define SOLO_ARGS_MAX	8u

/* What outputs and all that lies around arguments is filled with. */
#define SOLO_FILL	0xee

struct solo_head {
	uint32_t scalars;
	/* Arguments begin at the start of a page, else they end with one. */
	uint32_t at_start;
	/* Bytes between the edge of the page and the argument. */
	uint32_t gap;
	uint32_t sizes[SOLO_ARGS_MAX];
};

struct solo_return {
	int32_t result;
	/* Bytes outside of the outputs that the method has changed. */
	uint32_t strays;
	/* Blocks of the heap that it has not given back. */
	int32_t blocks;
};

#endif
