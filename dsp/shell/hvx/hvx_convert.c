// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Conversions, but for those of qf. vcvt rounds to nearest and gives the greatest
 * number for any NaN; the forms with = cut off and look at the sign of a NaN.
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

HVX_EACH_WIDE(sf_from_hf, hvx_sf_of_hf(u))

/* Vu has the even lanes, Vv the odd ones. */
void hvx_hf_from_sf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_hf_of_sf(in->u.w[i]) | hvx_hf_of_sf(in->v.w[i]) << 16;
}

void hvx_bf_from_sf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_bf_of_sf(in->u.w[i]) | hvx_bf_of_sf(in->v.w[i]) << 16;
}

/* Towards zero, to the nearest number there is. */
static inline int32_t hvx_whole(uint32_t single)
{
	uint32_t size = single & ~HVX_SF_SIGN;
	int32_t whole;

	if (size >= 0x4f000000)	/* 2^31 */
		return single & HVX_SF_SIGN ? INT32_MIN : INT32_MAX;
	whole = (int32_t)hvx_float(size);
	return single & HVX_SF_SIGN ? -whole : whole;
}

static inline int32_t hvx_clip(int32_t value, int32_t low, int32_t high)
{
	return value < low ? low : value > high ? high : value;
}

HVX_EACH_W(sf_from_w, hvx_bits((float)(int32_t)u))
HVX_EACH_W(w_from_sf, (uint32_t)hvx_whole(u))

static inline uint32_t hvx_hf_of_int(int32_t value)
{
	return hvx_hf_of_sf(hvx_bits((float)value));
}

/* NaN and infinity are beyond all: the exponent is made that of an sf. */
static inline uint32_t hvx_large(uint32_t half)
{
	return (half & HVX_HF_INF) == HVX_HF_INF ?
		       (half & HVX_HF_SIGN) << 16 | HVX_SF_INF : hvx_sf_of_hf(half);
}

HVX_EACH_H(hf_from_h, hvx_hf_of_int((int16_t)u))
HVX_EACH_H(hf_from_uh, hvx_hf_of_int((int32_t)u))
HVX_EACH_H(h_from_hf, hvx_clip(hvx_whole(hvx_large(u)), INT16_MIN, INT16_MAX))

/* To nearest, ties to even: what is added makes the sum round there. */
static inline int32_t hvx_nearest(uint32_t half, int32_t low, int32_t high)
{
	uint32_t sign = half & HVX_HF_SIGN, size = half & ~HVX_HF_SIGN;
	int32_t whole;

	if (size > HVX_HF_INF)
		return high;
	if (size == HVX_HF_INF)
		return sign ? low : high;
	whole = (int32_t)(hvx_bits(hvx_float(hvx_sf_of_hf(size)) + 0x1p23f) & 0x7fffff);
	return hvx_clip(sign ? -whole : whole, low, high);
}

HVX_EACH_H(round_h_hf, hvx_nearest(u, INT16_MIN, INT16_MAX))
HVX_EACH_H(round_uh_hf, hvx_nearest(u, 0, UINT16_MAX))

/* Two bytes of Vu, then two of Vv; and the way back. */
void hvx_round_b_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 128; i++) {
		const union hvx_vector *from = i & 2 ? &in->v : &in->u;

		out->b[i] = (uint8_t)hvx_nearest(from->h[i / 4 * 2 + i % 2], INT8_MIN, INT8_MAX);
	}
}

void hvx_round_ub_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 128; i++) {
		const union hvx_vector *from = i & 2 ? &in->v : &in->u;

		out->b[i] = (uint8_t)hvx_nearest(from->h[i / 4 * 2 + i % 2], 0, UINT8_MAX);
	}
}

void hvx_hf_from_b(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 128; i++)
		out[i / 2 % 2].h[i / 4 * 2 + i % 2] =
			(uint16_t)hvx_hf_of_int((int8_t)in->u.b[i]);
}

void hvx_hf_from_ub(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 128; i++)
		out[i / 2 % 2].h[i / 4 * 2 + i % 2] = (uint16_t)hvx_hf_of_int(in->u.b[i]);
}
