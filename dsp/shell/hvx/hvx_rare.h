/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_HVX_RARE_H
#define DSP_SHELL_HVX_RARE_H

#include <stddef.h>

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

/*
 * To the emulator a jump costs as much as ten or twenty other instructions, so lanes are
 * computed without one. What that cannot do is rare, and is noted; then all lanes are
 * computed once more, with jumps. Loads cost more than computing too, so they are wide.
 *
 * @rare is where a lane notes that, by a sign, or NULL the second time.
 */
typedef uint32_t hvx_lane(uint32_t u, uint32_t v, int32_t *rare);

/* Whether to leave the way without jumps, as @value is not in 0..@limit: not the first time. */
HVX_LANE int hvx_is_rare(int32_t *rare, int32_t value, int32_t limit)
{
	if (!rare)
		return value < 0 || value > limit;
	*rare |= value | (limit - value);
	return 0;
}

/* A lane when the one before it is done: mixed, they would want more registers than there are. */
HVX_LANE uint32_t hvx_lane_alone(hvx_lane *lane, uint32_t u, uint32_t v, int32_t *rare)
{
	uint32_t value = lane(u, v, rare);

	asm volatile("" : "+r"(value), "+r"(*rare));
	return value;
}

/* Two lanes of 32 bits, two of 16, and two that become one of each vector of a pair. */
HVX_LANE void hvx_lanes_w(const struct hvx_operands *in, union hvx_vector *out, unsigned int i,
			  hvx_lane *lane, int32_t *rare)
{
	uint64_t u = in->u.d[i], v = in->v.d[i];
	uint32_t low = hvx_lane_alone(lane, (uint32_t)u, (uint32_t)v, rare);
	uint32_t high = hvx_lane_alone(lane, u >> 32, v >> 32, rare);

	out->d[i] = low | (uint64_t)high << 32;
}

HVX_LANE void hvx_lanes_h(const struct hvx_operands *in, union hvx_vector *out, unsigned int i,
			  hvx_lane *lane, int32_t *rare)
{
	uint32_t u = in->u.w[i], v = in->v.w[i];
	uint32_t low = hvx_lane_alone(lane, u & 0xffff, v & 0xffff, rare);
	uint32_t high = hvx_lane_alone(lane, u >> 16, v >> 16, rare);

	out->w[i] = (low & 0xffff) | high << 16;
}

HVX_LANE void hvx_lanes_wide(const struct hvx_operands *in, union hvx_vector *out,
			     unsigned int i, hvx_lane *lane, int32_t *rare)
{
	uint32_t u = in->u.w[i], v = in->v.w[i];

	out[0].w[i] = hvx_lane_alone(lane, u & 0xffff, v & 0xffff, rare);
	out[1].w[i] = hvx_lane_alone(lane, u >> 16, v >> 16, rare);
}

/* How often there are two, and where one lane is. */
#define HVX_PAIRS_w	16
#define HVX_PAIRS_h	32
#define HVX_PAIRS_wide	32
#define HVX_OF_w(vector, i)	((vector).w[i])
#define HVX_OF_h(vector, i)	((vector).h[i])
#define HVX_OF_wide(vector, i)	((vector).h[i])
#define HVX_TO_w(out, i)	((out)->w[i])
#define HVX_TO_h(out, i)	((out)->h[i])
#define HVX_TO_wide(out, i)	((out)[(i) % 2].w[(i) / 2])

/* A routine that computes each lane, of those three kinds, by an expression. */
#define HVX_RARE(kind, name, value)						\
	HVX_LANE uint32_t hvx_lane_##name(uint32_t u, uint32_t v, int32_t *rare)	\
	{									\
		(void)v;							\
		(void)rare;							\
		return (value);							\
	}									\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		int32_t rare = 0;						\
										\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < HVX_PAIRS_##kind; i++)		\
			hvx_lanes_##kind(in, out, i, hvx_lane_##name, &rare);	\
		if (__builtin_expect(rare >= 0, 1))				\
			return;							\
		HVX_ROLLED							\
		for (unsigned int i = 0; i < 2 * HVX_PAIRS_##kind; i++)		\
			HVX_TO_##kind(out, i) = (__typeof__(HVX_TO_##kind(out, i))) \
				hvx_lane_##name(HVX_OF_##kind(in->u, i),	\
						HVX_OF_##kind(in->v, i), NULL);	\
	}

#endif
