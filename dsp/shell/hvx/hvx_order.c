// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Signs, and which of two is greater. vcmp, vmax and vmin know an order in which NaN
 * has a place: with its sign, beyond infinity. vfmax and vfmin give NaN if one is.
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

#define HVX_SF_QUIET	0x400000u

void hvx_copy(const struct hvx_operands *in, union hvx_vector *out)
{
	*out = in->u;
}

HVX_EACH_W(abs_sf, u & ~HVX_SF_SIGN)
HVX_EACH_W(neg_sf, u ^ HVX_SF_SIGN)
HVX_EACH_H(abs_hf, u & ~HVX_HF_SIGN)
HVX_EACH_H(neg_hf, u ^ HVX_HF_SIGN)

/* All quiet NaN are the same, all signalling NaN are, and both zeroes. */
HVX_LANE int32_t hvx_rank(uint32_t value)
{
	uint32_t size = value & ~HVX_SF_SIGN;

	size = size > HVX_SF_INF ? HVX_SF_INF + (size & HVX_SF_QUIET ? 2 : 1) : size;
	return value & HVX_SF_SIGN ? -(int32_t)size : (int32_t)size;
}

HVX_LANE uint32_t hvx_greater(uint32_t u, uint32_t v)
{
	return hvx_rank(u) > hvx_rank(v) ? UINT32_MAX : 0;
}

/* As an sf with the same bits at its top, and so the same order. */
HVX_LANE uint32_t hvx_widen(uint32_t half)
{
	uint32_t size = half & ~HVX_HF_SIGN;

	return (half & HVX_HF_SIGN) << 16 |
	       (size >= HVX_HF_INF ? HVX_SF_INF | (size & 0x3ff) << 13 : size << 13);
}

HVX_EACH_W(gt_sf, hvx_greater(u, v))
HVX_EACH_H(gt_hf, hvx_greater(hvx_widen(u), hvx_widen(v)))
HVX_EACH_H(gt_bf, hvx_greater(u << 16, v << 16))

HVX_LANE int hvx_no_order(uint32_t u, uint32_t v)
{
	return hvx_is_nan_sf(u) | hvx_is_nan_sf(v);
}

HVX_LANE uint32_t hvx_same(uint32_t u, uint32_t v)
{
	uint32_t same = hvx_rank(u) == hvx_rank(v) ? UINT32_MAX : 0;

	return hvx_no_order(u, v) ? 0 : same;
}

HVX_EACH_W(eq_sf, hvx_same(u, v))
HVX_EACH_H(eq_hf, hvx_same(hvx_widen(u), hvx_widen(v)))

/* -0 is less than +0, and NaN with one sign are all the same. */
HVX_LANE int32_t hvx_place(uint32_t value)
{
	uint32_t size = value & ~HVX_SF_SIGN;

	size = size > HVX_SF_INF ? HVX_SF_INF + 1 : size;
	return (int32_t)(size ^ (uint32_t)((int32_t)value >> 31));
}

/* Whether the first one is the greater one, or they are the same. */
HVX_LANE int hvx_first(uint32_t u, uint32_t v)
{
	return hvx_place(u) >= hvx_place(v);
}

HVX_EACH_W(max_sf, hvx_first(u, v) ? u : v)
HVX_EACH_W(min_sf, hvx_first(u, v) ? v : u)
HVX_EACH_H(max_hf, hvx_first(hvx_widen(u), hvx_widen(v)) ? u : v)
HVX_EACH_H(min_hf, hvx_first(hvx_widen(u), hvx_widen(v)) ? v : u)

#define HVX_FMAX(u, v)	(hvx_first(u, v) ? (u) : (v))
#define HVX_FMIN(u, v)	(hvx_first(u, v) ? (v) : (u))

HVX_EACH_W(fmax_sf, hvx_no_order(u, v) ? HVX_SF_NAN : HVX_FMAX(u, v))
HVX_EACH_W(fmin_sf, hvx_no_order(u, v) ? HVX_SF_NAN : HVX_FMIN(u, v))
HVX_EACH_H(fmax_hf, hvx_no_order(hvx_widen(u), hvx_widen(v)) ? HVX_HF_NAN :
	   hvx_first(hvx_widen(u), hvx_widen(v)) ? u : v)
HVX_EACH_H(fmin_hf, hvx_no_order(hvx_widen(u), hvx_widen(v)) ? HVX_HF_NAN :
	   hvx_first(hvx_widen(u), hvx_widen(v)) ? v : u)
HVX_EACH_H(max_bf, hvx_no_order(u << 16, v << 16) ? HVX_SF_NAN >> 16 :
	   HVX_FMAX(u << 16, v << 16) >> 16)
HVX_EACH_H(min_bf, hvx_no_order(u << 16, v << 16) ? HVX_SF_NAN >> 16 :
	   HVX_FMIN(u << 16, v << 16) >> 16)
