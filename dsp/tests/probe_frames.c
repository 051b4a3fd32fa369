// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Functions that are compiled for size: they have others keep their registers.
 */

#include "dsp.h"
#include "probe_parts.h"

#define FRAME_SMALL	__attribute__((minsize, noinline))

/* In the order that the source has, as far as the compiler can know. */
static FRAME_SMALL uint32_t frame_mix(uint32_t a, uint32_t b)
{
	asm volatile("" : "+r"(a) : : "memory");
	return a * 31 + b;
}

/* More values live over calls than fit into two, four ... twelve registers. */
#define FRAME_WITH(name, count)						\
	static FRAME_SMALL uint32_t name(uint32_t seed)			\
	{								\
		uint32_t kept[count], sum = 0;				\
									\
		_Pragma("unroll")					\
		for (int i = 0; i < (count); i++)			\
			kept[i] = frame_mix(seed, (uint32_t)i);		\
		_Pragma("unroll")					\
		for (int i = 0; i < (count); i++)			\
			sum = frame_mix(sum, kept[i]);			\
		return sum ^ 1;						\
	}								\
									\
	static FRAME_SMALL uint32_t name##_tail(uint32_t seed)		\
	{								\
		uint32_t kept[count], sum = 0;				\
									\
		_Pragma("unroll")					\
		for (int i = 0; i < (count); i++)			\
			kept[i] = frame_mix(seed, (uint32_t)i);		\
		_Pragma("unroll")					\
		for (int i = 0; i < (count) - 1; i++)			\
			sum = frame_mix(sum, kept[i]);			\
		return frame_mix(sum, kept[(count) - 1]);		\
	}

FRAME_WITH(frame_3, 3)
FRAME_WITH(frame_5, 5)
FRAME_WITH(frame_7, 7)
FRAME_WITH(frame_9, 9)
FRAME_WITH(frame_12, 12)

static uint32_t frame_want(uint32_t seed, uint32_t count)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum = sum * 31 + seed * 31 + i;
	return sum;
}

/* How many of them are wrong. What this function keeps itself must stay as it is, too. */
uint32_t probe_frames(uint32_t seed)
{
	uint32_t wrong = 0;

	wrong += frame_3(seed) != (frame_want(seed, 3) ^ 1);
	wrong += frame_3_tail(seed) != frame_want(seed, 3);
	wrong += frame_5(seed) != (frame_want(seed, 5) ^ 1);
	wrong += frame_5_tail(seed) != frame_want(seed, 5);
	wrong += frame_7(seed) != (frame_want(seed, 7) ^ 1);
	wrong += frame_7_tail(seed) != frame_want(seed, 7);
	wrong += frame_9(seed) != (frame_want(seed, 9) ^ 1);
	wrong += frame_9_tail(seed) != frame_want(seed, 9);
	wrong += frame_12(seed) != (frame_want(seed, 12) ^ 1);
	wrong += frame_12_tail(seed) != frame_want(seed, 12);
	return wrong;
}
