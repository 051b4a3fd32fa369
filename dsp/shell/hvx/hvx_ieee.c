// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Arithmetic of IEEE 754: results are rounded once. Sums and products of hf are
 * exact enough in sf that rounding them again to hf gives the same.
 */

#include "hvx/hvx_lanes.h"
#include "hvx/hvx_value.h"

#pragma STDC FP_CONTRACT OFF

HVX_LANE uint32_t hvx_add(uint32_t u, uint32_t v)
{
	return hvx_result(hvx_float(u) + hvx_float(v));
}

HVX_LANE uint32_t hvx_sub(uint32_t u, uint32_t v)
{
	return hvx_result(hvx_float(u) - hvx_float(v));
}

HVX_LANE uint32_t hvx_mul(uint32_t u, uint32_t v)
{
	return hvx_result(hvx_float(u) * hvx_float(v));
}

HVX_EACH_W(add_sf, hvx_add(u, v))
HVX_EACH_W(sub_sf, hvx_sub(u, v))
HVX_EACH_W(mul_sf, hvx_mul(u, v))

HVX_LANE uint32_t hvx_add_h(uint32_t u, uint32_t v)
{
	return hvx_add(hvx_sf_of_hf(u), hvx_sf_of_hf(v));
}

HVX_LANE uint32_t hvx_sub_h(uint32_t u, uint32_t v)
{
	return hvx_sub(hvx_sf_of_hf(u), hvx_sf_of_hf(v));
}

HVX_LANE uint32_t hvx_mul_h(uint32_t u, uint32_t v)
{
	return hvx_mul(hvx_sf_of_hf(u), hvx_sf_of_hf(v));
}

HVX_EACH_H(add_hf, hvx_hf_of_sf(hvx_add_h(u, v)))
HVX_EACH_H(sub_hf, hvx_hf_of_sf(hvx_sub_h(u, v)))
HVX_EACH_H(mul_hf, hvx_hf_of_sf(hvx_mul_h(u, v)))

HVX_EACH_WIDE(add_wide_hf, hvx_add_h(u, v))
HVX_EACH_WIDE(sub_wide_hf, hvx_sub_h(u, v))
HVX_EACH_WIDE(mul_wide_hf, hvx_mul_h(u, v))
HVX_EACH_WIDE(fma_wide_hf, hvx_add(hvx_mul_h(u, v), x))

/*
 * The sum of a product and an hf, rounded once to hf. The sum is taken in sf; where
 * that is not exact and lies half way between two hf, the lost part says which. It
 * is found by taking the sum apart again, exactly as all is small for sf.
 */
static uint32_t hvx_fused_hf(uint32_t product, uint32_t x)
{
	float a = hvx_float(product), b = hvx_float(x), sum = a + b;
	float b_used = sum - a, lost = (a - (sum - b_used)) + (b - b_used);
	uint32_t bits = hvx_result(sum);

	/* To odd: a last bit that is set is on no border. NaN of infinities is no loss. */
	if (lost != 0 && lost == lost) {
		if ((lost < 0) == !(bits & HVX_SF_SIGN) && !(bits & 1))
			bits--;
		bits |= 1;
	}
	return hvx_hf_of_sf(bits);
}

void hvx_fma_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 64; i++)
		out->h[i] = (uint16_t)hvx_fused_hf(hvx_mul_h(in->u.h[i], in->v.h[i]),
						   hvx_sf_of_hf(in->x.h[i]));
}

HVX_LANE uint32_t hvx_dot(const struct hvx_operands *in, unsigned int i)
{
	return hvx_add(hvx_mul_h(in->u.h[2 * i], in->v.h[2 * i]),
		       hvx_mul_h(in->u.h[2 * i + 1], in->v.h[2 * i + 1]));
}

void hvx_dot_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_dot(in, i);
}

void hvx_dot_acc_hf(const struct hvx_operands *in, union hvx_vector *out)
{
	for (unsigned int i = 0; i < 32; i++)
		out->w[i] = hvx_add(hvx_dot(in, i), in->x.w[i]);
}

HVX_EACH_WIDE(add_wide_bf, hvx_add(hvx_sf_of_bf(u), hvx_sf_of_bf(v)))
HVX_EACH_WIDE(sub_wide_bf, hvx_sub(hvx_sf_of_bf(u), hvx_sf_of_bf(v)))
HVX_EACH_WIDE(mul_wide_bf, hvx_mul(hvx_sf_of_bf(u), hvx_sf_of_bf(v)))

/* Fused: a product of two bf can be too small for sf, and the sum is exact all the same. */
HVX_EACH_WIDE(fma_wide_bf, hvx_result(__builtin_fmaf(hvx_float(hvx_sf_of_bf(u)),
							 hvx_float(hvx_sf_of_bf(v)),
							 hvx_float(x))))
