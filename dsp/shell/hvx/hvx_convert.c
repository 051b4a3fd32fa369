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
HVX_LANE int32_t hvx_whole(uint32_t single)
{
	uint32_t size = single & ~HVX_SF_SIGN, sign = (uint32_t)((int32_t)single >> 31);
	int32_t by = (int32_t)(size >> 23) - 150, whole;

	/* Shifts know a sign: to the left, or out to the right. */
	by = by < -60 ? -60 : by;
	whole = __builtin_HEXAGON_S2_asl_r_r((int32_t)((size & 0x7fffff) | 0x800000), by);
	whole = size >= 0x4f000000 ? INT32_MAX : whole;	/* 2^31 */
	return (int32_t)(((uint32_t)whole ^ sign) + (size >= 0x4f000000 ? 0 : sign & 1));
}

HVX_LANE int32_t hvx_clip(int32_t value, int32_t low, int32_t high)
{
	return value < low ? low : value > high ? high : value;
}

/* Rounded where 24 bits of it do not hold all. */
HVX_LANE uint32_t hvx_sf_of_int(int32_t value)
{
	uint32_t sign = (uint32_t)value & HVX_SF_SIGN;
	uint32_t size = value < 0 ? 0 - (uint32_t)value : (uint32_t)value;
	int32_t zeros = __builtin_clz(size | 1);
	uint32_t m = size << zeros, single;

	single = (uint32_t)(157 - zeros) << 23;
	single += (m >> 8) + (((m & 0xff) + 0x7f + (m >> 8 & 1)) >> 8);
	return size ? sign | single : 0;
}

HVX_EACH_W(sf_from_w, hvx_sf_of_int((int32_t)u))
HVX_EACH_W(w_from_sf, (uint32_t)hvx_whole(u))

HVX_LANE uint32_t hvx_hf_of_int(int32_t value)
{
	return hvx_hf_of_sf(hvx_sf_of_int(value));
}

/* NaN and infinity are beyond all: the exponent is made that of an sf. */
HVX_LANE uint32_t hvx_large(uint32_t half)
{
	return (half & HVX_HF_INF) == HVX_HF_INF ?
		       (half & HVX_HF_SIGN) << 16 | HVX_SF_INF : hvx_sf_of_hf(half);
}

HVX_EACH_H(hf_from_h, hvx_hf_of_int((int16_t)u))
HVX_EACH_H(hf_from_uh, hvx_hf_of_int((int32_t)u))
HVX_EACH_H(h_from_hf, hvx_clip(hvx_whole(hvx_large(u)), INT16_MIN, INT16_MAX))

/* To nearest, ties to even. */
HVX_LANE int32_t hvx_nearest(uint32_t half, int32_t low, int32_t high)
{
	uint32_t sign = half & HVX_HF_SIGN, size = half & ~HVX_HF_SIGN;
	int32_t e = (int32_t)(size >> 10), m = (int32_t)(size & 0x3ff) | (e ? 0x400 : 0);
	int32_t out = 25 - e, whole, most;

	out = out < 0 ? 0 : out > 15 ? 15 : out;
	/* In halves, so that there is a place behind the whole number. */
	whole = (m * 2 + (1 << out) - 1 + (m >> out & 1)) >> (out + 1);
	whole = e > 25 ? m << (e - 25) : whole;
	whole = hvx_clip(sign ? -whole : whole, low, high);
	most = ((size > HVX_HF_INF) | !sign) ? high : low;
	return size >= HVX_HF_INF ? most : whole;
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
