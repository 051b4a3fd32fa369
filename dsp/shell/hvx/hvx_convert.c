// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Conversions of 32 lanes, and those between sf, hf and bf; hvx_glue_convert.c has those that
 * are computed in vectors, qf has its own. vcvt rounds to nearest and gives the greatest number
 * for any NaN; the forms with = cut off and look at the sign of a NaN.
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

HVX_EACH_WIDE(sf_from_hf, hvx_sf_of_hf(u))

/* Vu has the even lanes, Vv the odd ones. */
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
